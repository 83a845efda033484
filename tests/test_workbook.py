"""The workbook as Excel opens it: sheets, headings, kinds of cells, nothing that runs, nothing that is lost."""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from berita_extract.io.results import WriteOptions, write_results
from berita_extract.io.writers import workbook
from berita_extract.io.writers.headings import SHEETS, list_headings
from berita_extract.io.writers.model import list_tables
from berita_extract.io.writers.neutral import is_formula, neutralise
from berita_extract.io.writers.rows import iterate_rows
from result_records import FAILURES, NASTY, list_lines, make_nasty

CONTROL = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]")


def write_book(tmp_path: Path, lines: list[bytes] | None = None, **options: Any) -> Path:
    output = tmp_path / "hasil.xlsx"
    write_results(list_lines() if lines is None else lines, FAILURES, output, WriteOptions(**options))
    return output


def unescape(value: Any) -> Any:
    """A cell as Excel shows it: `_x0007_` is a character that XML cannot hold."""
    if not isinstance(value, str):
        return value
    return re.sub(r"_x([0-9A-F]{4})_", lambda match: chr(int(match[1], 16)), value)


def read_sheet(book: Path, name: str) -> list[list[Any]]:
    sheet = openpyxl.load_workbook(book)[name]
    return [[unescape(cell.value) for cell in row] for row in sheet.iter_rows()]


def spell(value: Any) -> Any:
    """What the cell of a value holds."""
    if isinstance(value, dt.date):
        return dt.datetime.combine(value, dt.time()) if value >= dt.date(1900, 3, 1) else str(value)
    if isinstance(value, str):
        return re.sub("\r\n?", "\n", value.replace("<r><t>x</t></r>", "<r><t>x</t></r> "))
    return value


def test_every_row_is_there_with_days_as_days(tmp_path: Path) -> None:
    book = write_book(tmp_path)
    for table in list_tables():
        expected = [list(row) for held, rows in iterate_rows(list_lines(), FAILURES, list_tables()) if held is table for row in rows]
        heading, *found = read_sheet(book, table.name)
        assert heading == [column.name for column in table.list_columns()]
        normal = [[re.sub("\r\n?", "\n", value) if isinstance(value, str) else value for value in row] for row in found]
        assert normal == [[spell(value) for value in row] for row in expected], table.name


def test_nothing_is_a_formula_or_a_link(tmp_path: Path) -> None:
    path = write_book(tmp_path)
    book = openpyxl.load_workbook(path)
    risky = 0
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f"
                assert cell.hyperlink is None
                if isinstance(cell.value, str) and cell.row > 1 and is_formula(unescape(cell.value)):
                    risky += 1
                    assert cell.quotePrefix, cell.value
    assert risky >= 3 * sum(map(is_formula, NASTY))
    with zipfile.ZipFile(path) as archive:
        assert not any(b"<f>" in archive.read(name) or b"<f " in archive.read(name) for name in archive.namelist())


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@A1", "\t=1", "\r=1", " =1", "\n-1", "＝1"])
def test_a_text_that_would_be_run_gets_an_apostrophe(text: str) -> None:
    assert neutralise(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "Bupati", "a=1", "'=1", "300-an", "1+1", "(+62)"])
def test_other_text_stays_as_it_is(text: str) -> None:
    assert neutralise(text) == text


def test_headings_are_indonesian_on_demand(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(write_book(tmp_path, headings="id"))
    assert book.sheetnames == [SHEETS[table.name] for table in list_tables()]
    for table in list_tables():
        assert [cell.value for cell in book[SHEETS[table.name]][1]] == list_headings(table, "id")
    assert [cell.value for cell in book["Tanggal"][1]][:3] == ["No. tanggal", "No. dokumen", "Teks"]
    assert "Tanggal mulai (peristiwa)" in [cell.value for cell in book["Dokumen"][1]]


def test_sheets_have_filters_widths_and_a_heading_that_stays(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(write_book(tmp_path))
    for sheet in book:
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref == sheet.dimensions
    widths = {name: book["quotes"].column_dimensions[name].width for name in "ADQ"}
    assert 10 < widths["A"] < 20 < widths["D"] < 64
    assert book["dates"]["H2"].number_format == "yyyy-mm-dd"
    assert book.properties.created == dt.datetime(2000, 1, 1)


def test_a_table_that_is_too_long_goes_on_on_another_sheet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "MAX_ROWS", 10)
    lines = [line for _ in range(11) for line in list_lines(make_nasty(("a",)))]
    book = write_book(tmp_path, lines)
    heading, *first = read_sheet(book, "documents")
    again, *second = read_sheet(book, "documents (2)")
    assert heading == again
    assert [row[0] for row in first + second] == list(range(1, 12))
    assert len(first) == 9
    assert openpyxl.load_workbook(book)["documents (2)"].auto_filter.ref == openpyxl.load_workbook(book)["documents (2)"].dimensions


@pytest.mark.parametrize("text", ["x" * 32_767, "x" * 32_768, "é🎉" * 30_000, "=" + "1" * 70_000])
def test_a_text_that_is_too_long_is_kept_in_parts(tmp_path: Path, text: str) -> None:
    book = write_book(tmp_path, list_lines(make_nasty((text,))))
    shown = read_sheet(book, "quotes")[1][3]
    if len(text) == 32_767:
        assert shown == text
        assert "long_texts" not in openpyxl.load_workbook(book).sheetnames
        return
    assert shown.endswith(" …")
    assert text.startswith(shown.removesuffix(" …"))
    assert len(shown.encode("utf-16-le")) // 2 > 32_760
    heading, *rows = read_sheet(book, "long_texts")
    assert heading == ["table", "row_id", "column", "part", "text"]
    parts = [row for row in rows if row[:3] == ["quotes", 1, "text"]]
    assert [row[3] for row in parts] == list(range(1, len(parts) + 1))
    assert "".join(row[4] for row in parts) == text
    assert all(len(row[4].encode("utf-16-le")) // 2 <= 32_767 for row in parts)


def test_characters_that_xml_cannot_hold_are_escaped(tmp_path: Path) -> None:
    with zipfile.ZipFile(write_book(tmp_path)) as archive:
        for name in archive.namelist():
            assert not CONTROL.search(archive.read(name).decode().replace("\r", ""))
