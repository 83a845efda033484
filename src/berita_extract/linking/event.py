"""The main happening of a release: its day, its time, its venue and how many came."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from berita_extract.grammar.calendar import DateValue
from berita_extract.recognizers.attendance import Count
from berita_extract.recognizers.datelines import DatelineSpan
from berita_extract.recognizers.places import Place
from berita_extract.recognizers.times import ClockSpan
from berita_extract.text.reading import Reading

# A document's own day is never the event's: Keputusan … Nomor 5 … tanggal 3 Januari.
_DOCUMENT_WORDS: Final = frozenset((
    "nomor", "no", "surat", "keputusan", "peraturan", "tertanggal", "sk", "perihal", "instruksi", "pengumuman", "undang-undang", "edaran", "keppres", "perpres",
))  # fmt: skip
_DOCUMENT_REACH: Final = 14
# Days this far from the reference day are history or plans.
_FARTHEST: Final = 200


class EventFacts(NamedTuple):
    """The parts of the event; any may be missing."""

    date: DateValue | None
    time: ClockSpan | None
    venue: Place | None
    attendance: int | None


def link_event(
    reading: Reading,
    dates: Sequence[DateValue],
    dateline: DatelineSpan | None,
    times: Sequence[ClockSpan],
    places: Sequence[Place],
    counts: Sequence[Count],
    quoted: bytearray,
) -> EventFacts:
    """Choose the event's day (the body's before the dateline's), start time, venue and headcount."""
    date = choose_date(reading, dates, dateline, quoted)
    venue = _choose_venue(reading, places, quoted)
    return EventFacts(date, _choose_time(reading, times, date, quoted), venue, _choose_count(counts))


def choose_date(reading: Reading, dates: Sequence[DateValue], dateline: DatelineSpan | None, quoted: bytearray) -> DateValue | None:
    """The event's day: the first of the body that is no letter's and no memory, else the dateline's."""
    filed = next((value for value in dates if dateline and dateline.date and value.expression == dateline.date), None)
    if filed is not None and dateline is not None and dateline.rule == "datelines.dated":
        return filed
    candidates = []
    for value in dates:
        start = value.expression.start
        if value is filed or value.granularity not in ("day", "range") or quoted[start] or is_document_date(reading, start):
            continue
        if reading.block_at(start).kind not in ("body", "caption", "headline"):
            continue
        if value.relative and filed is not None and value.start != filed.start:
            continue
        if (value.end - value.start).days > 92:
            continue
        if filed is not None and abs((value.start - filed.start).days) > _FARTHEST:
            continue
        candidates.append(value)
    if not candidates:
        return filed
    body = [value for value in candidates if reading.block_at(value.expression.start).kind == "body"]
    return (body or candidates)[0]


def is_document_date(reading: Reading, token: int) -> bool:
    """Whether a date is that of a letter or decree named before it in its sentence."""
    sentence = reading.sentence_at(token)
    start = max(sentence.start, token - _DOCUMENT_REACH)
    words = [reading.folded(place) for place in range(start, token)]
    if not _DOCUMENT_WORDS.intersection(words):
        return False
    return any(word in ("nomor", "no", "tertanggal", "tanggal", "surat") for word in words)


def _choose_venue(reading: Reading, places: Sequence[Place], quoted: bytearray) -> Place | None:
    venues = [place for place in places if place.kind == "venue" and not quoted[place.start]]
    body = [place for place in venues if reading.block_at(place.start).kind == "body"]
    cued = [place for place in body if place.strength >= 2]
    chosen = cued or body or venues
    return chosen[0] if chosen else None


def _choose_time(reading: Reading, times: Sequence[ClockSpan], date: DateValue | None, quoted: bytearray) -> ClockSpan | None:
    free = [time for time in times if not quoted[time.start] and reading.block_at(time.start).kind == "body"]
    if date is not None:
        sentence = reading.sentence_at(date.expression.start)
        here = [time for time in free if sentence.start <= time.start < sentence.end]
        if here:
            return here[0]
    return free[0] if free else None


def _choose_count(counts: Sequence[Count]) -> int | None:
    """The figure for the whole event: the first that is no part of another."""
    for index, count in enumerate(counts):
        if count.rule != "attendance.breakdown":
            return index
    return None
