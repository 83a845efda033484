"""What the columns of tables and keys of records are called, and what becomes of the cells in them."""

from __future__ import annotations

import datetime as dt
import json
import re
from pathlib import Path

import pytest

from berita_extract.errors import InputError
from berita_extract.io.columns import choose_columns, list_usual_names
from berita_extract.io.days import read_publication_day
from berita_extract.io.entries import ReadOptions
from berita_extract.io.markup import read_cell
from cli_runner import run_cli
from made_files import LEAD, write, write_database


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["text"], ("text", None, None, None)),
        (["id", "judul", "isi", "tanggal"], ("isi", "judul", "tanggal", "id")),
        (["No", "Judul Berita", "Isi Berita", "Tgl. Terbit", "URL"], ("Isi Berita", "Judul Berita", "Tgl. Terbit", "URL")),
        (["post_title", "post_content", "post_date", "slug"], ("post_content", "post_title", "post_date", "slug")),
        (["body", "headline", "published_at", "link"], ("body", "headline", "published_at", "link")),
        (["date", "published", "id", "source", "text", "isi"], ("text", None, "published", "source")),
        (["TEXT", "created_at"], ("TEXT", None, "created_at", None)),
    ],
)
def test_columns_are_known_by_their_usual_names(names: list[str], expected: tuple[str | None, ...]) -> None:
    columns = choose_columns(names, ReadOptions(), "x.csv")
    assert (columns.text, columns.title, columns.date, columns.id) == expected


def test_columns_that_are_named_go_before_the_usual_ones() -> None:
    options = ReadOptions(text="Catatan", title="nama acara", date="hari", id="kode")
    columns = choose_columns(["text", "Catatan", "Nama Acara", "Hari", "kode"], options, "x.csv")
    assert (columns.text, columns.title, columns.date, columns.id) == ("Catatan", "Nama Acara", "Hari", "kode")


def test_no_usual_name_stands_twice() -> None:
    names = [name for role in ("text", "title", "date", "id") for name in list_usual_names(role)]
    assert len(names) == len(set(names))
    assert all(re.fullmatch("[a-z0-9_]+", name) for name in names)


@pytest.mark.parametrize(
    ("options", "advice"),
    [
        (ReadOptions(), "--text-column NAME"),
        (ReadOptions(text="x"), "no column 'x'"),
        (ReadOptions(text="a", date="x"), "--date-column NAME"),
    ],
)
def test_a_column_that_is_missing_is_told_with_those_that_are_there(options: ReadOptions, advice: str) -> None:
    with pytest.raises(InputError) as caught:
        choose_columns(["a", "b"], options, "x.csv")
    assert caught.value.problem == "columns"
    assert advice in caught.value.message
    assert "There are: a, b." in caught.value.message


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2024-01-10", (2024, 1, 10)),
        ("2024-01-10T23:30:00+07:00", (2024, 1, 10)),
        ("2024/1/10 08:00", (2024, 1, 10)),
        ("20240110", (2024, 1, 10)),
        ("10 Januari 2024", (2024, 1, 10)),
        ("Rabu, 10 Januari 2024 | 08:30 WIB", (2024, 1, 10)),
        ("10/01/2024 08:30 WIB", (2024, 1, 10)),
        ("10-01-2024", (2024, 1, 10)),
        ("10.01.2024", (2024, 1, 10)),
        ("10 Agu 2024", (2024, 8, 10)),
        ("Jan 10, 2024", (2024, 1, 10)),
        ("January 10, 2024 8:30 am", (2024, 1, 10)),
        ("Wed, 10 Jan 2024 08:30:00 +0000", (2024, 1, 10)),
        ("1704850000", (2024, 1, 10)),
        ("1704850000000", (2024, 1, 10)),
        (dt.datetime(2024, 1, 10, 8), (2024, 1, 10)),
        (dt.date(2024, 1, 10), (2024, 1, 10)),
        ("kemarin", None),
        ("Januari 2024", None),
        ("10 Januari", None),
        ("2024", None),
        ("0000-00-00 00:00:00", None),
        ("2024-13-45", None),
        ("31 Februari 2024", None),
        ("17", None),
        ("9" * 13, (2286, 11, 20)),
        ("x" * 10_000, None),
    ],
)
def test_days_of_publication_are_read_as_offices_write_them(written: str | dt.date, expected: tuple[int, int, int] | None) -> None:
    assert read_publication_day(written) == (dt.date(*expected) if expected else None)


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("Rapat < 5 orang & > 3", "Rapat < 5 orang & > 3"),
        ("<p>Satu</p><p>Dua&nbsp;&amp; tiga<br/>empat</p>", "Satu\n\nDua & tiga\nempat"),
        ("<div><ul><li>Satu</li><li>Dua</li></ul></div>", "Satu\nDua"),
        ("<p>A</p><script>x = '<p>no</p>'</script><style>p{}</style><p>B</p>", "A\n\nB"),
        ("&ldquo;Siap&rdquo; ujar Rina &#8211; Bupati", "“Siap” ujar Rina – Bupati"),
        ("<!-- wp:paragraph -->\n<p>Satu\nkalimat</p>\n<!-- /wp:paragraph -->", "Satu kalimat"),
        ("<p>[caption id='1']<img src=x> Foto[/caption]</p><p>B</p>", "Foto\n\nB"),
        ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a b\nc"),
        ("R&D dan AT&T;", "R&D dan AT&T;"),
    ],
)
def test_markup_in_cells_becomes_text(cell: str, text: str) -> None:
    assert read_cell(cell) == text


def test_columns_are_named_on_the_command_line() -> None:
    title = "Bupati Contoh Buka Rapat Kerja Pemerintah Daerah"
    write("a.csv", f"kode,Catatan,Acara,Hari\nr1,{LEAD.replace(',', '')},{title},11/1/2024\nr2,,{title},\n")
    wrong = run_cli("batch", "a.csv", "-o", "hasil.jsonl")
    assert wrong.status == 1
    assert "--text-column" in wrong.err
    Path("hasil.jsonl").unlink(missing_ok=True)
    columns = ("--text-column", "catatan", "--title-column", "Acara", "--date-column", "Hari", "--id-column", "kode")
    result = run_cli("batch", "a.csv", "-o", "hasil2.jsonl", *columns)
    assert result.status == 1
    (line,) = Path("hasil2.jsonl").read_bytes().splitlines()
    assert json.loads(line)["source"] == "r1"
    assert json.loads(line)["headline"]["text"] == title
    (failure,) = Path("hasil2.errors.jsonl").read_bytes().splitlines()
    assert (json.loads(failure)["source"], json.loads(failure)["error"]) == ("r2", "empty")


def test_one_table_is_named_on_the_command_line() -> None:
    write_database(
        "a.db", "CREATE TABLE satu (text)", "CREATE TABLE dua (text)", "INSERT INTO satu VALUES ('A')", "INSERT INTO dua VALUES ('B')"
    )
    assert run_cli("batch", "a.db", "-o", "hasil.jsonl", "--table", "dua").status == 0
    assert [json.loads(line)["source"] for line in Path("hasil.jsonl").read_bytes().splitlines()] == ["a.db#dua:1"]


def test_a_table_where_one_release_is_expected() -> None:
    write("a.csv", "text\nSatu\n")
    result = run_cli("a.csv")
    assert result.status == 1
    assert "berita-extract batch a.csv -o hasil.jsonl" in result.err
