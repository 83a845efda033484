"""What carried each value: the rule that read it, and what else in the extraction speaks for it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

from berita_extract.schema import (
    Attendance,
    Byline,
    Dateline,
    DateMention,
    Event,
    Extraction,
    Headline,
    Location,
    Official,
    Quote,
    Title,
)

# What may speak for a value of each field. Every one of them can only raise the confidence.
SIGNALS: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType(
    {
        "headline": {},
        "byline": {"full_name": "the name has two words or more"},
        "dateline": {
            "place": "it names a place",
            "code": "its place has a code",
            "date": "it names a day",
        },
        "dates": {
            "year": "the year stands in it",
            "single_day": "it names a single day",
            "fixed": "it is not counted from another day",
            "undisputed": "its weekday does not contradict it",
            "again": "the same day or days are named more than once",
            "used": "it is the day of the dateline or of the event",
        },
        "locations": {
            "level": "a word says what kind of place it is",
            "code": "its code is settled",
            "capital": "it begins with a capital letter",
            "again": "it is named more than once",
            "used": "it is the venue of the event or stands in the dateline",
        },
        "officials": {
            "full_name": "the name has two words or more",
            "plain_name": "no full stop or figure stands inside a word of the name",
            "attributes": "there is a rank, an honorific or a degree",
            "placed": "an office names its organisation or area",
        },
        "titles": {
            "only": "it is the only office of its holder",
            "placed": "it names its organisation or area",
            "several_words": "it has two words or more",
            "full_name": "the holder's name has two words or more",
            "attributes": "the holder has a rank, an honorific or a degree",
        },
        "attendance": {
            "unit": "the counted noun stands with it",
            "group": "who they are stands behind it",
        },
        "direct quotes": {
            "official": "the speaker is an official of the text",
            "full_name": "the words for the speaker are two or more",
            "near": "they stand within 60 characters of what is said",
            "not_far": "they stand within 250 characters of it",
            "again": "the speaker speaks more than once",
            "only_speaker": "nobody else speaks in the text",
        },
        "indirect quotes": {
            "official": "the speaker is an official of the text",
            "full_name": "the words for the speaker are two or more",
            "near": "they stand within 60 characters of what is said",
            "not_far": "they stand within 250 characters of it",
            "again": "the speaker speaks more than once",
            "only_speaker": "nobody else speaks in the text",
        },
        "event date": {
            "single_day": "it is a single day",
            "fixed": "it is not counted from another day",
            "only_day": "no other day is named in the text",
            "venue": "the venue of the event is known too",
        },
        "event time": {
            "zone": "the time zone stands with it",
            "end": "the end stands with it",
            "venue": "the venue of the event is known too",
        },
        "event venue": {
            "only_venue": "no other venue is named in the text",
            "several_words": "it has three words or more",
            "date": "the day of the event is known too",
            "count": "how many came is known too",
        },
    }
)
FIELDS: Final = tuple(SIGNALS)
_NEAR, _FAR = 60, 250
_DISPUTES: Final = frozenset(("weekday_conflict", "year_repaired"))
_ODD_NAME: Final = re.compile(r"\w\w\.\w|\d")


class Evidence(NamedTuple):
    """What carried a value: a date by the rule `dates.numeric`, with its year, named more than once."""

    field: str
    rule: str
    signals: tuple[str, ...]


class Witness:
    """Knows an extraction as a whole and says of each of its values what speaks for it."""

    def __init__(self, found: Extraction) -> None:
        self._found = found
        self._days = Counter((date.start_date, date.end_date) for date in found.dates)
        self._venues = sum(place.kind == "venue" for place in found.locations)
        self._speakers = Counter(quote.speaker for quote in found.quotes)
        self._disputed = [warning.start_char for warning in found.warnings if warning.code in _DISPUTES]

    def headline(self, headline: Headline) -> Evidence:
        """Of the title."""
        return Evidence("headline", headline.rule, ())

    def byline(self, byline: Byline) -> Evidence:
        """Of somebody who wrote or photographed."""
        return _testify("byline", byline.rule, full_name=_count_words(byline.name) > 1)

    def dateline(self, dateline: Dateline) -> Evidence:
        """Of the place and day that open the body."""
        return _testify(
            "dateline",
            dateline.rule,
            place=dateline.place is not None,
            code=dateline.place_code is not None,
            date=dateline.date is not None,
        )

    def date(self, date: DateMention) -> Evidence:
        """Of a day or a range of days."""
        return _testify(
            "dates",
            date.rule,
            year=str(date.start_date.year) in date.text,
            single_day=date.granularity == "day",
            fixed=not date.relative,
            undisputed=not any(date.start_char <= place < date.end_char for place in self._disputed),
            again=self._days[date.start_date, date.end_date] > 1,
            used=date.role != "mention",
        )

    def location(self, place: Location) -> Evidence:
        """Of a place, with its code where it has one."""
        return _testify(
            "locations",
            place.rule,
            level=place.text != place.name,
            code=place.code is not None,
            capital=not place.text[:1].islower(),
            again=len(place.mentions) > 1,
            used=place.role != "mention",
        )

    def official(self, person: Official) -> Evidence:
        """Of a person with a name, a rank, honorifics and degrees."""
        return _testify(
            "officials",
            person.rule,
            full_name=_count_words(person.name) > 1,
            plain_name=_ODD_NAME.search(person.name) is None,
            attributes=_has_attributes(person),
            placed=any(_is_placed(title) for title in person.titles),
        )

    def title(self, title: Title, holder: Official) -> Evidence:
        """Of an office, and that it is this person's."""
        return _testify(
            "titles",
            title.rule,
            only=len(holder.titles) == 1,
            placed=_is_placed(title),
            several_words=_count_words(title.text) > 1,
            full_name=_count_words(holder.name) > 1,
            attributes=_has_attributes(holder),
        )

    def count(self, count: Attendance) -> Evidence:
        """Of how many attend."""
        return _testify("attendance", count.rule, unit=count.unit is not None, group=count.group is not None)

    def quote(self, quote: Quote) -> Evidence:
        """Of what was said, and that this speaker said it."""
        words = quote.speaker_mention
        gap = _FAR + 1 if words is None else max(words.start_char - quote.end_char, quote.start_char - words.end_char)
        return _testify(
            f"{quote.kind} quotes",
            quote.rule,
            official=quote.speaker_id is not None,
            full_name=quote.speaker is not None and _count_words(quote.speaker) > 1,
            near=gap <= _NEAR,
            not_far=gap <= _FAR,
            again=quote.speaker is not None and self._speakers[quote.speaker] > 1,
            only_speaker=quote.speaker is not None and len(self._speakers) == 1,
        )

    def event_date(self, event: Event) -> Evidence:
        """That the event is on this day, or these days."""
        days = event.start_date, event.end_date
        named = [date for date in self._found.dates if (date.start_date, date.end_date) == days]
        return _testify(
            "event date",
            "event.date",
            single_day=days[0] == days[1],
            fixed=not all(date.relative for date in named),
            only_day=len(self._days) == 1,
            venue=event.venue is not None,
        )

    def event_time(self, event: Event) -> Evidence:
        """That the event starts at this hour."""
        return _testify(
            "event time", "event.time", zone=event.timezone is not None, end=event.end_time is not None, venue=event.venue is not None
        )

    def event_venue(self, event: Event) -> Evidence:
        """That the event is in this spot; the rule is the one that read the venue."""
        places = [place.rule for place in self._found.locations if place.kind == "venue" and place.role == "venue"]
        return _testify(
            "event venue",
            places[0] if places else "event.venue",
            only_venue=self._venues == 1,
            several_words=event.venue is not None and _count_words(event.venue) > 2,
            date=event.start_date is not None,
            count=event.attendance is not None,
        )


def _testify(field: str, rule: str, **signals: bool) -> Evidence:
    return Evidence(field, rule, tuple(name for name, speaks in signals.items() if speaks))


def _count_words(text: str) -> int:
    return len(text.split())


def _has_attributes(person: Official) -> bool:
    return bool(person.rank or person.honorifics or person.degrees)


def _is_placed(title: Title) -> bool:
    return title.organization is not None or title.region is not None
