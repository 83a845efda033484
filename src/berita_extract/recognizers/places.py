"""Which regions are spoken of, as written, before any code is looked up."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

from berita_extract.grammar.areas import AREA_LISTS, region_at
from berita_extract.grammar.place_search import NAME_SHAPES, Place, PlaceSearch
from berita_extract.lexicon.lexicon import Hit
from berita_extract.text.reading import Reading
from berita_extract.text.words import CAPITALISED

RULES: Final[Mapping[str, str]] = {
    "places.level": "a region announced by its level: Kecamatan Sampara, Kab. Konsel, RT 03 RW 02",
    "places.region": "a region, country or island by its bare name: di Sulawesi Tenggara",
    "places.unknown": "a name in no list right behind di: di Sabilambo",
    "places.town": "a seat of government by its bare name: Muarasabak",
}

# What no place is though it stands behind `di`: di Facebook, di Bappeda, di Liga.
_NO_PLACES: Final = (
    "organisations",
    "media",
    "venue_nouns",
    "offices",
    "quote_traps",
    "activities",
    "level_words",
    "ranks",
    "honorifics",
    "count_nouns",
)
_UNKNOWN_PLACE: Final = re.compile(r"w(?P<name>X{1,3})(?=[w,.;)])|,(?P<linked>[XMNKU][XMNKUF]{0,2})(?=,)")
_LONGEST_NAME: Final = 4


def find_places(
    reading: Reading, named: Iterable[tuple[int, int]], dated: Iterable[tuple[int, int]], venues: Iterable[Place]
) -> list[Place]:
    """Find regions (`Kec. Sampara`, `Sulawesi Tenggara`) and give them with the venues, in the order of the text."""
    search = _RegionSearch(reading, named, dated, venues)
    search.find_levels()
    search.find_bare()
    search.find_unknown()
    return sorted(search.places, key=lambda place: place.start)


class _RegionSearch(PlaceSearch):
    """The search for regions, between the venues."""

    def find_levels(self) -> None:
        """Regions announced by their level: `Kab. Konsel`, `Desa Hulosobo`, `RT 04 RW 06`."""
        for hit in self.reading.found("level_words"):
            if not self.is_open(hit) or self._opens_region(hit):
                continue
            end, area = self._level_name(hit)
            if end is None or not self._stands_free(hit.start):
                continue
            numbered = hit.entry.value in ("RT", "RW", "RT/RW") or (end == hit.end + 1 and self.reading.shapes[hit.end] in "d0VI")
            self.add(Place(hit.start, end, hit.start if numbered else hit.end, "region", "places.level", hit, area))
            if area is None and not numbered:
                self._add_second(hit, end)

    def _opens_region(self, hit: Hit) -> bool:
        """`Kepulauan` in `Kepulauan Riau` is a part of the name."""
        area = region_at(self.reading, hit.start)
        return area is not None and area.end > hit.end

    def _add_second(self, hit: Hit, end: int) -> None:
        """`Kecamatan Ubud dan Tegallalang`: one level word for two names."""
        reading = self.reading
        if reading.folded(end) not in ("dan", "serta") if end < len(reading) else True:
            return
        last = end + 1
        while last < len(reading) and last - end <= _LONGEST_NAME and reading.shapes[last] in "XNM" and not self.busy[last]:
            last += 1
        if last > end + 1 and reading.shapes[last : last + 1] in (",", ".", ""):
            self.add(Place(end + 1, last, end + 1, "region", "places.level", hit, None))

    def _level_name(self, hit: Hit) -> tuple[int | None, Hit | None]:
        """The end of the name behind a level word and the region that it is, if it is a known one."""
        reading = self.reading
        start = hit.end
        if start < len(reading) and reading.shapes[start] == "." and reading.touches(start - 1):
            start += 1
        if start >= len(reading) or reading.breaks_after(start - 1) or self.busy[start]:
            return None, None
        level = hit.entry.get("level")
        if hit.entry.value in ("RT", "RW", "RT/RW"):
            return self._neighbourhood_end(hit, start), None
        if level in ("province", "regency", "city", "country"):
            area = region_at(reading, start)
            small = reading.shapes[start] == "w" and (reading.shapes[hit.start] != "w" or (area is not None and area.entry.has("word")))
            known = area is not None and not small and not reading.hit_at("level_words", start)
            return (area.end, area) if known and area is not None else (None, None)
        if reading.shapes[hit.start] == "w" and hit.entry.has("trap"):
            return None, None
        if hit.entry.get("sub") and reading.shapes[start] in "d0VI":
            return start + 1, None
        return self._unknown_name_end(hit, start)

    def _neighbourhood_end(self, hit: Hit, start: int) -> int | None:
        """`RT 03/RW 02`, `RT 04 RW 06`, `RW 11`."""
        reading = self.reading
        if reading.shapes[start] == "8" and reading.folded(start).endswith("/rw") and reading.shapes[start + 1 : start + 2] in ("d", "0"):
            return start + 2  # RT 03/RW 02
        if reading.shapes[start] not in "d0nVI":
            return None
        end = start + 1
        slash = reading.shapes[end : end + 1] == "/"
        following = reading.hit_at("level_words", end + slash)
        paired = hit.entry.value == "RT" and following is not None and following.entry.value == "RW"
        if paired and following is not None and reading.shapes[following.end : following.end + 1] in ("d", "0"):
            return following.end + 1
        return end

    def _unknown_name_end(self, hit: Hit, start: int) -> tuple[int | None, Hit | None]:
        """The capitalised words behind Kecamatan, Desa, Dusun …: their names are in no list."""
        reading = self.reading
        end = start
        while end < len(reading) and end - start < _LONGEST_NAME and self._names_village(start, end):
            end += 1
        if end == start:
            return None, None
        if all(shape == "K" for shape in reading.shapes[start:end]) and (hit.entry.has("trap") or not self._is_located(hit.start)):
            return None, None  # Desa Tangguh Bencana, Lingkungan Hidup
        if reading.hit_at("organisations", start) is not None or reading.ending("level_words", hit.start) is not None:
            return None, None  # di Lingkungan Pemerintah, Provinsi Kepulauan …
        area = region_at(reading, start) if hit.entry.get("level") == "other" else None
        return end, area if area is not None and area.entry.list == "countries" else None

    def _names_village(self, start: int, token: int) -> bool:
        """Whether a token goes on with the name of a district or village that began at `start`."""
        reading = self.reading
        if self.busy[token] or (token > start and reading.breaks_after(token - 1)):
            return False
        if reading.shapes[token] == "F" and token == start:  # Sepanjang Jaya
            return reading.shapes[token + 1 : token + 2] in ("N", "X", "M")
        if reading.shapes[token] == "F":  # Mekar Baru: a word of the name only where the name ends with it
            return reading.shapes[token + 1 : token + 2] in (",", ".", "") or reading.hit_at("level_words", token + 1) is not None
        if reading.shapes[token] not in NAME_SHAPES:
            return False
        if token > start and reading.hit_at("weekdays", token) is not None:
            return reading.folded(token - 1) == "pasar"
        return token == start or not any(reading.hit_at(name, token) for name in ("level_words", "offices"))

    def _is_located(self, start: int) -> bool:
        reading = self.reading
        return start in self.ends or reading.in_group(start - 1, "place_preposition") or reading.in_group(start - 1, "region_freeing")

    def find_bare(self) -> None:
        """Regions by their bare names: `di Sulawesi Tenggara`, `masyarakat Indonesia`, `Muarasabak`."""
        hits = sorted(
            (hit for name in AREA_LISTS for hit in self.reading.found(name)),
            key=lambda hit: (hit.start, -hit.end),
        )
        for hit in hits:
            if not self.is_open(hit) or self.reading.ending("level_words", hit.start) is not None:
                continue
            if self._is_place_name(hit) and self._stands_free(hit.start):
                end = hit.end
                if end < len(self.reading) and self.reading.in_group(end, "direction") and self.reading.shapes[end] != "w":
                    # Bekasi Utara: a district named after its town
                    self.add(Place(hit.start, end + 1, hit.start, "region", "places.region", None, None))
                    continue
                rule = "places.town" if hit.entry.list == "seat_towns" else "places.region"
                self.add(Place(hit.start, end, hit.start, "region", rule, None, hit))

    def find_unknown(self) -> None:
        """A name in no list right behind `di`: `di Sabilambo dan …`, `di Salt Lake City, USA`."""
        reading = self.reading
        for match in _UNKNOWN_PLACE.finditer(reading.shapes):
            linked = match["linked"] is not None
            start, end = match.span("linked" if linked else "name")
            if (
                any(self.busy[start:end])
                or not (self._is_linked(start, end) if linked else reading.folded(start - 1) == "di")
                or reading.block_at(start).kind != "body"
            ):
                continue
            if any(reading.hit_at(name, token) for token in range(start, end) for name in _NO_PLACES):
                continue
            if not any(reading.breaks_after(token) for token in range(start - 1, end - 1)):
                self.add(Place(start, end, start, "region", "places.unknown", None, None))

    def _is_linked(self, start: int, end: int) -> bool:
        """`Gedung Serba Guna, Kandang Limun, Kota Bengkulu`: a name between two places."""
        return start - 1 in self.ends and any(place.start == end + 1 and place.kind == "region" for place in self.places)

    def _is_place_name(self, hit: Hit) -> bool:
        """Whether a region's name is meant as one here: capitalised, or small behind a preposition; words like `Batu` need more."""
        reading = self.reading
        before = reading.folded(hit.start - 1) if hit.start else ""
        located = before in ("di", "ke", "dari", "se") or self._is_scoped(hit.start)
        if hit.entry.has("epithet"):
            return False
        if reading.shapes[hit.start] == "w":
            announced = located or reading.in_group(hit.start - 1, "region_freeing")
            return announced and not hit.entry.has("word") and not hit.entry.has("trap")
        if hit.entry.has("trap") or hit.entry.has("shared"):
            return located or self._opens_block(hit)
        if hit.entry.has("word") and hit.entry.get("capital") != "enough" and not located:
            return (before in ("masyarakat", "warga") and hit.entry.list != "seat_towns") or self._opens_block(hit)
        following = reading.shapes[hit.end : hit.end + 1]
        if following == "y" and not located:
            return False  # Olimpiade Tokyo 2020
        if following in ("N", "X", "M") and not reading.breaks_after(hit.end - 1) and region_at(reading, hit.end) is None:
            return located or hit.entry.list == "countries" or reading.in_group(hit.end, "direction")
        return reading.folded(hit.end) != "raya" if hit.end < len(reading) else True

    def _is_short_form(self, token: int) -> bool:
        """`Sulawesi Tenggara (Sultra)`: the bracket says again what stands before it."""
        closing = self.reading.shapes.find(")", token, token + 4)
        return (
            closing > 0 and token > 1 and self.reading.shapes[token - 2] in NAME_SHAPES and self.reading.block_at(token).start < token - 2
        )

    def _is_scoped(self, token: int) -> bool:
        """`se-Sulawesi Tenggara`."""
        return token > 1 and self.reading.shapes[token - 1] == "-" and self.reading.folded(token - 2) == "se"

    def _opens_block(self, hit: Hit) -> bool:
        return self.reading.block_at(hit.start).start == hit.start and self.reading.shapes[hit.end : hit.end + 1] in (",", "-", "(", ":")

    def _stands_free(self, token: int) -> bool:
        """Whether a region is no part of a name: `di Sultra`, `masyarakat Indonesia`, but not `Kapolda Sultra`, `PON XX Papua`."""
        reading = self.reading
        if self.inside_organisation[token] or reading.ending("offices", token) is not None:
            return False
        if token == 0 or reading.breaks_after(token - 1) or token in self.ends or self._is_scoped(token):
            return True
        before = reading.shapes[token - 1]
        if before == ")" or (before == "(" and self._is_short_form(token)):
            return False
        if before in "-/" and reading.touches(token - 1):
            return False  # BPTD-SULTRA/2021
        if before not in CAPITALISED and before not in "d08y":
            return True
        if before == "F" or reading.in_group(token - 1, "region_freeing") or reading.is_function_word(token - 1):
            return True
        if reading.sentence_at(token).start == token - 1 and before == "K" and reading.ending("activities", token) is None:
            return True
        counted = reading.ending("count_nouns", token)
        if counted is None or counted.entry.get("kind") not in ("person", "group"):
            return False
        # `UMKM Kota Semarang` is about Semarang's; in `Pelindungan Pekerja Migran Indonesia` all is one name.
        return before in "U" or counted.start == 0 or reading.shapes[counted.start - 1] not in NAME_SHAPES
