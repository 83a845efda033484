"""Areas that are announced by their level: Kecamatan Sampara, Kab. Konsel, RT 03 RW 02."""

from __future__ import annotations

from collections.abc import Container
from functools import cached_property
from typing import Final

from berita_extract.grammar.areas import collect_codes, region_at
from berita_extract.grammar.place_lists import read_list
from berita_extract.grammar.place_search import NAME_SHAPES, Place, PlaceSearch
from berita_extract.lexicon.lexicon import Hit

# Small words that follow a level word and are no name: desa setempat, desa binaan, desa se-kecamatan.
_NO_NAME_GROUPS: Final = ("anaphoric", "village_theme", "region_freeing")
_LONGEST_NAME: Final = 4


class LevelSearch(PlaceSearch):
    """The search for areas behind level words."""

    @cached_property
    def _provinces(self) -> frozenset[str]:
        """The provinces of which the text names a part: there words like Banjar or Negeri are levels."""
        return frozenset(code[:2] for code in collect_codes(self.reading))

    def find_levels(self) -> None:
        """Regions announced by their level: `Kab. Konsel`, `Desa Hulosobo`, `RT 04 RW 06`, and those listed with them."""
        for hit in self.reading.found("level_words"):
            if not self.is_open(hit) or self._opens_region(hit) or self._is_no_level(hit):
                continue
            end, area = self._level_name(hit)
            if end is None or not self._stands_free(hit.start):
                continue
            numbered = self._is_neighbourhood(hit) or (end == hit.end + 1 and self.reading.shapes[hit.end] in "d0VI")
            self.add(Place(hit.start, end, hit.start if numbered else hit.end, "region", "places.level", hit, area))
        announced = {place.start for place in self.places}
        for place in [*self.places]:
            if place.rule == "places.level" and place.area is None and place.name_start > place.start:
                self._add_listed(place, announced)

    def find_small_letters(self) -> None:
        """`balai desa karanglewas kecamatan kutasari kabupaten purbalingga`: chains of areas in small letters, up to a known one."""
        reading = self.reading
        starts = {place.start for place in self.places if place.kind == "region" and reading.shapes[place.start] == "w"}
        for hit in reversed(reading.found("level_words") if starts else []):
            if reading.shapes[hit.start] != "w" or hit.start in starts or any(self.busy[hit.start : hit.end]):
                continue
            if hit.entry.get("level") not in ("district", "village", "other") or hit.entry.has("trap") or not self.is_told(hit.start):
                continue
            end = next((end for end in (hit.end + 1, hit.end + 2) if end + (reading.shapes[end : end + 1] == ",") in starts), None)
            if end is None and hit.start in self.ends and hit.end < len(reading):
                end = hit.end + 1  # rt 05 rw 02 dusun krajan
            if end is None or not all(self._is_plain_word(token) for token in range(hit.end, end)):
                continue
            noun = reading.ending("venue_nouns", hit.end) or reading.ending("venue_nouns", hit.start)
            if noun is not None and noun.start < hit.start:
                cue = reading.ending("venue_cues", noun.start)
                strength = int(cue.entry.get("strength", "1")) if cue is not None else 1
                self.add(Place(noun.start, end, noun.start, "venue", "places.small_letters", noun, None, strength))
                continue
            self.add(Place(hit.start, end, hit.end, "region", "places.small_letters", hit, None))
            starts.add(hit.start)

    def _opens_region(self, hit: Hit) -> bool:
        """`Kepulauan` in `Kepulauan Riau` is a part of the name."""
        area = region_at(self.reading, hit.start)
        return area is not None and area.end > hit.end

    def _is_no_level(self, hit: Hit) -> bool:
        """`Ibu Kota`, `Musyawarah Desa`, the ship `KP Orca`: the level word is a part of something else."""
        reading = self.reading
        if reading.in_group(hit.start - 1, "no_level"):
            return True
        activity = reading.ending("activities" if hit.entry.get("level") != "country" else "count_nouns", hit.end)
        if activity is not None and activity.start < hit.start:
            return True  # Musyawarah Desa, Warga Negara
        short = hit.entry.get("sub") and hit.entry.has("trap") and hit.entry.value != hit.entry.surface
        name = reading.word(hit.end) if hit.end < len(reading) else ""
        return bool(short) and reading.span(hit.start, hit.end).isupper() and not name.isupper() and not name.isdecimal()

    def _add_listed(self, place: Place, announced: Container[int]) -> None:
        """`Kecamatan Ubud, Tampaksiring dan Tegallalang`: one level word for all names."""
        items = read_list(self.reading, self.busy, place.end, announced)
        first = region_at(self.reading, items[0].start) if items else None
        if first is not None and first.entry.list == "regions" and self._is_sure(first):
            return  # Kecamatan Koba, Bangka Tengah dan …
        for item in items:
            self.add(Place(item.start, item.end, item.start, "region", "places.listed", place.head, None))

    def _level_name(self, hit: Hit) -> tuple[int | None, Hit | None]:
        """The end of the name behind a level word and the region that it is, if it is a known one."""
        reading = self.reading
        start = hit.end
        if hit.entry.value != hit.entry.surface or self._is_neighbourhood(hit):
            start += reading.shapes[start : start + 1] == "." and reading.touches(start - 1)  # Kec. Sampara, RT. 03
        if start >= len(reading) or reading.breaks_after(start - 1):
            return None, None
        level = hit.entry.get("level")
        if level in ("province", "regency", "city", "country"):
            return self._known_name_end(hit, start)
        if self.busy[start]:
            return None, None
        if self._is_neighbourhood(hit):
            return self._neighbourhood_end(hit, start), None
        if reading.shapes[hit.start] == "w" and hit.entry.has("trap"):
            return None, None
        if hit.entry.get("sub") and reading.shapes[start] in "d0VI":
            return (None if reading.touches(start - 1) else start + 1), None
        return self._unknown_name_end(hit, start)

    def _known_name_end(self, hit: Hit, start: int) -> tuple[int | None, Hit | None]:
        """The region behind Provinsi, Kabupaten, Kota …: `Kabupaten Kepulauan Sula`, `Kabupaten Pati` though a pati is an officer too."""
        reading = self.reading
        area = region_at(reading, start)
        if area is None or (self.busy[start] and not self._is_office_word(area)):
            return None, None
        doubtful = area.entry.has("word") or area.entry.has("trap")  # negara mitra
        small = reading.shapes[start] == "w" and (reading.shapes[hit.start] != "w" or doubtful)
        level = reading.hit_at("level_words", start)
        within = level is not None and (level.end > area.end or area.entry.list == "seat_towns")
        return (None, None) if small or within else (area.end, area)

    def _is_office_word(self, area: Hit) -> bool:
        """`Kabupaten Pati`, `di Karo`: regions that are short for offices too, so that they were taken for one."""
        reading = self.reading
        office = reading.hit_at("offices", area.start)
        if office is None or office.end != area.end or reading.shapes[area.start] == "w" or not self.is_told(area.start):
            return False
        announced = reading.ending("level_words", area.start) is not None or reading.in_group(area.start - 1, "at_place")
        return announced or reading.in_group(area.start - 1, "region_freeing") or self._is_listed(area)

    def _neighbourhood_end(self, hit: Hit, start: int) -> int | None:
        """`RT 03/RW 02`, `RT 04 RW 06`, `RW 11`."""
        reading = self.reading
        if reading.shapes[start] == "8" and reading.folded(start).endswith("/rw") and reading.shapes[start + 1 : start + 2] in ("d", "0"):
            return start + 2  # RT 03/RW 02
        if hit.entry.value == "RT/RW" and reading.shapes[start] == "8":
            return start + 1  # RT/RW 002/001
        counted = reading.hit_at("count_nouns", start + 1) is not None and reading.hit_at("level_words", start + 1) is None
        counted = counted and reading.shapes[start + 1] == "w"
        if reading.shapes[start] not in "d0nVI" or counted:
            return None  # RT 427 orang
        end = start + 1
        following = reading.hit_at("level_words", end + (reading.shapes[end : end + 1] in ("/", ",")))
        if hit.entry.value != "RT" or following is None or following.entry.value != "RW" or reading.breaks_after(end - 1):
            return end
        number = following.end + (reading.shapes[following.end : following.end + 1] == "." and reading.touches(following.end - 1))
        return number + 1 if reading.shapes[number : number + 1] in ("d", "0") else end

    def _is_neighbourhood(self, hit: Hit) -> bool:
        return hit.entry.value in ("RT", "RW", "RT/RW")

    def _unknown_name_end(self, hit: Hit, start: int) -> tuple[int | None, Hit | None]:
        """The capitalised words behind Kecamatan, Desa, Dusun …: their names are in no list."""
        reading = self.reading
        end = start
        while end < len(reading) and end - start < _LONGEST_NAME and self._names_village(start, end):
            end += 1
            if reading.shapes[end : end + 1] == "-" and reading.touches(end - 1) and reading.touches(end) and end + 1 < len(reading):
                end += reading.shapes[end + 1] in NAME_SHAPES  # Nagari Sago-Salido
        if end == start:
            return self._small_name_end(hit, start), None
        if reading.in_group(end, "direction") and reading.shapes[end + 1 : end + 2] in (",", "."):
            end += 1  # Kelurahan Pademangan timur
        if all(shape == "K" for shape in reading.shapes[start:end]) and not self._is_topic_named(hit, start, end):
            return None, None  # Desa Tangguh Bencana, Lingkungan Hidup
        body = reading.hit_at("organisations", start)
        before = reading.ending("level_words", hit.start)
        announced = before is not None and not (before.entry.has("trap") and reading.shapes[before.start] == "w")
        if (body is not None and reading.hit_at("venue_nouns", start) is None) or announced:
            return None, None  # di Lingkungan Pemerintah, Provinsi Kepulauan …
        inner = reading.hit_at("level_words", start)
        if inner is not None and not inner.entry.has("trap") and inner.end < end and region_at(reading, inner.end) is not None:
            return None, None  # di Lingkungan Kabupaten Kulon Progo
        area = region_at(reading, start) if hit.entry.get("level") == "other" else None
        return end, area if area is not None and area.entry.list == "countries" else None

    def _small_name_end(self, hit: Hit, start: int) -> int | None:
        """`Desa sambilawang, Desa Suren`: a name in small letters, between areas whose level words have capitals."""
        reading = self.reading
        behind = start + 1 + (reading.shapes[start + 1 : start + 2] == ",")
        following = reading.hit_at("level_words", behind)
        if following is None or reading.shapes[behind] == "w" or reading.shapes[hit.start] == "w" or hit.entry.has("trap"):
            return None
        return start + 1 if self._is_plain_word(start) else None

    def _is_topic_named(self, hit: Hit, start: int, end: int) -> bool:
        """Whether ordinary words behind a level word are a name: `di Desa Taman Sari`, `Lingk. Sukajaya RT 001`."""
        if self.reading.in_group(start, "village_theme"):
            return False
        followed = self.reading.hit_at("level_words", end) is not None
        at_home = any(province in self._provinces for province in hit.entry.get("provinces").split("|"))
        if hit.entry.has("trap") and not at_home:
            return followed and hit.entry.value != hit.entry.surface
        return followed or self._is_located(hit.start)

    def _names_village(self, start: int, token: int) -> bool:
        """Whether a token goes on with the name of a district or village that began at `start`."""
        reading = self.reading
        if self.busy[token] or (token > start and reading.breaks_after(token - 1)):
            return False
        if reading.shapes[token] == "F" and token == start:  # Sepanjang Jaya; Kecamatan Teriak, Kabupaten …
            chained = reading.shapes[token + 1 : token + 2] == "," and reading.hit_at("level_words", token + 2) is not None
            return chained or reading.shapes[token + 1 : token + 2] in ("N", "X", "M")
        if reading.shapes[token] == "F":  # Mekar Baru: a word of the name only where the name ends with it
            return reading.shapes[token + 1 : token + 2] in (",", ".", "") or reading.hit_at("level_words", token + 1) is not None
        if reading.shapes[token] not in NAME_SHAPES:
            return False
        if token == start and reading.in_group(token, "document"):
            return False  # Menteri Dalam Negeri No. 5
        if token == start and reading.shapes[token + 1 : token + 2] == "-" and reading.in_group(token, "region_freeing"):
            return False  # Kecamatan se-Kabupaten Bima
        if token > start and reading.hit_at("weekdays", token) is not None:
            return reading.folded(token - 1) == "pasar"
        return token == start or not any(reading.hit_at(name, token) for name in ("level_words", "offices"))

    def _is_plain_word(self, token: int) -> bool:
        """A small word that may be a village's name, not `setempat`, `yang` or `binaan`."""
        reading = self.reading
        known = reading.is_function_word(token) or any(reading.in_group(token, group) for group in _NO_NAME_GROUPS)
        return reading.shapes[token] == "w" and not self.busy[token] and not reading.breaks_after(token - 1) and not known
