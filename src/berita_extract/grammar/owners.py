"""People whose office stands behind their name: `Yudianto, Kadis LH`; `Heru Santosa selaku Camat Trucuk`; `Iptu Yakob (Kapolsek)`."""

from __future__ import annotations

from typing import Final

from berita_extract.grammar.people_tags import ALSO, AND, ROLE, SPEECH, Tagged
from berita_extract.grammar.persons import Person, is_vague, match_person_before, names_a_place
from berita_extract.grammar.title_holders import heads_house
from berita_extract.grammar.titles import walk_title
from berita_extract.record import Record
from berita_extract.text.reading import Reading

# A lone word behind one of these is the rest of an area, organisation or topic.
_RUNS: Final = frozenset("GAOTKUXMNq8")
# A dateline's towns and medium are shorter than this.
_LONGEST_DATELINE: Final = 12


class Owner(Record, frozen=True):
    """Whoever stands before an office; `mark` and `role` are what stands between: a comma, `selaku`."""

    person: Person
    mark: str
    role: bool


def find_owner(reading: Reading, tagged: Tagged, head: int, first: int) -> Owner | None:
    """The person whose name stands right before the head of an office, in a sentence that begins at `first`."""
    letters = tagged.letters
    joiner = head - 1
    while joiner > first and letters[joiner] in "EB":
        joiner -= 1
    if letters[joiner] == AND and joiner > first + 1 and letters[joiner - 2 : joiner] == ROLE + "w":
        joiner -= 2  # Doni Yendri selaku senior dan ketua Bamus
    role = letters[joiner] in (ROLE, ALSO)
    capacity = role and reading.in_group(tagged.starts[joiner], "in_capacity")
    joiner -= role
    mark = letters[joiner] if joiner > first and letters[joiner] in ",-(" else ""
    while mark and joiner > first and letters[joiner] == mark:
        joiner -= 1
    person = match_person_before(reading, tagged, joiner + 1, first)
    if person is None or not _may_own(reading, tagged, person, mark, role, first, capacity=capacity):
        return None
    return Owner(person, mark, role)


def _may_own(reading: Reading, tagged: Tagged, person: Person, mark: str, role: bool, first: int, *, capacity: bool) -> bool:
    before = tagged.letters[person.start - 1] if person.start > first else ""
    if not person.is_led and not person.degrees and before in ("w", "F") and "X" in tagged.letters[person.name_start : person.name_end]:
        preposition = tagged.starts[person.start] - 1
        if mark == "," and reading.in_group(preposition, "place_preposition"):
            return False  # Di Lewi Ntana, Bupati disambut
    if not is_vague(tagged, person):
        return person.is_led or (before not in ("G", "8", "q") and not names_a_place(reading, tagged, person.start))
    if role:
        # Ketuanya adalah Gubernur; but Wardoyono selaku Kepala Desa
        return capacity and tagged.letters[person.name_start] == "X" and before not in _RUNS
    # `Distrik Moora, Bupati Nabire`; `Panitera dan Seketaris PA`
    return before not in _RUNS and (mark != "" or before not in (",", AND))


def holds_alone(reading: Reading, tagged: Tagged, owner: Owner, head: int, end: int) -> bool:
    """Whether an office is that of the person before it, so that what follows is its area and no name: `selaku Camat Koto Tangah`.

    Behind a comma that is so for the head of a school or house of prayer, and where a verb goes on behind the next comma:
    `H. Petrus Warsini, Kepala Puskesmas Muara Emil, hadir`.
    """
    if owner.role or owner.mark == "(":
        return True
    if owner.mark != "," or not (owner.person.is_led or is_certain(tagged, owner.person)):
        return False
    if owner.person.is_led and heads_house(reading, tagged, head):
        return True
    entry = tagged.hits[head].entry
    if entry.get("takes") != "area" or entry.get("area") == "wide":
        return False
    name = walk_title(reading, tagged, head, end).person
    return name is not None and not name.is_led and not name.degrees and _clause_goes_on(reading, tagged, name.end)


def _clause_goes_on(reading: Reading, tagged: Tagged, place: int) -> bool:
    if tagged.letters[place : place + 2] == "," + SPEECH:
        return True
    word = reading.common_words.get(reading.folded(tagged.starts[place + 1])) if tagged.letters[place : place + 2] == ",w" else None
    return word is not None and word.get("class") == "verb"


def opens_block(reading: Reading, tagged: Tagged, person: Person) -> bool:
    """Whether only capitalised words and commas stand before a name in its paragraph, as before a dateline's town."""
    token = tagged.starts[person.start]
    start = reading.block_at(token).start
    return token - start < _LONGEST_DATELINE and not reading.shapes[start:token].strip("NMXKUIV,.")


def is_certain(tagged: Tagged, person: Person) -> bool:
    """Whether a name can be nothing else: it has a rank, honorific or degree, or is two personal names."""
    name = tagged.letters[person.name_start : person.name_end]
    return person.is_led or bool(person.degrees) or (len(name) > 1 and not name.strip("NJI"))
