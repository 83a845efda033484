"""Reading word lists: one entry a line, `surface<TAB>value<TAB>attributes`, `#` comments."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Final

import msgspec

from berita_extract.errors import LexiconError

_NO_ATTRIBUTES: Final[Mapping[str, str]] = MappingProxyType({})


class Entry(msgspec.Struct, frozen=True, eq=False, gc=False):
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


def read_packaged_texts() -> dict[str, str]:
    """Every list that ships with the package as it is written, by its name, in alphabetical order."""
    data = resources.files("berita_extract.lexicon") / "data"
    files = sorted((item for item in data.iterdir() if item.name.endswith(".tsv")), key=lambda item: item.name)
    return {file.name.removesuffix(".tsv"): file.read_text(encoding="utf-8") for file in files}


def read_packaged_lists() -> Iterator[Entry]:
    """Every entry of every list that ships with the package, list by list in alphabetical order."""
    for name, text in read_packaged_texts().items():
        yield from read_list(name, text)


def read_list(name: str, text: str) -> Iterator[Entry]:
    """The entries of one list."""
    for number, line in enumerate(text.split("\n"), 1):
        if line and line[0] != "#":
            yield parse_line(line.split("\t"), name, f"{name}.tsv", number)


def parse_line(columns: list[str], name: str, file: str, number: int) -> Entry:
    """One line of a list, already cut at its tabs; `LexiconError` says in which file and line something is wrong."""
    surface = columns[0].strip() if columns else ""
    if not surface:
        raise LexiconError(f"{file}:{number}: the entry has no surface form. Write the word before the first tab.")
    if len(columns) > 3:
        raise LexiconError(f"{file}:{number}: too many columns. Write surface<TAB>value<TAB>key=value key=value.")
    value = columns[1].strip() if len(columns) > 1 else ""
    attributes = _NO_ATTRIBUTES
    if len(columns) > 2 and columns[2].strip():
        try:
            attributes = _parse_attributes(columns[2])
        except ValueError as fault:
            raise LexiconError(f"{file}:{number}: '{fault}' is no attribute. Write key=value, values without spaces.") from None
    return Entry(name, surface, value or surface, attributes)


@cache  # thousands of entries share a few hundred combinations
def _parse_attributes(column: str) -> Mapping[str, str]:
    attributes = {}
    for item in column.split():
        key, equals, held = item.partition("=")
        if not (key and equals and held):
            raise ValueError(item)
        attributes[key] = held
    return MappingProxyType(attributes)
