"""Rows of CSV files, workbooks, Parquet files and databases: each becomes a release, or is told with its place."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from berita_extract.io.entries import Limits
from made_files import LEAD, TITLE, Rows, list_texts, read_all, write, write_database, write_parquet, write_workbook


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


HEAD = "id;judul;isi;tanggal\n"


def test_rows_give_headline_and_text_as_a_page_shows_them() -> None:
    write("a.csv", f'{HEAD}r1;{TITLE};"{LEAD}";10 Januari 2024\n;;"<p>Dua</p>";\n;{TITLE};"{TITLE.upper()}\n\n{LEAD}";\n')
    documents, problems = read_all("a.csv")
    assert problems == {}
    assert [(document.source, document.text, document.published) for document in documents] == [
        ("r1", f"{TITLE}\n\n{LEAD}", dt.date(2024, 1, 10)),
        ("a.csv:3", "Dua", None),
        ("a.csv:4", f"{TITLE.upper()}\n\n{LEAD}", None),
    ]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_encoding_and_delimiter_of_a_table_are_found(delimiter: str, encoding: str) -> None:
    row = f'"Bupati, Camat; dan | Lurah – “siap”"{delimiter}J'
    write("a.csv", f"isi{delimiter}judul\n{row}\n{row}\n", encoding)
    assert list_texts("a.csv") == ["J\n\nBupati, Camat; dan | Lurah – “siap”"] * 2


def test_a_single_column_needs_no_delimiter() -> None:
    write("a.csv", "text\nBupati Rina hadir; Camat absen\n")
    assert list_texts("a.csv") == ["Bupati Rina hadir; Camat absen"]


def test_the_delimiter_that_excel_names_is_taken() -> None:
    write("a.csv", "sep=|\ntext|judul\r\nSatu|J\r\n")
    assert list_texts("a.csv") == ["J\n\nSatu"]


def test_bytes_of_another_encoding_far_into_a_table_are_read() -> None:
    plain = "Bupati hadir di Ambon.\n" * 20_000
    Path("a.csv").write_bytes(f"text\n{plain}".encode() + "“Siap” – Rina\n".encode("cp1252") + "Café “x”\n".encode())
    assert list_texts("a.csv")[-2:] == ["“Siap” – Rina", "Café “x”"]


def test_odd_rows_cost_only_themselves() -> None:
    write("a.csv", f"{HEAD}1;J;;\n2;J;Isi;x;lebih\n\n3;J;Isi;;;\n4;J\n5;J;A\x00B;\n6;J;<p></p>;\n7;;Isi;segera\n")
    documents, problems = read_all("a.csv")
    assert [(document.source, document.text) for document in documents] == [("3", "J\n\nIsi"), ("5", "J\n\nA\x00B"), ("7", "Isi")]
    assert {source: problem.problem for source, problem in problems.items()} == {
        "1": "empty",
        "a.csv:3": "record",
        "4": "empty",
        "6": "empty",
    }
    assert "(a.csv:2)" in problems["1"].message
    assert "needs quotes" in problems["a.csv:3"].message
    assert documents[-1].note == "its day of publication could not be read: 'segera'"


def test_a_day_in_a_column_that_was_named_must_be_one() -> None:
    write("a.csv", f"{HEAD}7;;Isi;segera\n")
    (problem,) = read_all("a.csv", date="tanggal")[1].values()
    assert "'segera' (a.csv:2). Write it as 2024-01-10" in problem.message


def test_a_quotation_mark_that_is_never_closed_ends_the_table() -> None:
    write("a.csv", 'text\nSatu\n"Dua\n' + "Tiga\n" * 2_000)
    documents, problems = read_all("a.csv", limits=Limits(document=5_000))
    assert [document.text for document in documents] == ["Satu"]
    (problem,) = problems.values()
    assert problem.problem == "damaged"
    assert "row 3" in problem.message
    assert "The rows up to 2 are kept." in problem.message


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        ("", "empty"),
        ("\n \n", "empty"),
        ("text\n", "empty"),
        ("a;b\n1;2\n", "columns"),
        ("\x89PNG\r\n\x1a\n", "binary"),
        ("text\n" + "x" * 3_000, "limit"),
    ],
)
def test_tables_that_cannot_be_read(content: str, kind: str) -> None:
    write("a.csv", content, "latin-1")
    (problem,) = read_all("a.csv", limits=Limits(document=2_000))[1].values()
    assert (problem.source, problem.problem) == ("a.csv", kind)


def test_rows_of_every_sheet_with_a_text_column() -> None:
    rows: Rows = [
        ["REKAP BERITA 2024"],
        [],
        ["judul", "isi", "tanggal"],
        ["J", LEAD, dt.datetime(2024, 1, 10, 8)],
        [None, None, None],
        [None, "Dua", "11/1/2024"],
    ]
    write_workbook("a.xlsx", Rilis=rows, Kosong=[], Lain=[["x"], [1]], Arsip=[["text", "id"], ["Tiga", 7.0]])
    documents, problems = read_all("a.xlsx")
    assert problems == {}
    assert [(document.source, document.text, document.published) for document in documents] == [
        ("a.xlsx#Rilis:4", f"J\n\n{LEAD}", dt.date(2024, 1, 10)),
        ("a.xlsx#Rilis:6", "Dua", dt.date(2024, 1, 11)),
        ("7", "Tiga", None),
    ]
    assert list_texts("a.xlsx", table="Arsip") == ["Tiga"]


@pytest.mark.parametrize(
    ("options", "kind", "advice"),
    [
        ({}, "columns", "There are: x, y."),
        ({"table": "Salah"}, "columns", "There are: Satu, Dua."),
        ({"text": "z"}, "columns", "--text-column"),
    ],
)
def test_workbooks_without_the_column_or_sheet(options: dict[str, Any], kind: str, advice: str) -> None:
    write_workbook("a.xlsx", Satu=[["Rekap"], ["x", "y"], [1, 2]], Dua=[])
    (problem,) = read_all("a.xlsx", **options)[1].values()
    assert problem.problem == kind
    assert advice in problem.message


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le"), "protected"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "binary"),
        (b"judul;isi", "damaged"),
        (b"", "damaged"),
    ],
)
def test_workbooks_that_cannot_be_opened(content: bytes, kind: str) -> None:
    Path("a.xlsx").write_bytes(content)
    (problem,) = read_all("a.xlsx")[1].values()
    assert (problem.source, problem.problem) == ("a.xlsx", kind)


def test_rows_of_a_parquet_file() -> None:
    write_parquet("a.parquet", {"content": [LEAD, "Dua", None], "date": [dt.date(2024, 1, 10), None, None], "n": [1, 2, 3]})
    documents, problems = read_all("a.parquet")
    assert [(document.source, document.text, document.published) for document in documents] == [
        ("a.parquet:1", LEAD, dt.date(2024, 1, 10)),
        ("a.parquet:2", "Dua", None),
    ]
    assert list(problems) == ["a.parquet:3"]
    assert read_all("a.parquet", text="salah")[1]["a.parquet"].problem == "columns"


@pytest.mark.parametrize("content", [b"", b"PAR1", b"PAR1" + bytes(100) + b"PAR1"])
def test_a_parquet_file_that_is_none(content: bytes) -> None:
    Path("a.parquet").write_bytes(content)
    assert read_all("a.parquet")[1]["a.parquet"].problem == "damaged"


def test_rows_of_every_table_of_a_database() -> None:
    write_database(
        "a.sqlite",
        'CREATE TABLE "berita ""baru""" (judul TEXT, isi TEXT, tanggal TEXT)',
        "CREATE TABLE lain (x)",
        "CREATE TABLE arsip (kode TEXT PRIMARY KEY, text TEXT) WITHOUT ROWID",
        'CREATE VIEW pilihan AS SELECT isi FROM "berita ""baru"""',
        f"INSERT INTO \"berita \"\"baru\"\"\" (rowid, isi, judul, tanggal) VALUES (9, '{LEAD}', 'J', '10 Januari 2024')",
        'INSERT INTO "berita ""baru""" (rowid, isi) VALUES (3, x\'41ff42\')',
        "INSERT INTO arsip VALUES ('b', 'Bila'), ('a', 'Ada')",
    )
    documents, problems = read_all("a.sqlite")
    assert problems == {}
    assert [(document.source, document.text) for document in documents] == [
        ("a.sqlite#arsip:1", "Ada"),
        ("a.sqlite#arsip:2", "Bila"),
        ('a.sqlite#berita "baru":3', "A\ufffdB"),
        ('a.sqlite#berita "baru":9', f"J\n\n{LEAD}"),
    ]
    assert sorted(list_texts("a.sqlite", table="pilihan")) == sorted(["A\ufffdB", LEAD])
    before = Path("a.sqlite").read_bytes()
    assert "There are: arsip, berita" in read_all("a.sqlite", table="salah")[1]["a.sqlite"].message
    assert Path("a.sqlite").read_bytes() == before
    assert [path.name for path in Path().iterdir()] == ["a.sqlite"]


def test_databases_that_cannot_be_read() -> None:
    write_database("kosong.db", "CREATE TABLE t (x)")
    Path("bukan.db").write_bytes(b"SQLite format 3\x00" + bytes(range(256)) * 8)
    problems = read_all("kosong.db", "bukan.db")[1]
    assert (problems["kosong.db"].problem, problems["bukan.db"].problem) == ("columns", "damaged")
