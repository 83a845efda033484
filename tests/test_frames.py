"""Results as frames: the same rows as in the outputs, in Arrow, pandas and Polars."""

from __future__ import annotations

import datetime as dt
import importlib.util
import subprocess
import sys
from typing import Any

import msgspec
import polars as pl
import pytest

import berita_extract
from berita_extract import Extraction, MissingExtraError
from berita_extract.io.writers.model import list_tables
from berita_extract.io.writers.rows import iterate_rows
from result_records import list_lines, make_nasty, read_extractions

TABLES = [table.name for table in list_tables() if table.name != "errors"]


def list_rows(name: str) -> list[tuple[Any, ...]]:
    return [row for table, rows in iterate_rows(list_lines(), (), list_tables()) if table.name == name for row in rows]


def test_arrow_holds_every_document_nested() -> None:
    rows = berita_extract.to_arrow(read_extractions()).to_pylist()
    assert [row.pop("document_id") for row in rows] == list(range(1, len(rows) + 1))
    assert [msgspec.convert(row, Extraction) for row in rows] == list(read_extractions())


@pytest.mark.parametrize("name", TABLES)
def test_arrow_and_polars_hold_the_rows_of_a_table(name: str) -> None:
    expected = list_rows(name)
    assert [tuple(row.values()) for row in berita_extract.to_arrow(read_extractions(), name).to_pylist()] == expected
    assert berita_extract.to_polars(read_extractions(), name).rows() == expected


def test_polars_knows_days_and_records() -> None:
    frame = berita_extract.to_polars(read_extractions())
    assert frame.schema["reference_date"] == pl.Date
    days = frame.explode("dates")["dates"].struct.field("start_date").drop_nulls().to_list()
    assert days == [date.start_date for found in read_extractions() for date in found.dates]


def test_pandas_holds_the_rows_of_a_table() -> None:
    pytest.importorskip("pandas", reason="pandas is not installed")
    frame = berita_extract.to_pandas(read_extractions(), "dates")
    assert str(frame["start_date"].dtype).startswith("datetime64")
    assert str(frame["document_id"].dtype) == "Int64"
    assert str(frame["relative"].dtype) == "boolean"
    assert [day.date() for day in frame["start_date"]] == [date.start_date for found in read_extractions() for date in found.dates]
    counts = berita_extract.to_pandas(read_extractions(), "attendance")
    assert counts["min"].isna().sum() == 1
    assert len(berita_extract.to_pandas(read_extractions())) == len(read_extractions())


def test_any_source_of_results_will_do() -> None:
    texts = ["Ambon, Rabu (10/1/2024) - Rapat dibuka Bupati Rina Sari.", ""]
    table = berita_extract.to_arrow(berita_extract.load().pipe(texts), "dates")
    assert table.column("start_date").to_pylist() == [dt.date(2024, 1, 10)]


def test_no_results_give_an_empty_table_with_its_columns() -> None:
    assert berita_extract.to_arrow([]).schema == berita_extract.to_arrow(read_extractions()).schema
    assert berita_extract.to_arrow([], "quotes").num_rows == 0
    assert "official_id" in berita_extract.to_polars([], "quotes").columns


def test_more_than_one_batch_is_numbered_through(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("berita_extract.io.frames.BATCH_DOCUMENTS", 4)
    assert [tuple(row.values()) for row in berita_extract.to_arrow(read_extractions(), "quotes").to_pylist()] == list_rows("quotes")
    numbers = berita_extract.to_arrow(read_extractions()).column("document_id").to_pylist()
    assert numbers == list(range(1, len(read_extractions()) + 1))


def test_halves_of_surrogate_pairs_are_replaced() -> None:
    table = berita_extract.to_arrow([make_nasty(("a\ud800b",))], "quotes")
    assert table.column("text").to_pylist() == ["a\ufffdb"]


def test_what_is_wrong_is_told() -> None:
    with pytest.raises(ValueError, match=r"'date' is no table\. Tables are: documents, bylines, dates"):
        berita_extract.to_arrow([], "date")
    with pytest.raises(TypeError, match="list of results"):
        berita_extract.to_arrow(read_extractions()[0])  # type: ignore[arg-type] # the mistake is the point


@pytest.mark.parametrize(
    ("function", "missing", "command"),
    [
        ("to_arrow", ["pyarrow"], "pip install 'berita-extract[tables]'"),
        ("to_pandas", ["pandas"], "pip install pandas"),
        ("to_polars", ["polars", "pyarrow"], "pip install 'berita-extract[tables]' polars"),
    ],
)
def test_a_missing_library_is_told_with_its_command(
    function: str, missing: list[str], command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    find = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name in missing else find(name))
    with pytest.raises(MissingExtraError) as caught:
        getattr(berita_extract, function)([])
    assert str(caught.value).endswith(command)
    assert isinstance(caught.value, ImportError)


def test_an_import_of_the_package_loads_none_of_these_libraries() -> None:
    program = "import sys, berita_extract; print({'pyarrow', 'pandas', 'polars', 'numpy', 'duckdb', 'xlsxwriter'} & set(sys.modules))"
    assert subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, text=True).stdout == "set()\n"
