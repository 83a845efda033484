"""Web pages, Word and PDF documents: their text as a reader sees it, and what is said of those that have none."""

from __future__ import annotations

import datetime as dt
import json
import sys
from pathlib import Path

import pytest

from berita_extract.errors import InputError
from berita_extract.io.read import Limits, read_document
from berita_extract.io.readers.pdf import join_pages
from cli_runner import run_cli
from made_files import LEAD, MENU, PAGE, STATEMENT, TITLE, list_texts, make_docx, make_pdf, make_zip, read_all

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = b"/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O (%s) /U (%s) >> /ID [(ab) (ab)]" % (b"o" * 32, b"u" * 32)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def expect_problem(name: str, content: bytes | str, kind: str, *advice: str) -> None:
    Path(name).write_bytes(content.encode() if isinstance(content, str) else content)
    with pytest.raises(InputError) as caught:
        read_document(name)
    assert (caught.value.source, caught.value.problem) == (name, kind)
    for words in advice:
        assert words in caught.value.message


def test_a_page_gives_its_article_with_headline_and_day() -> None:
    Path("rilis.html").write_text(PAGE, encoding="utf-8")
    document = read_document("rilis.html")
    assert document.text == f"{TITLE}\n\n{LEAD}\n\n{STATEMENT}"
    assert document.published == dt.date(2024, 1, 11)
    assert document.source == "rilis.html"


def test_a_page_in_an_old_encoding_keeps_its_quotation_marks() -> None:
    Path("rilis.htm").write_bytes(PAGE.replace('charset="utf-8"', 'charset="windows-1252"').encode("cp1252"))
    assert STATEMENT in read_document("rilis.htm").text


def test_the_day_of_a_page_is_none_that_only_its_text_names() -> None:
    Path("rilis.html").write_text(PAGE.replace("2024-01-11T08:30:00+07:00", ""), encoding="utf-8")
    assert read_document("rilis.html").published is None


@pytest.mark.parametrize("page", [MENU, "<html></html>", "<!doctype html>", "   <html><body><script>1</script></body></html>"])
def test_a_page_without_an_article_is_told(page: str) -> None:
    expect_problem("menu.html", page, "article", "no article", "save its text")


def test_a_single_page_is_extracted_against_its_own_day() -> None:
    Path("rilis.html").write_text(PAGE.replace("Rabu (10/1/2024)", "Maluku").replace("itu.", "itu kemarin."), encoding="utf-8")
    result = run_cli("rilis.html", "--published", "2020-05-05")
    assert result.status == 0
    assert [found["start_date"] for found in json.loads(result.out)["dates"]] == ["2024-01-10"]
    explained = run_cli("explain", "rilis.html", "--published", "2020-05-05")
    assert b"2024-01-10" in explained.out


def test_a_word_document_gives_paragraphs_and_tables_in_their_order() -> None:
    Path("rilis.docx").write_bytes(make_docx([TITLE, LEAD, STATEMENT], [["Nama", "Jabatan"], ["Rina Sari", "Bupati"]]))
    assert list_texts("rilis.docx") == [f"{TITLE}\n\n{LEAD}\n\nNama\tJabatan\nRina Sari\tBupati\n\n{STATEMENT}"]


def test_a_cell_that_spans_columns_is_told_once() -> None:
    import docx

    document = docx.Document()
    table = document.add_table(1, 3)
    table.cell(0, 0).merge(table.cell(0, 2)).text = LEAD
    document.save("rilis.docx")
    assert list_texts("rilis.docx") == [LEAD]


