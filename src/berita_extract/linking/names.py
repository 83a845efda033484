"""When two spellings are one name: parts of it, initials, a slip of the pen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from berita_extract.grammar.people_tags import Tagged
from berita_extract.grammar.persons import Person
from berita_extract.text.reading import Reading

# Letters that may differ between two spellings of one word, and how long a word must be for one to be a slip.
_MOST_SLIPS: Final = 2
_SLIP_LENGTH: Final = 6


def name_words(reading: Reading, tagged: Tagged, person: Person) -> tuple[str, ...]:
    """The words of a name as they are compared."""
    start, end = tagged.starts[person.name_start], tagged.ends[person.name_end - 1]
    return tuple(reading.folded(token) for token in range(start, end) if reading.shapes[token] not in "'-")


def is_part_of_name(words: Sequence[str], full: Sequence[str]) -> bool:
    """Whether `words` can stand for the name `full`: `Ridwan Badallah`, `Benny N Yusuf`, `Badalah` with one letter lost.

    Two names of one word each must be equal: `Sukardi` is not `Sukarni`.
    """
    if len(full) == 1:
        return tuple(words) == tuple(full)
    place = 0
    letters = 0
    for word in words:
        while place < len(full) and not _is_same_word(word, full[place]):
            place += 1
        if place >= len(full):
            return len(words) == len(full) and _differs_once(words, full)
        letters += len(word) > 1
        place += 1
    return letters > 0


def _is_same_word(one: str, other: str) -> bool:
    if one == other:
        return True
    if min(len(one), len(other)) == 1:
        return one[0] == other[0]
    return min(len(one), len(other)) >= _SLIP_LENGTH and one[0] == other[0] and _distance(one, other) <= 1


def _differs_once(words: Sequence[str], full: Sequence[str]) -> bool:
    """`Rizki Nurdiansyah` and `Risky Nurdiansyah`: one word spelt otherwise between equal ones."""
    unequal = [(one, other) for one, other in zip(words, full, strict=True) if one != other]
    if len(unequal) != 1:
        return False
    one, other = unequal[0]
    return min(len(one), len(other)) > 3 and one[0] == other[0] and _distance(one, other) <= _MOST_SLIPS


def _distance(one: str, other: str) -> int:
    """How many letters must be changed, added or dropped; stops counting beyond `_MOST_SLIPS`."""
    if abs(len(one) - len(other)) > _MOST_SLIPS:
        return _MOST_SLIPS + 1
    previous = list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        current = [row]
        for column, facing in enumerate(other, 1):
            current.append(min(previous[column] + 1, current[-1] + 1, previous[column - 1] + (letter != facing)))
        previous = current
    return previous[-1]
