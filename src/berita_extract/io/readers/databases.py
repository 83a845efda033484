"""SQLite databases, which are opened for reading only."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from berita_extract.errors import InputError
from berita_extract.io.blobs import Blob, explain_damage, name_on_disk
from berita_extract.io.columns import choose_columns, has_text_column
from berita_extract.io.entries import Entry

_TABLES: Final = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name"
_VIEWS: Final = "SELECT name FROM sqlite_master WHERE type IN ('table', 'view') ORDER BY name"


def list_database(blob: Blob) -> Iterator[Entry]:
    """The rows of every table that has a column for the release, by table and row number; of a view only where it is named."""
    with name_on_disk(blob) as path:
        try:
            with contextlib.closing(_connect(path)) as database:
                yield from _list_tables(database, blob)
        except sqlite3.Error as error:
            raise explain_damage(error, blob.source, "If it is encrypted, decrypt it first. ") from error


def _connect(path: Path) -> sqlite3.Connection:
    database = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, check_same_thread=False)
    database.text_factory = lambda data: data.decode("utf-8", "replace")
    database.execute("PRAGMA trusted_schema = OFF")
    return database


def _list_tables(database: sqlite3.Connection, blob: Blob) -> Iterator[Entry]:
    wanted = blob.options.table
    tables = [name for (name,) in database.execute(_TABLES if wanted is None else _VIEWS)]
    if wanted is not None and wanted not in tables:
        message = f"there is no table {wanted!r}. There are: {', '.join(tables) or 'none'}. Name one of them: --table NAME."
        raise InputError(blob.source, "columns", message)
    heads: list[str] = []
    found = False
    for table in tables if wanted is None else [wanted]:
        names = [str(column[1]) for column in database.execute(f"PRAGMA table_info({_quote(table)})")]
        if has_text_column(names, blob.options):
            found = True
            yield from _list_rows(database, table, names, blob)
        heads += names
    if not found:
        choose_columns(heads, blob.options, blob.source)  # says what is missing, and what there is
        raise InputError(blob.source, "empty", "there is no table in it. Check how it was made.")


def _list_rows(database: sqlite3.Connection, table: str, names: list[str], blob: Blob) -> Iterator[Entry]:
    columns = choose_columns(names, blob.options, blob.source)
    chosen = ", ".join(map(_quote, columns.names()))
    try:
        rows = database.execute(f"SELECT rowid, {chosen} FROM {_quote(table)} ORDER BY rowid")
        numbered = True
    except sqlite3.OperationalError:  # a view, or a table without row numbers
        rows = database.execute(f"SELECT 0, {chosen} FROM {_quote(table)}")
        numbered = False
    for count, (number, *values) in enumerate(rows, 1):
        cells = columns.pick(dict(zip(columns.names(), values, strict=True)))
        source = f"{blob.source}#{table}:{number if numbered and number is not None else count}"
        yield Entry(source, "cells", cells=cells, options=blob.options)


def _quote(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
