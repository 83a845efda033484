"""Which region a place name means: its code, or the candidates where the text does not settle it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from msgspec.structs import replace

from berita_extract.grammar.areas import AREA_LISTS, SMALL_LEVELS, collect_codes
from berita_extract.grammar.place_search import Place
from berita_extract.lexicon.gazetteer import LEVEL_BY_LENGTH, Gazetteer, Region
from berita_extract.lexicon.lexicon import Hit
from berita_extract.record import Record
from berita_extract.schema import LocationLevel
from berita_extract.text.reading import Reading

_LEVELS: Final[frozenset[str]] = frozenset(("country", "province", "regency", "city", "district", "village", "other"))
_LEVEL_GROUPS: Final = (("of_regency", "regency"), ("of_city", "city"), ("of_province", "province"))
# Between the names of a chain stands a comma, a bracket or nothing: Desa Taar, Kecamatan Pulau Dullah Selatan (Kota Tual).
_CHAIN_GAP: Final = 1
_LONGEST_CHAIN: Final = 12
# Between the names of a list stands a comma, `dan`, or both.
_LIST_GAP: Final = 2


class RegionLink(Record, frozen=True):
    """A region's official code (Ministry of Home Affairs, dotted) and level, or several candidates and no code."""

    code: str | None
    level: LocationLevel
    candidates: tuple[str, ...] = ()


class RegionLinker:
    """Settles which region each place of one text is; `gazetteer` knows districts and villages, where the user has one."""

    def __init__(self, reading: Reading, places: Sequence[Place], gazetteer: Gazetteer | None) -> None:
        self._reading = reading
        self._codes = collect_codes(reading)
        self._around = self._codes | {code[:2] for code in self._codes}
        self._provinces = frozenset(code[:2] for code in self._codes if len(code) == 2)
        self._links: dict[tuple[int, int], RegionLink] = {}
        self._small: set[str] = set()
        self._spoken = _find_spoken_regencies(reading)
        regions = [place for place in places if place.kind == "region"]
        for place in regions:
            self._links[place.start, place.end] = self._link_listed(place.area, self._level_of(place))
        self._provincial: set[str] = set()
        for run in _find_runs(reading, regions):
            self._link_run(run)
        for place in regions if self._provincial else ():
            opening = reading.block_at(place.start).start == place.start  # a dateline names a town
            if _is_shared(place) and place.area is not None and place.area.entry.value in self._provincial and not opening:
                self._links[place.start, place.end] = self._link_listed(place.area, "province")
        if gazetteer is not None:
            # Districts first: they tell between the villages of one name.
            for level in ("district", "village", None):
                for index, place in enumerate(regions):
                    self._link_small(regions, index, place, level, gazetteer)

    def link(self, place: Place) -> RegionLink:
        """The region that a place is."""
        link = self._links.get((place.start, place.end))
        return link if link is not None else self._link_listed(place.area, self._level_of(place))

    def _level_of(self, place: Place) -> str | None:
        """The level that its level word gives a place, or else what the text speaks of under a bare name (`Bogor`)."""
        if place.head is not None or place.area is None:
            return _level_word(place)
        return "regency" if place.area.entry.value in self._spoken else None

    def link_area(self, area: Hit | None) -> RegionLink:
        """The region that a name of the word lists is, by the word in front of it where that tells: `Bupati Bogor`."""
        return self._link_listed(area, _said_level(self._reading, area) if area is not None else None)

    def _link_listed(self, area: Hit | None, level_word: str | None) -> RegionLink:
        """Settle by the word lists: provinces, regencies and cities.

        The level word decides (`Kab. Bogor`); a bare name takes the kota before the kabupaten, unless the text elsewhere
        speaks of the kabupaten only; names that several provinces have (`Mura`) need one of those provinces in the text.
        """
        if area is None:
            return RegionLink(None, _as_level(level_word))
        if area.entry.list == "countries":
            return RegionLink(None, _as_level(area.entry.get("level")))
        if area.entry.list == "seat_towns":
            return RegionLink(None, _as_level(level_word) if level_word else "other")
        codes = area.entry.value.split("|")
        levels = area.entry.get("level").split("|")
        if len(levels) < len(codes):
            levels = [levels[0]] * len(codes)
        options = [*zip(codes, levels, strict=False)]
        if level_word in ("province", "regency", "city"):
            matching = [option for option in options if option[1] == level_word]
            if not matching:
                return RegionLink(None, _as_level(level_word))
            options = matching
        elif level_word is not None:
            return RegionLink(None, _as_level(level_word))
        if len(options) > 1 and area.entry.list == "region_aliases":
            near = [option for option in options if option[0].split(".")[0] in self._provinces]
            if len(near) != 1:
                return RegionLink(None, _as_level(options[0][1]), tuple(code for code, _ in options))
            options = near
        if len(options) > 1 and len({code[:2] for code, _ in options}) > 1:
            near = [option for option in options if option[0].split(".")[0] in self._provinces]
            options = near or options
        return RegionLink(options[0][0], _as_level(options[0][1]))

    def _link_run(self, run: Sequence[Place]) -> None:
        """Read the bare names of a list by its others: `Jawa Tengah, Yogyakarta dan Banten`, `Kabupaten Bogor dan Bekasi`."""
        codes = [link.code for place in run if (link := self._links[place.start, place.end]).code and not _is_shared(place)]
        common = "province" if codes and all(len(code) == len("72") for code in codes) else None
        level = None
        for place in run:
            level = _level_word(place) if place.name_start > place.start else level
            wanted = level or common
            if place.area is not None and place.head is None and wanted in _area_levels(place):
                self._links[place.start, place.end] = self._link_listed(place.area, wanted)
                if wanted == "province":
                    self._provincial.add(place.area.entry.value)

    def _link_small(self, regions: Sequence[Place], index: int, place: Place, level: str | None, gazetteer: Gazetteer) -> None:
        """Settle a district or village, where everything in the text that could lie around it agrees on one."""
        link = self._links[place.start, place.end]
        if link.code is not None or link.candidates or (link.level if link.level in SMALL_LEVELS else None) != level:
            return
        if place.area is not None and place.area.entry.list != "seat_towns":
            return
        if level is None and place.head is not None:
            return  # Dusun, Pulau: no level of the official list
        name = self._reading.span(place.name_start, place.end)
        options = [region for region in gazetteer.find(name) if region.level in SMALL_LEVELS and level in (None, region.level)]
        if not options:
            return
        options = self._keep_nearest(options, self._chain(regions, index), bare=level is None)
        if level is None:
            options = [region for region in options if region.level == "district"] or options
        codes = tuple(region.code for region in options)
        if len(codes) == 1:
            self._small.add(codes[0])
            self._links[place.start, place.end] = RegionLink(codes[0], _as_level(LEVEL_BY_LENGTH[len(codes[0])]))
        elif level is not None:
            self._links[place.start, place.end] = replace(link, candidates=codes)

    def _keep_nearest(self, options: list[Region], chain: frozenset[str], *, bare: bool) -> list[Region]:
        """Of regions with one name those that lie deepest inside what the text names, beside it or else anywhere.

        A bare name needs its regency in the text; a name that lies only outside of every province spoken of is none of them.
        """
        around = self._around | self._small
        for context in (chain, around):
            depths = [_depth(region.code, context) for region in options]
            if max(depths) >= len("72.10"):
                options = [region for region, depth in zip(options, depths, strict=True) if depth == max(depths)]
                if len(options) == 1:
                    return options
        depth = max(_depth(region.code, around) for region in options)
        if bare:
            return options if depth >= len("72.10") else []
        inside = [region for region in options if _depth(region.code, around) == depth]
        if depth == 0 and around and len(inside) == 1:
            return []
        return inside

    def _chain(self, regions: Sequence[Place], index: int) -> frozenset[str]:
        """The codes of the regions that stand in one chain with a place, behind it or before it."""
        codes = set()
        for step in (1, -1):
            here = index
            while 0 <= here + step < len(regions) and abs(here - index) < _LONGEST_CHAIN:
                left, right = sorted((regions[here], regions[here + step]), key=lambda place: place.start)
                if right.start - left.end > _CHAIN_GAP or self._reading.breaks_after(left.end - 1):
                    break
                here += step
                link = self._links[regions[here].start, regions[here].end]
                if link.code is not None:
                    codes.add(link.code)
        return frozenset(codes)


