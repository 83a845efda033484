"""Which name, or which first bytes, mean which format: the one table behind listing, help and documentation."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal

from berita_extract.io.entries import Form

Kind = Literal["document", "records", "archive"]


@dataclass(frozen=True, slots=True)
class Format:
    """A format: what it is called, how its files end, what library it takes, and the form of its document if it is a single one.

    `kind` says what is in a file: one document, records of them in columns, or an archive of other files; `told` is that for users.
    """

    name: str
    suffixes: tuple[str, ...]
    kind: Kind
    form: Form | None = None
    extra: str | None = None
    magic: bytes | None = None
    told: str = ""


_DOCUMENTS: Final = "documents"
_TABLES: Final = "tables"

FORMATS: Final = (
    Format("text", (".txt", ".md"), "document", "text", told="text; its encoding is found"),
    Format(
        "page",
        (".html", ".htm", ".xhtml"),
        "document",
        "page",
        _DOCUMENTS,
        rb"\A\s*(?i:<!doctype html|<html)",
        told="a web page: the article with its headline, and the day that the page gives",
    ),
    Format(
        "word",
        (".docx", ".docm"),
        "document",
        "word",
        _DOCUMENTS,
        rb"PK\x03\x04(?=.{0,4000}?word/)",
        told="a Word document: paragraphs and tables in their order",
    ),
    Format("pdf", (".pdf",), "document", "pdf", _DOCUMENTS, rb"%PDF-", told="a PDF document with a text layer"),
    Format(
        "obsolete",
        (".doc", ".rtf", ".odt"),
        "document",
        "obsolete",
        None,
        rb"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1|\{\\rtf",
        told="told how to convert it",
    ),
    Format("jsonl", (".jsonl", ".ndjson"), "records", told="a JSON object a line"),
    Format("json", (".json",), "records", told="an array of JSON objects, one object, or the one list of objects in it"),
    Format("csv", (".csv", ".tsv", ".tab"), "records", told="a table; encoding and delimiter are found"),
    Format(
        "xlsx",
        (".xlsx", ".xlsm"),
        "records",
        None,
        _TABLES,
        rb"PK\x03\x04(?=.{0,4000}?xl/)",
        told="every sheet with a column for the release",
    ),
    Format("parquet", (".parquet",), "records", None, _TABLES, rb"PAR1[^\x20-\x7e]", told="a table"),
    Format(
        "sqlite",
        (".sqlite", ".sqlite3", ".db"),
        "records",
        None,
        None,
        rb"SQLite format 3\x00",
        told="every table with a column for the release, opened for reading only",
    ),
    Format("wordpress", (".xml", ".wxr"), "records", told="a WordPress export or another RSS file: the published posts"),
    Format("warc", (".warc",), "archive", None, _DOCUMENTS, rb"WARC/1\.\d\r\n", told="a web archive: the pages and PDF documents in it"),
    Format(
        "zip", (".zip",), "archive", None, None, rb"PK\x03\x04(?!.{0,200}?mimetypeapplication/vnd\.oasis)|PK\x05\x06", told="what is in it"
    ),
    Format("tar", (".tar",), "archive", None, None, rb".{257}ustar", told="what is in it"),
    Format("gz", (".gz", ".tgz"), "archive", None, None, rb"\x1f\x8b", told="what is in it"),
    Format("bz2", (".bz2", ".tbz2", ".tbz"), "archive", None, None, rb"BZh[1-9]1AY", told="what is in it"),
    Format("xz", (".xz", ".txz"), "archive", None, None, rb"\xfd7zXZ\x00", told="what is in it"),
    Format("zst", (".zst", ".tzst"), "archive", None, _DOCUMENTS, rb"\x28\xb5\x2f\xfd", told="what is in it"),
)
COMPRESSED: Final = frozenset(("gz", "bz2", "xz", "zst"))
HEAD: Final = 8_192

_BY_SUFFIX: Final = {suffix: form for form in FORMATS for suffix in form.suffixes}
_MAGIC: Final = tuple((re.compile(form.magic, re.DOTALL), form) for form in FORMATS if form.magic)
_TARBALLS: Final = (".tgz", ".tbz2", ".tbz", ".txz", ".tzst")


def recognise(name: str) -> Format | None:
    """The format that the name ends like."""
    return _BY_SUFFIX.get(_get_suffix(name))


def recognise_content(head: bytes) -> Format | None:
    """The format that begins with these bytes, the first few thousand of a file."""
    return next((form for pattern, form in _MAGIC if pattern.match(head)), None)


def name_unpacked(name: str) -> str:
    """What is inside a compressed file, by its name: `rilis.txt` in `rilis.txt.gz`, `arsip.tar` in `arsip.tgz`."""
    suffix = _get_suffix(name)
    return name[: -len(suffix)] + (".tar" if suffix in _TARBALLS else "")


def is_taken_from_folder(name: str) -> bool:
    """Whether a file that only its folder names is read: one with a release, packed or not, or an archive.

    Tables and records are taken only when they are named: in a folder they are mostly results, or lists of what lies there.
    """
    form = recognise(name)
    if form is not None and form.name in COMPRESSED:
        inner = recognise(name_unpacked(name))
        return inner is None or inner.kind != "records"
    return form is not None and form.kind != "records"


def _get_suffix(name: str) -> str:
    last = name.rpartition("/")[2].lower()
    return "." + last.rpartition(".")[2] if "." in last[1:] else ""