@pytest.mark.parametrize(
    ("name", "content", "kind", "advice"),
    [
        ("kunci.docx", OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le"), "protected", "without one"),
        ("kunci.doc", OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le"), "protected", "without one"),
        ("lama.doc", OLE + bytes(600), "binary", "soffice --headless --convert-to docx 'lama.doc'"),
        ("salah.docx", OLE + bytes(600), "binary", "soffice"),
        ("lama.rtf", rb"{\rtf1 Bupati hadir}", "binary", "soffice"),
        ("kosong.docx", make_docx([""]), "empty", "OCR"),
        ("rusak.docx", make_docx([LEAD])[:-300], "damaged", "Get it again"),
        ("bukan.docx", b"Bupati hadir", "damaged", "Get it again"),
        ("nol.docx", b"", "empty", "Check that"),
    ],
)
def test_word_documents_that_cannot_be_read(name: str, content: bytes, kind: str, advice: str) -> None:
    expect_problem(name, content, kind, advice)


def test_a_word_document_without_its_parts_is_damaged() -> None:
    make_zip(Path("x.docx"), {"word/other.xml": "<a/>"})
    expect_problem("x.docx", Path("x.docx").read_bytes(), "damaged", "Get it again")


def test_a_word_document_that_is_a_bomb_is_not_unpacked() -> None:
    make_zip(Path("bom.docx"), {"word/document.xml": bytes(3_000_000)})
    (problem,) = read_all("bom.docx", limits=Limits(free=1_000_000))[1].values()
    assert problem.problem == "limit"
    assert "bomb" in problem.message


def test_a_pdf_gives_its_text_page_by_page() -> None:
    Path("rilis.pdf").write_bytes(
        make_pdf([[TITLE, "Ambon - Rapat itu dibuka oleh Bupati dan dihadiri 300 orang warga ber-", "sama camat."], ["Halaman dua."]])
    )
    (text,) = list_texts("rilis.pdf")
    assert text == f"{TITLE}\nAmbon - Rapat itu dibuka oleh Bupati dan dihadiri 300 orang warga bersama camat.\n\nHalaman dua."


@pytest.mark.parametrize(
    ("pages", "text"),
    [
        (["Warga ber-\r\nsama camat"], "Warga bersama camat"),
        (["Warga ber\x02sama camat", "Halaman"], "Warga bersama camat\nHalaman"),
        (["sesuai undang\x02undang dasar.", "Halaman"], "sesuai undang-undang dasar.\n\nHalaman"),
        (["Warga ber\ufffe\r\nsama camat"], "Warga bersama camat"),
        (["sesuai undang-\nundang dasar"], "sesuai undang-undang dasar"),
        (["di Nusa Tenggara-\nTimur"], "di Nusa Tenggara-Timur"),
        (["KH Ma'ruf Al-\nhabsyi"], "KH Ma'ruf Al-habsyi"),
        (
            ["Baris satu yang panjang sekali\nPendek.\nBaris tiga yang panjang sekali"],
            "Baris satu yang panjang sekali\nPendek.\n\nBaris tiga yang panjang sekali",
        ),
        (["tahun 2023-\n2024"], "tahun 2023-\n2024"),
    ],
)
def test_words_and_paragraphs_are_joined_over_line_ends(pages: list[str], text: str) -> None:
    assert join_pages(pages) == text


@pytest.mark.parametrize(
    ("content", "kind", "advice"),
    [
        (make_pdf([[], []]), "scanned", "ocrmypdf"),
        (make_pdf([[LEAD]], trailer=ENCRYPTED), "protected", "without one"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "damaged", "Get it again"),
        (b"Bupati hadir", "damaged", "save its text as a .txt file"),
    ],
)
def test_pdf_documents_that_cannot_be_read(content: bytes, kind: str, advice: str) -> None:
    expect_problem("rilis.pdf", content, kind, advice)


def test_pages_of_a_pdf_without_text_are_noted() -> None:
    Path("rilis.pdf").write_bytes(make_pdf([[LEAD], []]))
    assert read_document("rilis.pdf").note == "no text on 1 of its 2 pages (pictures?)"


@pytest.mark.parametrize(
    ("name", "content", "text"),
    [
        ("unduh", make_pdf([[LEAD]]), LEAD),
        ("unduh", make_docx([LEAD]), LEAD),
        ("unduh.php", PAGE.encode(), LEAD),
        ("catatan.log", LEAD.encode(), LEAD),
    ],
)
def test_a_named_file_without_a_known_suffix_is_known_by_its_first_bytes(name: str, content: bytes, text: str) -> None:
    Path(name).write_bytes(content)
    assert text in read_document(name).text


def test_a_page_from_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    import io

    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(PAGE.encode())))
    assert read_document("-").text.startswith(f"{TITLE}\n\n{LEAD}")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("â€œKami siapâ€\x9d ujar Rina", "â€œ"),
        ("Ia lulusan Politeknik CafÃ© Raya", "Ã©"),
        ("“Kami siap” ujar André", None),
        ("Suhu 30 °C, SÃO Paulo", None),
    ],
)
def test_an_encoding_that_was_mistaken_before_is_noted(text: str, found: str | None) -> None:
    Path("rilis.txt").write_text(text, encoding="utf-8")
    note = read_document("rilis.txt").note
    assert (note is None) if found is None else (note is not None and found in note and "export it again as UTF-8" in note)


@pytest.mark.parametrize(
    ("name", "module", "extra"),
    [
        ("a.html", "trafilatura", "documents"),
        ("a.docx", "docx", "documents"),
        ("a.pdf", "pypdfium2", "documents"),
        ("a.warc", "fastwarc.warc", "documents"),
        ("a.txt.zst", "zstandard", "documents"),
        ("a.xlsx", "openpyxl", "tables"),
        ("a.parquet", "pyarrow.parquet", "tables"),
    ],
)
def test_a_library_that_is_not_installed_is_named_with_its_command(
    name: str, module: str, extra: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    Path(name).write_bytes(b"x")
    Path("baik.txt").write_text(LEAD, encoding="utf-8")
    documents, problems = read_all(name, "baik.txt")
    assert [document.source for document in documents] == ["baik.txt"]
    assert problems[name].problem == "extra"
    assert problems[name].message.endswith(f"pip install 'berita-extract[{extra}]'")
