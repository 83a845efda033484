"""From the bytes of a document to its text, which is not altered: not a line end, not a NUL."""

from __future__ import annotations

import codecs
import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from berita_extract.errors import InputError


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a document, its encoding, and a note where a reader should look twice."""

    text: str
    encoding: str
    note: str | None = None


# UTF-32 first: its little-endian mark begins with the one of UTF-16.
_BYTE_ORDER_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

ODD_BYTES: Final = "berita-extract-odd-bytes"

_AS_TEXT: Final = "save its text as a .txt file in UTF-8"
_UNPACK: Final = "unpack it and give the text files inside"
_IMAGE: Final = "only text can be read: type it, or run text recognition (OCR) first"
_MEDIA: Final = "only text can be read: transcribe it first"
_NOT_TEXT: Final = "give the release as a text file in UTF-8"


def _rename(suffix: str) -> str:
    return f"give it a name that ends in {suffix}, or "


# No signature of plain letters only: a release may well begin with `BM` (BMKG …), `MZ` or `ID3`.
_SIGNATURES: Final = (
    (rb"%PDF-", "a PDF document", _rename(".pdf") + _AS_TEXT),
    (rb"PK\x03\x04.{0,200}?mimetypeapplication/vnd\.oasis", "an OpenDocument (LibreOffice) file", _AS_TEXT),
    (rb"PK\x03\x04(?=.{0,4000}?word/)", "a Word document (.docx)", _rename(".docx") + _AS_TEXT),
    (rb"PK\x03\x04(?=.{0,4000}?xl/)", "an Excel workbook (.xlsx)", _rename(".xlsx") + _AS_TEXT),
    (rb"PK\x03\x04(?=.{0,4000}?ppt/)", "a PowerPoint presentation (.pptx)", _AS_TEXT),
    (rb"PK\x03\x04|PK\x05\x06", "a zip archive", _rename(".zip") + _UNPACK),
    (rb"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office file (.doc, .xls, .ppt)", _AS_TEXT),
    (rb"\{\\rtf", "a rich text file (RTF)", _AS_TEXT),
    (
        rb"\x1f\x8b|BZh[1-9]1AY|\xfd7zXZ\x00|7z\xbc\xaf\x27\x1c|Rar!\x1a\x07|\x28\xb5\x2f\xfd",
        "an archive",
        _UNPACK,
    ),
    (rb"\x89PNG\r\n|\xff\xd8\xff|GIF8[79]a|II\*\x00|MM\x00\*|RIFF....WEBP", "an image", _IMAGE),
    (
        rb"RIFF....(?:WAVE|AVI )|ID3[\x02-\x04]\x00|OggS\x00|\x00\x00\x00.ftyp|\x1aE\xdf\xa3",
        "audio or video",
        _MEDIA,
    ),
    (rb"\x7fELF|MZ.\x00\x03\x00|SQLite format 3\x00|PAR1[^\x20-\x7e]", "a program or a database", _NOT_TEXT),
)
_FORMATS: Final = tuple((re.compile(pattern, re.DOTALL), what, remedy) for pattern, what, remedy in _SIGNATURES)

_HTML: Final = re.compile(rb"\s*(?:<!doctype html|<html)", re.IGNORECASE)
_CONTROLS: Final = bytes({*range(0x20), 0x7F} - {*b"\t\n\v\f\r\x1b"})
_HIGH: Final = bytes(range(0x80, 0x100))

# Above this share of control bytes a file is no text; a few NULs in an export from an old system are.
_MAX_CONTROLS: Final = 0.10
# Latin text in a one-byte encoding has few bytes above ASCII; other scripts are made of them.
_MAX_HIGH_IN_LATIN: Final = 0.15
_GUESS_FROM: Final = 200_000


def decode_text(data: bytes, *, source: str) -> Decoded:
    """The text in `data`; raises `InputError` where there is none, with what it looks like instead."""
    if not data:
        raise InputError(source, "empty", "the file is empty. Check that the release was saved into it.")
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark) and not (encoding.startswith("utf-32") and len(data) % 4):
            decoded = _decode_marked(data[len(mark) :], encoding, source)
            break
    else:
        _refuse_binary(data, source)
        decoded = _decode_unmarked(data, source)
    if is_blank(decoded.text):
        raise InputError(source, "empty", "there is only white space in it. Check that the release was saved.")
    return decoded


def find_encoding(head: bytes, *, source: str) -> Decoded:
    """The encoding of a long text from its beginning, with that beginning decoded; raises `InputError` where it is no text.

    Read on with the error handler `ODD_BYTES`, because what comes later may still be in another encoding.
    """
    codecs.register_error(ODD_BYTES, _read_odd_bytes)
    for mark, encoding in _BYTE_ORDER_MARKS:
        if head.startswith(mark):
            whole = encoding.removesuffix("-le").removesuffix("-be") if mark != codecs.BOM_UTF8 else "utf-8-sig"
            return Decoded(head.decode(whole, "replace"), whole)
    _refuse_binary(head, source)
    try:
        return Decoded(codecs.getincrementaldecoder("utf-8")().decode(head), "utf-8")
    except UnicodeDecodeError:
        return _decode_damaged_utf8(head) or _decode_legacy(head, source)


def _read_odd_bytes(error: UnicodeError) -> tuple[str, int]:
    """Bytes that are no UTF-8, read as the encoding that Indonesian offices really used."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


