"""Clock times of an event: `pukul 09.00 WIB`, `13.00 s.d. 15.00`, `jam setengah 2 siang`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from berita_extract.grammar.numbers import read_words
from berita_extract.record import Record
from berita_extract.schema import TimeZone
from berita_extract.text.reading import Reading

RULES: Final[Mapping[str, str]] = {
    "times.clock": "a clock time behind pukul or jam, or before a time zone: pukul 09.00 WIB",
}

_MINUTES_OF_DAY: Final = 24 * 60
# Behind midnight `malam` is still said up to this hour.
_SMALL_HOURS: Final = 4
# Hours ahead of UTC, the value of a time zone in `time_words`.
_ZONES: Final[Mapping[str, TimeZone]] = {"7": "WIB", "8": "WITA", "9": "WIT"}
_CLOCK: Final = re.compile(r"(\d{1,2})[.:](\d{2})$")


class ClockSpan(Record, frozen=True):
    """When something starts and, if written, ends (`HH:MM`, local), with the time zone as written."""

    start: int
    end: int
    begins: str | None
    ends: str | None
    zone: TimeZone | None


def find_times(reading: Reading) -> list[ClockSpan]:
    """Find clock times; a bare `09.30` without `pukul` or a zone is none."""
    return list(_find(reading))


def _find(reading: Reading) -> Iterator[ClockSpan]:
    reached = 0
    spelt = {hit.start for hit in reading.found("number_words") if _tag_before(reading, hit.start) in ("clock", "half")}
    for token, shape in enumerate(reading.shapes):
        if (shape not in "cd" and token not in spelt) or token < reached:
            continue
        span = _read(reading, token)
        if span is not None:
            yield span
            reached = span.end


def _read(reading: Reading, token: int) -> ClockSpan | None:
    first = token
    half = _tag_before(reading, first) == "half"
    first -= half
    announced = _tag_before(reading, first - (first > 0 and reading.shapes[first - 1] in ":.")) == "clock"
    end = token + 1
    if reading.shapes[token] != "c" and not announced:
        return None
    opener = first - 1 - announced
    if reading.in_group(opener, "as_of"):
        return None  # per pukul 18.00 tercatat …: the time of a count
    begins: str | None
    begins, end = _value(reading, token, end, half=half)
    if begins is None:
        return None
    ends = None
    zone, end = _zone(reading, end)
    last = _skip_until(reading, end)
    if last is not None:
        opened = reading.hit_at("time_words", last)
        if opened is not None and opened.entry.get("tag") == "open":
            end = opened.end
        else:
            place = opened.end if opened is not None and opened.entry.get("tag") == "clock" else last
            if place < len(reading) and reading.shapes[place] in "cd" and (reading.shapes[place] == "c" or place > last):
                ends, end = _value(reading, place, place + 1, half=False)
                late_zone, end = _zone(reading, end)
                zone = zone or late_zone
    if not announced and zone is None:
        return None
    if reading.in_group(opener, "until") and ends is None:
        begins, ends = None, begins
    return ClockSpan(first, end, begins, ends, zone)


def _tag_before(reading: Reading, token: int) -> str:
    hit = reading.ending("time_words", token)
    return hit.entry.get("tag") if hit is not None else ""


def _zone(reading: Reading, token: int) -> tuple[TimeZone | None, int]:
    """The time zone at a token; `10:00.wit` has lost its space."""
    glued = reading.shapes[token : token + 1] == "." and reading.touches(token - 1) and reading.touches(token)
    hit = reading.hit_at("time_words", token + glued)
    if hit is not None and hit.entry.get("tag") == "zone":
        return _ZONES.get(hit.entry.value), hit.end
    return None, token


def _skip_until(reading: Reading, token: int) -> int | None:
    place = token
    while place < min(token + 4, len(reading)) and (reading.in_group(place, "until") or reading.shapes[place] in "-/"):
        place += 1
    return place if place > token and place < len(reading) else None


def _value(reading: Reading, token: int, end: int, *, half: bool) -> tuple[str | None, int]:
    """`HH:MM`: a bare hour takes its half of the day from the word behind it (`jam 8 malam`)."""
    match = _CLOCK.match(reading.word(token))
    spelt = reading.hit_at("number_words", token)
    if match:
        hour, minute = int(match[1]), int(match[2])
    elif spelt is not None:
        hour, end = read_words(reading, token)
        minute = 0
    else:
        hour, minute = int(reading.word(token)), 0
    if half:
        hour, minute = hour - 1, 30
    part = reading.hit_at("day_parts", end)
    if part is not None:
        hour = _count_from_midnight(reading, hour, part.start)
        end = part.end
    if not 0 <= hour * 60 + minute <= _MINUTES_OF_DAY or minute > 59:
        return None, end
    return f"{hour:02d}:{minute:02d}", end


def _count_from_midnight(reading: Reading, hour: int, part: int) -> int:
    """The hour of the day, by the part of the day at a token: `jam 8 malam` is 20, `jam 12 malam` 0, `jam 2 malam` 2, `jam 11 siang` 11."""
    if reading.in_group(part, "eve") and (hour == 12 or hour <= _SMALL_HOURS):
        return hour % 12
    if hour >= 12 or not reading.in_group(part, "afternoon") or (reading.in_group(part, "noon") and hour in (10, 11)):
        return hour
    return hour + 12
