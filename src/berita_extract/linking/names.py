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
# Releases speak of up to twenty people; beyond so many a text is something else, and slips of the pen are not looked for.
_CROWD: Final = 60
_FEW: Final = 12


class NameIndex:
    """The names met so far, by the words from which it can be told which of them another name may stand for.

    Words that can be one another begin with the same letter. In a crowd a name needs a word that only few others have.
    """

    def __init__(self) -> None:
        self._count = 0
        self._lettered: dict[str, set[int]] = {}
        self._worded: dict[str, list[int]] = {}

    def add(self, number: int, words: Sequence[str]) -> None:
        """Remember a name by its number."""
        self._count += 1
        for word in words:
            self._worded.setdefault(word, []).append(number)
            if self._count <= _CROWD:
                self._lettered.setdefault(word[0], set()).add(number)

    def find(self, words: Sequence[str]) -> list[int]:
        """The names that a name may stand for, in order."""
        if not words:
            return []
        if self._count <= _CROWD:
            return sorted(set.intersection(*(self._lettered.get(word[0], set()) for word in words)))
        few = (owners for word in words if len(owners := self._worded.get(word, ())) <= _FEW)
        return sorted({number for owners in few for number in owners})


def name_words(reading: Reading, tagged: Tagged, person: Person) -> tuple[str, ...]:
    """The words of a name as they are compared."""
    start, end = tagged.starts[person.name_start], tagged.ends[person.name_end - 1]
    return tuple(reading.folded(token) for token in range(start, end) if reading.shapes[token] not in "'-")


def is_part_of_name(words: Sequence[str], full: Sequence[str], *, slip_length: int = _SLIP_LENGTH) -> bool:
    """Whether `words` can stand for the name `full`: `Ridwan Badallah`, `Benny N Yusuf`, `Badalah` with one letter lost.

    Two names of one word each must be equal: `Sukardi` is not `Sukarni`. `slip_length`: how long a word must be for a slip.
    """
    if len(full) == 1:
        return tuple(words) == tuple(full)
    place = 0
    letters = 0
    for word in words:
        while place < len(full) and not is_same_word(word, full[place], slip_length):
            place += 1
        if place >= len(full):
            return len(words) == len(full) and _differs_once(words, full)
        letters += min(len(word), len(full[place])) > 1  # Eka Prasetya is not Reynold E. P. Hutagalung
        place += 1
    return letters > 0


def is_same_word(one: str, other: str, slip_length: int = _SLIP_LENGTH) -> bool:
    """Whether two spellings are one word of a name: equal, one the initial of the other, or with a slip of the pen."""
    if one == other:
        return True
    if min(len(one), len(other)) == 1:
        return one[0] == other[0]
    return min(len(one), len(other)) >= slip_length and one[0] == other[0] and _differs_little(one, other, 1)


def _differs_once(words: Sequence[str], full: Sequence[str]) -> bool:
    """`Rizki Nurdiansyah` and `Risky Nurdiansyah`: one word spelt otherwise between equal ones."""
    unequal = [(one, other) for one, other in zip(words, full, strict=True) if one != other]
    if len(unequal) != 1:
        return False
    one, other = unequal[0]
    return min(len(one), len(other)) > 3 and one[0] == other[0] and _differs_little(one, other, _MOST_SLIPS)


def _differs_little(one: str, other: str, slips: int) -> bool:
    """Whether at most so many letters must be changed, added or dropped."""
    if abs(len(one) - len(other)) > slips or len(set(one) ^ set(other)) > 2 * slips:
        return False
    place = next((place for place, (letter, facing) in enumerate(zip(one, other, strict=False)) if letter != facing), None)
    if place is None or one[place + 1 :] == other[place + 1 :]:
        return place is None or slips > 0
    rests = ((place + 1, place + 1), (place + 1, place), (place, place + 1))
    return slips > 0 and any(_differs_little(one[left:], other[right:], slips - 1) for left, right in rests)
