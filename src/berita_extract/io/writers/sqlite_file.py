"""A SQLite database with the tables, their keys, indexes and views."""

from __future__ import annotations

import contextlib
import datetime as dt
import sqlite3
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Final

from berita_extract.io.writers.model import Table
from berita_extract.io.writers.rows import Row
from berita_extract.io.writers.sql import Types, create_indexes, create_table, create_view, list_views, quote_name

TYPES: Final[Types] = {"integer": "INTEGER", "number": "REAL", "text": "TEXT", "flag": "BOOLEAN", "day": "DATE"}


def write_sqlite(rows: Iterable[tuple[Table, Sequence[Row]]], path: Path, tables: Sequence[Table], fields: Sequence[str] | None) -> None:
    """Write every table, then what makes questions fast. Raises `sqlite3.Error`."""
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as database:
        # The file has no name yet that anybody would open: there is nothing to roll back to.
        database.execute("PRAGMA journal_mode = OFF")
        database.execute("PRAGMA synchronous = OFF")
        database.execute("PRAGMA temp_store = FILE")
        for table in tables:
            database.execute(create_table(table, TYPES))
        statements = {table.name: _make_insert(table) for table in tables}
        days = {table.name: [column.kind == "day" for column in table.list_columns()] for table in tables}
        for table, held in rows:
            database.execute("BEGIN")
            database.executemany(statements[table.name], _spell_days(held, days[table.name]))
            database.execute("COMMIT")
        for table in tables:
            for statement in create_indexes(table):
                database.execute(statement)
        for view in list_views(fields):
            database.execute(create_view(view))


def _make_insert(table: Table) -> str:
    places = ", ".join("?" * len(table.list_columns()))
    return f"INSERT INTO {quote_name(table.name)} VALUES ({places})"


def _spell_days(rows: Iterable[Row], days: Sequence[bool]) -> Iterable[Sequence[Any]]:
    """Days as `2024-01-10`, which SQLite compares and calculates with."""
    if not any(days):
        return rows
    return ([value.isoformat() if isinstance(value, dt.date) else value for value in row] for row in rows)
