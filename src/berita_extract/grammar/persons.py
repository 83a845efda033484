"""A person's name with what is written around it: rank, honorifics, degrees (`Kolonel Inf Dr. Indarto Kusnohadi, S.I.P., S.H.`)."""

from __future__ import annotations

import re
from typing import Final

from berita_extract.grammar.people_tags import ADDRESS, DEGREE, HONORIFIC, RANK, Tagged
from berita_extract.record import Record
from berita_extract.text.reading import Reading

# A rank may be given twice: Komisaris Besar Polisi (Kombes Pol), Ajun Komisaris Besar Polisi atau AKBP
_LEAD: Final = re.compile(r"(?:[BHR]|C|\(C\.?\)|(?<=R)(?:\(R[C.]?\)|[|]R)|(?<=[RCBH])[.](?=[A-Z])|(?<=H)U(?=H)){1,12},?(?=[A-Z])")
_NAME: Final = re.compile(
    r"(?:[JI]{0,3}[NMXU]|J[NMXUI]|I(?=[NMXUI]))"
    r"(?:[NMXUIJ]|(?<=J[NMX])K(?=[,.]|$)|(?<=[NM])K(?=,?D)|'(?=[NMXU])|[KA](?=[NMXU])|[.](?=I[.,]*D)|-(?=[NMX])){0,6}"
)
_LED_NAME: Final = re.compile(r"[JIM]{0,3}[NMXUKA](?:[NMXUIJKA]|'(?=[NMXU])){0,6}")
_DEGREES: Final = re.compile(r"(?:[.,]{0,2}D)+")
# A name with all that stands around it has at most this many items.
_LONGEST: Final = 12
# A person ends with a word of the name or a degree.
_LAST: Final = frozenset("NMXUIJKAD.'")
# A name may not run on into these: then it was the start of an organisation's or a place's name.
_RUNS_ON: Final = frozenset("OGKTUV8RH")


class Person(Record, frozen=True):
    """A named person as items of the grammar: the whole, the name, and the parts around it."""

    start: int
    end: int
    name_start: int
    name_end: int
    ranks: tuple[int, ...]
    honorifics: tuple[int, ...]
    addresses: tuple[int, ...]
    degrees: tuple[int, ...]

    @property
    def is_led(self) -> bool:
        """Whether a rank, honorific or form of address opens it, which makes the name certain."""
        return self.start < self.name_start


def match_person(reading: Reading, tagged: Tagged, item: int, end: int, *, titled: bool = False) -> Person | None:
    """Read a person that starts exactly at an item, if one does; `titled` says that a title stands right before it."""
    letters = tagged.letters
    lead = _LEAD.match(letters, item, end)
    name_start = lead.end() if lead else item
    if name_start >= end:
        return None
    name = (_LED_NAME if lead else _NAME).match(letters, name_start, end)
    if name is None or (lead is None and _opens_other(reading, tagged.starts[name_start], titled=titled)):
        return None
    if lead is not None and "N" not in name[0] and name[0].strip("K") == "" and _is_weak_lead(tagged, item, name_start):
        return None  # Penata Penanggulangan Bencana is an office
    last = name.end()
    last += titled and lead is None and _ends_with_word(reading, tagged, name_start, last, end)
    name_end = _end_name(reading, tagged, name_start, last, limit=end, led=lead is not None)
    if name_end is None:
        return None
    degrees = _DEGREES.match(letters, name_end, end)
    stop = degrees.end() if degrees else name_end
    stop += degrees is not None and letters[stop : stop + 2] == ".,"  # M. Si., yang juga
    return Person(
        item,
        stop,
        name_start,
        name_end,
        tuple(place for place in range(item, name_start) if letters[place] in "RC"),
        tuple(place for place in range(item, name_start) if letters[place] == HONORIFIC),
        tuple(place for place in range(item, name_start) if letters[place] == ADDRESS),
        tuple(place for place in range(name_end, stop) if letters[place] == DEGREE),
    )


def match_person_before(reading: Reading, tagged: Tagged, end: int, first: int) -> Person | None:
    """Read the person whose last item stands right before `end`, tried from the longest; none begins before `first`."""
    if tagged.letters[end - 1 : end] not in _LAST:
        return None
    for start in range(max(first, end - _LONGEST), end):
        if start > first and tagged.letters[start - 1] in "NJHRCB" and tagged.letters[start] not in "HRB":
            continue
        person = match_person(reading, tagged, start, end)
        if person is not None and person.end == end:
            return person
    return None


def is_vague(tagged: Tagged, person: Person) -> bool:
    """Whether a person is a lone word that is no personal name, with nothing around it."""
    lone = person.name_end - person.name_start == 1 and not person.is_led and not person.degrees
    return lone and tagged.letters[person.name_start] != "N"


def names_a_place(reading: Reading, tagged: Tagged, item: int, *, built: bool = False) -> bool:
    """Whether a name is that of a street or building: `Jalan Jenderal Sudirman`, `Gedung Dakwah KH Ahmad Dahlan`.

    `built` leaves out houses that an office is in: `Kantor Bupati` is no place called `Bupati`.
    """
    token = tagged.starts[item]
    first = max(0, token - _LONGEST)
    while token > first and reading.shapes[token - 1] in "KX" and reading.ending("venue_nouns", token) is None:
        if reading.breaks_after(token - 1):
            return False  # the line above ends with `Desa Wisata Batu`
        token -= 1
    hit = reading.ending("venue_nouns", token) if token > 0 else None
    if hit is None or reading.breaks_after(token - 1):
        return False
    return not built or hit.entry.get("kind") in _NAMED_PLACES


