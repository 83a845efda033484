"""A text in the letters of the grammar of people: one for each office, rank, honorific, degree, organisation, area, name word."""

from __future__ import annotations

from collections.abc import Iterator
from operator import attrgetter
from typing import Final

from berita_extract.grammar.areas import AREA_LISTS, SMALL_LEVELS, collect_codes, find_small_area
from berita_extract.grammar.known_areas import find_known_areas, has_small_area
from berita_extract.grammar.misreadings import is_degree, is_misread
from berita_extract.lexicon.entries import Entry
from berita_extract.lexicon.gazetteer import Gazetteer
from berita_extract.lexicon.lexicon import Hit
from berita_extract.record import Record
from berita_extract.text.reading import Reading
from berita_extract.text.words import CAPITALISED, CODE, COMMON, NUMERALS, UNKNOWN

# Letters beside the shapes of `text.words`:
OFFICE: Final = "T"  # Kepala Dinas, Danrem, Ketua Umum
PREFIX: Final = "E"  # Plt., mantan
RANK: Final = "R"  # Kolonel, AKBP
CORPS: Final = "C"  # Inf, Purn
HONORIFIC: Final = "H"  # Dr., H., Drs.
ADDRESS: Final = "B"  # Bapak, Ibu, Sdr.
DEGREE: Final = "D"  # S.H., M.Si.
PARTICLE: Final = "J"  # Muh., I Gusti, La Ode
ORGANISATION: Final = "O"  # Bappeda, Polres
AREA: Final = "A"  # Sultra, Konawe
LEVEL: Final = "G"  # Kab., Kota
CEREMONY: Final = "Q"  # inspektur upacara
SPEECH: Final = "S"  # mengatakan, ujar
ROLE: Final = "s"  # selaku, sebagai
ALSO: Final = "j"  # yang juga, sekaligus
AND: Final = "+"  # dan, serta, &
INNER: Final = "i"  # pada, wilayah
SUCH: Final = "v"  # antara lain
HELD: Final = "h"  # dijabat oleh: whoever holds the office before it follows
OR: Final = "|"  # atau, between two forms of one rank or body
DATE: Final = "t"  # Kamis, Maret
NUMBERED: Final = "q"  # Nomor, periode: what follows is the number of a document or a term, no name

_TITLE_WORDS: Final = {"role": ROLE, "also": ALSO, "and": AND, "inner": INNER, "such": SUCH, "called": SUCH, "held": HELD, "or": OR}
# Later lists win where two hits of one length meet.
_LISTS: Final = (
    ("speech_verbs", SPEECH),
    ("countries", AREA),
    ("seat_towns", AREA),
    ("region_aliases", AREA),
    ("regions", AREA),
    ("name_particles", PARTICLE),
    ("level_words", LEVEL),
    ("media", ORGANISATION),
    ("organisations", ORGANISATION),
    ("corps", CORPS),
    ("honorifics", HONORIFIC),
    ("ranks", RANK),
    ("ceremony_roles", CEREMONY),
    ("office_prefixes", PREFIX),
    ("offices", OFFICE),
)
# These count only where they are capitalised: `muna`, `serang`, `kota` are words.
_CAPITALISED_ONLY: Final = frozenset(
    ("media", "countries", "seat_towns", "region_aliases", "regions", "name_particles", "organisations", "ranks")
)
# A document's number stands within so many tokens: Undang-Undang RI Nomor 6.
_NUMBER_REACH: Final = 5
_FIGURES: Final = NUMERALS | {CODE}
_NUMBERING: Final = frozenset(("document", "term", "budget"))


class Tagged(Record, frozen=True):
    """The letters of a text; item `n` covers tokens `starts[n]` to `ends[n]` and rests on `hits[n]`, if on any."""

    letters: str
    starts: list[int]
    ends: list[int]
    hits: dict[int, Hit]
    items: list[int]

    def item_at(self, token: int) -> int:
        """The item that covers a token."""
        return self.items[token]


