"""A text in the letters of the grammar of people: one for each office, rank, honorific, degree, organisation, area, name word."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from berita_extract.grammar.areas import SMALL_LEVELS, collect_codes, find_small_area
from berita_extract.lexicon.entries import Entry
from berita_extract.lexicon.gazetteer import Gazetteer
from berita_extract.lexicon.lexicon import Hit
from berita_extract.text.reading import Reading
from berita_extract.text.words import CAPITALISED, NUMERALS

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
DATE: Final = "t"  # Kamis, Maret
NUMBERED: Final = "q"  # Nomor, periode: what follows is the number of a document or a term, no name

_TITLE_WORDS: Final = {"role": ROLE, "also": ALSO, "and": AND, "inner": INNER, "such": SUCH, "called": SUCH}
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
_NUMBERING: Final = frozenset(("document", "term", "budget"))
_NAME_LIKE: Final = frozenset("NMXUIJK")
_BEFORE_DEGREE: Final = frozenset("NMXUIJAD,.")


class Tagged(NamedTuple):
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
    lengths = [1] * len(letters)
    hits: dict[int, Hit] = {}

    def put(hit: Hit, letter: str) -> None:
        if hit.end - hit.start >= lengths[hit.start]:
            letters[hit.start] = letter
            lengths[hit.start] = hit.end - hit.start
            hits[hit.start] = hit

    for hit in reading.found("title_words"):
        put(hit, _TITLE_WORDS[hit.entry.get("tag")])
    for name, letter in _LISTS:
        for hit in reading.found(name):
            if (
                name in _CAPITALISED_ONLY
                and reading.shapes[hit.start] == "w"
                and not (name == "organisations" and reading.ending("offices", hit.start) is not None)
            ):
                continue  # but `kadis kominfo` is an office all the same
            if _is_misread(reading, name, hit, letters):
                continue
            put(hit, ADDRESS if name == "honorifics" and hit.entry.get("output") == "no" else letter)
    for name in ("weekdays", "months"):
        for hit in reading.found(name):
            numbered = hit.start > 0 and reading.shapes[hit.start - 1] == "d"
            if (not hit.entry.has("trap") or numbered) and reading.shapes[hit.start] != "w":
                put(hit, DATE)
    for hit in reading.found("not_date_cues"):
        numbered = reading.shapes[hit.end : hit.end + 1] in NUMERALS
        if hit.entry.get("kind") in _NUMBERING and (letters[hit.start] in "KXUw" or (letters[hit.start] == "N" and numbered)):
            put(hit, NUMBERED)  # Lukas 2:1, but Pdt. Lukas Asso
    for hit in _find_small_areas(reading, gazetteer) if gazetteer is not None else ():
        put(hit, AREA)
    for hit in reading.found("degrees"):
        if _is_degree(reading, hit, letters):
            put(hit, DEGREE)
    return _compress(letters, lengths, hits)


def _find_small_areas(reading: Reading, gazetteer: Gazetteer) -> Iterator[Hit]:
    """The districts and villages right behind their level word or the head of an office: `Camat Tebet`, `Kepala Desa Hulosobo`."""
    codes = collect_codes(reading)
    if not codes:
        return
    for name in ("offices", "level_words"):
        for hit in reading.found(name):
            level = hit.entry.get("level") or None
            small = level in SMALL_LEVELS if name == "level_words" else _has_small_area(hit)
            if small and not reading.breaks_after(hit.end - 1):
                end = find_small_area(reading, gazetteer, hit.end, level, codes)
                if end is not None:
                    yield Hit(hit.end, end, _SMALL_AREA)


def _has_small_area(hit: Hit) -> bool:
    return hit.entry.get("takes") == "area" and hit.entry.get("area") != "wide"


_SMALL_AREA: Final = Entry("gazetteer", "", "")


def _is_misread(reading: Reading, name: str, hit: Hit, letters: list[str]) -> bool:
    shape = reading.shapes[hit.start]
    before_letter = letters[hit.start - 1] if hit.start else ""
    following = reading.shapes[hit.end : hit.end + 1]
    single = hit.end - hit.start == 1
    if single and name in ("offices", "honorifics") and shape in "NM" and before_letter in ("N", "J", "X", "I"):
        return not (name == "offices" and following in ("K", "U"))  # Lukmanul Hakim, M. Maulana Azis
    if name == "organisations" and single and hit.entry.surface.isupper() and len(hit.entry.surface) > 1 and shape != "w":
        return not reading.word(hit.start).isupper()  # Ika Yarti is no alumni association
    if name in ("media", "organisations") and single and shape in "NM":
        return before_letter in (RANK, CORPS, HONORIFIC, ADDRESS, PARTICLE) or following == "N"  # Letda Arm Fajar Nugroho
    if name == "name_particles" and len(reading.folded(hit.start)) == 1:
        return following not in ("N", "X", "M", "I", "K", "U") or before_letter == OFFICE or reading.shapes[hit.start] == "w"
    if name == "corps":
        # Only behind a rank: Mar, Pas, Kes are words and names elsewhere.
        before = hit.start - 1
        while before >= 0 and letters[before] in "(.,":
            before -= 1
        return reading.ending("ranks", before + 1) is None and (before < 0 or letters[before] != CORPS)
    if name == "honorifics" and len(reading.folded(hit.start)) == 1:
        # `H. Busaeri` is Haji, `Samuel H Wowor` has an initial; behind the area of an office it is Haji again.
        if shape == "w" or following not in CAPITALISED:
            return True
        place = hit.start - 1
        while place >= 0 and letters[place] in "XKA" and not _covers(reading, place):
            place -= 1
        titled = 0 <= place < hit.start - 1 and _covers(reading, place)
        return hit.start > 0 and letters[hit.start - 1] in "NX" and not titled
    if name == "speech_verbs":
        return shape in "NM"  # Puji Hastuti
    if name == "ceremony_roles":
        return shape in "NM" and before_letter in "NXM"  # Mashari Imam
    if name == "honorifics" and before_letter == "(" and following == ")" and hit.start > 1 and letters[hit.start - 2] in (RANK, CORPS):
        return True  # Kapten Laut (KH)
    if name == "honorifics" and reading.span(hit.start, hit.end).isupper() and hit.start > 0 and letters[hit.start - 1] in "NX":
        # Roslinda RM has initials; Darul Falah TGH. Lalu Mahsun none
        return following not in ("N", "X", "M", "I") and not (reading.word(hit.end - 1).endswith(".") and following in CAPITALISED)
    if name == "offices" and hit.end - hit.start == 1 and hit.entry.has("trap"):
        # Rio, Raja, Bilal: a name unless an area or organisation follows.
        return shape in "NM" and following in ("N", "M", "X") and hit.start > 0 and letters[hit.start - 1] in ",+N"
    if name == "honorifics":
        return (
            shape == "w"
            and hit.entry.get("output") != "no"
            and len(reading.word(hit.start)) < 4
            and not reading.word(hit.start).endswith(".")
        )
    if name == "level_words":
        return shape == "w" and hit.entry.has("trap")
    return False


def _covers(reading: Reading, token: int) -> bool:
    """Whether an office or the level word of an area ends with a token."""
    return any(reading.ending(name, token + 1) is not None for name in ("offices", "level_words"))


def _is_degree(reading: Reading, hit: Hit, letters: list[str]) -> bool:
    """Degrees stand behind a name: `, S.H.`, `S.Sos M.AP`; lower-case words are none."""
    if hit.start == 0 or reading.shapes[hit.start] == "w":
        return False
    if reading.touches(hit.end - 1) and reading.shapes[hit.end] in "NXMK" and reading.hit_at("degrees", hit.end) is None:
        return False  # MH.Saragih
    before = letters[hit.start - 1]
    if before not in _BEFORE_DEGREE and reading.ending("degrees", hit.start) is None:
        return False
    if before in ",." and hit.start > 1 and letters[hit.start - 2] not in _BEFORE_DEGREE | _NAME_LIKE | {DEGREE, CORPS}:
        return False
    if hit.entry.has("trap") and "." not in reading.span(hit.start, hit.end):
        return before == "," or before == DEGREE or letters[hit.start - 1] in "NMXI"
    return True


def _compress(letters: list[str], lengths: list[int], hits: dict[int, Hit]) -> Tagged:
    kept: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    items: list[int] = []
    by_item: dict[int, Hit] = {}
    token = 0
    while token < len(letters):
        end = min(token + lengths[token], len(letters))
        if token in hits:
            by_item[len(kept)] = hits[token]
        items += [len(kept)] * (end - token)
        kept.append(letters[token])
        starts.append(token)
        ends.append(end)
        token = end
    return Tagged("".join(kept), starts, ends, by_item, items)
