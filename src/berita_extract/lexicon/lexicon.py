"""All word lists: a single pass finds every entry in a text."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Final

from berita_extract.lexicon.cache import remember
from berita_extract.lexicon.compiled import Compiled, compile_entries
from berita_extract.lexicon.entries import Entry, read_list, read_packaged_texts
from berita_extract.lexicon.user_lists import read_user_lists
from berita_extract.lexicon.word_class import WordClass
from berita_extract.record import Record

# Lists of single words that only say what kind of word it is: looked up once a word, not once an occurrence.
WORD_CLASSES: Final = ("person_names", "common_words", "word_groups")

# Lists whose shorter entries stay beside longer ones that overlap them: a line break may part the longer.
NESTING: Final = frozenset(("boilerplate",))


class Hit(Record, frozen=True):
    """An entry found at tokens `start` to `end` (exclusive)."""

    start: int
    end: int
    entry: Entry


class Lexicon:
    """Every list, ready for one scan of a text."""

    def __init__(self, compiled: Compiled, classes: Mapping[str, WordClass]) -> None:
        self.lists: dict[str, list[Entry]] = {}
        for entry in compiled.entries:
            self.lists.setdefault(entry.list, []).append(entry)
        self.groups = _collect_groups(classes["word_groups"])
        self._compiled = compiled
        self._classes = classes

    def symbols(self, folded: str) -> tuple[int, int]:
        """How the lexicon reads a folded word when it scans."""
        return self._compiled.symbols(folded)

    def word_class(self, name: str) -> WordClass:
        """The entries of a one-word list (`person_names`, `common_words`) by folded word."""
        return self._classes[name]

    def scan(self, symbols: tuple[int, ...]) -> dict[str, list[Hit]]:
        """All hits in a text given by the symbols of its words, list by list; of overlapping hits of one list the longest stays."""
        found: dict[str, list[Hit]] = {}
        tangled = set()
        entries = self._compiled.entries
        for symbol, (length, places) in self._compiled.find(symbols):
            end = symbol // 2 + 1
            start = end - length
            for place in places:
                entry = entries[place]
                name = entry.list
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
    classes = {name: WordClass(name, texts[name], (entry for entry in own if entry.list == name)) for name in WORD_CLASSES}
    if own:
        more = (entry for entry in own if entry.list not in WORD_CLASSES)
        return Lexicon(compile_entries(chain(_read_lists(texts), more)), classes)
    return Lexicon(remember(texts, lambda: compile_entries(_read_lists(texts))), classes)


def _read_lists(texts: Mapping[str, str]) -> Iterator[Entry]:
    return (entry for name, text in texts.items() if name not in WORD_CLASSES for entry in read_list(name, text))


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
