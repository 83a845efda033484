"""Where it happens and which regions are spoken of: venues and regions as written, before any code is looked up."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from berita_extract.grammar.areas import AREA_LISTS, region_at
from berita_extract.lexicon.lexicon import Hit
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
_PREPOSITIONS: Final = frozenset(("di", "ke", "dari", "pada", "menuju", "sekitar", "wilayah", "kawasan", "area", "dalam", "seputar", "dan", "serta", "di sekitar", "lokasi"))
# A venue's name goes on through these letters; lower-case words only where they describe the room (aula utama kantor …).
_VENUE_BODY: Final = frozenset((ORGANISATION, AREA, LEVEL, OFFICE, PREFIX, "N", "M", "X", "K", "U", "V", "I", "J", "H", "R", "C", "D", "d", "0", "8", "y"))
_DESCRIBING: Final = frozenset((
    "utama", "belakang", "depan", "atas", "bawah", "samping", "tengah", "timur", "barat", "utara", "selatan", "lama", "baru", "pertemuan", "rapat",
    "upacara", "apel", "kerja", "umum", "sidang", "dinas", "jabatan", "resmi", "milik", "masyarakat", "warga", "pribadi", "besar", "kecil", "sepak", "bola",
    "terbuka", "parkir", "serbaguna", "kantor", "aula", "gedung", "ruang", "lantai", "no", "nomor", "kompleks", "komplek", "rumah", "desa", "kecamatan",
    "kelurahan", "kabupaten", "kota", "provinsi", "bupati", "gubernur", "camat", "walikota", "olahraga", "pusat",
))  # fmt: skip
_STREET_NUMBER: Final = re.compile(r"(?:[Nn]o|[Nn]omor)$")
_LONGEST_VENUE: Final = 22
_LONGEST_NAME: Final = 4


class Place(NamedTuple):
    """A place as written: its tokens, the tokens of its name without the level word, and what announced it."""

    start: int
    end: int
    name_start: int
    kind: str
    rule: str
    head: Hit | None
    area: Hit | None
    strength: int = 0


def find_places(reading: Reading, tagged: Tagged, taken: Sequence[tuple[int, int]]) -> list[Place]:
    """Find venues and regions (`Aula BKPSDM Kabupaten Ciamis`, `Kec. Sampara`); `taken` are the tokens of names, titles and dates."""
    busy = bytearray(len(reading) + 1)
    for start, end in taken:
        busy[start:end] = b"\1" * (end - start)
    places = _find_venues(reading, tagged, busy)
    for place in places:
        busy[place.start : place.end] = b"\1" * (place.end - place.start)
    places += _find_levels(reading, busy)
    for place in places:
        busy[place.start : place.end] = b"\1" * (place.end - place.start)
    places += _find_bare(reading, tagged, busy)
    places.sort()
    return places


def _find_venues(reading: Reading, tagged: Tagged, busy: bytearray) -> list[Place]:
    places: list[Place] = []
    reached = 0
    for hit in reading.found("venue_nouns"):
        if hit.start < reached or busy[hit.start] or reading.block_at(hit.start).kind not in _PEOPLED or hit.entry.get("kind") == "online":
            continue
        strength = _venue_strength(reading, hit)
        if strength is None:
            continue
        end = _venue_end(reading, tagged, hit, busy)
        named = end > hit.end
        if hit.entry.has("trap") and not named and strength < 3:
            continue
        if not named and strength < 2:
            continue
        street = hit.entry.get("kind") == "street"
        rule = "places.street" if street else "places.cued_venue" if strength >= 2 else "places.venue"
        places.append(Place(hit.start, end, hit.start, "venue", rule, hit, None, strength))
        reached = end
    return places


def _venue_strength(reading: Reading, hit: Hit) -> int | None:
    """How surely a venue noun names a place here: 3 behind `bertempat di`, 1 behind a bare preposition; `None` for not at all."""
    before = hit.start - 1
    while before >= 0 and reading.shapes[before] in ":\"(":
        before -= 1
    cue = reading.ending("venue_cues", before + 1)
    if cue is not None:
        return int(cue.entry.get("strength", "1"))
    if before < 0 or reading.block_at(before).start != reading.block_at(hit.start).start:
        return 1 if reading.shapes[hit.start] != "w" and hit.entry.get("kind") == "street" else None
    word = reading.folded(before)
    if word in _PREPOSITIONS:
        return 1
    if reading.shapes[before] == "," and reading.shapes[hit.start] != "w":
        return 1 if not hit.entry.has("trap") else None
    if word == "tempat" or word == "lokasi":
        return 3
    glued = reading.clean[reading.starts[hit.start] - 2 : reading.starts[hit.start]]
    return 1 if glued == "di" else None


def _venue_end(reading: Reading, tagged: Tagged, hit: Hit, busy: bytearray) -> int:
    """Where the venue's name ends: at a comma, a verb, a date, or a line's end."""
    letters, items = tagged.letters, tagged.items
    last = hit.end
    token = hit.end
    block_end = reading.block_at(hit.start).end
    while token < block_end and token - hit.start < _LONGEST_VENUE:
        if reading.breaks_after(token - 1) or (busy[token] and letters[items[token]] not in _VENUE_BODY):
            break
        shape = reading.shapes[token]
        letter = letters[items[token]]
        if letter == "t" or shape == "n":
            break
        if letter in _VENUE_BODY and (shape in CAPITALISED or shape in "d08yc"):
            if shape in "dy0" and token + 1 < block_end and reading.hit_at("months", token + 1) is not None:
                break
            token = last = token + 1
            continue
        if shape == "w" and reading.folded(token) in _DESCRIBING:
            token += 1
            last = token if reading.folded(token - 1) not in _NEEDS_MORE else last
            continue
        if (letter == AND or shape in "/&-") and _goes_on(reading, token, block_end):
            token += 1
            continue
        if shape == "(" and (closing := reading.shapes.find(")", token, token + 6)) > token and closing + 1 < block_end:
            if reading.shapes[closing + 1] in CAPITALISED and all(part in CAPITALISED for part in reading.shapes[token + 1 : closing]):
                token = closing + 1
                continue
        break
    return last


_NEEDS_MORE: Final = frozenset(("milik", "no", "nomor", "kantor", "rumah", "ruang", "lantai", "desa", "kecamatan", "kelurahan", "kabupaten", "kota", "provinsi"))


def _goes_on(reading: Reading, token: int, end: int) -> bool:
    """`Badan Kepegawaian dan Pengembangan …`: the joining word stands inside one name."""
    return token + 1 < end and reading.shapes[token + 1] in "KXUd0" and reading.shapes[token - 1] in CAPITALISED and reading.hit_at("venue_nouns", token + 1) is None


def _find_levels(reading: Reading, busy: bytearray) -> list[Place]:
    places: list[Place] = []
    reached = 0
    for hit in reading.found("level_words"):
        if hit.start < reached or any(busy[hit.start : hit.end]) or reading.block_at(hit.start).kind not in _PEOPLED:
            continue
        end, area = _level_name(reading, hit, busy)
        if end is None or not _stands_free(reading, hit.start):
            continue
        places.append(Place(hit.start, end, hit.end, "region", "places.level", hit, area))
        reached = end
    return places


def _level_name(reading: Reading, hit: Hit, busy: bytearray) -> tuple[int | None, Hit | None]:
    """The name behind a level word: from the region lists if it stands there, else up to four capitalised words or a number."""
    start = hit.end
    if start < len(reading) and reading.shapes[start] == "." and reading.touches(start - 1):
        start += 1
    if start >= len(reading) or reading.breaks_after(hit.end - 1) or busy[start]:
        return None, None
    area = region_at(reading, start)
    if area is not None:
        return area.end, area
    if hit.entry.get("level") in ("province", "country"):
        return None, None
    if hit.entry.value in ("RT", "RW", "RT/RW") or hit.entry.get("sub"):
        if reading.shapes[start] in "d0nVI":
            end = start + 1
            following = reading.hit_at("level_words", end + (reading.shapes[end : end + 1] == "/"))
            if hit.entry.value == "RT" and following is not None and following.entry.value == "RW" and reading.shapes[following.end : following.end + 1] in ("d", "0"):
                end = following.end + 1
            return end, None
        if hit.entry.value in ("RT", "RW", "RT/RW"):
            return None, None
    end = start
    while end < len(reading) and end - start < _LONGEST_NAME and reading.shapes[end] in CAPITALISED and not busy[end]:
        if end > start and (reading.breaks_after(end - 1) or reading.hit_at("level_words", end) or reading.hit_at("weekdays", end)):
            break
        end += 1
    if hit.entry.has("trap") and reading.shapes[hit.start] == "w":
        return None, None
    return (end, None) if end > start else (None, None)


def _find_bare(reading: Reading, tagged: Tagged, busy: bytearray) -> list[Place]:
    places: list[Place] = []
    reached = 0
    hits = sorted(
        (hit for name in AREA_LISTS for hit in reading.found(name)),
        key=lambda hit: (hit.start, -hit.end),
    )
    for hit in hits:
        if hit.start < reached or any(busy[hit.start : hit.end]) or reading.block_at(hit.start).kind not in _PEOPLED:
            continue
        if not _is_place_name(reading, tagged, hit) or not _stands_free(reading, hit.start):
            continue
        rule = "places.town" if hit.entry.list == "seat_towns" else "places.region"
        places.append(Place(hit.start, hit.end, hit.start, "region", rule, None, hit))
        reached = hit.end
    return places


def _is_place_name(reading: Reading, tagged: Tagged, hit: Hit) -> bool:
    """Whether a region's name is meant as one here: capitalised, or small behind a preposition; words like `Batu` need more."""
    shape = reading.shapes[hit.start]
    before = reading.folded(hit.start - 1) if hit.start else ""
    located = before in ("di", "ke", "dari", "se") or (before == "-" and hit.start > 1 and reading.folded(hit.start - 2) == "se")
    if shape == "w":
        return located and not (hit.entry.has("word") or hit.entry.has("trap"))
    if hit.entry.has("epithet"):
        return False
    if hit.entry.has("trap") or hit.entry.has("shared"):
        return located or _opens_block(reading, hit)
    if hit.entry.has("word") and hit.entry.get("capital") != "enough" and not located:
        return before in ("masyarakat", "warga", "kota", "kabupaten") or _opens_block(reading, hit)
    following = reading.shapes[hit.end : hit.end + 1]
    if following in ("N", "X") and not reading.breaks_after(hit.end - 1) and region_at(reading, hit.end) is None:
        return located or hit.entry.list == "countries"
    return True


def _opens_block(reading: Reading, hit: Hit) -> bool:
    return reading.block_at(hit.start).start == hit.start and reading.shapes[hit.end : hit.end + 1] in (",", "-", "(", ":")


# Nouns behind which a region is a place of its own: masyarakat Indonesia, UMKM Kota Semarang, pelajar Jawa Barat.
_FREEING_LISTS: Final = ("count_nouns",)


def _stands_free(reading: Reading, token: int) -> bool:
    """Whether a region is no part of a name: `di Sultra`, `masyarakat Indonesia`, but not `Kapolda Sultra`, `PON XX Papua`."""
    if token == 0 or reading.breaks_after(token - 1):
        return True
    before = reading.shapes[token - 1]
    if before == "-" and token > 1 and reading.folded(token - 2) in ("se",):
        return True
    if before not in CAPITALISED and before not in "d08y)":
        return not any(reading.ending(name, token) for name in ("organisations", "offices"))
    if before == ")":
        return False
    if reading.sentence_at(token).start == token - 1 or reading.is_function_word(token - 1):
        return True
    if any(reading.ending(name, token) for name in _FREEING_LISTS) and not any(reading.ending(name, token) for name in ("organisations", "offices")):
        return True
    return before not in CAPITALISED and before not in "d08y"
