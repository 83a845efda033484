"""Offices as they are written: where a title begins and ends, and whether its holder's name follows."""

from __future__ import annotations

from typing import Final

from msgspec.structs import replace

from berita_extract.grammar.people_tags import (
    ADDRESS,
    AND,
    AREA,
    INNER,
    LEVEL,
    NUMBERED,
    OFFICE,
    OR,
    ORGANISATION,
    PARTICLE,
    PREFIX,
    ROLE,
    Tagged,
)  # fmt: skip
from berita_extract.grammar.persons import Person, match_person
from berita_extract.grammar.title_holders import (
    find_later_name,
    holds_later,
    match_behind_mark,
    match_behind_term,
    match_holder,
    proper_name_end,
    takes_proper_name,
)
from berita_extract.grammar.title_parts import close_bracket, continues_list, is_full, is_short_form, part_end
from berita_extract.record import Record
from berita_extract.text.reading import Reading

# Letters of which the body of a title consists, behind its head.
_BODY: Final = frozenset((ORGANISATION, AREA, LEVEL, OFFICE, PREFIX, *"KUVId08"))
_NAME_LIKE: Final = frozenset("NMX")
_JOINS: Final = frozenset((AND, "/", "-", "&", INNER))
# The longest title seen in real releases has about 30 words.
_LONGEST: Final = 40
# A name has at most so many items.
_NAME_REACH: Final = 8
# So far apart stand the two bodies that a title joins.
_FIELD_REACH: Final = 9


class TitleSpan(Record, frozen=True):
    """An office as items of the grammar, with the person whose name directly follows it, if one does."""

    start: int
    head: int
    end: int
    person: Person | None


def walk_title(reading: Reading, tagged: Tagged, head: int, end: int, *, owned: bool = False) -> TitleSpan:
    """Read an office from its head word on (`Kepala` → `Kepala Dinas Kominfo Prov. Sultra`, then `M. Ridwan Badallah`).

    The title takes organisations, areas, codes and ordinary capitalised words; it ends where a name, a verb
    or a punctuation mark begins. `owned`: its holder's name stands before it, so an unknown word behind it is its own.
    """
    letters = tagged.letters
    start = _take_prefixes(letters, head)
    place = head + 1
    last = place
    while place < end and place - head < _LONGEST:
        letter = letters[place]
        if letters[place - 1] == "8" and letter in _NAME_LIKE and _opens_unit_name(reading, tagged.ends[place - 1] - 1):
            place = last = place + 1  # Korem 012/Teuku Umar
            while place < end and reading.in_group(tagged.starts[place], "unit_name_rest"):
                place = last = place + 1
            continue
        if (named := proper_name_end(reading, tagged, head, place, end)) is not None:
            place = last = named
            continue
        if not owned and (later := find_later_name(reading, tagged, head, place, end)) is not None:
            place = last = later
        person = match_holder(reading, tagged, head, place, end)
        if person is not None and (person.is_led or not owned):
            return TitleSpan(start, head, last, person)
        letter = letters[place]
        if letter == "(":
            closing = close_bracket(tagged, place, end)
            if closing is None:
                break
            inside = _match_in_bracket(reading, tagged, place, closing)
            if inside is not None:
                return TitleSpan(start, head, last, inside)
            place = closing + 1
            continue
        if letter in ",:-" and not owned and (person := match_behind_mark(reading, tagged, head, place, end)) is not None:
            return TitleSpan(start, head, last, person)
        if letter == ",":
            if not continues_list(letters, place, end):
                break
            place += 1
            continue
        if letter == OFFICE and (
            repeats(tagged, head, place) or _is_another(tagged, head, place) or reading.word(tagged.starts[place] - 1).endswith(".")
        ):
            break  # or behind a stop: … prajurit TNI. Bupati Klaten …
        if (part := part_end(reading, tagged, head, place, end)) is not None:
            place = last = part
            continue
        if letter == "." and letters[place - 1] == "8" and letters[place + 1 : place + 2] in (AREA, "X", "N") and place + 1 < end:
            place += 1  # Dandim 0621/Kab. Bogor
            continue
        if letter == OR and letters[place + 1 : place + 2] in (ORGANISATION, OFFICE):
            place += 2  # Majelis Permusyawaratan Rakyat atau MPR: like a short form in brackets
            continue
        if letter in _BODY or (letter in _NAME_LIKE | {PARTICLE} and (owned or _is_body_word(reading, tagged, head, place))):
            place += 1
            last = place
            continue
        if letter in _JOINS and place + 1 < end and _joins(reading, tagged, place, end):
            place += 1
            continue
        if letter == NUMBERED and (holder := match_behind_term(reading, tagged, place, end)) is not None:
            return TitleSpan(start, head, last, holder)
        break
    return TitleSpan(start, head, last, None)


def _match_in_bracket(reading: Reading, tagged: Tagged, opening: int, closing: int) -> Person | None:
    """The person in a bracket behind a title, perhaps the first of several: `Camat (Agus Salamun)`, `Kadus (Sumardi dan Utarno)`."""
    if is_short_form(reading, tagged, opening, closing):
        return None
    person = match_person(reading, tagged, opening + 1, closing)
    if person is None or person.end == closing:
        return person
    if tagged.letters[person.end] == "," and tagged.letters[person.end + 1 : closing] == "U" and not person.degrees:
        return replace(person, end=closing, name_end=closing)  # A. Zubaidi, ZN
    return person if tagged.letters[person.end] in (",", AND) else None


