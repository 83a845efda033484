"""Results in every form that an output may have: the same rows in all of them, whole or not there at all."""

from __future__ import annotations

import csv
import datetime as dt
import gzip
import io
import json
import sqlite3
from pathlib import Path
from typing import Any

import duckdb
import msgspec
import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import zstandard

from berita_extract.io.results import WriteOptions, write_results
from berita_extract.io.writers.model import Table, list_tables
from berita_extract.io.writers.neutral import neutralise
from berita_extract.io.writers.rows import iterate_rows
from berita_extract.schema import Extraction
from result_records import FAILURES, list_lines, read_extractions

Rows = dict[str, list[tuple[Any, ...]]]

OUTPUTS = ("h.jsonl", "h.jsonl.gz", "h.jsonl.zst", "h.parquet", "h.xlsx", "h.duckdb", "h.sqlite", "h")


def write(output: Path, lines: list[bytes] | None = None, failures: tuple[bytes, ...] = FAILURES, **options: Any) -> Path:
    write_results(list_lines() if lines is None else lines, failures, output, WriteOptions(**options))
    return output


def list_rows(fields: tuple[str, ...] | None = None) -> Rows:
    """What every form with tables must hold."""
    expected: Rows = {table.name: [] for table in list_tables(fields)}
    for table, held in iterate_rows(list_lines(fields=fields), FAILURES, list_tables(fields)):
        expected[table.name] += held
    return expected


def read_lines(data: bytes) -> list[bytes]:
    return data.splitlines(keepends=True)


def quote(table: Table) -> str:
    return f'SELECT * FROM "{table.name}" ORDER BY 1'


def dump_sqlite(path: Path) -> list[str]:
    database = sqlite3.connect(path)
    lines = list(database.iterdump())
    database.close()
    return lines


def read_tree(folder: Path) -> dict[str, bytes | None]:
    return {str(path.relative_to(folder)): path.read_bytes() if path.is_file() else None for path in sorted(folder.rglob("*"))}


# Forms


def test_lines_are_the_bytes_that_came(tmp_path: Path) -> None:
    assert read_lines(write(tmp_path / "a.jsonl").read_bytes()) == list_lines()
    assert read_lines(gzip.decompress(write(tmp_path / "a.jsonl.gz").read_bytes())) == list_lines()
    packed = write(tmp_path / "a.jsonl.zst").read_bytes()
    assert read_lines(zstandard.ZstdDecompressor().stream_reader(io.BytesIO(packed)).read()) == list_lines()


@pytest.mark.parametrize("name", ["a.jsonl.gz", "a.jsonl.zst", "a.parquet", "a.xlsx", "a.duckdb", "a.sqlite"])
def test_capitals_in_a_name_change_nothing(tmp_path: Path, name: str) -> None:
    begin = write(tmp_path / name).read_bytes()[:16]
    assert write(tmp_path / name.upper()).read_bytes()[:16] == begin or name.endswith("duckdb")
    assert begin[:1] not in b"{"


def test_parquet_is_the_json_nested(tmp_path: Path) -> None:
    table = pq.read_table(write(tmp_path / "h.parquet"))
    rows = table.to_pylist()
    assert [row.pop("document_id") for row in rows] == list(range(1, len(rows) + 1))
    documents = [msgspec.convert(row, Extraction) for row in rows]
    assert documents == list(read_extractions())
    assert table.schema.field("document_id").type == pa.int64()


@pytest.mark.parametrize("fields", [None, ("officials", "quotes"), ("dates",)])
def test_a_folder_of_parquet_holds_every_row(tmp_path: Path, fields: tuple[str, ...] | None) -> None:
    folder = write(tmp_path / "h", list_lines(fields=fields), tables="parquet", fields=fields)
    found = {path.stem: [tuple(row.values()) for row in pq.read_table(path).to_pylist()] for path in folder.glob("*.parquet")}
    assert found == list_rows(fields)


@pytest.mark.parametrize("fields", [None, ("officials", "quotes"), ("dates",)])
def test_sqlite_holds_every_row(tmp_path: Path, fields: tuple[str, ...] | None) -> None:
    spelt = {bool: int, dt.date: str}
    expected = {
        name: [tuple(spelt.get(type(value), lambda same: same)(value) for value in row) for row in held]
        for name, held in list_rows(fields).items()
    }
    with sqlite3.connect(write(tmp_path / "h.sqlite", list_lines(fields=fields), fields=fields)) as database:
        assert {table.name: database.execute(quote(table)).fetchall() for table in list_tables(fields)} == expected
    database.close()


