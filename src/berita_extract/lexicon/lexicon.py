"""All word lists compiled into one automaton over word numbers: a single pass finds every entry in a text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import product
from pathlib import Path
from typing import Final, NamedTuple

import ahocorasick

from berita_extract.lexicon.entries import Entry, read_packaged_lists
from berita_extract.lexicon.fold import fold_word
from berita_extract.lexicon.user_lists import read_user_lists

# Lists of single words that only say what kind of word it is: looked up once a word, not once an occurrence.
WORD_CLASSES: Final = ("person_names", "common_words", "word_groups")

# Lists whose shorter entries stay beside longer ones that overlap them: a line break may part the longer.
NESTING: Final = frozenset(("boilerplate",))

_ATOMS: Final = re.compile(r"[^\W\d_]+(?:'[^\W_]+)*|\d+|[^\w\s]|_")
# Beyond this many full stops only the two extremes are stored: all joined, all cut.
_MOST_JOINTS: Final = 5


class Hit(NamedTuple):
    """An entry found at tokens `start` to `end` (exclusive)."""

    start: int
    end: int
    entry: Entry


class Lexicon:
    """Every list, ready for one scan of a text."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.lists: dict[str, list[Entry]] = {}
        self._classes: dict[str, dict[str, Entry]] = {name: {} for name in WORD_CLASSES}
        self._numbers: dict[str, int] = {}
        keys: dict[tuple[int, ...], list[Entry]] = {}
        for entry in entries:
            self.lists.setdefault(entry.list, []).append(entry)
            if entry.list in self._classes:
                self._classes[entry.list][fold_word(entry.surface)] = entry
                continue
            for words in spell_key(entry.surface):
                key = tuple(self._numbers.setdefault(word, len(self._numbers) + 1) for word in words)
                keys.setdefault(key, []).append(entry)
        self.groups = _collect_groups(self._classes["word_groups"])
        self._automaton = ahocorasick.Automaton(ahocorasick.STORE_ANY, ahocorasick.KEY_SEQUENCE)
        for key, found in keys.items():
            self._automaton.add_word(key, (len(key), tuple(found)))
        if keys:
            self._automaton.make_automaton()

    def number(self, folded: str) -> int:
        """The number of a folded word, 0 for a word that no entry contains."""
        return self._numbers.get(folded, 0)

    def word_class(self, name: str) -> Mapping[str, Entry]:
        """The entries of a one-word list (`person_names`, `common_words`) by folded word."""
        return self._classes[name]

    def scan(self, numbers: Sequence[int]) -> dict[str, list[Hit]]:
        """All hits in a text given as word numbers, list by list; of overlapping hits of one list the longest stays."""
        found: dict[str, list[Hit]] = {}
        for last, (length, entries) in self._automaton.iter(tuple(numbers)):
            for entry in entries:
                found.setdefault(entry.list, []).append(Hit(last - length + 1, last + 1, entry))
        return {name: hits if name in NESTING else _keep_longest(hits) for name, hits in found.items()}


def _collect_groups(words: Mapping[str, Entry]) -> Mapping[str, frozenset[str]]:
    groups: dict[str, set[str]] = {}
    for folded, entry in words.items():
        for group in entry.value.split(","):
            groups.setdefault(group, set()).add(folded)
    return {group: frozenset(members) for group, members in groups.items()}


def spell_key(surface: str) -> set[tuple[str, ...]]:
    """The sequences of folded words under which an entry is found.

    `M.Tr.Han` is stored whole and cut at every choice of its full stops, because texts write `M.Tr.Han`,
    `M.Tr. Han` and `M. Tr. Han`; `DP3A` and `Jak-Sel` also in the pieces into which a tokenizer cuts them.
    """
    chunks = surface.replace("\u2019", "'").split()
    keys = {tuple(fold_word(chunk) for chunk in chunks)}
    atoms = [atom for chunk in chunks for atom in _cut_atoms(chunk)]
    joints = [place for place, atom in enumerate(atoms) if atom == "."]
    choices = product((False, True), repeat=len(joints)) if len(joints) <= _MOST_JOINTS else ((False,) * len(joints), (True,) * len(joints))
    for choice in choices:
        keys.add(_join_atoms(atoms, dict(zip(joints, choice, strict=True))))
    return {key for key in keys if key}


def _cut_atoms(chunk: str) -> Iterator[str]:
    """Words, figures and marks of a chunk; a full stop only where it stands between two words."""
    atoms = _ATOMS.findall(chunk)
    for place, atom in enumerate(atoms):
        inside = 0 < place < len(atoms) - 1 and atoms[place - 1][0].isalnum() and atoms[place + 1][0].isalnum()
        if atom != "." or inside:
            yield atom if atom == "." else fold_word(atom)


def _join_atoms(atoms: Sequence[str], joined: Mapping[int, bool]) -> tuple[str, ...]:
    words: list[str] = []
    for place, atom in enumerate(atoms):
        if atom == "." and place in joined:
            continue
        if words and joined.get(place - 1):
            words[-1] += atom
        else:
            words.append(atom)
    return tuple(words)


@cache
def load_lexicon(user_file: Path | None = None) -> Lexicon:
    """The packaged lists, extended by the user's own file if one is given; built once a process.

    Raises `LexiconError` for a malformed user file.
    """
    entries = list(read_packaged_lists())
    if user_file is not None:
        entries += read_user_lists(user_file, frozenset(entry.list for entry in entries))
    return Lexicon(entries)


def _keep_longest(hits: list[Hit]) -> list[Hit]:
    """Leftmost-longest: `Kepala Dinas` hides `Kepala`; hits with the same span all stay."""
    if len(hits) == 1:
        return hits
    hits.sort(key=lambda hit: (hit.start, -hit.end))
    kept: list[Hit] = []
    start, reach = -1, 0
    for hit in hits:
        if hit.start >= reach or (hit.start == start and hit.end == reach):
            kept.append(hit)
            start, reach = hit.start, hit.end
    return kept
