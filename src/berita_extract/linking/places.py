"""Which mentions are one place: `Aula` and `Aula Setda Kabupaten Bogor`, `Sultra` and `Sulawesi Tenggara`."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from operator import attrgetter

from msgspec.structs import replace

from berita_extract.grammar.areas import SMALL_LEVELS, region_at
from berita_extract.grammar.place_search import Place
from berita_extract.linking.regions import RegionLinker
from berita_extract.recognizers.datelines import DatelineSpan
from berita_extract.record import Record
from berita_extract.text.reading import Reading


class PlaceGroup(Record, frozen=True):
    """One place of the text: its fullest mention, and all of them in the order of the text."""

    place: Place
    mentions: list[Place]


def add_dateline_place(reading: Reading, places: Sequence[Place], dateline: DatelineSpan | None) -> list[Place]:
    """The places of a text, with the dateline's where it is not among them."""
    if dateline is None or dateline.place is None:
        return [*places]
    start, end = dateline.place
    if any(place.start <= start < place.end for place in places):
        return [*places]
    level = reading.hit_at("level_words", start)
    name_start = level.end if level is not None and level.end < end else start
    area = dateline.area
    if area is not None and area.end < end and reading.in_group(area.end, "direction"):
        area = None  # Malaka Tengah: a district named after its regency
    filed = Place(start, end, name_start, "region", dateline.rule, level if name_start > start else None, area)
    return sorted([filed, *places], key=attrgetter("start"))


def group_places(reading: Reading, places: Sequence[Place], regions: RegionLinker) -> list[PlaceGroup]:
    """Each place once, with the fullest form that the text gives, in the order of the text."""
    venues: dict[str, list[Place]] = {}
    areas: dict[tuple[str, str], list[Place]] = {}
    known = {_name_of(reading, place) for place in places if place.kind == "region"}
    for place in places:
        if place.kind == "venue" and _repeats_area(reading, place, known):
            continue
        if place.kind == "venue":
            venues.setdefault(" ".join(_spell(reading, place)), []).append(place)
        else:
            areas.setdefault(_key_of_region(reading, place, regions, known), []).append(place)
    _merge_bare_names(areas)
    _merge_venues(venues)
    groups = [
        PlaceGroup(max(group, key=lambda place: place.end - place.start), sorted(group, key=attrgetter("start")))
        for group in (*areas.values(), *venues.values())
    ]
    return sorted(groups, key=lambda group: group.mentions[0].start)


def _key_of_region(reading: Reading, place: Place, regions: RegionLinker, known: Container[str]) -> tuple[str, str]:
    link = regions.link(place)
    if link.code:
        return link.code, ""
    name = _name_of(reading, place)
    if place.head is not None:
        name = _cut_area(reading, place, known, name)
    return name, link.level if place.head and link.level in SMALL_LEVELS else ""


def _cut_area(reading: Reading, place: Place, known: Container[str], name: str) -> str:
    """`Kalurahan Sabdodadi Bantul` is `Kalurahan Sabdodadi`, where the text has that and Bantul too."""
    for cut in range(place.end - 1, place.name_start, -1):
        shorter, tail = _name_of(reading, replace(place, end=cut)), _name_of(reading, replace(place, name_start=cut))
        if shorter in known and tail in known:
            return shorter
    return name


def _name_of(reading: Reading, place: Place) -> str:
    return " ".join(reading.folded(token) for token in range(place.name_start, place.end) if reading.shapes[token] != "-")


def _repeats_area(reading: Reading, place: Place, known: Container[str]) -> bool:
    """`kawasan Rempoa` where the text speaks of Rempoa as an area anyhow."""
    return reading.in_group(place.start, "region_freeing") and _name_of(reading, replace(place, name_start=place.start + 1)) in known


def _spell(reading: Reading, place: Place) -> Iterator[str]:
    """The words of a venue's name with short forms spelt out: `rujab` as rumah jabatan, `Sultra` as 74."""
    token = place.start
    while token < place.end:
        closing = reading.shapes.find(")", token, place.end) if reading.shapes[token] == "(" else -1
        if closing > 0:
            token = closing + 1  # Rumah Tahanan Negara (Rutan) Soa Siu
            continue
        noun = reading.hit_at("venue_nouns", token)
        area = region_at(reading, token)
        hit = area if area is not None and reading.shapes[token] != "w" else noun
        if hit is None or hit.end > place.end:
            yield reading.folded(token)
            token += 1
        else:
            yield hit.entry.value.lower()
            token = hit.end


def _merge_venues(venues: dict[str, list[Place]]) -> None:
    """`Aula` and `Aula Setda Kabupaten Bogor` are one place where the shorter only repeats a part of the longer."""
    for longer in sorted(venues, key=lambda name: -len(name)):
        if longer in venues:
            for shorter in sorted(set(_parts(longer)) & venues.keys(), key=lambda name: -len(name)):
                venues[longer] += venues.pop(shorter)


def _parts(name: str) -> Iterator[str]:
    """The runs of words inside a name, all but the whole."""
    words = name.split()
    for start in range(len(words)):
        for end in range(start + 1, len(words) + 1):
            if end - start < len(words):
                yield " ".join(words[start:end])


def _merge_bare_names(areas: dict[tuple[str, str], list[Place]]) -> None:
    """`Sugapa` and `Distrik Sugapa` are one place where the text knows only one of that name."""
    leveled: dict[str, list[str]] = {}
    for name, level in areas:
        if level:
            leveled.setdefault(name, []).append(level)
    for name, levels in leveled.items():
        if len(levels) == 1 and (name, "") in areas:
            areas[name, levels[0]] += areas.pop((name, ""))
