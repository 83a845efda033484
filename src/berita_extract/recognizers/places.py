"""Which regions are spoken of, as written, before any code is looked up."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

from berita_extract.grammar.areas import AREA_LISTS, region_at
from berita_extract.grammar.level_search import LevelSearch
from berita_extract.grammar.place_lists import NO_PLACES, read_chain, read_item
from berita_extract.grammar.place_search import Place
from berita_extract.lexicon.lexicon import Hit
from berita_extract.text.reading import Reading

RULES: Final[Mapping[str, str]] = {
    "places.level": "a region announced by its level: Kecamatan Sampara, Kab. Konsel, RT 03 RW 02",
    "places.listed": "a name that shares the level word of another: Kecamatan Ubud, Tampaksiring dan Tegallalang",
    "places.chained": "a name between a place and the region around it: Gedung Serba Guna, Kandang Limun, Kota Bengkulu",
    "places.small_letters": "areas written in small letters before a known one: kecamatan kutasari kabupaten purbalingga",
    "places.region": "a region, country or island by its bare name: di Sulawesi Tenggara",
    "places.unknown": "a name in no list right behind di: di Sabilambo",
    "places.town": "a seat of government by its bare name: Muarasabak",
}

_UNKNOWN_PLACE: Final = re.compile(r"(?<=w)X{1,3}(?=[w,.;)])")
_CHAINED: Final = re.compile(r"w(?=[NMXKUV][NMXKUVF]{0,2},[NMXKU])")


def find_places(
    reading: Reading, named: Iterable[tuple[int, int]], dated: Iterable[tuple[int, int]], venues: Iterable[Place]
) -> list[Place]:
    """Find regions (`Kec. Sampara`, `Sulawesi Tenggara`) and give them with the venues, in the order of the text."""
    search = _RegionSearch(reading, named, dated, venues)
    search.find_levels()
    search.find_bare()
    search.find_small_letters()
    search.find_unknown()
    search.find_chained()
    return sorted(search.places, key=lambda place: place.start)


class _RegionSearch(LevelSearch):
    """The search for regions, between the venues."""

    def find_bare(self) -> None:
        """Regions by their bare names: `di Sulawesi Tenggara`, `masyarakat Indonesia`, `Muarasabak`."""
        hits = sorted(
            (hit for name in AREA_LISTS for hit in self.reading.found(name)),
            key=lambda hit: (hit.start, -hit.end),
        )
        bound: set[int] = set()
        for hit in hits:
            level = self.reading.ending("level_words", hit.start)
            if hit.start in bound or (level is not None and not self._is_no_level(level)):
                continue
            if not (self.is_open(hit) or self._is_office_word(hit)):
                bound.update(self._listed_behind(hit))
                continue
            if not self._stands_free(hit.start):
                bound.update(self._listed_behind(hit))
            if self._is_place_name(hit) and self._stands_free(hit.start):
                end = hit.end
                if end < len(self.reading) and self.reading.in_group(end, "direction") and self.reading.shapes[end] != "w":
                    # Bekasi Utara: a district named after its town
                    self.add(Place(hit.start, end + 1, hit.start, "region", "places.region", None, None))
                    continue
                rule = "places.town" if hit.entry.list == "seat_towns" else "places.region"
                self.add(Place(hit.start, end, hit.start, "region", rule, None, hit))

    def _listed_behind(self, hit: Hit) -> list[int]:
        """Where the names start that belong to a unit with the one at a hit: `Polres Asahan dan Tanjung Balai serta Tebing Tinggi`."""
        reading = self.reading
        placed = hit.start in self.starts or hit.end in self.ends  # Hotel Aston Bogor, Bekasi dan Depok
        spoken = reading.in_group(hit.start - 1, "of_people")  # Bahasa Jepang, Inggris dan Korea
        if reading.shapes[hit.start] == "w" or placed or (hit.entry.list == "countries" and not spoken):
            return []
        listed: list[int] = []
        last, area = 0, hit
        while not reading.breaks_after(area.end - 1):
            comma = reading.shapes[area.end : area.end + 1] == ","
            joined = reading.in_group(area.end + comma, "list_joiner")
            start = area.end + comma + joined
            following = region_at(reading, start) if start > area.end else None
            if following is None or (following.entry.list == "countries" and not spoken):
                break
            listed.append(start)
            last = len(listed) if joined else last
            area = following
        return listed[:last]

    def find_unknown(self) -> None:
        """A name in no list right behind `di`: `di Sabilambo dan …`, `di Salt Lake City, USA`."""
        reading = self.reading
        for match in _UNKNOWN_PLACE.finditer(reading.shapes):
            start, end = match.span()
            if any(self.busy[start:end]) or not reading.in_group(start - 1, "at_place") or reading.block_at(start).kind != "body":
                continue
            if any(reading.hit_at(name, token) for token in range(start, end) for name in NO_PLACES) or "." in reading.span(start, end):
                continue
            if end - start == 1 and reading.folded(start).endswith("nya"):
                continue  # di Kantornya
            if not any(reading.breaks_after(token) for token in range(start - 1, end - 1)):
                self.add(Place(start, end, start, "region", "places.unknown", None, None))

    def find_chained(self) -> None:
        """Names before the region around them: `Gedung Serba Guna, Kandang Limun, Kota Bengkulu`, `di Babat, Lamongan`."""
        reading = self.reading
        regions = {place.start for place in self.places if place.kind == "region"}
        regions.update(start for start in self.date_starts if reading.shapes[start - 1 : start] == ",")  # Pura Agung, Benoa, Selasa (19/8)
        starts = {place.end + 1 for place in self.places if reading.shapes[place.end : place.end + 1] == ","}
        starts.update(match.end() for match in _CHAINED.finditer(reading.shapes) if self._leads_to_places(match.start()))
        for start in sorted(starts):
            if reading.breaks_after(start - 1):
                continue
            for item in read_chain(reading, self.busy, start, regions):
                self.add(Place(item.start, item.end, item.start, "region", "places.chained", None, None))
        self._find_last()
        self._find_glued()

    def _leads_to_places(self, token: int) -> bool:
        """`di Babat, Lamongan`, `warga Cengkareng, Jakarta Barat`, but not `warga Budi Santoso, Jakarta`."""
        reading = self.reading
        if reading.in_group(token, "to_place"):
            return True
        comma = reading.shapes.find(",", token)
        return reading.in_group(token, "region_freeing") and set(reading.shapes[token + 1 : comma]) == {"X"}

    def _find_last(self) -> None:
        """A name behind a venue that ends the sentence: `Lt 2 Gedung B, Ragunan.`"""
        reading = self.reading
        for place in [*self.places]:
            start = place.end + 1
            if place.kind != "venue" or reading.shapes[place.end : place.end + 1] != "," or reading.breaks_after(place.end):
                continue
            item = read_item(reading, self.busy, start)
            over = item is not None and (reading.shapes[item.end : item.end + 1] in (".", "", "(") or reading.breaks_after(item.end - 1))
            if item is not None and over and set(reading.shapes[start : item.end]) == {"X"}:
                self.add(Place(start, item.end, start, "region", "places.chained", None, None))

    def _find_glued(self) -> None:
        """`RT 04/05 Pasar Minggu Jakarta Selatan`: a name and its region right behind a neighbourhood."""
        reading = self.reading
        for place in [*self.places]:
            if place.head is None or not self._is_neighbourhood(place.head) or reading.breaks_after(place.end - 1):
                continue
            for start in (place.end + 1, place.end + 2):
                area = region_at(reading, start)
                inner = reading.shapes[place.end : start]
                if area is not None and self._is_sure(area) and set(inner) <= set("NMXK") and not any(self.busy[place.end : area.end]):
                    self.add(Place(place.end, start, place.end, "region", "places.chained", None, None))
                    self.add(Place(start, area.end, start, "region", "places.region", None, area))
                    break

    def _is_place_name(self, hit: Hit) -> bool:
        """Whether a region's name is meant as one here: capitalised, or small behind a preposition; words like `Batu` need more."""
        reading = self.reading
        located = any(reading.in_group(hit.start - 1, group) for group in ("to_place", "everywhere_in")) or self._is_scoped(hit.start)
        if hit.entry.has("epithet") or self._is_in_medium(hit):
            return False
        if reading.shapes[hit.start] == "w":
            announced = located or reading.in_group(hit.start - 1, "region_freeing")
            return announced and not hit.entry.has("word") and not hit.entry.has("trap")
        if hit.entry.has("trap") or hit.entry.has("shared"):
            return located or self._opens_block(hit) or self._is_listed(hit)
        if hit.entry.has("word") and hit.entry.get("capital") != "enough" and not located:
            if self._is_listed(hit):
                return True
            freed = reading.in_group(hit.start - 1, "region_freeing") and reading.shapes[hit.start - 1] == "w"
            return (freed and hit.entry.list != "seat_towns") or self._opens_block(hit)
        following = reading.shapes[hit.end : hit.end + 1]
        if following in ("K", "U") and reading.hit_at("level_words", hit.start) is not None and not reading.breaks_after(hit.end - 1):
            return region_at(reading, hit.end) is not None  # Banjar Tegal is no Banjar
        if following == "y" and not located:
            return False  # Olimpiade Tokyo 2020
        if following in ("N", "X", "M") and not reading.breaks_after(hit.end - 1) and region_at(reading, hit.end) is None:
            return located or hit.entry.list == "countries" or reading.in_group(hit.end, "direction")
        return reading.folded(hit.end) != "raya" if hit.end < len(reading) else True

    def _is_in_medium(self, hit: Hit) -> bool:
        """`PANTAU LAMPUNG –`, `JAMBI ONLINE, MUARA BUNGO -`, `Kudus, Diskominfo Kudus –`: the region in the name of who reports."""
        reading = self.reading
        mark = reading.shapes[hit.end : hit.end + 1]
        if mark in ("-", ",") and reading.in_group(hit.start - 1, "medium_word") and reading.block_at(hit.start).start == hit.start - 1:
            return True
        if mark == "-":
            issuer = reading.ending("media", hit.start)
            return issuer is not None and issuer.entry.get("kind") == "issuer" and reading.block_at(hit.start).start < issuer.start
        following = reading.folded(hit.end) if hit.end < len(reading) else ""
        return reading.block_at(hit.start).start == hit.start and following in reading.groups["medium_part"]

    def _opens_block(self, hit: Hit) -> bool:
        return self.reading.block_at(hit.start).start == hit.start and self.reading.shapes[hit.end : hit.end + 1] in (",", "-", "(", ":")