def is_blank(text: str) -> bool:
    """Nothing that a reader would see: white space, and characters of no width."""
    return all(character.isspace() or unicodedata.category(character) == "Cf" for character in text.lstrip())


def _decode_marked(data: bytes, encoding: str, source: str) -> Decoded:
    """Decode what stands behind a byte order mark; the mark itself is not part of the text."""
    try:
        return Decoded(data.decode(encoding), encoding)
    except UnicodeDecodeError as error:
        if encoding == "utf-8":
            return _decode_unmarked(data, source)
        message = f"it begins like {encoding.upper()} but is damaged at byte {error.start}. Save it again as UTF-8."
        raise InputError(source, "encoding", message) from error


def _refuse_binary(data: bytes, source: str) -> None:
    for pattern, what, remedy in _FORMATS:
        if pattern.match(data):
            raise InputError(source, "binary", f"this is {what}, not text: {remedy}.")
    controls = len(data) - len(data.translate(None, _CONTROLS))
    if controls <= len(data) * _MAX_CONTROLS:
        return
    even, odd = data[::2].count(0), data[1::2].count(0)
    if max(even, odd) > 0.3 * len(data) and min(even, odd) < 0.05 * len(data):
        message = "this looks like UTF-16 text without its byte order mark. Save it again as UTF-8."
        raise InputError(source, "encoding", message)
    raise InputError(source, "binary", f"this is binary data, not text: {_NOT_TEXT}.")


def _decode_unmarked(data: bytes, source: str) -> Decoded:
    note = "this looks like a web page; its markup is read as text" if _HTML.match(data) else None
    try:
        return Decoded(data.decode("utf-8"), "utf-8", note)
    except UnicodeDecodeError:
        pass
    return _decode_damaged_utf8(data) or _decode_legacy(data, source)


def _decode_damaged_utf8(data: bytes) -> Decoded | None:
    """UTF-8 with a few broken bytes: more characters of several bytes are whole than broken."""
    text = data.decode("utf-8", "replace")
    ascii_bytes = len(data.translate(None, _HIGH))
    replaced = text.count("\ufffd")
    damaged = replaced - data.count(b"\xef\xbf\xbd")
    whole = len(text) - replaced - ascii_bytes
    if whole <= damaged:
        return None
    note = f"UTF-8 with {damaged} damaged byte sequence(s), each read as U+FFFD; save it again if it matters"
    return Decoded(text, "utf-8", note)


def _decode_legacy(data: bytes, source: str) -> Decoded:
    high = len(data) - len(data.translate(None, _HIGH))
    text = None
    # A statistical guess takes the curly quotes of a short release for cp1250 or a Mac encoding, so the
    # encoding that Indonesian offices really used comes first.
    if high <= len(data) * _MAX_HIGH_IN_LATIN:
        text = _try_decoding(data, "cp1252")
    encoding = "cp1252"
    if text is None:
        encoding = _guess_encoding(data) or "cp1252"
        text = _try_decoding(data, encoding)
    if text is None:
        raise InputError(source, "encoding", "its encoding is not known. Save it again as UTF-8.")
    note = f"not UTF-8, read as {encoding}; if quotation marks or letters look wrong, save it as UTF-8"
    return Decoded(text, encoding, note)


def _guess_encoding(data: bytes) -> str | None:
    import charset_normalizer

    best = charset_normalizer.from_bytes(data[:_GUESS_FROM]).best()
    return best.encoding if best else None


def _try_decoding(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None
