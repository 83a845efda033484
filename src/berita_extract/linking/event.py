"""The main happening of a release: its day, its time, its venue and how many came."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Final

from berita_extract.grammar.areas import AREA_LISTS
from berita_extract.grammar.calendar import DateValue
from berita_extract.grammar.date_forms import Form
from berita_extract.grammar.place_search import Place
from berita_extract.lexicon.lexicon import Hit
from berita_extract.linking.event_days import DayRanks, is_aside
from berita_extract.linking.event_times import choose_time
from berita_extract.linking.regions import RegionLinker
from berita_extract.recognizers.attendance import Count
from berita_extract.recognizers.datelines import DatelineSpan
from berita_extract.recognizers.times import ClockSpan
from berita_extract.record import Record
from berita_extract.text.reading import Reading
from berita_extract.text.words import CAPITALISED
from berita_extract.trace import ReasonCode

RULES: Final[Mapping[str, str]] = {
    "event.activity": "the first noun of an activity, in the headline or else the body: Rapat Koordinasi",
    "event.date": "the first day of the body that is no letter's, no memory and no plan, else the dateline's",
    "event.time": "the clock time in the sentence of the event's day, else the first of a beginning, else the first of the body",
    "event.venue": "the venue that is tied closest to the event, by the phrase before it or by its day: bertempat di Aula Setda",
    "event.region": "the region behind or inside the venue, else the dateline's, else the first of the text, or a narrower one of the lead",
    "event.attendance": "the largest count that is no part of another, people before groups: 300 orang, not 12 regu",
}

# A phrase of this strength (`bertempat di`) says by itself that the event is there.
_TELLING: Final = 2
_DOCUMENT_REACH: Final = 14
# A venue in a spot of these kinds is the venue all the same: Gedung Dakwah di Jalan Pahlawan.
_AROUND: Final = frozenset(("street", "nature"))
# How far before a day or place the cue may stand to which it belongs.
_STATEMENT_REACH: Final = 30
_CHAIN_REACH: Final = 16
# Days this far from the reference day are history or plans.
_FARTHEST: Final = 200
# A line of so many tokens may be a stamp of the page.
_STAMP: Final = 10
# A day this long before another of the text is history.
_MEMORY: Final = 400


class EventFacts(Record, frozen=True):
    """The parts of the event; any may be missing."""

    date: DateValue | None
    time: ClockSpan | None
    venue: Place | None
    attendance: int | None
    activity: Hit | None
    region: EventRegion | None


class EventRegion(Record, frozen=True):
    """The code of the region in which the event happens, and the tokens that name it."""

    code: str
    start: int
    end: int


def link_event(
    reading: Reading,
    dates: Sequence[DateValue],
    dateline: DatelineSpan | None,
    times: Sequence[ClockSpan],
    places: Sequence[Place],
    regions: RegionLinker,
    counts: Sequence[Count],
    quoted: bytearray,
) -> EventFacts:
    """Choose the event's day (the body's before the dateline's), start time, venue, headcount, activity and region."""
    date = choose_date(reading, dates, dateline, quoted)
    venue = _choose_venue(reading, places, date, quoted)
    time = choose_time(reading, times, date, dates, quoted)
    region = _choose_region(reading, places, regions, venue, dateline)
    return EventFacts(date, time, venue, _choose_count(counts), _find_activity(reading), region)


def choose_date(reading: Reading, dates: Sequence[DateValue], dateline: DatelineSpan | None, quoted: bytearray) -> DateValue | None:
    """The event's day: the first of the body that is no letter's, no memory and no plan, else the dateline's."""
    filed = find_filed(dates, dateline)
    if filed is not None and dateline is not None and dateline.rule == "datelines.dated":
        return filed
    candidates = [value for value in dates if value is not filed and why_no_event_day(reading, value, filed, quoted) is None]
    if not candidates:
        return filed
    latest = max(value.start for value in candidates)
    candidates = [value for value in candidates if not is_long_before(value, latest)]
    body = [value for value in candidates if reading.block_at(value.expression.start).kind == "body"]
    past = [value for value in body if filed is None or value.start <= filed.start]
    days = past or body or candidates
    return min(days, key=DayRanks(reading, days).rank)


