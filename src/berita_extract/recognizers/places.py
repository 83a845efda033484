"""Where it happens and which regions are spoken of: venues and regions as written, before any code is looked up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from berita_extract.grammar.areas import AREA_LISTS, region_at
from berita_extract.lexicon.lexicon import Hit
from berita_extract.schema import LocationKind
from berita_extract.grammar.people_tags import AND, AREA, LEVEL, OFFICE, ORGANISATION, PREFIX, Tagged
from berita_extract.text.reading import Reading
from berita_extract.text.words import CAPITALISED

RULES: Final[Mapping[str, str]] = {
    "places.cued_venue": "a venue behind a phrase that introduces one: bertempat di Aula Setda",
    "places.venue": "a venue noun behind a preposition: di Lapangan Merdeka Kota Sukabumi",
    "places.street": "a street with its number: Jl. Diponegoro No. 2 Jakarta",
    "places.level": "a region announced by its level: Kecamatan Sampara, Kab. Konsel, RT 03 RW 02",
    "places.region": "a region, country or island by its bare name: di Sulawesi Tenggara",
    "places.town": "a seat of government by its bare name: Muarasabak",
}

_PEOPLED: Final = frozenset(("body", "headline", "caption"))
_AT: Final = frozenset(("di", "ke", "menuju", "sekitar", "wilayah", "kawasan", "area", "lokasi", "dari", "dalam", "pada", "seputar"))
# Behind these a venue noun that is a trap (Kantor, Universitas) names a body rather than a place.
_WEAK: Final = frozenset(("dari", "dalam", "pada"))
# Behind these a region stands free though a capital may stand before it: Tingkat Jawa Barat.
_FREEING: Final = frozenset(("tingkat", "wilayah", "kawasan", "daerah", "lingkup", "masyarakat", "warga", "asal", "se"))
_DIRECTIONS: Final = frozenset(("utara", "selatan", "timur", "barat", "tengah", "hulu", "hilir", "kota", "tenggara"))
_NAME_SHAPES: Final = CAPITALISED - {"F"}
# A venue's name goes on through these letters; lower-case words only where they describe the room (aula utama kantor …).
_VENUE_BODY: Final = frozenset((ORGANISATION, AREA, LEVEL, OFFICE, PREFIX, *"NMXKUVIJHRCDd08yQ"))
_DESCRIBING: Final = frozenset((
    "utama", "belakang", "depan", "atas", "bawah", "samping", "tengah", "timur", "barat", "utara", "selatan", "lama", "baru", "pertemuan", "rapat",
    "upacara", "apel", "kerja", "umum", "sidang", "dinas", "jabatan", "resmi", "milik", "masyarakat", "warga", "pribadi", "besar", "kecil", "sepak", "bola",
    "terbuka", "parkir", "serbaguna", "kantor", "aula", "gedung", "ruang", "lantai", "no", "nomor", "kompleks", "komplek", "rumah", "desa", "kecamatan",
    "kelurahan", "kabupaten", "kota", "provinsi", "bupati", "gubernur", "camat", "walikota", "olahraga", "pusat",
))  # fmt: skip
# A venue's name does not end with one of these.
_NEEDS_MORE: Final = frozenset(("milik", "no", "nomor", "kantor", "rumah", "ruang", "lantai", "desa", "kecamatan", "kelurahan", "kabupaten", "kota", "provinsi"))
_LONGEST_VENUE: Final = 22
_LONGEST_NAME: Final = 4


class Place(NamedTuple):
    """A place as written: its tokens, the tokens of its name without the level word, and what announced it."""

    start: int
    end: int
    name_start: int
    kind: LocationKind
    rule: str
    head: Hit | None
    area: Hit | None
    strength: int = 0


def find_places(reading: Reading, tagged: Tagged, taken: Iterable[tuple[int, int]]) -> list[Place]:
    """Find venues and regions (`Aula BKPSDM Kabupaten Ciamis`, `Kec. Sampara`).

    `taken` are the tokens of names, titles and dates: what stands in them is no place.
    """
    finder = _Finder(reading, tagged, taken)
    finder.find_venues()
    finder.find_levels()
    finder.find_bare()
    return sorted(finder.places, key=lambda place: place.start)


class _Finder:
    """One search: `busy` marks the tokens that belong to a name, title, date or place."""

    def __init__(self, reading: Reading, tagged: Tagged, taken: Iterable[tuple[int, int]]) -> None:
        self.reading, self.tagged = reading, tagged
        self.places: list[Place] = []
        self.busy = bytearray(len(reading) + 1)
        self.ends: set[int] = set()
        for start, end in taken:
            self.busy[start:end] = b"\1" * (end - start)
        self.inside_organisation = bytearray(len(reading) + 1)
        for hit in reading.found("organisations"):
            self.inside_organisation[hit.start + 1 : hit.end + 1] = b"\1" * (hit.end - hit.start)

    def _add(self, place: Place) -> None:
        self.places.append(place)
        self.ends.add(place.end)
        self.busy[place.start : place.end] = b"\1" * (place.end - place.start)

    def _is_open(self, hit: Hit) -> bool:
        return not any(self.busy[hit.start : hit.end]) and self.reading.block_at(hit.start).kind in _PEOPLED

    def find_venues(self) -> None:
        """Venues by their head nouns, and offices that a cue makes one (`bertempat di Dinas Perkebunan`)."""
        for hit in self.reading.found("venue_nouns"):
            if hit.entry.get("kind") == "online" or not self._is_open(hit):
                continue
            strength = self._strength(hit)
            end = self._venue_end(hit) if strength else hit.end
            if strength and self._is_named(hit, end, strength):
                street = hit.entry.get("kind") == "street"
                rule = "places.street" if street else "places.cued_venue" if strength >= 2 else "places.venue"
                self._add(Place(hit.start, end, hit.start, "venue", rule, hit, None, strength))
        for hit in self.reading.found("organisations"):
            cue = self.reading.ending("venue_cues", hit.start)
            if cue is not None and int(cue.entry.get("strength", "1")) >= 2 and self._is_open(hit) and self.reading.shapes[hit.start] != "w":
                self._add(Place(hit.start, self._venue_end(hit), hit.start, "venue", "places.cued_venue", hit, None, 3))

    def _strength(self, hit: Hit) -> int:
        """How surely a venue noun names a place here: 3 behind `bertempat di`, 1 behind a bare preposition, 0 not at all."""
        reading = self.reading
        before = hit.start - 1
        while before >= 0 and reading.shapes[before] in ":\"(":
            before -= 1
        cue = reading.ending("venue_cues", before + 1)
        if cue is not None and (not cue.entry.has("glued") or before < hit.start - 1):
            return int(cue.entry.get("strength", "1"))
        if before < 0 or reading.block_at(before).start != reading.block_at(hit.start).start:
            return 1 if reading.shapes[hit.start] != "w" and hit.entry.get("kind") == "street" else 0
        word = reading.folded(before)
        if word in ("tempat", "lokasi") and before < hit.start - 1:
            return 3
        if word in _AT:
            weak = word in _WEAK and hit.entry.has("trap") and hit.entry.get("kind") in ("education", "office", "health")
            return 0 if weak and word != "dari" or (weak and hit.entry.get("kind") == "education") else 1
        if word in ("dan", "serta") and before in self.ends:
            return 1
        if reading.shapes[before] == "," and reading.shapes[hit.start] != "w" and not hit.entry.has("trap"):
            return 1
        return 1 if reading.clean[reading.starts[hit.start] - 2 : reading.starts[hit.start]] == "di" else 0

    def _is_named(self, hit: Hit, end: int, strength: int) -> bool:
        """A venue needs a name of its own; `di rumah`, `di kediaman pribadi` have none."""
        reading = self.reading
        capitals = sum(reading.shapes[token] in "NMXKUVId08" for token in range(hit.start, end))
        if not capitals:
            return False
        if hit.entry.has("trap") and reading.span(hit.start, hit.end).isupper() and hit.end - hit.start == 1 and len(reading.word(hit.start)) < 4:
            return strength >= 2 and end > hit.end
        if end > hit.end:
            if hit.entry.get("kind") == "office" or not hit.entry.has("trap"):
                return True
            return strength >= 2 or reading.hit_at("organisations", hit.start) is None or reading.shapes[hit.end] in "AXNd0"
        if hit.end - hit.start > 1:
            return True
        return strength >= 2 and not hit.entry.has("trap") or (strength >= 1 and reading.shapes[hit.start] != "w" and hit.entry.get("kind") == "room")

    def _venue_end(self, hit: Hit) -> int:
        """Where the venue's name ends: at a comma, a verb, a date, or a line's end."""
        reading, letters, items = self.reading, self.tagged.letters, self.tagged.items
        last = token = hit.end
        block_end = reading.block_at(hit.start).end
        while token < block_end and token - hit.start < _LONGEST_VENUE:
            letter, shape = letters[items[token]], reading.shapes[token]
            if reading.breaks_after(token - 1) or letter == "t" or shape == "n" or (self.busy[token] and letter not in _VENUE_BODY):
                break
            if letter in _VENUE_BODY and (shape in _NAME_SHAPES or shape in "d08yc"):
                if shape in "dy0" and token + 1 < block_end and reading.hit_at("months", token + 1) is not None:
                    break
                token = last = token + 1
            elif shape == "w" and reading.folded(token) in _DESCRIBING:
                token += 1
                last = last if reading.folded(token - 1) in _NEEDS_MORE else token
            elif (letter == AND or shape in "/&-") and self._goes_on(token, block_end):
                token += 1
            elif (closing := self._short_form_end(token, block_end)) is not None:
                token = closing
            else:
                break
        return last

    def _short_form_end(self, token: int, end: int) -> int | None:
        """Past a bracket with an abbreviation inside a name: `Kampus Akademi Kepolisian (AKPOL) Semarang`."""
        shapes = self.reading.shapes
        if shapes[token] != "(":
            return None
        closing = shapes.find(")", token, token + 6)
        if closing < 0 or closing + 1 >= end or shapes[closing + 1] not in _NAME_SHAPES:
            return None
        return closing + 1 if all(shape in CAPITALISED for shape in shapes[token + 1 : closing]) else None

    def _goes_on(self, token: int, end: int) -> bool:
        """`Badan Kepegawaian dan Pengembangan …`: the joining word stands inside one name."""
        reading = self.reading
        if token + 1 >= end or reading.shapes[token + 1] not in "KXUd0N" or reading.shapes[token - 1] not in _NAME_SHAPES:
            return False
        return not any(reading.hit_at(name, token + 1) for name in ("venue_nouns", "offices", "level_words"))

    def find_levels(self) -> None:
        """Regions announced by their level: `Kab. Konsel`, `Desa Hulosobo`, `RT 04 RW 06`."""
        for hit in self.reading.found("level_words"):
            if not self._is_open(hit):
                continue
            end, area = self._level_name(hit)
            if end is None or not self._stands_free(hit.start):
                continue
            numbered = hit.entry.value in ("RT", "RW", "RT/RW")
            self._add(Place(hit.start, end, hit.start if numbered else hit.end, "region", "places.level", hit, area))

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
            known = area is not None and reading.shapes[start] != "w" and not reading.hit_at("level_words", start)
            return (area.end, area) if known and area is not None else (None, None)
        if reading.shapes[hit.start] == "w" and hit.entry.has("trap"):
            return None, None
        if hit.entry.get("sub") and reading.shapes[start] in "d0VI":
            return start + 1, None
        return self._unknown_name_end(hit, start)

    def _neighbourhood_end(self, hit: Hit, start: int) -> int | None:
        """`RT 03/RW 02`, `RT 04 RW 06`, `RW 11`."""
        reading = self.reading
        if reading.shapes[start] not in "d0nVI":
            return None
        end = start + 1
        slash = reading.shapes[end : end + 1] == "/"
        following = reading.hit_at("level_words", end + slash)
        if hit.entry.value == "RT" and following is not None and following.entry.value == "RW":
            if reading.shapes[following.end : following.end + 1] in ("d", "0"):
                return following.end + 1
        return end

    def _unknown_name_end(self, hit: Hit, start: int) -> tuple[int | None, Hit | None]:
        """The capitalised words behind Kecamatan, Desa, Dusun …: their names are in no list."""
        reading = self.reading
        end = start
        while end < len(reading) and end - start < _LONGEST_NAME and reading.shapes[end] in _NAME_SHAPES and not self.busy[end]:
            if end > start and (reading.breaks_after(end - 1) or any(reading.hit_at(name, end) for name in ("level_words", "weekdays", "offices"))):
                break
            end += 1
        if end == start:
            return None, None
        if all(shape == "K" for shape in reading.shapes[start:end]) and not self._is_located(hit.start, end):
            return None, None  # Desa Tangguh Bencana, Lingkungan Hidup
        area = region_at(reading, start) if hit.entry.get("level") == "other" else None
        return end, area if area is not None and area.entry.list == "countries" else None

    def _is_located(self, start: int, end: int) -> bool:
        before = self.reading.folded(start - 1) if start else ""
        return before in _AT or before in _FREEING or start in self.ends or self.reading.hit_at("level_words", end) is not None

    def find_bare(self) -> None:
        """Regions by their bare names: `di Sulawesi Tenggara`, `masyarakat Indonesia`, `Muarasabak`."""
        hits = sorted(
            (hit for name in AREA_LISTS for hit in self.reading.found(name)),
            key=lambda hit: (hit.start, -hit.end),
        )
        for hit in hits:
            if not self._is_open(hit) or self.reading.ending("level_words", hit.start) is not None:
                continue
            if self._is_place_name(hit) and self._stands_free(hit.start):
                end = hit.end
                if end < len(self.reading) and self.reading.folded(end) in _DIRECTIONS and self.reading.shapes[end] != "w":
                    # Bekasi Utara: a district named after its town
                    self._add(Place(hit.start, end + 1, hit.start, "region", "places.region", None, None))
                    continue
                rule = "places.town" if hit.entry.list == "seat_towns" else "places.region"
                self._add(Place(hit.start, end, hit.start, "region", rule, None, hit))

    def _is_place_name(self, hit: Hit) -> bool:
        """Whether a region's name is meant as one here: capitalised, or small behind a preposition; words like `Batu` need more."""
        reading = self.reading
        before = reading.folded(hit.start - 1) if hit.start else ""
        located = before in ("di", "ke", "dari", "se") or self._is_scoped(hit.start)
        if hit.entry.has("epithet"):
            return False
        if reading.shapes[hit.start] == "w":
            return (located or before in _FREEING) and not (hit.entry.has("word") and not located) and not hit.entry.has("trap")
        if hit.entry.has("trap") or hit.entry.has("shared"):
            return located or self._opens_block(hit)
        if hit.entry.has("word") and hit.entry.get("capital") != "enough" and not located:
            return before in ("masyarakat", "warga") or self._opens_block(hit)
        following = reading.shapes[hit.end : hit.end + 1]
        if following == "y" and not located:
            return False  # Olimpiade Tokyo 2020
        if following in ("N", "X", "M") and not reading.breaks_after(hit.end - 1) and region_at(reading, hit.end) is None:
            return located or hit.entry.list == "countries" or reading.folded(hit.end) in _DIRECTIONS
        return reading.folded(hit.end) != "raya" if hit.end < len(reading) else True

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
        if before == ")":
            return False
        if before not in CAPITALISED and before not in "d08y":
            return True
        if before == "F" or reading.folded(token - 1) in _FREEING or reading.is_function_word(token - 1):
            return True
        if reading.sentence_at(token).start == token - 1 and before == "K" and reading.ending("activities", token) is None:
            return True
        counted = reading.ending("count_nouns", token)
        if counted is None or counted.entry.get("kind") not in ("person", "group"):
            return False
        # `UMKM Kota Semarang` is about Semarang's; in `Pelindungan Pekerja Migran Indonesia` all is one name.
        return before in "U" or counted.start == 0 or reading.shapes[counted.start - 1] not in _NAME_SHAPES
