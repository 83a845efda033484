"""All word lists compiled into one automaton over word numbers: a single pass finds every entry in a text."""

from __future__ import annotations

import gc
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from itertools import chain, product
from pathlib import Path
from typing import Final

import ahocorasick

from berita_extract.lexicon.entries import Entry, read_list, read_packaged_texts
from berita_extract.lexicon.fold import fold_word
from berita_extract.lexicon.user_lists import read_user_lists
from berita_extract.lexicon.word_class import WordClass
from berita_extract.record import Record

# Lists of single words that only say what kind of word it is: looked up once a word, not once an occurrence.
WORD_CLASSES: Final = ("person_names", "common_words", "word_groups")

# Lists whose shorter entries stay beside longer ones that overlap them: a line break may part the longer.
NESTING: Final = frozenset(("boilerplate",))

_ATOMS: Final = re.compile(r"[^\W\d_]+(?:'[^\W_]+)*|\d+|[^\w\s]|_")
# The automaton looks through the children of a node one by one, and thousands of entries begin with different words: so a
# word is two symbols, `number // _BASE + _BASE` and `number % _BASE`, and no node has more than a few hundred children.
_BASE: Final = 128
# Beyond this many full stops only the two extremes are stored: all joined, all cut.
_MOST_JOINTS: Final = 5


class Hit(Record, frozen=True):
    """An entry found at tokens `start` to `end` (exclusive)."""

    start: int
    end: int
    entry: Entry


class Lexicon:
    """Every list, ready for one scan of a text."""

    def __init__(self, entries: Iterable[Entry], classes: Mapping[str, WordClass]) -> None:
        self.lists: dict[str, list[Entry]] = {}
        self._classes = classes
        self._numbers: dict[str, int] = {}
        keys: dict[tuple[int, ...], list[Entry]] = {}
        for entry in entries:
            self.lists.setdefault(entry.list, []).append(entry)
            for words in spell_key(entry.surface):
                key = tuple([self._numbers.setdefault(word, len(self._numbers) + 1) for word in words])
                keys.setdefault(key, []).append(entry)
        self.groups = _collect_groups(classes["word_groups"])
        self._symbols = [(number // _BASE + _BASE, number % _BASE) for number in range(len(self._numbers) + 1)]
        self._automaton = ahocorasick.Automaton(ahocorasick.STORE_ANY, ahocorasick.KEY_SEQUENCE)
        for key, found in keys.items():
            self._automaton.add_word(self._spell_symbols(key), (len(key), tuple([(entry.list, entry) for entry in found])))
        if keys:
            self._automaton.make_automaton()

    def symbols(self, folded: str) -> tuple[int, int]:
        """How the automaton reads a folded word; all words that no entry contains are the same to it."""
        return self._symbols[self._numbers.get(folded, 0)]

    def word_class(self, name: str) -> WordClass:
        """The entries of a one-word list (`person_names`, `common_words`) by folded word."""
        return self._classes[name]

    def _spell_symbols(self, numbers: Iterable[int]) -> tuple[int, ...]:
        return tuple(chain.from_iterable(map(self._symbols.__getitem__, numbers)))

    def scan(self, symbols: tuple[int, ...]) -> dict[str, list[Hit]]:
        """All hits in a text given by the symbols of its words, list by list; of overlapping hits of one list the longest stays."""
        found: dict[str, list[Hit]] = {}
        tangled = set()
        for symbol, (length, entries) in self._automaton.iter(symbols):
            end = symbol // 2 + 1
            start = end - length
            for name, entry in entries:
                hits = found.get(name)
                if hits is None:
                    found[name] = [Hit(start, end, entry)]
                    continue
                if hits[-1].end > start:
                    tangled.add(name)
                hits.append(Hit(start, end, entry))
        for name in tangled - NESTING:
            found[name] = _keep_longest(found[name])
        return found


def _collect_groups(words: WordClass) -> Mapping[str, frozenset[str]]:
    groups: dict[str, set[str]] = {}
    for folded in [*words.words()]:
        entry = words.get(folded)
        for group in entry.value.split(",") if entry is not None else ():
            groups.setdefault(group, set()).add(folded)
    return {group: frozenset(members) for group, members in groups.items()}


def spell_key(surface: str) -> set[tuple[str, ...]]:
    """The sequences of folded words under which an entry is found.

    `M.Tr.Han` is stored whole and cut at every choice of its full stops, because texts write `M.Tr.Han`,
    `M.Tr. Han` and `M. Tr. Han`; `DP3A` and `Jak-Sel` also in the pieces into which a tokenizer cuts them.
    """
    if surface.isalpha():
        return {(fold_word(surface),)}
    chunks = surface.replace("\u2019", "'").split()
    if "".join(chunks).isalpha():
        return {tuple([fold_word(chunk) for chunk in chunks])}
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


def load_lexicon(user_file: Path | None = None) -> Lexicon:
    """The packaged lists, built once a process; extended by the user's own file if one is given, which is read each time anew.

    Raises `LexiconError` for a malformed user file.
    """
    return _load_packaged() if user_file is None else _build(user_file)


@cache
def _load_packaged() -> Lexicon:
    return _build(None)


@contextmanager
def _pause_collection() -> Iterator[None]:
    """Tens of thousands of objects that all stay: the garbage collector would look through them again and again for nothing."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


@_pause_collection()
def _build(user_file: Path | None) -> Lexicon:
    texts = read_packaged_texts()
    own = [*read_user_lists(user_file, texts)] if user_file is not None else []
    entries = [entry for name, text in texts.items() if name not in WORD_CLASSES for entry in read_list(name, text)]
    entries += (entry for entry in own if entry.list not in WORD_CLASSES)
    classes = {name: WordClass(name, texts[name], (entry for entry in own if entry.list == name)) for name in WORD_CLASSES}
    return Lexicon(entries, classes)


def _keep_longest(hits: list[Hit]) -> list[Hit]:
    """Leftmost-longest: `Kepala Dinas` hides `Kepala`; hits with the same span all stay."""
    hits.sort(key=lambda hit: (hit.start, -hit.end))
    kept: list[Hit] = []
    start, reach = -1, 0
    for hit in hits:
        if hit.start >= reach or (hit.start == start and hit.end == reach):
            kept.append(hit)
            start, reach = hit.start, hit.end
    return kept
