"""Long lists of single words that only say what kind of word it is: kept as text until a word is asked for."""

from __future__ import annotations

from collections.abc import Iterable

from berita_extract.lexicon.entries import Entry, parse_line
from berita_extract.lexicon.fold import fold_case, fold_word


class WordClass:
    """The entries of a list such as `person_names` by folded word; a line is parsed when its word is first met.

    The two longest lists hold fifty thousand words, of which one release has a few hundred.
    """

    def __init__(self, name: str, text: str = "", more: Iterable[Entry] = ()) -> None:
        self._name = name
        # Folding never changes the length of a line, so the folded text has the same lines.
        folded = fold_case(text).split("\n")
        keys = [line.partition("\t")[0].replace(".", "") for line in folded]
        self._held: dict[str, str | Entry] = {
            key: line for key, line in zip(keys, text.split("\n"), strict=True) if line and line[0] != "#"
        }
        self._held.update((fold_word(entry.surface), entry) for entry in more)

    def get(self, folded: str) -> Entry | None:
        """The entry of a folded word, if the list has it."""
        held = self._held.get(folded)
        if isinstance(held, str):
            held = self._held[folded] = parse_line(held.split("\t"), self._name, self._name, 0)
        return held

    def words(self) -> Iterable[str]:
        """Every folded word of the list."""
        return self._held.keys()