def find_filed(dates: Sequence[DateValue], dateline: DatelineSpan | None) -> DateValue | None:
    """The value of the dateline's day."""
    return next((value for value in dates if dateline and dateline.date and value.expression == dateline.date), None)


def why_no_event_day(reading: Reading, value: DateValue, filed: DateValue | None, quoted: bytearray) -> ReasonCode | None:
    """Why a day of the text is not the event's, whatever other days there are; `None` where it may be."""
    start = value.expression.start
    if value.expression.form in (Form.MONTHS, Form.QUARTER, Form.SEMESTER) or value.granularity not in ("day", "range"):
        return "names_no_day"
    if filed is not None and _is_ahead(reading, start):
        return "still_ahead"
    if quoted[start]:
        return "in_a_quotation"
    if is_document_date(reading, start):
        return "other_document"
    if is_statement_setting(reading, start):
        return "where_words_were_said"
    if is_aside(reading, value):
        return "another_event"
    if reading.block_at(start).kind not in ("body", "caption", "headline"):
        return "outside_the_body"
    if value.relative and filed is not None and value.start != filed.start and not _opens_report(reading, value, filed):
        return "told_by_dateline"
    if (value.end - value.start).days > 92:
        return "too_long"
    if filed is not None and abs((value.start - filed.start).days) > _FARTHEST and not _outweighs(reading, value, filed):
        return "too_far"
    return None


def _opens_report(reading: Reading, value: DateValue, filed: DateValue) -> bool:
    """`TERNATE, 4 Maret 2025 — Longboat hilang kontak kemarin`: the first sentence tells the day itself; a weekday does so anywhere."""
    same = reading.sentence_at(filed.expression.start) == reading.sentence_at(value.expression.start)
    return value.expression.rule == "dates.weekday" or (same and value.start < filed.start)


def _outweighs(reading: Reading, value: DateValue, filed: DateValue) -> bool:
    """Whether a day before the filed one is told with its weekday and year, and the filed one stands on a line that pages stamp anew."""
    points = value.expression.points
    whole = bool(points) and points[0].weekday is not None and points[0].year is not None
    line = reading.block_at(filed.expression.start)
    return whole and value.start < filed.start and line.end - line.start <= _STAMP and line.kind == "body"


def is_long_before(value: DateValue, latest: dt.date) -> bool:
    """Whether a day is history to the latest day of the text."""
    return (latest - value.start).days > _MEMORY


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
    if not reading.any_of_group("document", start, token):
        return False
    before = token - 1
    while before > start and reading.shapes[before] in ",:":
        before -= 1
    dated = reading.ending("date_words", before + 1)
    if dated is not None and dated.entry.get("tag") == "day":
        return True
    return before < token - 1 and reading.shapes[before] in "08dny"


def is_statement_setting(reading: Reading, token: int) -> bool:
    """Whether a day or place says when and where somebody spoke, not what happened: `kata Rina di kantornya, Rabu (10/1)`.

    The occasion of the words is the event all the same: `ujarnya saat membuka rapat di Aula Setda, Rabu (10/1)`.
    """
    sentence = reading.sentence_at(token)
    start = max(sentence.start, token - _STATEMENT_REACH)
    opened = -1
    for cue in reading.between("speech_verbs", start, token):
        if _tells_speech(reading, cue) and not _heads_clause(reading, cue, token):
            opened = cue.end
    start = max(start, opened)
    if not any(reading.any_of_group(group, start, token) for group in ("press_setting", "occasion")):
        return opened >= 0
    for place in range(token - 1, start - 1, -1):
        if reading.in_group(place, "press_setting") and not _is_in_name(reading, place):
            return True
        if reading.in_group(place, "occasion") and not _is_press_occasion(reading, place, token):
            return False
    return opened >= 0