def tag_people(reading: Reading, gazetteer: Gazetteer | None = None) -> Tagged:
    """Write a text in the letters of the grammar (`Danrem 052/Wijayakrama, Kolonel Inf Dr. Indarto` → `T8,RCHN`).

    A gazetteer of districts and villages tells where the area of a Camat or Lurah ends.
    """
    letters = list(reading.shapes)
    hits: dict[int, Hit] = {}

    def put(hit: Hit, letter: str) -> None:
        held = hits.get(hit.start)
        if held is None or hit.end >= held.end:
            letters[hit.start] = letter
            hits[hit.start] = hit

    for hit in reading.found("title_words"):
        letter = _TITLE_WORDS[hit.entry.get("tag")]
        if letter != OR or _joins_forms(reading, hit):
            put(hit, letter)
    for name, letter in _LISTS:
        for hit in reading.found(name):
            if name in _CAPITALISED_ONLY and reading.shapes[hit.start] == "w" and not _goes_on_small(reading, name, hit):
                continue
            if is_misread(reading, name, hit, letters):
                continue
            put(hit, ADDRESS if name == "honorifics" and hit.entry.get("output") == "no" else letter)
            if name == "name_particles" and _takes_any_word(reading, hit):
                letters[hit.end] = UNKNOWN  # I Wayan Suka
    for name in ("weekdays", "months"):
        for hit in reading.found(name):
            # Asisten 1 Agus Gunawan: the figure belongs to the office
            numbered = (
                hit.start > 0
                and reading.shapes[hit.start - 1] == "d"
                and not any(reading.ending("offices", place) is not None for place in (hit.start - 1, hit.start))
            )
            named = name == "months" and reading.shapes[hit.end : hit.end + 1] in ("N", "X")  # August Mellaz
            if (numbered or not (hit.entry.has("trap") or named)) and reading.shapes[hit.start] != "w":
                put(hit, DATE)
    for hit in reading.found("not_date_cues"):
        numbered = any(shape in NUMERALS for shape in reading.shapes[hit.end : hit.end + 1])
        alone = not numbered and not any(shape in _FIGURES for shape in reading.shapes[hit.end : hit.end + _NUMBER_REACH])
        # Egusem Piether Tahun; Se-Sorong Raya
        named = (hit.start > 0 and letters[hit.start - 1] in "NM") or reading.shapes[hit.end : hit.end + 1] == "-"
        if hit.entry.get("kind") in _NUMBERING and (numbered or (letters[hit.start] in "KXUw" and not named and not alone)):
            put(hit, NUMBERED)  # Lukas 2:1, but Pdt. Lukas Asso
    for hit in _cut_hits(reading, "organisations", "offices"):
        put(hit, ORGANISATION)
    for hit in _cut_hits(reading, "corps", "ranks"):
        put(hit, CORPS)
    for hit in reading.found("ranks"):
        if letters[hit.start] == RANK and _is_any_name(reading, hit.end):
            letters[hit.end] = UNKNOWN  # Kompol Sudi Haryansyah
    for hit in find_known_areas(reading):
        put(hit, AREA)
    for hit in _find_small_areas(reading, gazetteer) if gazetteer is not None else ():
        put(hit, AREA)
    for hit in reading.found("degrees"):
        if is_degree(reading, hit, letters):
            put(hit, DEGREE)
    return _compress(letters, hits)


def _cut_hits(reading: Reading, name: str, earlier: str) -> Iterator[Hit]:
    """What is left of an entry whose first word belongs to another: `Kepala Badan | Kesbangpol`, `Letda TNI | -AU`."""
    for hit in reading.found(name):
        for place in range(hit.start + 1, hit.end):
            before = reading.ending(earlier, place)
            if before is not None and before.start < hit.start and reading.shapes[place] != "w":
                yield Hit(place, hit.end, hit.entry)


