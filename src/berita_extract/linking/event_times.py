"""Which clock time of a release says when its event starts."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import Final

from berita_extract.grammar.calendar import DateValue
from berita_extract.recognizers.times import ClockSpan
from berita_extract.text.reading import Reading

# How far before a clock time its verb may stand, and behind it.
_REACH: Final = 14
_REACH_BEHIND: Final = 3


def choose_time(
    reading: Reading, times: Sequence[ClockSpan], date: DateValue | None, dates: Sequence[DateValue], quoted: bytearray
) -> ClockSpan | None:
    """The time in the sentence of the event's day, else the first that is said to be a beginning, else the first."""
    free = [
        time
        for time in times
        if not quoted[time.start] and reading.block_at(time.start).kind == "body" and not is_other_time(reading, time, date, dates)
    ]
    if date is not None:
        sentence = reading.sentence_at(date.expression.start)
        here = [time for time in free if sentence.start <= time.start < sentence.end]
        if here:
            return here[0]
    begun = (time for time in free if _find_verb(reading, time.start) is True)
    return next(begun, free[0] if free else None)


def is_other_time(reading: Reading, time: ClockSpan, date: DateValue | None, dates: Sequence[DateValue]) -> bool:
    """Whether a time is an arrival's, a departure's or another day's: `tiba pukul 09.00`, `pukul 19.00 kembali ke kantor`."""
    sentence = reading.sentence_at(time.start)
    if reading.in_group(sentence.start, "before_event") or (_find_verb(reading, time.start) is False and not _reports_arrival(reading)):
        return True
    if reading.any_of_group("no_start", time.end, min(time.end + _REACH_BEHIND, sentence.end)):
        return True
    first, last = (bisect_left(dates, place, key=_place_of) for place in (sentence.start, sentence.end))
    days = [value for value in dates[first:last] if value.granularity == "day"]
    return date is not None and bool(days) and all(not date.start <= value.start <= date.end for value in days)


def _reports_arrival(reading: Reading) -> bool:
    """Whether the headline itself is about coming or going: `Kafilah MTQ Tiba di Kendari`."""
    return any(reading.in_group(token, "arrival") for block in reading.of_kind("headline") for token in range(block.start, block.end))


def _place_of(value: DateValue) -> int:
    return value.expression.start


def _find_verb(reading: Reading, token: int) -> bool | None:
    """Whether the nearest verb before a time is one of beginning (`dimulai pukul 09.35`) or of coming and going; `None` where neither."""
    first = max(reading.sentence_at(token).start, token - _REACH)
    for place in range(token - 1, first - 1, -1):
        if reading.in_group(place, "start"):
            return True
        if reading.in_group(place, "no_start"):
            return False
    return None