_NAMED_PLACES: Final = frozenset(("transport", "open", "street", "worship"))
_OTHER_OPENERS: Final = ("venue_nouns", "activities", "quote_traps", "count_nouns")


def _is_weak_lead(tagged: Tagged, item: int, name_start: int) -> bool:
    """Whether all that opens a name is words that mean something else as well."""
    return all(tagged.hits[place].entry.has("trap") for place in range(item, name_start) if place in tagged.hits)


def _opens_other(reading: Reading, token: int, *, titled: bool) -> bool:
    """Whether a capitalised word opens something that is no name: `Kompleks Bumi Praja`, `Rapat Koordinasi`."""
    if titled and reading.shapes[token] == "M" and reading.shapes[token + 1 : token + 2] in ("N", "M"):
        return False  # Bupati Klaten Hari Wuryanto
    if titled and reading.shapes[token] == "M" and reading.shapes[token + 1 : token + 2] == "X":
        return any(reading.hit_at(name, token) is not None for name in _OTHER_OPENERS[:-1])  # Imam Fatkuroji
    if reading.shapes[token] == "U" and reading.word(token).endswith(".") and reading.shapes[token + 1 : token + 2] == "N":
        return False  # LT. Handoko: initials, no `lantai`
    half, _, again = reading.folded(token).partition("-")
    if half == again:
        return True  # Rapat-rapat Pimpinan Fraksi
    degree = reading.hit_at("degrees", token)
    if degree is not None and not degree.entry.has("trap") and "." in reading.word(token):
        return True  # …, M.Si
    return reading.shapes[token] in "XMU" and any(reading.hit_at(name, token) is not None for name in _OTHER_OPENERS)


def _end_name(reading: Reading, tagged: Tagged, start: int, end: int, *, limit: int, led: bool) -> int | None:
    """Where the name ends, or `None` where the words are no name."""
    letters = tagged.letters
    for place in range(start, end - 1):
        if reading.breaks_after(tagged.ends[place] - 1):
            end = place + 1
            break
        if letters[place] == "-" and not (reading.touches(tagged.starts[place] - 1) and reading.touches(tagged.starts[place])):
            end = place  # Tangkere-Papuling, but Suradi - Tohir are two
            break
    while led and end - start > 1 and letters[end - 1] in "KA" and not _is_name_ending(letters, start, end):
        end -= 1
    if not led:
        if end < limit and letters[end] in _RUNS_ON and not reading.breaks_after(tagged.ends[end - 1] - 1):
            return None
        if not any(letters[place] in "NMX" for place in range(start, end)):
            return None
        initials = reading.word(tagged.starts[start]).endswith(".")  # LT. Handoko
        mixed = end - start > 1 and not initials
        if letters[start] == "U" and mixed and not reading.span(tagged.starts[start], tagged.ends[end - 1]).isupper():
            return None  # PSSI Tulungagung Priyo Sembodo: an organisation's short form comes first
        if (
            end - start == 1
            and reading.span(tagged.starts[start], tagged.ends[start]).isupper()
            and not _in_capitals(reading, tagged, start)
        ):
            return None  # TIK, MUI
    elif all(letters[place] in "A" for place in range(start, end)):
        return None
    return end


def _ends_with_word(reading: Reading, tagged: Tagged, start: int, end: int, limit: int) -> bool:
    """`Bupati Badung I Wayan Batu`, `Maria Rumah`: behind a title a personal name may end with any word, if nothing else follows."""
    letters = tagged.letters
    named = letters[end : end + 1] == "K" and letters[end - 1] in "NMJI" and set("NJ") & set(letters[start:end])
    # Egusem Piether Tahun; Camat Krayan, Murang Padan berharap
    unusual = (letters[end : end + 1] == "F" and end - start > 1) or (letters[start : end + 2] == "XKS")
    if end >= limit or not (named or unusual):
        return False
    token = tagged.starts[end]
    ends = reading.breaks_after(token) or letters[end + 1 : end + 2] in (",", ".", "w", "S", ")", "(", "")
    return ends and not reading.breaks_after(token - 1) and reading.block_at(token).kind == "body"


def _is_name_ending(letters: str, start: int, end: int) -> bool:
    """Behind a rank or honorific, a place or word may close the name: `Irjen Pol Yan Sultra`."""
    following = letters[end : end + 1]
    if letters[end - 1] == "K":
        # Marjohan Dt. Bandaro Putih, S.H.; Jenderal Andika Perkasa hadir
        return ("J" in letters[end - 3 : end - 1] and following in (",", ".")) or (
            letters[end - 2] in "NI" and following in (",", ".", "w", "S", "T", "D", "(", ")", "") and "K" not in letters[start : end - 1]
        )
    return all(letter in "NMXIJ" for letter in letters[start : end - 1]) and end - start == 2


def _in_capitals(reading: Reading, tagged: Tagged, item: int) -> bool:
    """Whether the words around are all in capitals, as in headlines."""
    sentence = reading.sentence_at(tagged.starts[item])
    return "w" not in reading.shapes[sentence.start : sentence.end]


def rank_text(reading: Reading, tagged: Tagged, person: Person) -> str | None:
    """The rank with its corps as written: `Kolonel (Pnb.)`, `Letnan Jenderal Marinir (Purn)`; a rank given twice in full."""
    if not any(tagged.letters[place] == RANK for place in person.ranks):
        return None
    first = person.ranks[0]
    again = next((place for place in person.ranks[1:] if tagged.letters[place] == RANK), None)
    last = max(place for place in person.ranks if again is None or place < again)
    end = last + 1
    if tagged.letters[end : end + 1] == ")" or tagged.letters[end : end + 2] == ".)":
        end += 1 + (tagged.letters[end] == ".")
    return reading.given(tagged.starts[first], tagged.ends[end - 1])
