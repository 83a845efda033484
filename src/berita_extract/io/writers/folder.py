"""A folder with a file for each table, as CSV or Parquet, and `datapackage.json`, which describes their columns."""

from __future__ import annotations

import contextlib
import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import IO, Any, Final, Literal

from berita_extract.io.write import encode_json
from berita_extract.io.writers.model import Kind, Table, find_row_id, list_tables
from berita_extract.io.writers.neutral import neutralise
from berita_extract.io.writers.rows import Row

FolderForm = Literal["csv", "parquet"]
AddRows = Callable[[Sequence[Row]], None]

DESCRIPTION: Final = "datapackage.json"
_TYPES: Final[dict[Kind, str]] = {"integer": "integer", "number": "number", "text": "string", "flag": "boolean", "day": "date"}
_FLAGS: Final = {True: "true", False: "false"}


def write_folder(rows: Iterable[tuple[Table, Sequence[Row]]], folder: Path, tables: Sequence[Table], form: FolderForm) -> None:
    """Write every table, also those without rows, and their description."""
    folder.mkdir()
    with contextlib.ExitStack() as stack:
        opened = {table.name: stack.enter_context(_open_table(folder / f"{table.name}.{form}", table, form)) for table in tables}
        for table, held in rows:
            opened[table.name](held)
    (folder / DESCRIPTION).write_bytes(encode_json(describe_tables(tables, form), indent=2) + b"\n")


def find_strange(folder: Path) -> str | None:
    """A file of a folder that no run of ours has put there, if there is one."""
    ours = {f"{table.name}.{form}" for table in list_tables() for form in ("csv", "parquet")} | {DESCRIPTION}
    return next((part.name for part in sorted(folder.iterdir()) if part.name not in ours or not part.is_file()), None)


def describe_tables(tables: Sequence[Table], form: FolderForm) -> dict[str, Any]:
    """The tables as a Data Package: names, types, keys and closed lists of values."""
    return {"name": "berita-extract", "resources": [_describe_table(table, form) for table in tables]}


def _describe_table(table: Table, form: FolderForm) -> dict[str, Any]:
    columns: list[dict[str, Any]] = []
    for column in table.list_columns():
        limits: dict[str, Any] = {} if column.nullable else {"required": True}
        if column.listed:
            limits = {}  # an empty list is an empty cell
        elif column.values:
            limits["enum"] = list(column.values)
        columns.append({"name": column.name, "type": _TYPES[column.kind]} | ({"constraints": limits} if limits else {}))
    keys = [
        {"fields": [column.name], "reference": {"resource": column.refers, "fields": [find_row_id(column.refers)]}}
        for column in table.keys
        if column.refers
    ]
    schema: dict[str, Any] = {"fields": columns, "primaryKey": [find_row_id(table.name)]}
    if keys:
        schema["foreignKeys"] = keys
    form_of_file = {"format": form} | ({"mediatype": "text/csv", "encoding": "utf-8"} if form == "csv" else {})
    return {"name": table.name, "path": f"{table.name}.{form}", **form_of_file, "schema": schema}


def _open_table(path: Path, table: Table, form: FolderForm) -> contextlib.AbstractContextManager[AddRows]:
    return _open_csv(path, table) if form == "csv" else _open_parquet(path, table)


@contextlib.contextmanager
def _open_csv(path: Path, table: Table) -> Iterator[AddRows]:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)  # ends lines as RFC 4180 does; with "\n" a lone "\r" in a text would go without quotes
        writer.writerow([column.name for column in table.list_columns()])
        yield lambda rows: writer.writerows([_spell(value) for value in row] for row in rows)


def _spell(value: Any) -> Any:
    if isinstance(value, str):
        return neutralise(value)
    return _FLAGS[value] if isinstance(value, bool) else value


@contextlib.contextmanager
def _open_parquet(path: Path, table: Table) -> Iterator[AddRows]:
    import pyarrow.parquet as pq

    from berita_extract.io.writers.arrow_schema import make_flat_batch, make_flat_schema

    file: IO[bytes]
    with path.open("wb") as file, pq.ParquetWriter(file, make_flat_schema(table), compression="zstd") as writer:
        yield lambda rows: writer.write_batch(make_flat_batch(table, rows))
