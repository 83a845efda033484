"""Reading a user's own words: one file for all lists, checked like those that ship with the package."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from berita_extract.errors import LexiconError
from berita_extract.lexicon.columns import COLUMNS
from berita_extract.lexicon.entries import Entry, parse_line


def read_user_lists(path: Path, known: frozenset[str]) -> Iterator[Entry]:
    """Entries of a user's own file: the name of the list stands in a first column of its own.

    Raises `LexiconError` with file, line and what to write instead.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise LexiconError(f"{path}: cannot be read as a UTF-8 word list ({error}). Check the path and save it as UTF-8.") from error
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.startswith("#"):
            continue
        name, *columns = line.split("\t")
        if name not in known:
            raise LexiconError(
                f"{path}:{number}: there is no list called {name!r}. Write list<TAB>surface<TAB>value<TAB>attributes; "
                f"lists are: {', '.join(sorted(known))}."
            )
        entry = parse_line(columns, name, str(path), number)
        for fault in COLUMNS[name].check(entry):
            raise LexiconError(f"{path}:{number}: {fault}. Look at the entries and the head of the list {name!r}.")
        yield entry
