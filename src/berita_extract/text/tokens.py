"""The tokens of one release as parallel lists, with their shapes and lexicon hits."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import chain
from typing import Final

from berita_extract.lexicon.lexicon import Hit
from berita_extract.lexicon.word_class import WordClass

_NO_HITS: Final[list[Hit]] = []
_NO_WORDS: Final = WordClass("common_words")


@dataclass(slots=True)
class Tokens:
    """A text cut into words; spans are token positions, end exclusive, and offsets count characters."""

    text: str
    clean: str
    starts: list[int]
    ends: list[int]
    shapes: str
    folds: list[str]
    hits: dict[str, list[Hit]]
    common_words: WordClass = _NO_WORDS
    groups: Mapping[str, frozenset[str]] = field(default_factory=dict)
    _hit_starts: dict[str, list[int]] = field(default_factory=dict)
    _by_start: dict[str, dict[int, Hit]] = field(default_factory=dict)
    _by_end: dict[str, dict[int, Hit]] = field(default_factory=dict)
    _longest: dict[tuple[str, ...], dict[int, Hit]] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.starts)

    def word(self, token: int) -> str:
        """A token as the clean text spells it."""
        return self.clean[self.starts[token] : self.ends[token]]

    def folded(self, token: int) -> str:
        """A token as the lexicon compares it."""
        return self.folds[token]

    def span(self, start: int, end: int) -> str:
        """The clean text of a span of tokens."""
        return self.clean[self.starts[start] : self.ends[end - 1]]

    def given(self, start: int, end: int) -> str:
        """The text as given of a span of tokens."""
        return self.text[self.starts[start] : self.ends[end - 1]]

    def token_at(self, offset: int) -> int:
        """The first token that starts at or after an offset; the number of tokens where none does."""
        return bisect_left(self.starts, offset)

    def touches(self, token: int) -> bool:
        """Whether no space stands between a token and the next one (`SIP.` and `MH` in `SIP.MH`)."""
        return token + 1 < len(self.starts) and self.ends[token] == self.starts[token + 1]

    def is_function_word(self, token: int) -> bool:
        """Whether a token is a preposition, conjunction, pronoun or the like (`bahwa`, `untuk`)."""
        entry = self.common_words.get(self.folds[token])
        return entry is not None and entry.get("class") == "function"

    def in_group(self, token: int, group: str) -> bool:
        """Whether a token belongs to a group of `word_groups` (`didampingi` is a `companion`); no token does so outside the text."""
        return 0 <= token < len(self.folds) and self.folds[token] in self.groups[group]

    def any_of_group(self, group: str, start: int, end: int) -> bool:
        """Whether a token between two belongs to a group of `word_groups`."""
        return not self.groups[group].isdisjoint(self.folds[max(0, start) : max(0, end)])

    def found(self, name: str) -> list[Hit]:
        """The hits of a list, in text order."""
        return self.hits.get(name, _NO_HITS)

    def between(self, name: str, start: int, end: int) -> list[Hit]:
        """The hits of a list that lie wholly between two tokens."""
        starts = self._hit_starts.get(name)
        if starts is None:
            starts = self._hit_starts[name] = [hit.start for hit in self.found(name)]
        first = bisect_left(starts, start)
        last = bisect_left(starts, end, first)
        return _NO_HITS if first == last else [hit for hit in self.hits[name][first:last] if hit.end <= end]

    def ending(self, name: str, end: int) -> Hit | None:
        """The hit of a list whose last token stands right before a token."""
        index = self._by_end.get(name)
        if index is None:
            index = self._by_end[name] = {hit.end: hit for hit in self.found(name)}
        return index.get(end)

    def hit_at(self, name: str, token: int) -> Hit | None:
        """The hit of a list that starts at a token."""
        index = self._by_start.get(name)
        if index is None:
            index = self._by_start[name] = {hit.start: hit for hit in reversed(self.found(name))}
        return index.get(token)

    def longest_at(self, names: tuple[str, ...], token: int) -> Hit | None:
        """The longest hit of several lists that starts at a token; of equally long ones that of the list named first."""
        index = self._longest.get(names)
        if index is None:
            index = self._longest[names] = {}
            for hit in chain.from_iterable(map(self.found, names)):
                held = index.get(hit.start)
                if held is None or hit.end > held.end:
                    index[hit.start] = hit
        return index.get(token)