@pytest.mark.parametrize("fields", [None, ("officials", "quotes"), ("dates",)])
def test_duckdb_holds_every_row(tmp_path: Path, fields: tuple[str, ...] | None) -> None:
    with duckdb.connect(str(write(tmp_path / "h.duckdb", list_lines(fields=fields), fields=fields)), read_only=True) as database:
        assert {table.name: database.execute(quote(table)).fetchall() for table in list_tables(fields)} == list_rows(fields)


def test_a_folder_of_csv_holds_every_row(tmp_path: Path) -> None:
    folder = write(tmp_path / "hasil")
    for name, held in list_rows().items():
        with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            _, *found = csv.reader(file)
        assert found == [[spell_for_csv(value) for value in row] for row in held]


def spell_for_csv(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return neutralise(value) if isinstance(value, str) else "" if value is None else str(value)


def test_duckdb_reads_the_folder_of_csv_with_its_types(tmp_path: Path) -> None:
    """The description tells what a program needs to read the files as they were written."""
    folder = write(tmp_path / "hasil")
    description = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    types = {"integer": "BIGINT", "number": "DOUBLE", "string": "VARCHAR", "boolean": "BOOLEAN", "date": "DATE"}
    expected = list_rows()
    assert [resource["name"] for resource in description["resources"]] == list(expected)
    for resource in description["resources"]:
        columns = {field["name"]: types[field["type"]] for field in resource["schema"]["fields"]}
        # The texts of the others begin like formulas, and have an apostrophe here.
        if resource["name"] in ("dates", "attendance", "warnings", "bylines", "location_mentions"):
            read = duckdb.read_csv(str(folder / resource["path"]), header=True, columns=columns).fetchall()
            assert read == expected[resource["name"]]
        assert resource["schema"]["primaryKey"] == [next(iter(columns))]


def test_a_table_without_rows_is_there_too(tmp_path: Path) -> None:
    line = [Extraction(source="a").to_json().encode()]
    write(tmp_path / "h", line, ())
    assert (tmp_path / "h" / "quotes.csv").read_text(encoding="utf-8").startswith("quote_id,document_id,official_id,text,")
    assert pq.read_table(write(tmp_path / "p", line, (), tables="parquet") / "errors.parquet").num_rows == 0
    assert pq.read_table(write(tmp_path / "h.parquet", [], ())).num_rows == 0
    book = openpyxl.load_workbook(write(tmp_path / "h.xlsx", [], ()))
    assert [book[name].max_row for name in book.sheetnames] == [1] * len(list_tables())


# Determinism


@pytest.mark.parametrize("name", [name for name in OUTPUTS if name != "h.duckdb"])
def test_the_same_results_give_the_same_bytes(tmp_path: Path, name: str) -> None:
    trees = []
    for place in ("one", "two"):
        (tmp_path / place).mkdir()
        write(tmp_path / place / name)
        trees.append(read_tree(tmp_path / place))
    assert trees[0] == trees[1]


def test_the_same_results_give_the_same_parquet_tables(tmp_path: Path) -> None:
    assert read_tree(write(tmp_path / "one", tables="parquet")) == read_tree(write(tmp_path / "two", tables="parquet"))


def test_rows_of_duckdb_lie_in_their_order(tmp_path: Path) -> None:
    with duckdb.connect(str(write(tmp_path / "h.duckdb")), read_only=True) as database:
        for table in list_tables():
            assert database.execute(f'SELECT * FROM "{table.name}"').fetchall() == list_rows()[table.name]


@pytest.mark.parametrize("name", [name for name in OUTPUTS if name not in ("h.parquet", "h.sqlite", "h.duckdb")])
def test_small_batches_give_the_same_bytes(tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "small").mkdir()
    (tmp_path / "large").mkdir()
    write(tmp_path / "large" / name)
    monkeypatch.setattr("berita_extract.io.writers.rows.BATCH_DOCUMENTS", 3)
    write(tmp_path / "small" / name)
    assert read_tree(tmp_path / "small") == read_tree(tmp_path / "large")


def test_small_batches_give_the_same_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("berita_extract.io.writers.rows.BATCH_DOCUMENTS", 3)
    output = write(tmp_path / "h.parquet")
    assert pq.ParquetFile(output).metadata.num_row_groups == -(-len(read_extractions()) // 3)
    assert pq.read_table(output).column("document_id").to_pylist() == list(range(1, len(read_extractions()) + 1))
    with duckdb.connect(str(write(tmp_path / "h.duckdb")), read_only=True) as database:
        assert {table.name: database.execute(quote(table)).fetchall() for table in list_tables()} == list_rows()
    dumps = []
    for name in ("small.sqlite", "large.sqlite"):
        dumps.append(dump_sqlite(write(tmp_path / name)))
        monkeypatch.undo()
    assert dumps[0] == dumps[1]
