"""Of every value of an extraction: whether the annotation says the same, and what carried it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple, TypeVar

from berita_extract.confidence.evidence import Evidence, Witness
from berita_extract.evaluation import matching
from berita_extract.evaluation.facts import DatelineFact, EventFact, Facts, PersonFact, PlaceFact
from berita_extract.evaluation.records import read_facts
from berita_extract.evaluation.words import simplify, squeeze_all
from berita_extract.schema import Event, Extraction, Official

Fact = TypeVar("Fact")


class JudgedValue(NamedTuple):
    """A value: what carried it, how far it is said to be relied on, and whether it is right."""

    evidence: Evidence
    confidence: float
    right: bool


def judge_values(gold: Facts, extraction: Extraction) -> Iterator[JudgedValue]:
    """Every value of an extraction, in the order of the schema.

    A value is right if all of it that is annotated agrees: of a place the name and the code, of a person the name, rank, honorifics
    and degrees, of a count the range and the unit, of a quote the words and the speaker. What the annotation does
    not have at all is wrong.
    """
    judge = _Judge(gold, extraction)
    yield from judge.opening()
    if extraction.event is not None:
        yield from judge.event(extraction.event)
    yield from judge.dates()
    yield from judge.places()
    yield from judge.people()
    yield from judge.counts()
    yield from judge.quotes()


class _Judge:
    def __init__(self, gold: Facts, extraction: Extraction) -> None:
        self.gold, self.extraction = gold, extraction
        # The facts stand in the order of the values.
        self.found = read_facts(extraction.to_dict())
        self.witness = Witness(extraction)

    def opening(self) -> Iterator[JudgedValue]:
        gold, found, witness = self.gold, self.extraction, self.witness
        if found.headline is not None:
            same = matching.is_same_headline(gold.headline, found.headline.text)
            yield JudgedValue(witness.headline(found.headline), found.headline.confidence, same)
        names = {simplify(name) for name in gold.byline}
        for byline in found.byline:
            yield JudgedValue(witness.byline(byline), byline.confidence, simplify(byline.name) in names)
        if found.dateline is not None:
            wanted = gold.dateline or DatelineFact()
            same = simplify(wanted.place) == simplify(found.dateline.place) and wanted.date == found.dateline.date
            yield JudgedValue(witness.dateline(found.dateline), found.dateline.confidence, same)

    def event(self, event: Event) -> Iterator[JudgedValue]:
        gold, witness = self.gold.event or EventFact(), self.witness
        if event.start_date and event.date_confidence is not None:
            same = gold.days == (event.start_date, event.end_date)
            yield JudgedValue(witness.event_date(event), event.date_confidence, same)
        if event.start_time and event.time_confidence is not None:
            same = gold.start_time is not None and gold.start_time[:5] == event.start_time
            yield JudgedValue(witness.event_time(event), event.time_confidence, same)
        if event.venue and event.venue_confidence is not None:
            yield JudgedValue(witness.event_venue(event), event.venue_confidence, matching.is_same_venue(gold.venue, event.venue))

    def dates(self) -> Iterator[JudgedValue]:
        days = {date.days for date in self.gold.dates}
        for date in self.extraction.dates:
            yield JudgedValue(self.witness.date(date), date.confidence, (date.start_date, date.end_date) in days)

    def places(self) -> Iterator[JudgedValue]:
        partners = _list_partners(self.found.locations, matching.pair_facts(self.gold.locations, self.found.locations, _compare_places))
        for place, gold in zip(self.extraction.locations, partners, strict=True):
            right = gold is not None and (not gold.code or not place.code or gold.code == place.code)
            yield JudgedValue(self.witness.location(place), place.confidence, right)

    def people(self) -> Iterator[JudgedValue]:
        pairing = matching.pair_facts(self.gold.officials, self.found.officials, matching.compare_people)
        partners = _list_partners(self.found.officials, pairing)
        for person, fact, gold in zip(self.extraction.officials, self.found.officials, partners, strict=True):
            right = gold is not None and _has_same_attributes(gold, fact)
            yield JudgedValue(self.witness.official(person), person.confidence, right)
            yield from self._titles(person, gold)

    def _titles(self, person: Official, gold: PersonFact | None) -> Iterator[JudgedValue]:
        for title in person.titles:
            right = gold is not None and any(matching.is_same_title(wanted, title.text) for wanted in gold.titles)
            yield JudgedValue(self.witness.title(title, person), title.confidence, right)

    def counts(self) -> Iterator[JudgedValue]:
        pairing = matching.pair_facts(self.gold.attendance, self.found.attendance, matching.compare_counts)
        partners = _list_partners(self.found.attendance, pairing)
        for count, gold in zip(self.extraction.attendance, partners, strict=True):
            right = gold is not None and simplify(gold.unit) == simplify(count.unit)
            yield JudgedValue(self.witness.count(count), count.confidence, right)

    def quotes(self) -> Iterator[JudgedValue]:
        partners = _list_partners(self.found.quotes, matching.pair_facts(self.gold.quotes, self.found.quotes, matching.compare_quotes))
        for quote, fact, gold in zip(self.extraction.quotes, self.found.quotes, partners, strict=True):
            right = gold is not None and matching.is_same_speaker(gold, fact)
            yield JudgedValue(self.witness.quote(quote), quote.confidence, right)


def _list_partners(found: Sequence[Fact], pairing: matching.Pairing[Fact]) -> list[Fact | None]:
    """For each found fact the annotated one that it was paired with."""
    partners = {id(given): wanted for wanted, given in pairing.pairs}
    return [partners.get(id(fact)) for fact in found]


def _compare_places(gold: PlaceFact, found: PlaceFact) -> float:
    """Of two places of the same name the one with the annotated code goes first."""
    likeness = matching.compare_places(gold, found)
    return likeness + (gold.code == found.code) if likeness else 0.0


def _has_same_attributes(gold: PersonFact, found: PersonFact) -> bool:
    return (
        simplify(gold.rank) == simplify(found.rank)
        and squeeze_all(gold.degrees) == squeeze_all(found.degrees)
        and squeeze_all(gold.honorifics) == squeeze_all(found.honorifics)
    )
