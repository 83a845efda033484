"""Entries compiled into one automaton over the numbers of their words, which can be kept as bytes."""

from __future__ import annotations

import pickle
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby, product
from types import MappingProxyType
from typing import Any, Final

import ahocorasick
import msgspec

from berita_extract.lexicon.entries import Entry
from berita_extract.lexicon.fold import fold_word

_ATOMS: Final = re.compile(r"[^\W\d_]+(?:'[^\W_]+)*|\d+|[^\w\s]|_")
# The automaton looks through the children of a node one by one, and thousands of entries begin with different words: so a
# word is two symbols, `number // _BASE + _BASE` and `number % _BASE`, and no node has more than a few hundred children.
_BASE: Final = 128
# Beyond this many full stops only the two extremes are stored: all joined, all cut.
_MOST_JOINTS: Final = 5


class Compiled:
    """Entries with the automaton that finds their places; `words` are all words in them, in the order of their numbers from 1 on."""

    def __init__(self, entries: list[Entry], words: list[str], automaton: Any) -> None:
        self.entries = entries
        self._words = words
        self._numbers = dict(zip(words, range(1, len(words) + 1), strict=True))
        self._automaton = automaton

    def symbols(self, folded: str) -> tuple[int, int]:
        """How the automaton reads a folded word; all words that no entry contains are the same to it."""
        return _spell_number(self._numbers.get(folded, 0))

    def find(self, symbols: tuple[int, ...]) -> Iterator[tuple[int, tuple[int, tuple[int, ...]]]]:
        """What stands in a text: the place of the last symbol, and with it the number of words and the places of the entries."""
        found: Iterator[tuple[int, tuple[int, tuple[int, ...]]]] = self._automaton.iter(symbols) if self.entries else iter(())
        return found

    def pack(self) -> bytes:
        """The same as bytes, for `unpack`."""
        combinations: dict[tuple[tuple[str, str], ...], int] = {}
        lists = []
        for name, group in groupby(self.entries, key=lambda entry: entry.list):
            entries = [*group]
            attributes = [combinations.setdefault((*entry.attributes.items(),), len(combinations)) for entry in entries]
            lists.append((name, [entry.surface for entry in entries], [entry.value for entry in entries], attributes))
        return msgspec.msgpack.encode(
            _Packed(lists, [dict(items) for items in combinations], self._words, pickle.dumps(self._automaton, 5))
        )


class _Packed(msgspec.Struct, array_like=True):
    """Column by column, because thousands of entries share a list and a few hundred combinations of attributes."""

    lists: list[tuple[str, list[str], list[str], list[int]]]
    attributes: list[dict[str, str]]
    words: list[str]
    automaton: bytes


def unpack(packed: bytes) -> Compiled:
    """What was packed; raises `ValueError` or `pickle.UnpicklingError` for anything else."""
    held = msgspec.msgpack.decode(packed, type=_Packed)
    attributes: list[Mapping[str, str]] = [MappingProxyType(combination) for combination in held.attributes]
    entries = [
        Entry(name, surface, value, attributes[number])
        for name, surfaces, values, numbers in held.lists
        for surface, value, number in zip(surfaces, values, numbers, strict=True)
    ]
    return Compiled(entries, held.words, pickle.loads(held.automaton))


def compile_entries(entries: Iterable[Entry]) -> Compiled:
    """Number the words of entries, and build the automaton that finds them in any of their spellings."""
    kept = [*entries]
    numbers: dict[str, int] = {}
    keys: dict[tuple[int, ...], list[int]] = {}
    for place, entry in enumerate(kept):
        for words in spell_key(entry.surface):
            keys.setdefault(tuple([numbers.setdefault(word, len(numbers) + 1) for word in words]), []).append(place)
    automaton = ahocorasick.Automaton(ahocorasick.STORE_ANY, ahocorasick.KEY_SEQUENCE)
    for key, places in keys.items():
        automaton.add_word(tuple([symbol for number in key for symbol in _spell_number(number)]), (len(key), tuple(places)))
    if keys:
        automaton.make_automaton()
    return Compiled(kept, [*numbers], automaton)


def _spell_number(number: int) -> tuple[int, int]:
    return number // _BASE + _BASE, number % _BASE


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