def _is_in_name(reading: Reading, token: int) -> bool:
    """`di depan kantor Pokja Wartawan Belitung`: the word belongs to a name."""
    return reading.shapes[token] in CAPITALISED and reading.shapes[token - 1] in CAPITALISED


def _tells_speech(reading: Reading, cue: Hit) -> bool:
    """`…," kata Rina`, `disampaikan Bupati`; `buka` and `dibuka` are cues elsewhere, but here they open an event."""
    form = cue.entry.get("form")
    if form in ("post", "nya"):
        return cue.start > 0 and reading.shapes[cue.start - 1] in '",'
    return form == "passive" and not cue.entry.has("trap")


def _heads_clause(reading: Reading, cue: Hit, token: int) -> bool:
    """Whether a clause of its own begins between a cue and a token, so that the cue says nothing of it."""
    return any(reading.shapes[place] in ";:" for place in range(cue.end, token))


def _is_press_occasion(reading: Reading, occasion: int, token: int) -> bool:
    """`saat ditemui`, `dalam jumpa pers`; `pada` alone opens a day and no occasion."""
    inside = range(occasion + 1, min(occasion + 4, token))
    if reading.any_of_group("press_setting", inside.start, inside.stop):
        return True
    named = any(reading.hit_at("activities", place) or reading.shapes[place] in CAPITALISED for place in inside)
    return reading.in_group(occasion, "bare_occasion") and not named


def _choose_venue(reading: Reading, places: Sequence[Place], date: DateValue | None, quoted: bytearray) -> Place | None:
    """The venue that the text ties to the event: by the phrase before it, or by the event's day in the same sentence."""
    venues = [
        place
        for place in places
        if place.kind == "venue"
        and not quoted[place.start]
        and not is_statement_setting(reading, place.start)
        and not _is_passed(reading, place)
    ]
    venues = [place for place in venues if not _is_scenery(reading, place)]
    followed = {place.start for place in venues if place.head is not None and place.head.entry.get("kind") not in _AROUND}
    venues = [place for place in venues if not (reading.in_group(place.end, "at_place") and place.end + 1 in followed)]
    body = [place for place in venues if reading.block_at(place.start).kind == "body"]
    dated = reading.sentence_at(date.expression.start) if date is not None else None

    def tie(place: Place) -> int:
        near = dated is not None and dated.start <= place.start < dated.end
        kind = place.head.entry.get("kind") if place.head is not None else ""
        weak = place.strength < _TELLING
        scenery = weak and kind == "nature"  # penangkapan ikan ilegal di Laut Arafura
        located = not weak or (kind != "street" and reading.in_group(place.start - 1, "place_preposition"))
        return 2 * (min(place.strength, _TELLING) + 2 * near - scenery) + located

    return max(body or venues, key=tie, default=None)


def _is_scenery(reading: Reading, place: Place) -> bool:
    """`erupsi Gunung Merapi`, `salah satunya Pantai Melati`: a spot of nature where nothing says that somebody is there."""
    wild = place.strength < _TELLING and place.head is not None and place.head.entry.get("kind") == "nature"
    return wild and not any(reading.in_group(place.start - 1, group) for group in ("place_preposition", "at_place", "to_place"))


def _is_passed(reading: Reading, place: Place) -> bool:
    """`tiba di Bandara Juanda`, `menyusuri muara Kondo`: a place that somebody only comes through."""
    if place.strength >= _TELLING:
        return False
    kind = place.head.entry.get("kind") if place.head is not None else ""
    arrived = kind == "transport" and any(reading.in_group(token, "arrival") for token in (place.start - 2, place.start - 1))
    return arrived or (kind == "nature" and reading.shapes[place.start] == "w")


def _choose_count(counts: Sequence[Count]) -> int | None:
    """The figure for the whole event: the largest that is no part of another; people before the groups in which they come."""
    whole = [index for index, count in enumerate(counts) if count.rule != "attendance.breakdown"]

    def size(index: int) -> int:
        return counts[index].quantity.min or counts[index].quantity.max or 0

    people = max((index for index in whole if counts[index].unit_kind != "group"), key=size, default=None)
    groups = max((index for index in whole if counts[index].unit_kind == "group"), key=size, default=None)
    if people is None or groups is None:
        return groups if people is None else people
    return groups if size(people) < size(groups) else people  # 13 kabupaten send more than the three people told beside them


