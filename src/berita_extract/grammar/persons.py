"""A person's name with what is written around it: rank, honorifics, degrees (`Kolonel Inf Dr. Indarto Kusnohadi, S.I.P., S.H.`)."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from berita_extract.grammar.people_tags import ADDRESS, DEGREE, HONORIFIC, RANK, Tagged
from berita_extract.text.reading import Reading

_LEAD: Final = re.compile(r"(?:[BHR]|C|\(C\.?\)|(?<=[RCBH])[.](?=[A-Z]))+,?(?=[A-Z])")
_NAME: Final = re.compile(
    r"(?:[JI]{0,3}[NMXU]|J[NMXUI]|I(?=[NMXUI]))"
    r"(?:[NMXUIJ]|(?<=J[NMX])K(?=[,.]|$)|(?<=[NM])K(?=,?D)|'(?=[NMXU])|[KA](?=[NMXU])){0,6}"
)
_LED_NAME: Final = re.compile(r"[JIM]{0,3}[NMXUKA](?:[NMXUIJKA]|'(?=[NMXU])){0,6}")
_DEGREES: Final = re.compile(r"(?:[.,]{0,2}D)+")
# A name with all that stands around it has at most this many items.
_LONGEST: Final = 12
# A name may not run on into these: then it was the start of an organisation's or a place's name.
_RUNS_ON: Final = frozenset("OGKTUV8RH")


class Person(NamedTuple):
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


def match_person(reading: Reading, tagged: Tagged, item: int, end: int) -> Person | None:
    """Read a person that starts exactly at an item, if one does."""
    letters = tagged.letters
    lead = _LEAD.match(letters, item, end)
    name_start = lead.end() if lead else item
    if name_start >= end:
        return None
    name = (_LED_NAME if lead else _NAME).match(letters, name_start, end)
    if name is None or (lead is None and _opens_other(reading, tagged.starts[name_start])):
        return None
    name_end = _end_name(reading, tagged, name_start, name.end(), limit=end, led=lead is not None)
    if name_end is None:
        return None
    degrees = _DEGREES.match(letters, name_end, end)
    stop = degrees.end() if degrees else name_end
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
    for start in range(max(first, end - _LONGEST), end):
        if start > first and tagged.letters[start - 1] in "NJHRCB" and tagged.letters[start] not in "HRB":
            continue
        person = match_person(reading, tagged, start, end)
        if person is not None and person.end == end:
            return person
    return None


def names_a_place(reading: Reading, tagged: Tagged, item: int) -> bool:
    """Whether a name is that of a street or building: `Jalan Jenderal Sudirman`, `Gedung Dakwah KH Ahmad Dahlan`."""
    token = tagged.starts[item]
    while token > 0 and reading.shapes[token - 1] in "KX" and reading.ending("venue_nouns", token) is None:
        token -= 1
    return token > 0 and reading.ending("venue_nouns", token) is not None and not reading.breaks_after(token - 1)


_OTHER_OPENERS: Final = ("venue_nouns", "activities", "quote_traps", "count_nouns")


def _opens_other(reading: Reading, token: int) -> bool:
    """Whether a capitalised word opens something that is no name: `Kompleks Bumi Praja`, `Rapat Koordinasi`."""
    if reading.shapes[token] == "U" and reading.word(token).endswith(".") and reading.shapes[token + 1 : token + 2] == "N":
        return False  # LT. Handoko: initials, no `lantai`
    return reading.shapes[token] in "XMU" and any(reading.hit_at(name, token) is not None for name in _OTHER_OPENERS)


def _end_name(reading: Reading, tagged: Tagged, start: int, end: int, *, limit: int, led: bool) -> int | None:
    """Where the name ends, or `None` where the words are no name."""
    letters = tagged.letters
    for place in range(start, end - 1):
        if reading.breaks_after(tagged.ends[place] - 1):
            end = place + 1
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


def _is_name_ending(letters: str, start: int, end: int) -> bool:
    """Behind a rank or honorific, a place or word may close the name: `Irjen Pol Yan Sultra`."""
    if letters[end - 1] == "K":
        return "J" in letters[end - 3 : end - 1] and letters[end : end + 1] in (",", ".")  # Marjohan Dt. Bandaro Putih, S.H.
    return all(letter in "NMXIJ" for letter in letters[start : end - 1]) and end - start == 2


def _in_capitals(reading: Reading, tagged: Tagged, item: int) -> bool:
    """Whether the words around are all in capitals, as in headlines."""
    sentence = reading.sentence_at(tagged.starts[item])
    return "w" not in reading.shapes[sentence.start : sentence.end]


def rank_text(reading: Reading, tagged: Tagged, person: Person) -> str | None:
    """The rank with its corps as written: `Kolonel (Pnb.)`, `Letnan Jenderal Marinir (Purn)`."""
    if not any(tagged.letters[place] == RANK for place in person.ranks):
        return None
    first, last = person.ranks[0], person.ranks[-1]
    end = last + 1
    if tagged.letters[end : end + 1] == ")" or tagged.letters[end : end + 2] == ".)":
        end += 1 + (tagged.letters[end] == ".")
    return reading.given(tagged.starts[first], tagged.ends[end - 1])