def _opens_unit_name(reading: Reading, token: int) -> bool:
    """Whether a unit's number goes on with a word that its name does not end with: `012/Teuku`."""
    return reading.folded(token).rpartition("/")[2] in reading.groups["unit_name_opener"]


def repeats(tagged: Tagged, head: int, place: int) -> bool:
    """`Komandan Korem Halu Oleo Danrem Halu Oleo`: the same office again, in its short form."""
    first, second = tagged.hits[head].entry, tagged.hits[place].entry
    return second.get("kind") == "acronym" and first.value.split()[0].lower() == second.value.split()[0].lower()


def _is_another(tagged: Tagged, head: int, place: int) -> bool:
    """`Lurah desa Wonolelo Kabag pemdes`: behind the area of an office a short form is the next office."""
    entry = tagged.hits[head].entry
    own = entry.get("takes") == "area" and entry.get("area") != "wide" and tagged.letters[place - 1] in "XNA"
    return own and tagged.hits[place].entry.get("kind") == "acronym"


def _take_prefixes(letters: str, head: int) -> int:
    start = head
    while start and (
        letters[start - 1] == PREFIX or (letters[start - 1] in ".()" and start > 1 and PREFIX in letters[start - 3 : start - 1])
    ):
        start -= 1
    return start


def _is_body_word(reading: Reading, tagged: Tagged, head: int, place: int) -> bool:
    """An unknown or ambiguous capitalised word that no name starts with here: the area of a Camat, the topic of a Bidang."""
    if tagged.letters[place] not in ("N", PARTICLE) or tagged.letters[place - 1] in _BODY | {AND, "/"}:
        return True
    if takes_proper_name(reading, tagged, head, place):
        return True
    person = match_person(reading, tagged, place, place + _NAME_REACH)
    return person is not None and not person.is_led and holds_later(reading, tagged, head, person)


def _joins(reading: Reading, tagged: Tagged, place: int, end: int) -> bool:
    """Whether a joining word continues the title: `Komunikasi dan Informatika`, `Kabid Sandi pada Diskominfo`."""
    following = tagged.letters[place + 1]
    if tagged.letters[place] == AND and (_is_unit(tagged, place + 1) or tagged.letters[place - 1] == OFFICE):
        return _joins_field(reading, tagged, place, end)
    if tagged.letters[place] == AND and following == ORGANISATION:
        return _joins_body(reading, tagged, place, end)
    if tagged.letters[place] == AND:
        return following in "KXMU" and tagged.letters[place - 1] in "KXMUA)OF," and not _starts_person(reading, tagged, place + 1, end)
    if tagged.letters[place] in "/-&":
        return following in _BODY or following in _NAME_LIKE
    return following in _BODY


def _is_unit(tagged: Tagged, place: int) -> bool:
    hit = tagged.hits.get(place)
    return (
        hit is not None
        and tagged.letters[place] == ORGANISATION
        and hit.entry.get("level") == "unit"
        and hit.entry.get("kind") == "acronym"
    )


def _joins_field(reading: Reading, tagged: Tagged, place: int, end: int) -> bool:
    """`Kadis Kesehatan dan Dukcapil, Messerasi Ataupah`: the second half of a department, with its area or head behind it."""
    letters = tagged.letters
    if letters[place - 1] == OFFICE and tagged.hits[place - 1].end - tagged.hits[place - 1].start < 2:
        return False  # Camat dan Masyarakat
    step = place + 1
    while step < end and (letters[step] == "K" or _is_unit(tagged, step)):
        step += 1
    if step == place + 1 or step >= end:
        return False
    if letters[step] == ",":
        person = match_person(reading, tagged, step + 1, end)
        return person is not None and letters[person.end : person.end + 1] in (",", "S", "w", ".", "(", ROLE, AND)
    if letters[step] in "NMXHRBJ":
        person = match_person(reading, tagged, step, end, titled=True)
        return person is not None and is_full(tagged, person)  # Kasubag Umum dan Kepegawaian Budi Santoso
    return letters[step] in (AREA, LEVEL, ORGANISATION, "(")


def _joins_body(reading: Reading, tagged: Tagged, place: int, end: int) -> bool:
    """`Koordinator Kampus AMIK BSI dan STIMIK NURI Sukabumi, Agung Wibowo`: two bodies of one kind with one head."""
    letters = tagged.letters
    second = tagged.hits[place + 1].entry.get("type")
    back = place - 1
    while back > 0 and letters[back] in "OUXNKAG)(" and place - back < _FIELD_REACH:
        if letters[back] == ORGANISATION and tagged.hits[back].entry.get("type") == second:
            break
        back -= 1
    else:
        return False
    step = place + 2
    while step < end and letters[step] in "KXUNAG()" and step - place < _FIELD_REACH:
        step += 1
    person = match_person(reading, tagged, step + 1, end) if letters[step : step + 1] == "," and step + 1 < end else None
    return person is not None and (person.is_led or bool(person.degrees) or person.name_end - person.name_start > 1)


def _starts_person(reading: Reading, tagged: Tagged, place: int, end: int) -> bool:
    person = match_person(reading, tagged, place, end)
    return person is not None and (person.is_led or bool(person.degrees) or tagged.letters[place] == "N")


def starts_title(tagged: Tagged, place: int) -> int | None:
    """The item of the office head that a title starting here has, skipping `Plt.` and `Bapak`."""
    letters = tagged.letters
    while place < len(letters) and letters[place] in (PREFIX, ADDRESS):
        place += 1
    return place if letters[place : place + 1] == OFFICE else None
