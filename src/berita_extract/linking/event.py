"""The main happening of a release: its day, its time, its venue and how many came."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from berita_extract.grammar.calendar import DateValue
from berita_extract.grammar.date_forms import Form
from berita_extract.grammar.place_search import Place
from berita_extract.recognizers.attendance import Count
from berita_extract.recognizers.datelines import DatelineSpan
from berita_extract.recognizers.times import ClockSpan
from berita_extract.text.reading import Reading

# A phrase of this strength (`bertempat di`) says by itself that the event is there.
_TELLING: Final = 2
_DOCUMENT_REACH: Final = 14
# Days this far from the reference day are history or plans.
_FARTHEST: Final = 200
# A day this long before another of the text is history.
_MEMORY: Final = 400


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
    venue = _choose_venue(reading, places, date, quoted)
    return EventFacts(date, _choose_time(reading, times, date, quoted), venue, _choose_count(counts))


def choose_date(reading: Reading, dates: Sequence[DateValue], dateline: DatelineSpan | None, quoted: bytearray) -> DateValue | None:
    """The event's day: the first of the body that is no letter's and no memory, else the dateline's."""
    filed = next((value for value in dates if dateline and dateline.date and value.expression == dateline.date), None)
    if filed is not None and dateline is not None and dateline.rule == "datelines.dated":
        return filed
    candidates = []
    for value in dates:
        start = value.expression.start
        if value.expression.form in (Form.MONTHS, Form.QUARTER, Form.SEMESTER) or (filed is not None and _is_ahead(reading, start)):
            continue
        if value is filed or value.granularity not in ("day", "range") or quoted[start] or is_document_date(reading, start):
            continue
        if reading.block_at(start).kind not in ("body", "caption", "headline"):
            continue
        if value.relative and filed is not None and value.start != filed.start and value.expression.rule != "dates.weekday":
            continue
        if (value.end - value.start).days > 92:
            continue
        if filed is not None and abs((value.start - filed.start).days) > _FARTHEST:
            continue
        candidates.append(value)
    if not candidates:
        return filed
    latest = max(value.start for value in candidates)
    candidates = [value for value in candidates if (latest - value.start).days <= _MEMORY]
    body = [value for value in candidates if reading.block_at(value.expression.start).kind == "body"]
    return (body or candidates)[0]


def _is_ahead(reading: Reading, token: int) -> bool:
    """`besok, 13 Agustus 2021` in a release that has a day of its own."""
    hit = reading.hit_at("deictics", token)
    return hit is not None and hit.entry.value.startswith(("day:+", "week:+"))


def is_document_date(reading: Reading, token: int) -> bool:
    """Whether a date is no event's by what stands before it: a letter's or decree's, a birth's, a day given up (`semula`)."""
    sentence = reading.sentence_at(token)
    start = max(sentence.start, token - _DOCUMENT_REACH)
    if any(hit.entry.get("event") == "no" and token - hit.end <= 2 for hit in reading.between("not_date_cues", start, token)):
        return True
    if not any(reading.in_group(place, "document") for place in range(start, token)):
        return False
    before = token - 1
    while before > start and reading.shapes[before] in ",:":
        before -= 1
    return reading.folded(before) in ("tanggal", "tertanggal", "tgl") or (before < token - 1 and reading.shapes[before] in "08dny")


def _choose_venue(reading: Reading, places: Sequence[Place], date: DateValue | None, quoted: bytearray) -> Place | None:
    """The venue that the text ties to the event: by the phrase before it, or by the event's day in the same sentence."""
    venues = [place for place in places if place.kind == "venue" and not quoted[place.start]]
    body = [place for place in venues if reading.block_at(place.start).kind == "body"]
    dated = reading.sentence_at(date.expression.start) if date is not None else None

    def tie(place: Place) -> int:
        near = dated is not None and dated.start <= place.start < dated.end
        scenery = place.strength < _TELLING and place.head is not None and place.head.entry.get("kind") == "nature"
        return min(place.strength, _TELLING) + 2 * near - scenery  # penangkapan ikan ilegal di Laut Arafura

    return max(body or venues, key=tie, default=None)


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
