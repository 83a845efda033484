"""Reading a user's own words: one file for all lists, checked like those that ship with the package."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from berita_extract.errors import LexiconError
from berita_extract.lexicon.columns import COLUMNS
from berita_extract.lexicon.entries import Entry, parse_line

_EXAMPLE: Final = "offices<TAB>Kasatgasda<TAB>Kepala Satuan Tugas Daerah<TAB>kind=acronym takes=area"


def read_user_lists(path: Path, packaged: Mapping[str, str]) -> Iterator[Entry]:
    """Entries of a user's own file: the name of the list stands in a first column of its own.

    `packaged` are the texts of the lists that ship with the package, by name. Raises `LexiconError` with file, line
    and what to write instead.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise LexiconError(f"{path}: cannot be read as a UTF-8 word list ({error}). Check the path and save it as UTF-8.") from error
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.startswith("#"):
            continue
        place = f"{path}:{number}"
        if "\t" not in line:
            raise LexiconError(f"{place}: there is no tab in this line. Columns are separated by tabs, not by spaces: {_EXAMPLE}")
        name, *columns = line.split("\t")
        if name not in packaged:
            raise LexiconError(f"{place}: there is no list called {name!r}. {_name_lists(name, packaged)}")
        entry = parse_line(columns, name, str(path), number)
        for fault in COLUMNS[name].check(entry):
            raise LexiconError(f"{place}: {fault}. A line of this list, for example: {_show_example(name, packaged[name])}")
        yield entry


def _name_lists(name: str, packaged: Mapping[str, str]) -> str:
    meant = difflib.get_close_matches(name.strip().lower(), packaged, n=1)
    if meant:
        return f"Did you mean {meant[0]!r}?"
    return f"Begin the line with the name of a list and a tab: {_EXAMPLE}\nLists are: {', '.join(sorted(packaged))}."


def _show_example(name: str, text: str) -> str:
    """The first entry of a list that has most columns, as a line of a user's file."""
    entries = [line for line in text.split("\n") if line and not line.startswith("#")]
    return "<TAB>".join((name, *max(entries, key=lambda line: line.count("\t")).split("\t")))
