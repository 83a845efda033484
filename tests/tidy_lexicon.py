"""Keep the word lists tidy: `python tests/tidy_lexicon.py` names the files that are not, `--write` rewrites them.

- Entries are sorted by surface, case ignored, and the comments directly above an entry move with it.
- The comments at the top of a file are its header and stay there; where the first entry has a comment of its own, a line with only `#`
  stands between the two.
- Where `also=` of an entry names another list that has the word, the entry there names the first list back.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final, NamedTuple

from berita_extract.lexicon.fold import fold_word
from berita_extract.lexicon.lexicon import WORD_CLASSES

FOLDER: Final = Path(__file__).resolve().parents[1] / "src" / "berita_extract" / "lexicon" / "data"


class Item(NamedTuple):
    """An entry, column by column, with the comments above it."""

    comments: list[str]
    columns: list[str]

    @property
    def key(self) -> str:
        """The surface as it is compared."""
        return fold(self.columns[0])

    @property
    def also(self) -> list[str]:
        """The other lists that hold the word."""
        pairs = (pair.partition("=") for pair in "".join(self.columns[2:3]).split())
        return next((held.split("|") for name, _, held in pairs if name == "also"), [])

    def with_also(self, lists: set[str]) -> Item:
        """The entry with these lists in `also=`, which stands last."""
        surface, value, attributes, *_ = [*self.columns, "", ""]
        others = [pair for pair in attributes.split() if not pair.startswith("also=")]
        return Item(self.comments, [surface, value, " ".join([*others, "also=" + "|".join(sorted(lists))])])

    def write(self) -> str:
        """The lines of the entry: no empty columns at the end, no value that only repeats the surface."""
        columns = [*self.columns]
        if len(columns) > 1 and columns[1] == columns[0]:
            columns[1] = ""
        return "".join(line + "\n" for line in [*self.comments, "\t".join(columns).rstrip("\t")])


class WordList(NamedTuple):
    """A file: its header, its entries, and comments below the last of them."""

    header: list[str]
    items: list[Item]
    rest: list[str]


def fold(surface: str) -> str:
    """A surface as it is compared."""
    return " ".join(map(fold_word, surface.split()))


def read_list(text: str) -> WordList:
    """Take a file apart."""
    comments: list[str] = []
    header: list[str] | None = None
    items: list[Item] = []
    for line in filter(str.strip, text.splitlines()):
        if not line.startswith("#"):
            if header is None:
                header, comments = comments, []
            items.append(Item(comments, [" ".join(column.split()) for column in line.split("\t")]))
            comments = []
        elif line.rstrip() == "#" and header is None:
            header, comments = comments, []
        else:
            comments.append(line.rstrip())
    return WordList(comments, items, []) if header is None else WordList(header, items, comments)


def write_list(words: WordList) -> str:
    """Put a file together, its entries sorted."""
    items = sorted(words.items, key=lambda item: (item.columns[0].casefold(), item.columns[0]))
    head = [*words.header, *(["#"] if items and items[0].comments else [])]
    return "".join([*(line + "\n" for line in head), *(item.write() for item in items), *(line + "\n" for line in words.rest)])


def tidy(texts: Mapping[str, str]) -> dict[str, str]:
    """The texts of all lists, by name, as they should be."""
    lists = {name: read_list(text) for name, text in texts.items()}
    named: dict[tuple[str, str], set[str]] = {}
    for name, words in lists.items():
        for item in words.items:
            for other in item.also:
                # Lists that hold the words of half the language are not named back.
                if not {name, other} & set(WORD_CLASSES):
                    named.setdefault((other, item.key), set()).add(name)
    for name, words in lists.items():
        for place, item in enumerate(words.items):
            lists_of_word = {*item.also, *named.get((name, item.key), ())}
            if lists_of_word:
                words.items[place] = item.with_also(lists_of_word)
    return {name: write_list(words) for name, words in lists.items()}


def read_texts() -> dict[str, str]:
    """The texts of the packaged lists by name."""
    return {path.stem: path.read_bytes().decode("utf-8") for path in sorted(FOLDER.glob("*.tsv"))}


def main(arguments: list[str]) -> int:
    """Name the files that are not tidy, and mend them if asked to; 1 if some are left."""
    if arguments not in ([], ["--write"]):
        print("Usage: python tests/tidy_lexicon.py [--write]", file=sys.stderr)
        return 2
    texts = read_texts()
    untidy = {name: text for name, text in tidy(texts).items() if text != texts[name]}
    for name, text in untidy.items():
        print(f"{name}.tsv")
        if arguments:
            (FOLDER / f"{name}.tsv").write_bytes(text.encode("utf-8"))
    return int(bool(untidy) and not arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