def _find_activity(reading: Reading) -> Hit | None:
    """The first noun of an activity, in the headline or else the body: `Rapat Koordinasi`."""
    for kind in ("headline", "body"):
        for block in reading.of_kind(kind):
            hits = reading.between("activities", block.start, block.end)
            if hits:
                return hits[0]
    return None


def _choose_region(
    reading: Reading, places: Sequence[Place], regions: RegionLinker, venue: Place | None, dateline: DatelineSpan | None
) -> EventRegion | None:
    """The region around the venue or inside its name, else the dateline's, else the first of the text; of these the narrowest."""
    named = [
        EventRegion(link.code, place.start, place.end) for place in places if place.kind == "region" and (link := regions.link(place)).code
    ]
    if venue is not None:
        sentence = reading.sentence_at(venue.start)
        behind = [region for region in named if venue.end <= region.start < sentence.end]
        around = next((region for region in behind if _is_chained(reading, venue.end, region.start)), None)
        inside = _region_inside(reading, regions, venue)
        beside = next((region for region in behind if not _is_origin(reading, region.start)), None)
        found = [region for region in (around, inside, beside) if region is not None]
        if found:
            return next((region for region in found[1:] if _lies_in(region, found[0])), found[0])
    filed = _region_of_dateline(named, regions, dateline) or next(iter(named), None)
    body = next(reading.of_kind("body"), None)
    if filed is None or body is None:
        return filed
    lead = [region for region in named if body.start <= region.start < body.end and not _is_origin(reading, region.start)]
    return next((region for region in lead if _lies_in(region, filed)), filed)


def _lies_in(region: EventRegion, other: EventRegion) -> bool:
    return region.code.startswith(other.code) and region.code != other.code


def _region_of_dateline(named: Sequence[EventRegion], regions: RegionLinker, dateline: DatelineSpan | None) -> EventRegion | None:
    area = dateline.area if dateline is not None else None
    if area is None or area.entry.list == "countries":
        return None
    linked = next((region for region in named if region.start <= area.start < region.end), None)
    return linked or EventRegion(area.entry.value.split("|")[0], area.start, area.end)


def _is_chained(reading: Reading, end: int, start: int) -> bool:
    """Whether only names and marks stand between a venue and a region: `Aula Setda, Desa Taar (Kota Tual)`."""
    return start - end <= _CHAIN_REACH and all(
        shape in CAPITALISED or shape in ",(" or reading.in_group(token, "place_preposition")
        for token, shape in enumerate(reading.shapes[end:start], end)
    )


def _is_origin(reading: Reading, start: int) -> bool:
    """`warga Kabupaten Sidoarjo`, `dari Malang`: where people come from."""
    return reading.in_group(start - 1, "region_freeing") or reading.in_group(start - 1, "weak_preposition")


def _region_inside(reading: Reading, regions: RegionLinker, place: Place) -> EventRegion | None:
    """The region that a venue's name ends with or that a level word announces in it: `Aula Setda Kabupaten Bogor Lantai 2`.

    Other words of a name only look like one: `Ruang Batu Gughi`, `Rumoh Agam Manyang`.
    """
    for name in AREA_LISTS:
        for hit in reading.between(name, place.start + 1, place.end):
            announced = any(reading.in_group(hit.start - 1, group) for group in ("of_regency", "of_city", "of_province"))
            small = reading.ending("level_words", hit.start) is not None and not reading.in_group(hit.end, "direction")
            sure = not (hit.entry.has("word") or hit.entry.has("trap")) or hit.end == place.end
            code = regions.link_area(hit).code if announced or (sure and not small) else None
            if code is not None:
                return EventRegion(code, hit.start, hit.end)
    return None
