"""From spans of tokens to the records that users see: offsets into the text as given, rule ids, values."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, TypedDict

from berita_extract import schema
from berita_extract.grammar.areas import AREA_LISTS
from berita_extract.grammar.calendar import DateValue
from berita_extract.grammar.date_forms import DateExpression
from berita_extract.grammar.place_search import Place
from berita_extract.lexicon.lexicon import Hit
from berita_extract.linking.antecedents import SpeakerLink
from berita_extract.linking.event import EventFacts
from berita_extract.linking.individuals import HeldTitle, Individual
from berita_extract.linking.people import Cast, MentionSpan
from berita_extract.linking.places import group_places
from berita_extract.linking.reference import DatedText
from berita_extract.linking.regions import RegionLink, RegionLinker
from berita_extract.recognizers.attendance import Count, NoCount
from berita_extract.recognizers.bylines import BylineSpan
from berita_extract.recognizers.datelines import DatelineSpan
from berita_extract.recognizers.officials import Found
from berita_extract.recognizers.quotes import Quotation, Unbalanced
from berita_extract.recognizers.statements import Statement
from berita_extract.recognizers.times import ClockSpan
from berita_extract.text.reading import Reading

RULES: Final[Mapping[str, str]] = {
    "page.headline": "the first line that is a title, once, even where the page repeats it",
    "people.name": "a person called by name, with the office before it or without: Bupati Dadang Supriatna, Dadang",
    "people.title": "a person called by office alone: Bupati",
    "people.pronoun": "a person called by a pronoun: ia, beliau",
    "speakers.mention": "the words that point to who speaks: ujar Camat",
}


class Evidence(TypedDict):
    """What every mention has: the text as given and its offsets."""

    text: str
    start_char: int
    end_char: int


@dataclass(slots=True)
class Findings:
    """Everything the pipeline found in one text, before it is written down as records."""

    reading: Reading
    dated: DatedText
    excluded: list[DateExpression]
    dateline: DatelineSpan | None
    places: list[Place]
    regions: RegionLinker
    times: list[ClockSpan]
    quoted: bytearray
    found: Found
    cast: Cast
    roles: dict[int, dict[schema.OfficialRole, Hit]]
    counts: list[Count]
    refused: list[NoCount]
    told: list[tuple[Quotation | Statement, SpeakerLink]]
    unbalanced: list[Unbalanced]
    bylines: list[BylineSpan]
    event: EventFacts


def assemble(findings: Findings, source: str | None, region_list: str | None) -> schema.Extraction:
    """Write the findings down as an `Extraction`."""
    return _Writer(findings).write(source, region_list)


def locate(reading: Reading, start: int, end: int) -> Evidence:
    """Text and offsets of a span of tokens; a stop that ends the sentence is left out though it is an abbreviation's too."""
    first, last = reading.starts[start], reading.ends[end - 1]
    if reading.clean[last - 1] == "." and last - first > 2 and reading.sentence_at(end - 1).end == end:
        initial = reading.shapes[end - 1] == "I"  # Ilyas Mahendra S.: the stop is the name's too
        last -= reading.ends[end - 1] - reading.starts[end - 1] > 1 and not initial
    return {"text": reading.text[first:last], "start_char": first, "end_char": last}


