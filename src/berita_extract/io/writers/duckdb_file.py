"""A DuckDB database with the tables, their keys and views."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

import duckdb

from berita_extract.io.writers.arrow_schema import make_flat_batch
from berita_extract.io.writers.model import Table
from berita_extract.io.writers.rows import Row
from berita_extract.io.writers.sql import Types, create_table, create_view, list_views, quote_name

TYPES: Final[Types] = {"integer": "BIGINT", "number": "DOUBLE", "text": "VARCHAR", "flag": "BOOLEAN", "day": "DATE"}
_INCOMING: Final = "incoming_rows"


def write_duckdb(rows: Iterable[tuple[Table, Sequence[Row]]], path: Path, tables: Sequence[Table], fields: Sequence[str] | None) -> None:
    """Write every table and the views. Raises `duckdb.Error`."""
    settings: dict[str, str | bool | int | float | list[str]] = {
        "threads": 1,  # rows lie in their order
        "memory_limit": "512MB",
        "temp_directory": str(path.with_name("duckdb.tmp")),
        "autoinstall_known_extensions": False,  # nothing is downloaded
    }
    with contextlib.closing(duckdb.connect(str(path), config=settings)) as database:
        for table in tables:
            database.execute(create_table(table, TYPES))
        for table, held in rows:
            # Through Arrow, not row by row: that takes a hundred times as long.
            database.register(_INCOMING, make_flat_batch(table, held))
            database.execute(f"INSERT INTO {quote_name(table.name)} SELECT * FROM {_INCOMING}")
            database.unregister(_INCOMING)
        for view in list_views(fields):
            database.execute(create_view(view))
        database.execute("CHECKPOINT")
