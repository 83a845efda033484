"""The tokens of one release as parallel lists, with their shapes and lexicon hits."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field
from itertools import islice
from typing import Final

from berita_extract.lexicon.fold import fold_word
from berita_extract.lexicon.lexicon import Hit

_NO_HITS: Final[list[Hit]] = []


@dataclass(slots=True)
class Tokens:
    """A text cut into words; spans are token positions, end exclusive, and offsets count characters."""

    text: str
    clean: str
    starts: list[int]
    ends: list[int]
    shapes: str
    hits: dict[str, list[Hit]]
    _by_start: dict[str, dict[int, Hit]] = field(default_factory=dict)
    _by_end: dict[str, dict[int, Hit]] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.starts)

    def word(self, token: int) -> str:
        """A token as the clean text spells it."""
        return self.clean[self.starts[token] : self.ends[token]]

    def folded(self, token: int) -> str:
        """A token as the lexicon compares it."""
        return fold_word(self.word(token))

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

    def found(self, name: str) -> list[Hit]:
        """The hits of a list, in text order."""
        return self.hits.get(name, _NO_HITS)

    def between(self, name: str, start: int, end: int) -> list[Hit]:
        """The hits of a list that lie wholly between two tokens."""
        hits = self.found(name)
        if not hits:
            return hits
        first = bisect_left(hits, start, key=_hit_start)
        found = []
        for hit in islice(hits, first, None):
            if hit.start >= end:
                break
            if hit.end <= end:
                found.append(hit)
        return found

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


def _hit_start(hit: Hit) -> int:
    return hit.start
