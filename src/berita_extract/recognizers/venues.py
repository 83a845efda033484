"""Where it happens: venues as written, by their head nouns and the phrases that introduce them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from msgspec.structs import replace

from berita_extract.grammar.areas import region_at
from berita_extract.grammar.people_tags import AND, AREA, LEVEL, OFFICE, ORGANISATION, PREFIX, Tagged
from berita_extract.grammar.place_search import NAME_SHAPES, Place, PlaceSearch
from berita_extract.lexicon.lexicon import Hit
from berita_extract.text.reading import Reading
from berita_extract.text.words import CAPITALISED

RULES: Final[Mapping[str, str]] = {
    "places.cued_venue": "a venue behind a phrase that introduces one: bertempat di Aula Setda",
    "places.open_venue": "what stands behind bertempat di or before the day, though it has no name: bertempat di kelas 8A",
    "places.venue": "a venue noun behind a preposition: di Lapangan Merdeka Kota Sukabumi",
    "places.street": "a street with its number: Jl. Diponegoro No. 2 Jakarta",
}

# Spots that are venues wherever they are named: Jembatan Ampera, Bandara Juanda, Pantai Kuta.
_SPOTS: Final = frozenset(("transport", "nature", "street"))
# A venue's name goes on through these letters; lower-case words only where they describe the room (aula utama kantor …).
_VENUE_BODY: Final = frozenset((ORGANISATION, AREA, LEVEL, OFFICE, PREFIX, *"NMXKUVIJHRCBDd08yQ"))
_LONGEST_VENUE: Final = 22
_SURE: Final = 2
_LONGEST_FIRST: Final = 3
_LONGEST_PLAIN: Final = 10
# A venue without a venue noun has at least so many words: fewer name a village.
_FEWEST_OPEN: Final = 3
_PLACES_TO_BE: Final = frozenset(("building", "room", "open", "hospitality"))
_HOUSES: Final = frozenset(("hospitality", "building", "room"))


def find_venues(reading: Reading, tagged: Tagged, named: Iterable[tuple[int, int]], dated: Iterable[tuple[int, int]]) -> list[Place]:
    """Find venues (`Aula BKPSDM Kabupaten Ciamis`, `Lapangan Merdeka`).

    `named` are the tokens of persons and titles, `dated` those of dates: what stands in them is no place.
    """
    search = _VenueSearch(reading, tagged, named, dated)
    search.find_venues()
    return search.places


class _VenueSearch(PlaceSearch):
    """The search for venues."""

    def __init__(self, reading: Reading, tagged: Tagged, named: Iterable[tuple[int, int]], dated: Iterable[tuple[int, int]]) -> None:
        super().__init__(reading, named, dated)
        self.tagged = tagged
        self.villages = frozenset(self._collect_villages())

    def find_venues(self) -> None:
        """Venues by their head nouns, and offices that a cue makes one (`bertempat di Dinas Perkebunan`)."""
        for hit in self.reading.found("venue_nouns"):
            inside = hit.entry.get("kind") == "online" or self.busy[hit.start] or self._is_inside_company(hit)
            if inside or not self.is_told(hit.start) or self._opens_region(hit):
                continue
            hit = self._with_name_before(hit)
            strength = self._strength(hit)
            end = self._venue_end(hit) if strength else hit.end
            if strength and self._is_named(hit, end, strength):
                street = hit.entry.get("kind") == "street"
                rule = "places.street" if street else "places.cued_venue" if strength >= 2 else "places.venue"
                self.add(Place(hit.start, end, hit.start, "venue", rule, hit, None, strength))
        for cue in self.reading.found("venue_cues"):
            if cue.entry.get("strength") == "3" and not cue.entry.has("glued"):
                self._add_open(cue)
        for start in self.date_starts:
            self._add_plain_before(start)
        for body in self.reading.found("organisations"):
            cue_before = self.reading.ending("venue_cues", body.start)
            sure = cue_before is not None and int(cue_before.entry.get("strength", "1")) >= _SURE
            if sure and self.is_open(body) and self.reading.shapes[body.start] != "w":
                self.add(Place(body.start, self._venue_end(body), body.start, "venue", "places.cued_venue", body, None, 3))

    def _add_open(self, cue: Hit) -> None:
        """Take what stands behind `bertempat di` for a venue, though it looks like a person's name (`Watu Gilang Ki Ageng Mangir`)."""
        start = cue.end
        if start >= len(self.reading) or self.reading.breaks_after(start - 1) or start in self.starts or not self.is_told(start):
            return
        end = self._open_end(cue) if cue.entry.has("open") or not self.busy[start] else None
        if end is not None:
            noun = self.reading.hit_at("venue_nouns", cue.end)
            self.add(Place(cue.end, end, cue.end, "venue", "places.open_venue", noun, None, 3))

    def _open_end(self, cue: Hit) -> int | None:
        """The end of a venue behind `bertempat di` that no venue noun announces (`Watu Gilang Petilasan …`) or that has no capitals.

        Behind other phrases (`digelar di`) it must have a house in its name or a region at its end.
        """
        reading, start = self.reading, cue.end
        if reading.shapes[start] == "w":
            return self._plain_end(start) if cue.entry.has("open") else None
        if any(reading.hit_at(name, start) for name in ("level_words", "organisations", "venue_nouns")):
            return None
        end = level = start
        while end < len(reading) and end - start < _LONGEST_VENUE and end not in self.starts and not self.dated[end]:
            announced = reading.hit_at("level_words", end)
            if announced is not None and level == start:
                level = end
            if reading.shapes[end] not in NAME_SHAPES and reading.shapes[end] not in "d08" and announced is None:
                break
            end += 1
            if reading.breaks_after(end - 1):
                break
        own = named = (level if level > start else end) - start
        while own and (area := reading.ending("regions", start + own)) is not None and area.start >= start:
            own = area.start - start
        if own and any(hit.entry.get("kind") in _HOUSES for hit in reading.between("venue_nouns", start, end)):
            return end  # Jakarta Convention Center
        if region_at(reading, start) is not None:
            return None
        return end if own >= _FEWEST_OPEN and (cue.entry.has("open") or own < named) else None

    def _add_plain_before(self, date: int) -> None:
        """`di ruang bimbingan konseling, Jumat (14/2)`: small words between a preposition and the day are the venue."""
        reading = self.reading
        end = date - (reading.shapes[date - 1 : date] == ",")
        start = end
        while start > 0 and end - start < _LONGEST_PLAIN and reading.shapes[start - 1] == "w" and not self.busy[start - 1]:
            if reading.is_function_word(start - 1) or reading.in_group(start - 1, "anaphoric") or reading.breaks_after(start - 1):
                break
            start -= 1
        noun = reading.hit_at("venue_nouns", start)
        if noun is None or noun.entry.get("kind") not in _PLACES_TO_BE or end - start < _FEWEST_OPEN or end == noun.end:
            return
        if noun.entry.has("trap") and noun.entry.get("kind") != "room":
            return  # di rumah kontrakan milik warga
        if start > 0 and reading.in_group(start - 1, "at_place") and self.is_told(start):
            self.add(Place(start, end, start, "venue", "places.open_venue", noun, None, 1))

    def _plain_end(self, start: int) -> int | None:
        """`bertempat di kelas 8A`, `bertempat di ruang kantor madrasah,`: small words up to the next mark or day."""
        reading = self.reading
        end = start
        while end < len(reading) and end - start < _LONGEST_PLAIN and not self.busy[end] and not self.dated[end]:
            if reading.shapes[end] not in NAME_SHAPES and reading.shapes[end] not in "wd08IV" and region_at(reading, end) is None:
                break
            if reading.in_group(end, "anaphoric") or (reading.shapes[end] == "w" and reading.is_function_word(end)):
                break
            end += 1
            if reading.breaks_after(end - 1):
                break
        over = end == len(reading) or reading.breaks_after(end - 1) or self.dated[end] or reading.shapes[end] in ",.(;"
        numbered = end - start > 1 and reading.shapes[start + 1] in "d08"
        if not over or reading.hit_at("level_words", start) is not None:
            return None
        noun = reading.hit_at("venue_nouns", start)
        return end if numbered or (noun is not None and end - noun.end >= 1 and end - start >= _FEWEST_OPEN) else None

    def _with_name_before(self, hit: Hit) -> Hit:
        """`di Claro Hotel Kendari`: houses that are named in English order."""
        reading = self.reading
        start = hit.start
        if hit.entry.get("kind") != "hospitality" or reading.shapes[start] == "w":
            return hit
        while hit.start - start < _LONGEST_FIRST and start > 0 and reading.shapes[start - 1] in "NXMU" and not self.busy[start - 1]:
            start -= 1
        located = start > 0 and (reading.in_group(start - 1, "to_place") or reading.ending("venue_nouns", start) is None)
        return replace(hit, start=start) if located and reading.shapes[start - 1] == "w" else hit

    def _opens_region(self, hit: Hit) -> bool:
        """`Kabupaten Muara Enim`, `Desa Danau Indah`, `di Teluk Bintuni`: the noun is the first word of a region's name."""
        reading = self.reading
        level = reading.ending("level_words", hit.start)
        if level is not None and not reading.breaks_after(hit.start - 1):
            wild = hit.entry.get("kind") == "nature" and not level.entry.has("trap")  # desa Danau Indah
            if reading.shapes[hit.start] != "w" and (wild or reading.shapes[level.start] != "w"):
                return True
        if self._two_words(hit) in self.villages:
            return True  # di Sungai Pagu, where the text speaks of Kecamatan Sungai Pagu
        area = region_at(reading, hit.start)
        return area is not None and area.end > hit.end and reading.shapes[hit.start] != "w"

    def _collect_villages(self) -> Iterator[tuple[str, str]]:
        """Names behind level words that begin with a word for a river or hill."""
        for hit in self.reading.found("venue_nouns"):
            if hit.entry.get("kind") == "nature" and self.reading.ending("level_words", hit.start) is not None:
                yield self._two_words(hit)

    def _two_words(self, hit: Hit) -> tuple[str, str]:
        return self.reading.folded(hit.start), self.reading.folded(hit.end) if hit.end < len(self.reading) else ""

    def _is_inside_company(self, hit: Hit) -> bool:
        return bool(self.inside_organisation[hit.start]) and self.reading.hit_at("organisations", hit.start) is None

    def _strength(self, hit: Hit) -> int:
        """How surely a venue noun names a place here: 3 behind `bertempat di`, 1 behind a bare preposition, 0 not at all."""
        reading = self.reading
        before = hit.start - 1
        while before >= 0 and reading.shapes[before] in ':"(':
            before -= 1
        cue = reading.ending("venue_cues", before + 1)
        if cue is not None and (not cue.entry.has("glued") or before < hit.start - 1):
            return int(cue.entry.get("strength", "1"))
        if self._is_subject(hit):
            return 1
        if before < 0 or reading.block_at(before).start != reading.block_at(hit.start).start:
            return 1 if reading.shapes[hit.start] != "w" and hit.entry.get("kind") in _SPOTS else 0
        word = reading.folded(before)
        if word in ("tempat", "lokasi") and before < hit.start - 1:
            return 3
        if reading.in_group(before, "place_preposition"):
            kind = hit.entry.get("kind")
            weak = reading.in_group(before, "weak_preposition") and hit.entry.has("trap") and kind in ("education", "office", "health")
            return 0 if weak and (word != "dari" or kind == "education") else 1
        if reading.in_group(before, "list_joiner") and before in self.ends:
            return 1
        if reading.shapes[before] == "," and reading.shapes[hit.start] != "w":
            return self._strength_in_list(hit, before)
        if reading.shapes[before] == "," and (self.dated[before - 1] or self.dated[before - 2]) and not hit.entry.has("trap"):
            return 1  # Jumat (27/4), halaman Kantor Wali Kota …
        named = reading.shapes[hit.end : hit.end + 1] in ("X", "N", "M", "U") or reading.hit_at("organisations", hit.end) is not None
        if not named and (hit.entry.has("trap") or reading.shapes[hit.end : hit.end + 2] not in ("KX", "KN", "KM")):
            return 0  # but Bendungan Way Sekampung
        kind = hit.entry.get("kind")
        if kind == "hospitality" and reading.hit_at("venue_nouns", hit.start) is None:
            return 1  # Claro Hotel Kendari
        if kind == "nature" and reading.shapes[before] in NAME_SHAPES and reading.sentence_at(before).start < before:
            return 0  # Perhubungan Laut Kementerian …
        if kind == "nature" or (kind in _SPOTS and not hit.entry.has("trap")):
            return 1 if reading.shapes[hit.start] in NAME_SHAPES else 0
        # memadati halaman Pondok Pesantren Al-Ikhlas, meresmikan Gedung Dakwah: the object of a verb
        acted = reading.shapes[before] == "w" and word.startswith("me") and not reading.in_group(before, "no_object_verb")
        acted = acted or reading.in_group(before, "building_work")
        named = not hit.entry.has("trap") or (kind in ("worship", "open") and reading.shapes[hit.start] != "w")  # menyelimuti Gereja Effata
        return 1 if acted and named else 0

    def _strength_in_list(self, hit: Hit, comma: int) -> int:
        """How surely a noun behind a comma names a venue: `Aula Setda, Jalan Sudirman, Kelurahan …`, `Gedung B, Kandang Limun, Kota …`."""
        reading, kind = self.reading, hit.entry.get("kind")
        chained = comma in self.ends
        if kind == "nature" and chained:
            end = self._venue_end(hit)
            around = end + (reading.shapes[end : end + 1] == ",")
            if around > end and (region_at(reading, around) is not None or reading.hit_at("level_words", around) is not None):
                return 0  # an area inside another, not a spot
        if kind == "street" or (chained and kind in ("room", "nature") and reading.hit_at("level_words", hit.end) is None):
            return 1
        body = reading.hit_at("organisations", hit.start)
        acts = body is not None and body.end >= hit.end and not chained  # Polres, Lapas Kelas IIB Ketapang dan Kejaksaan
        return 0 if hit.entry.has("trap") or acts else 1

    def _is_subject(self, hit: Hit) -> bool:
        """`Gedung Dakwah Muhammadiyah menjadi saksi …`: a house with its name opens a sentence of the body."""
        reading = self.reading
        body = reading.hit_at("organisations", hit.start) is not None
        if body or hit.entry.has("trap") or hit.entry.get("kind") not in _PLACES_TO_BE or reading.block_at(hit.start).kind != "body":
            return False
        opens = reading.sentence_at(hit.start).start == hit.start or reading.shapes[hit.start - 1] == "-"
        return opens and reading.shapes[hit.start] != "w" and reading.shapes[hit.end : hit.end + 1] in ("K", "X", "N", "M", "U")

    def _is_named(self, hit: Hit, end: int, strength: int) -> bool:
        """A venue needs a name of its own; `di rumah`, `di kediaman pribadi` have none."""
        reading = self.reading
        capitals = sum(reading.shapes[token] in "NMXKUVId08" for token in range(hit.start, end))
        if not capitals or (end < len(reading) and reading.in_group(end, "everywhere_in")):
            return False
        topical = all(reading.shapes[token] == "K" for token in range(hit.end, end))
        if topical and end > hit.end and strength == 1 and hit.entry.get("kind") == "open" and reading.shapes[hit.start] != "w":
            return hit.end - hit.start > 1 or not reading.folded(hit.start).startswith("kawasan")
        if (
            hit.entry.has("trap")
            and reading.span(hit.start, hit.end).isupper()
            and hit.end - hit.start == 1
            and len(reading.word(hit.start)) < 4
        ):
            return (strength >= 2 or hit.entry.get("kind") == "health") and end > hit.end
        if end > hit.end:
            numbered = set(reading.shapes[hit.end : end]) <= {"d", "0", "V", "I"}
            if numbered and hit.entry.has("trap") and hit.entry.get("kind") != "education" and strength < 2:
                return False  # di Lantai 9
            if hit.entry.get("kind") == "office" or not hit.entry.has("trap"):
                return True
            if strength >= 2 or reading.hit_at("organisations", hit.start) is None or reading.shapes[hit.end] in "AXNd0":
                return True
            visited = reading.ending("venue_cues", hit.start) is not None or any(region_at(reading, token) for token in range(hit.end, end))
            return visited and hit.entry.get("kind") != "education" and reading.block_at(hit.start).kind == "body"
        if (
            end < len(reading)
            and reading.shapes[end] in "KFX"
            and reading.shapes[hit.start] != "w"
            and not (reading.breaks_after(end - 1) or reading.hit_at("offices", end))
        ):
            return False  # Jembatan Gotong Royong: its name goes on
        if hit.end - hit.start > 1:
            return "w" not in reading.shapes[hit.start + 1 : hit.end] or hit.entry.get("kind") != "street"  # Jalan lintas rusak
        bare = hit.entry.get("kind") in ("nature", "worship") or reading.block_at(hit.start).kind == "headline"
        return not hit.entry.has("trap") and (strength >= 2 or (reading.shapes[hit.start] != "w" and not bare))

    def _venue_end(self, hit: Hit) -> int:
        """Where the venue's name ends: at a comma, a verb, a date, or a line's end."""
        reading, letters, items = self.reading, self.tagged.letters, self.tagged.items
        last = token = hit.end
        block_end = reading.block_at(hit.start).end
        while token < block_end and token - hit.start < _LONGEST_VENUE:
            letter, shape = letters[items[token]], reading.shapes[token]
            if reading.breaks_after(token - 1) or shape == "n" or (self.busy[token] and letter not in _VENUE_BODY):
                break
            if letter == "t" and not (reading.shapes[token - 1] == "d" and token == hit.end + 1):
                break  # a date; but Lapangan 17 Mei is a name
            if letter == OFFICE and self._opens_clause(token):
                break  # di Gelora Bung Karno Gubernur membuka …
            if letter == ORGANISATION and shape in NAME_SHAPES:
                token = last = self.tagged.ends[items[token]]
            elif letter in _VENUE_BODY | {"t"} and (shape in NAME_SHAPES or shape in "d08yc"):
                if self.dated[token]:
                    break
                token = last = token + 1
            elif (shape in "wF" and reading.in_group(token, "venue_describer")) or reading.folded(token) in ("no", "nomor"):
                token += 1
                last = last if reading.in_group(token - 1, "venue_unfinished") else token
            elif shape == "w" and self._is_inner_word(hit, token):
                token += 1  # kompleks pemakaman masyayikh Pondok Pesantren Langitan
            elif shape == "F" and reading.shapes[token - 1] in "KX" and reading.shapes[token + 1 : token + 2] in (",", "."):
                token = last = token + 1  # Perbukitan Menoreh: the name ends with a word that is a verb elsewhere
            elif (letter == AND or shape in "/&-") and self._goes_on(hit, token, block_end):
                token += 1
            elif (closing := self._short_form_end(token, block_end)) is not None:
                token = closing
            else:
                break
        return last

    def _opens_clause(self, token: int) -> bool:
        """Whether an office behind a proper name begins a new clause; in `Rujab Gubernur` it belongs to the house."""
        reading = self.reading
        office = reading.hit_at("offices", token)
        noun = reading.ending("venue_nouns", token)
        housed = noun is not None and noun.end - noun.start == 1
        return reading.shapes[token - 1] in "XNM" and not housed and office is not None and office.entry.get("area") == "wide"

    def _is_inner_word(self, hit: Hit, token: int) -> bool:
        """Whether a small word right behind the noun belongs to the name, because another noun of a venue follows it."""
        reading = self.reading
        if token != hit.end or reading.shapes[hit.start] != "w" or reading.breaks_after(token) or token + 1 >= len(reading):
            return False
        word = reading.common_words.get(reading.folded(token))
        inner = reading.hit_at("venue_nouns", token + 1)
        return (word is None or not word.get("class")) and inner is not None and reading.shapes[token + 1] != "w"

    def _short_form_end(self, token: int, end: int) -> int | None:
        """Past a bracket with an abbreviation inside a name: `Kampus Akademi Kepolisian (AKPOL) Semarang`."""
        shapes = self.reading.shapes
        if shapes[token] != "(":
            return None
        closing = shapes.find(")", token, token + 6)
        if closing < 0 or closing + 1 >= end or shapes[closing + 1] not in NAME_SHAPES:
            return None
        return closing + 1 if all(shape in CAPITALISED for shape in shapes[token + 1 : closing]) else None

    def _goes_on(self, hit: Hit, token: int, end: int) -> bool:
        """`Badan Kepegawaian dan Pengembangan …`: the joining word stands inside one name, but not between two airports."""
        reading = self.reading
        if hit.entry.get("kind") in ("transport", "nature") and reading.in_group(token, "list_joiner"):
            return False
        if (
            reading.in_group(token, "list_joiner")
            and reading.shapes[token + 1 : token + 2] in ("d", "0")
            and reading.shapes[token - 1] not in "d0"
        ):
            return False  # di Kantor Urusan Agama Kecamatan dan 2 kali di sana
        if token + 1 >= end or reading.shapes[token + 1] not in "KXUd0N" or reading.shapes[token - 1] not in NAME_SHAPES:
            return False
        if reading.word(token) == "-" and reading.touches(token) and reading.touches(token - 1):
            return True  # Lapangan Benu-Benua
        return not any(reading.hit_at(name, token + 1) for name in ("venue_nouns", "offices", "level_words"))
