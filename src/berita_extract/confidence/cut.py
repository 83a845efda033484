"""Leaving out what is not sure enough, without breaking what refers to it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple, TypeVar

from msgspec.structs import replace

from berita_extract.schema import Event, Extraction, Location, Official, Value

AnyValue = TypeVar("AnyValue", bound=Value)


class Cut(NamedTuple):
    """An extraction without what is under the asked confidence, and how many values of each field that were."""

    extraction: Extraction
    left_out: Mapping[str, int]

    def count(self, fields: Sequence[str] | None = None) -> int:
        """How many values were left out, of some fields or of all."""
        return sum(number for name, number in self.left_out.items() if fields is None or name in fields)


def check_confidence(value: float) -> float:
    """The confidence that is asked for, if it is one; raises `ValueError`."""
    if not 0 <= value <= 1 or math.isnan(value):
        raise ValueError(f"{value} is no confidence. Write a number from 0 to 1, for example 0.8.")
    return value


def leave_out(found: Extraction, least: float) -> Cut:
    """Leave out every value with a confidence under `least`.

    A person who is left out takes the offices along; what that person said stays, without `speaker_id`. The parts of
    the event that rest on a value that is left out become `null`, and so does an event of which nothing remains.
    """
    headline = _keep_one(found.headline, least)
    dateline = _keep_one(found.dateline, least)
    dates, places = _keep(found.dates, least), _keep(found.locations, least)
    officials = tuple(_keep_offices(person, least) for person in _keep(found.officials, least))
    known = {person.id for person in officials}
    counts = _keep(found.attendance, least)
    quotes = tuple(
        quote if quote.speaker_id is None or quote.speaker_id in known else replace(quote, speaker_id=None)
        for quote in _keep(found.quotes, least)
    )
    kept = replace(
        found,
        min_confidence=least,
        headline=headline,
        byline=_keep(found.byline, least),
        dateline=dateline,
        dates=dates,
        locations=places,
        officials=officials,
        attendance=counts,
        quotes=quotes,
    )
    kept = replace(kept, event=found.event and _keep_event(found.event, found, kept, least))
    return Cut(kept, _count_left_out(found, kept))


def _keep(values: Sequence[AnyValue], least: float) -> tuple[AnyValue, ...]:
    return tuple(value for value in values if value.confidence >= least)


def _keep_one(value: AnyValue | None, least: float) -> AnyValue | None:
    return value if value is not None and value.confidence >= least else None


def _keep_offices(person: Official, least: float) -> Official:
    titles = _keep(person.titles, least)
    return person if len(titles) == len(person.titles) else replace(person, titles=titles)


def _keep_event(event: Event, found: Extraction, kept: Extraction, least: float) -> Event | None:
    """The event with the parts whose values are still there."""
    days = event.start_date, event.end_date
    if (event.date_confidence or 0) < least or all((date.start_date, date.end_date) != days for date in kept.dates):
        event = replace(event, start_date=None, end_date=None, date_confidence=None)
    if (event.time_confidence or 0) < least:
        event = replace(event, start_time=None, end_time=None, timezone=None, time_confidence=None)
    if (event.venue_confidence or 0) < least or (_has_venue(found.locations) and not _has_venue(kept.locations)):
        event = replace(event, venue=None, venue_confidence=None)
    # A code that no place of the list has stands in the name of the venue.
    if event.region_code not in _list_codes(kept) and (event.venue is None or event.region_code in _list_codes(found)):
        event = replace(event, region_code=None)
    if event.attendance is not None:
        count = found.attendance[event.attendance]
        event = replace(event, attendance=next((place for place, other in enumerate(kept.attendance) if other is count), None))
    return event if event.start_date or event.start_time or event.end_time or event.venue else None


def _has_venue(places: Sequence[Location]) -> bool:
    return any(place.role == "venue" for place in places)


def _list_codes(found: Extraction) -> set[str | None]:
    codes = {place.code for place in found.locations}
    return codes | ({found.dateline.place_code} if found.dateline else set())


def _count_left_out(found: Extraction, kept: Extraction) -> dict[str, int]:
    before, after = _count(found), _count(kept)
    return {name: before[name] - after[name] for name in before if before[name] > after[name]}


def _count(found: Extraction) -> dict[str, int]:
    """How many values each field holds; those of an event are its day, its start and its venue, those of officials also their offices."""
    event = found.event
    return {
        "headline": int(found.headline is not None),
        "byline": len(found.byline),
        "dateline": int(found.dateline is not None),
        "event": sum(part is not None for part in (event.start_date, event.start_time, event.venue)) if event else 0,
        "dates": len(found.dates),
        "locations": len(found.locations),
        "officials": sum(1 + len(person.titles) for person in found.officials),
        "attendance": len(found.attendance),
        "quotes": len(found.quotes),
    }