def _find_spoken_regencies(reading: Reading) -> frozenset[str]:
    """The codes of names that a regency and a city share where a text speaks of the regency only, more than once: `Bupati Bogor`."""
    said: dict[str, list[str]] = {}
    for hit in reading.found("regions"):
        if "|" in hit.entry.value and (level := _said_level(reading, hit)) is not None:
            said.setdefault(hit.entry.value, []).append(level)
    return frozenset(value for value, levels in said.items() if levels.count("regency") > 1 and "city" not in levels)


def _said_level(reading: Reading, area: Hit) -> str | None:
    """The level that the word in front of a name tells: `Bupati Bogor` is the regency's, `Pemkot Bogor` the city's."""
    if area.start == 0 or reading.breaks_after(area.start - 1):
        return None
    return next((level for group, level in _LEVEL_GROUPS if reading.in_group(area.start - 1, group)), None)


def _find_runs(reading: Reading, regions: Sequence[Place]) -> Iterator[list[Place]]:
    """The regions that are listed together, two or more, the last of them behind `dan`."""
    run: list[Place] = []
    for place in regions:
        gap = range(run[-1].end, place.start) if run else range(0)
        joined = 0 < len(gap) <= _LIST_GAP and all(reading.shapes[token] == "," or reading.in_group(token, "list_joiner") for token in gap)
        if not joined or reading.breaks_after(place.start - 1):
            run = []
        run.append(place)
        if len(run) > 1 and reading.any_of_group("list_joiner", gap.start, gap.stop):
            yield run
            run = []


def _is_shared(place: Place) -> bool:
    """Whether a bare name is a province's and a city's or regency's too: `Jambi`."""
    return place.head is None and len(_area_levels(place)) > 1


def _area_levels(place: Place) -> list[str]:
    return place.area.entry.get("level").split("|") if place.area is not None and place.area.entry.list in AREA_LISTS[:2] else []


def _depth(code: str, context: frozenset[str] | set[str]) -> int:
    """The length of the longest code of the context inside which a region lies."""
    return next((length for length in (8, 5, 2) if length < len(code) and code[:length] in context), 0)


def _level_word(place: Place) -> str | None:
    return place.head.entry.get("level") if place.head else None


def _as_level(level: str | None) -> LocationLevel:
    return level if level in _LEVELS else "other"  # type: ignore[return-value]  # checked against the same names