def _is_any_name(reading: Reading, token: int) -> bool:
    """Whether a small word behind a rank begins a name, because it is capitalised inside a sentence and a name goes on."""
    goes_on = reading.shapes[token : token + 1] == "F" and reading.shapes[token + 1 : token + 2] in ("N", "M", "X")
    return goes_on and not reading.breaks_after(token - 1) and reading.block_at(token).kind == "body"


def _takes_any_word(reading: Reading, hit: Hit) -> bool:
    """Whether an ordinary word behind a particle belongs to the name: no other ordinary word follows it."""
    if reading.shapes[hit.end : hit.end + 1] != COMMON or reading.breaks_after(hit.end - 1) or hit.entry.get("position") != "front":
        return False
    certain = hit.end - hit.start > 1 or not hit.entry.has("trap") or reading.word(hit.start).endswith(".")
    following = reading.shapes[hit.end + 1 : hit.end + 2]
    return certain and (reading.breaks_after(hit.end) or following not in CAPITALISED or following in ("N", "M", "X"))


def _joins_forms(reading: Reading, hit: Hit) -> bool:
    """`Ajun Komisaris Besar Polisi atau AKBP`, `Majelis Permusyawaratan Rakyat atau MPR`."""
    return any(reading.hit_at(name, hit.end) is not None for name in ("ranks", "organisations", "offices")) and (
        reading.shapes[hit.start - 1 : hit.start] in CAPITALISED and reading.shapes[hit.end] in CAPITALISED
    )


def _goes_on_small(reading: Reading, name: str, hit: Hit) -> bool:
    """`kadis kominfo`, `Babinsa serka Ahmad`: behind an office an organisation or rank may be in small letters."""
    office = reading.ending("offices", hit.start)
    if office is None:
        return False
    if name in AREA_LISTS:
        # walikota jayapura Abisai Rollo
        return reading.shapes[office.start] == "w" and office.entry.get("takes") == "area" and _opens_person(reading, hit.end)
    if name == "organisations":
        return not reading.is_function_word(hit.start)  # Penjabat Walikota ini
    return name == "ranks" and _opens_person(reading, hit.end)


def _opens_person(reading: Reading, token: int) -> bool:
    return reading.shapes[token : token + 1] in ("N", "M", "X", "I")


def _find_small_areas(reading: Reading, gazetteer: Gazetteer) -> Iterator[Hit]:
    """The districts and villages right behind their level word or the head of an office: `Camat Tebet`, `Kepala Desa Hulosobo`."""
    codes = collect_codes(reading)
    if not codes:
        return
    for name in ("offices", "level_words"):
        for hit in reading.found(name):
            level = hit.entry.get("level") or None
            small = level in SMALL_LEVELS if name == "level_words" else has_small_area(hit)
            if small and not reading.breaks_after(hit.end - 1):
                end = find_small_area(reading, gazetteer, hit.end, level, codes)
                if end is not None:
                    yield Hit(hit.end, end, _SMALL_AREA)


_SMALL_AREA: Final = Entry("gazetteer", "", "")


def _compress(letters: list[str], hits: dict[int, Hit]) -> Tagged:
    """Join the letters: a hit of several words counts as one."""
    kept: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    items: list[int] = []
    token = 0
    long = sorted([hit for hit in hits.values() if hit.end - hit.start > 1], key=attrgetter("start"))
    for hit in long:
        if hit.start < token:
            continue  # inside a longer one
        kept += letters[token : hit.start + 1]
        items += range(len(starts), len(starts) + hit.start - token + 1)
        starts += range(token, hit.start + 1)
        ends += range(token + 1, hit.start + 1)
        token = min(hit.end, len(letters))
        ends.append(token)
        items += [len(starts) - 1] * (token - hit.start - 1)
    kept += letters[token:]
    items += range(len(starts), len(starts) + len(letters) - token)
    starts += range(token, len(letters))
    ends += range(token + 1, len(letters) + 1)
    by_item = {items[start]: hits[start] for start in sorted(hits) if starts[items[start]] == start}
    return Tagged("".join(kept), starts, ends, by_item, items)
