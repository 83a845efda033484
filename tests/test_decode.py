"""From bytes to text: every encoding that releases come in, and everything that only looks like text."""

from __future__ import annotations

import codecs
import gzip
import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from berita_extract.errors import InputError
from berita_extract.io.decode import decode_text

RELEASE = "Ambon, 10/1/2024 \u2013 \u201cKami siap,\u201d ujar Bupati.\r\nSalat Jum\u2019at di caf\u00e9.\n"


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (RELEASE.encode(), "utf-8"),
        (codecs.BOM_UTF8 + RELEASE.encode(), "utf-8"),
        (codecs.BOM_UTF16_LE + RELEASE.encode("utf-16-le"), "utf-16-le"),
        (codecs.BOM_UTF16_BE + RELEASE.encode("utf-16-be"), "utf-16-be"),
        (codecs.BOM_UTF32_LE + RELEASE.encode("utf-32-le"), "utf-32-le"),
        (codecs.BOM_UTF32_BE + RELEASE.encode("utf-32-be"), "utf-32-be"),
    ],
)
def test_unicode_is_read_without_its_mark_and_without_a_note(data: bytes, encoding: str) -> None:
    decoded = decode_text(data, source="rilis.txt")
    assert decoded.text == RELEASE
    assert decoded.encoding == encoding
    assert decoded.note is None


def test_cp1252_is_read_with_a_note_that_names_it() -> None:
    decoded = decode_text(RELEASE.encode("cp1252"), source="rilis.txt")
    assert decoded.text == RELEASE
    assert "cp1252" in (decoded.note or "")


def test_another_script_is_guessed_instead_of_read_as_cp1252() -> None:
    text = "Министр открыл заседание и приветствовал участников." * 5
    decoded = decode_text(text.encode("cp1251"), source="rilis.txt")
    assert decoded.encoding != "cp1252"
    assert "not UTF-8" in (decoded.note or "")


def test_one_damaged_byte_does_not_turn_utf8_into_cp1252() -> None:
    data = RELEASE.encode() + b"Sel\xffesai."
    decoded = decode_text(data, source="rilis.txt")
    assert decoded.text == RELEASE + "Sel\ufffdesai."
    assert "1 damaged" in (decoded.note or "")


def test_a_utf8_mark_before_damaged_text_is_still_no_text() -> None:
    decoded = decode_text(codecs.BOM_UTF8 + RELEASE.encode() + b"\xff", source="rilis.txt")
    assert decoded.text == RELEASE + "\ufffd"


def test_a_release_about_bmkg_is_not_a_bitmap() -> None:
    for text in ("BMKG mengimbau warga.", "MZ Arifin hadir.", "ID3 ialah nama tim.", "PK dan PAR1 hadir."):
        assert decode_text(text.encode(), source="rilis.txt").text == text


def test_text_is_not_altered() -> None:
    text = "Bupati\x00 hadir.\r\n\r\n\tSelesai.\r\x0c\n"
    assert decode_text(text.encode(), source="rilis.txt").text == text


def test_a_web_page_is_read_with_a_note() -> None:
    decoded = decode_text(b"<!DOCTYPE html><html><p>Bupati hadir</p></html>", source="rilis.html")
    assert "web page" in (decoded.note or "")


def _zip(*names: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name in names:
            archive.writestr(name, "application/vnd.oasis.opendocument.text" if name == "mimetype" else "x")
    return packed.getvalue()


@pytest.mark.parametrize(
    ("data", "looks_like", "remedy"),
    [
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "PDF", "ends in .pdf"),
        (_zip("[Content_Types].xml", "word/document.xml"), "Word", "UTF-8"),
        (_zip("[Content_Types].xml", "xl/workbook.xml"), "Excel", "UTF-8"),
        (_zip("[Content_Types].xml", "ppt/presentation.xml"), "PowerPoint", "UTF-8"),
        (_zip("mimetype", "content.xml"), "OpenDocument", "UTF-8"),
        (_zip("rilis.txt"), "zip archive", "unpack"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500), "old Office", "UTF-8"),
        (rb"{\rtf1\ansi Bupati hadir}", "RTF", "UTF-8"),
        (gzip.compress(RELEASE.encode()), "archive", "unpack"),
        (b"\x89PNG\r\n\x1a\n" + bytes(50), "image", "OCR"),
        (b"\xff\xd8\xff\xe0" + bytes(50), "image", "OCR"),
        (b"RIFF\x24\x00\x00\x00WAVEfmt ", "audio", "transcribe"),
        (b"\x00\x00\x00\x18ftypmp42", "audio or video", "transcribe"),
        (b"SQLite format 3\x00" + bytes(50), "database", "UTF-8"),
        (bytes(range(256)) * 4, "binary data", "UTF-8"),
        (bytes(1000), "binary data", "UTF-8"),
        (RELEASE.encode("utf-16-le"), "UTF-16", "UTF-8"),
        (codecs.BOM_UTF16_LE + b"\x00\xd8" * 20, "UTF-16", "UTF-8"),
    ],
)
def test_what_is_no_text_is_named_with_a_remedy(data: bytes, looks_like: str, remedy: str) -> None:
    with pytest.raises(InputError) as caught:
        decode_text(data, source="arsip/rilis.bin")
    message = str(caught.value)
    assert message.startswith("arsip/rilis.bin: ")
    assert looks_like in message
    assert remedy in message


@pytest.mark.parametrize("data", [b"", b" \r\n\t\n", codecs.BOM_UTF8, "\u200b\u00a0\n".encode()])
def test_nothing_to_read_is_an_error(data: bytes) -> None:
    with pytest.raises(InputError) as caught:
        decode_text(data, source="rilis.txt")
    assert caught.value.problem == "empty"


@given(st.binary(max_size=300))
def test_any_bytes_give_a_text_or_an_input_error(data: bytes) -> None:
    try:
        said = decode_text(data, source="rilis.txt").text
    except InputError as error:
        said = error.message
    assert said.strip()


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1).filter(str.strip))
def test_any_text_without_controls_comes_back_as_it_was(text: str) -> None:
    kept = "Rilis: " + text
    assert decode_text(kept.encode(), source="rilis.txt").text == kept
