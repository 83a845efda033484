"""Reading documents: listed here and decoded one at a time, in whatever process extracts from them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from berita_extract.errors import InputError
from berita_extract.io.composing import compose, find_mojibake
from berita_extract.io.decode import decode_text
from berita_extract.io.entries import STDIN, STDIN_SOURCE, Cells, Entry, Limits, ReadDocument, ReadOptions
from berita_extract.io.listing import DEFAULT, InputSize, enter_one, find_among, list_entries, measure_inputs, read_stdin
from berita_extract.io.naming import explain_os_error
from berita_extract.io.readers.containers import read_zipped
from berita_extract.io.readers.office import read_word, refuse_obsolete
from berita_extract.io.readers.pages import read_page
from berita_extract.io.readers.pdf import read_pdf
from berita_extract.io.readers.records import read_record

__all__ = [
    "STDIN",
    "STDIN_SOURCE",
    "Cells",
    "Entry",
    "InputSize",
    "Limits",
    "ReadDocument",
    "ReadOptions",
    "find_among",
    "list_entries",
    "measure_inputs",
    "read_document",
    "read_entry",
]


def read_document(given: str, options: ReadOptions = DEFAULT) -> ReadDocument:
    """The one document in a file, or in standard input for `-`; raises `InputError`."""
    return read_entry(read_stdin(options) if given == STDIN else enter_one(given, options))


def read_entry(entry: Entry) -> ReadDocument:
    """Read and decode an entry; raises `InputError` with what to do."""
    if entry.problem is not None:
        raise entry.problem
    document = _read(entry)
    mistaken = find_mojibake(document.text)
    if mistaken is None:
        return document
    return replace(document, note=f"{document.note}; {mistaken}" if document.note else mistaken)


def _read(entry: Entry) -> ReadDocument:
    source = entry.source
    if entry.cells is not None:
        return compose(entry.cells, source)
    content = _get_content(entry)
    if not content:
        raise InputError(source, "empty", "the file is empty. Check that the release was saved into it.")
    match entry.form:
        case "record":
            return read_record(content, source, entry.options)
        case "page":
            return read_page(content, source)
        case "word":
            return read_word(content, source, entry.options.limits)
        case "pdf":
            return read_pdf(content, source)
        case "obsolete":
            raise refuse_obsolete(content, source)
        case _:
            decoded = decode_text(content, source=source)
            return ReadDocument(text=decoded.text, source=source, note=decoded.note)


def _get_content(entry: Entry) -> bytes:
    if entry.path is None:
        return entry.content or b""
    if entry.member is not None:
        return read_zipped(entry.path, entry.member, entry.source)
    return _read_bytes(entry.path, entry.source)


def _read_bytes(path: Path, source: str) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise explain_os_error(error, source) from error
