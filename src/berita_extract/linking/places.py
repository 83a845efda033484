"""Which mentions are one place: `Aula` and `Aula Setda Kabupaten Bogor`, `Sultra` and `Sulawesi Tenggara`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from operator import attrgetter
from typing import NamedTuple

from berita_extract.grammar.areas import SMALL_LEVELS, region_at
from berita_extract.grammar.place_search import Place
from berita_extract.linking.regions import RegionLinker
from berita_extract.recognizers.datelines import DatelineSpan
from berita_extract.text.reading import Reading


class PlaceGroup(NamedTuple):
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
    filed = Place(start, end, name_start, "region", dateline.rule, level if name_start > start else None, dateline.area)
    return sorted([filed, *places], key=attrgetter("start"))


def group_places(reading: Reading, places: Sequence[Place], regions: RegionLinker) -> list[PlaceGroup]:
    """Each place once, with the fullest form that the text gives, in the order of the text."""
    venues: dict[str, list[Place]] = {}
    areas: dict[tuple[str, str], list[Place]] = {}
    for place in places:
        if place.kind == "venue":
            venues.setdefault(" ".join(_spell(reading, place)), []).append(place)
        else:
            areas.setdefault(_key_of_region(reading, place, regions), []).append(place)
    _merge_venues(venues)
    groups = [
        PlaceGroup(max(group, key=lambda place: place.end - place.start), sorted(group, key=attrgetter("start")))
        for group in (*areas.values(), *venues.values())
    ]
    return sorted(groups, key=lambda group: group.mentions[0].start)


def _key_of_region(reading: Reading, place: Place, regions: RegionLinker) -> tuple[str, str]:
    link = regions.link(place)
    if link.code:
        return link.code, ""
    name = " ".join(reading.folded(token) for token in range(place.name_start, place.end))
    return name, link.level if place.head and link.level in SMALL_LEVELS else ""


def _spell(reading: Reading, place: Place) -> Iterator[str]:
    """The words of a venue's name with short forms spelt out: `rujab` as rumah jabatan, `Sultra` as 74."""
    token = place.start
    while token < place.end:
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
    names = sorted(venues, key=lambda name: -len(name))
    for place, longer in enumerate(names):
        for shorter in names[place + 1 :]:
            if longer in venues and shorter in venues and f" {shorter} " in f" {longer} ":
                venues[longer] += venues.pop(shorter)
