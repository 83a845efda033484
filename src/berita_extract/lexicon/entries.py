"""Reading word lists: one entry a line, `surface<TAB>value<TAB>attributes`, `#` comments."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import resources
from types import MappingProxyType
from typing import Final

import msgspec

from berita_extract.errors import LexiconError

_NO_ATTRIBUTES: Final[Mapping[str, str]] = MappingProxyType({})


class Entry(msgspec.Struct, frozen=True, eq=False):
    """A word or phrase of a list: `Kombes Pol` in `ranks`, value and attributes as the list defines them."""

    list: str
    surface: str
    value: str
    attributes: Mapping[str, str] = _NO_ATTRIBUTES

    def get(self, attribute: str, default: str = "") -> str:
        """The attribute's value, or `default` where the entry does not have it."""
        return self.attributes.get(attribute, default)

    def has(self, attribute: str) -> bool:
        """Whether a yes/no attribute is set: `trap=yes`."""
        return self.attributes.get(attribute) == "yes"


def read_packaged_lists() -> Iterator[Entry]:
    """Every entry of every list that ships with the package, list by list in alphabetical order."""
    data = resources.files("berita_extract.lexicon") / "data"
    for file in sorted(data.iterdir(), key=lambda item: item.name):
        if file.name.endswith(".tsv"):
            name = file.name.removesuffix(".tsv")
            for number, line in enumerate(file.read_text(encoding="utf-8").split("\n"), 1):
                if line and not line.startswith("#"):
                    yield parse_line(line.split("\t"), name, file.name, number)


def parse_line(columns: list[str], name: str, file: str, number: int) -> Entry:
    """One line of a list, already cut at its tabs; `LexiconError` says in which file and line something is wrong."""
    surface = columns[0].strip() if columns else ""
    if not surface:
        raise LexiconError(f"{file}:{number}: the entry has no surface form. Write the word before the first tab.")
    if len(columns) > 3:
        raise LexiconError(f"{file}:{number}: too many columns. Write surface<TAB>value<TAB>key=value key=value.")
    value = columns[1].strip() if len(columns) > 1 else ""
    attributes: Mapping[str, str] = _NO_ATTRIBUTES
    if len(columns) > 2 and columns[2].strip():
        pairs = [item.partition("=") for item in columns[2].split()]
        for key, equals, held in pairs:
            if not (key and equals and held):
                raise LexiconError(f"{file}:{number}: {key + equals + held!r} is no attribute. Write key=value, values without spaces.")
        attributes = {key: held for key, _, held in pairs}
    return Entry(name, surface, value or surface, attributes)