class _Writer:
    def __init__(self, findings: Findings) -> None:
        self.findings = findings
        self.reading = findings.reading
        self._groups = group_places(self.reading, findings.places, findings.regions)
        self._mentions: dict[int | None, list[MentionSpan]] = {}
        for mention in findings.cast.mentions:
            self._mentions.setdefault(mention.person, []).append(mention)
        self._ids = {
            index: f"p{number}"
            for number, index in enumerate(
                sorted(
                    (index for index, person in enumerate(findings.cast.people) if person.is_official),
                    key=self._first_mention,
                ),
                1,
            )
        }

    def _first_mention(self, index: int) -> int:
        return self._mentions[index][0].start if index in self._mentions else 0

    def write(self, source: str | None, region_list: str | None) -> schema.Extraction:
        findings = self.findings
        text = self.reading.text
        return schema.Extraction(
            source=source,
            sha256=hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
            reference_date=findings.dated.reference,
            region_list=region_list,
            headline=self._headline(),
            byline=tuple(self._bylines()),
            dateline=self._dateline(),
            event=self._event(),
            dates=tuple(self._dates()),
            locations=tuple(self._locations()),
            officials=tuple(self._officials()),
            attendance=tuple(self._attendance()),
            quotes=tuple(self._quotes()),
            warnings=tuple(self._warnings()),
        )

    def _place(self, start: int, end: int) -> Evidence:
        return locate(self.reading, start, end)

    def _mention(self, start: int, end: int, rule: str) -> schema.Mention:
        return schema.Mention(**self._place(start, end), rule=rule)

    def _headline(self) -> schema.Headline | None:
        block = next(self.reading.of_kind("headline"), None)
        return schema.Headline(**self._place(block.start, block.end), rule="page.headline") if block else None

    def _bylines(self) -> Iterator[schema.Byline]:
        for span in self.findings.bylines:
            yield schema.Byline(
                **self._place(span.start, span.end),
                rule=span.rule,
                name=self.reading.given(span.start, span.end),
                role=span.role,
            )

    def _dateline(self) -> schema.Dateline | None:
        span = self.findings.dateline
        if span is None:
            return None
        date = next((value.start for value in self.findings.dated.values if value.expression == span.day), None)
        link = self.findings.regions.link_area(span.area)
        return schema.Dateline(
            **self._place(span.start, span.end),
            rule=span.rule,
            place=self.reading.given(*span.place) if span.place else None,
            place_code=link.code,
            date=date,
            medium=span.medium,
        )

    def _event(self) -> schema.Event | None:
        event = self.findings.event
        if event.date is None and event.time is None and event.venue is None:
            return None
        return schema.Event(
            activity=self.reading.given(event.activity.start, event.activity.end) if event.activity else None,
            start_date=event.date.start if event.date else None,
            end_date=event.date.end if event.date else None,
            start_time=event.time.begins if event.time else None,
            end_time=event.time.ends if event.time else None,
            timezone=event.time.zone if event.time else None,
            venue=self._venue(),
            region_code=event.region.code if event.region else None,
            attendance=event.attendance,
        )

    def _dates(self) -> Iterator[schema.DateMention]:
        event, dateline = self.findings.event.date, self.findings.dateline
        for value in self.findings.dated.values:
            yield schema.DateMention(
                **self._place(value.expression.start, value.expression.end),
                rule=value.expression.rule,
                start_date=value.start,
                end_date=value.end,
                granularity=value.granularity,
                relative=value.relative,
                role=self._date_role(value, event, dateline),
            )

    def _date_role(self, value: DateValue, event: DateValue | None, dateline: DatelineSpan | None) -> schema.DateRole:
        if dateline is not None and value.expression == dateline.day:
            return "dateline"
        if event is not None and (value.start, value.end) == (event.start, event.end):
            return "event"
        return "mention"

    def _venue(self) -> str | None:
        """The event's venue with the fullest form that the text gives, as in the locations."""
        venue = self.findings.event.venue
        if venue is None:
            return None
        full = next((group.place for group in self._groups if venue in group.mentions), venue)
        return str(self._place(full.start, full.end)["text"])

    def _locations(self) -> Iterator[schema.Location]:
        """Each place once, with the fullest form that the text gives."""
        findings = self.findings
        event, dateline = findings.event.venue, findings.dateline
        filed = dateline.place[0] if dateline is not None and dateline.place is not None else None
        for group in self._groups:
            place, mentions = group.place, group.mentions
            if place.kind == "venue":
                link = RegionLink(None, "other")
                role: schema.LocationRole = "venue" if event is not None and event in mentions else "mention"
            else:
                link = findings.regions.link(place)
                role = "dateline" if any(part.start == filed for part in mentions) else "mention"
            yield schema.Location(
                **self._place(place.start, place.end),
                rule=place.rule,
                kind=place.kind,
                name=str(self._place(place.name_start, place.end)["text"]),
                level=link.level,
                code=link.code,
                candidates=link.candidates,
                role=role,
                mentions=tuple(self._mention(part.start, part.end, part.rule) for part in mentions),
            )

    def _officials(self) -> Iterator[schema.Official]:
        spoke = {link.person for _, link in self.findings.told}
        for index, identity in self._ids.items():
            person = self.findings.cast.people[index]
            yield schema.Official(
                **self._place(person.start, person.end),
                rule=person.titles[0].rule if person.titles else person.rule,
                id=identity,
                name=self._name(person),
                honorifics=tuple(person.honorifics),
                rank=person.rank,
                degrees=tuple(person.degrees),
                titles=tuple(self._title(title) for title in person.titles),
                roles=tuple(self._roles(index, spoke)),
                mentions=tuple(
                    schema.PersonMention(**self._place(mention.start, mention.end), rule=f"people.{mention.kind}", kind=mention.kind)
                    for mention in self._mentions.get(index, ())
                ),
            )

    def _roles(self, index: int, spoke: set[int | None]) -> Iterator[schema.OfficialRole]:
        """What the official did, as the verbs say; who is quoted also spoke."""
        roles = self.findings.roles.get(index, {})
        yield from roles
        if index in spoke and "spoke" not in roles and "absent" not in roles:
            yield "spoke"

    def _title(self, title: HeldTitle) -> schema.Title:
        reading = self.reading
        organisations = reading.between("organisations", title.start, title.end)
        areas = [hit for name in AREA_LISTS for hit in reading.between(name, title.start, title.end)]
        prefixes = {hit.entry.get("kind") for hit in reading.between("office_prefixes", title.start, title.end)}
        last = max(areas, key=lambda hit: (hit.end, hit.end - hit.start)) if areas else None
        return schema.Title(
            **self._place(title.start, title.end),
            rule=title.rule,
            organization=reading.given(organisations[0].start, title.end) if organisations else None,
            region=reading.given(last.start, last.end) if last else None,
            acting="acting" in prefixes,
            former="former" in prefixes,
        )

    def _attendance(self) -> Iterator[schema.Attendance]:
        for count in self.findings.counts:
            quantity = count.quantity
            yield schema.Attendance(
                **self._place(count.start, count.end),
                rule=count.rule,
                min=quantity.min,
                max=quantity.max,
                approximate=quantity.approximate,
                unit=self.reading.given(*count.unit) if count.unit else None,
                group=count.group,
                role=count.role,
            )

    def _quotes(self) -> Iterator[schema.Quote]:
        for told, link in self.findings.told:
            direct = isinstance(told, Quotation)
            start, end = (told.first, told.last) if isinstance(told, Quotation) else (told.start, told.end)
            speaker = self._speaker(link)
            yield schema.Quote(
                **self._place(start, end),
                rule=told.rule,
                kind="direct" if direct else "indirect",
                speaker=speaker,
                speaker_id=self._ids.get(link.person) if link.person is not None else None,
                speaker_mention=self._mention(link.start, link.end, "speakers.mention") if link.end > link.start else None,
                cue=self.reading.given(told.cue.start, told.cue.end).rstrip(".") if told.cue else None,
                speaker_missing=link.missing,
            )

    def _name(self, person: Individual) -> str:
        """The name as written, without a stop that the abbreviation of an initial does not explain: `Joko Adi.,M.Kes`."""
        name = self.reading.given(person.start, person.end)
        return name[:-1] if re.search(r"\w{2}\.$", name) else name

    def _speaker(self, link: SpeakerLink) -> str | None:
        if link.person is not None:
            person: Individual = self.findings.cast.people[link.person]
            return self._name(person)
        return self.reading.given(link.start, link.end) if link.end > link.start else None

    def _warnings(self) -> Iterator[schema.Warning]:
        for doubt in self.findings.dated.doubts:
            place = self._place(doubt.expression.start, doubt.expression.end)
            yield schema.Warning(
                code=doubt.code,
                message=f"{place['text']}: {doubt.message}",
                start_char=place["start_char"],
                end_char=place["end_char"],
            )
        for mark in self.findings.unbalanced:
            place = self._place(mark.token, mark.token + 1)
            yield schema.Warning(
                code="unbalanced_quotation_mark",
                message=f"the {mark.missing} quotation mark is missing",
                start_char=place["start_char"],
                end_char=place["end_char"],
            )
