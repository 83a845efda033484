"""Finding documents in files, folders, JSON Lines and standard input, and reading them one at a time."""

from __future__ import annotations

import datetime as dt
import json
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, NamedTuple

from berita_extract.errors import InputError
from berita_extract.io.decode import decode_text

STDIN: Final = "-"
STDIN_SOURCE: Final = "<stdin>"
TEXT_SUFFIXES: Final = (".txt", ".md")
RECORDS_SUFFIX: Final = ".jsonl"


@dataclass(frozen=True, slots=True)
class Document:
    """A release that has been read; `published` only where its record says so."""

    source: str
    text: str
    published: dt.date | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """A document that waits to be read: a file, a line of JSON, bytes already here, or a known problem."""

    source: str
    path: Path | None = None
    record: bytes | None = None
    content: bytes | None = None
    problem: InputError | None = None


class InputSize(NamedTuple):
    """How much there is to do."""

    documents: int
    bytes: int


def list_entries(inputs: Iterable[str]) -> Iterator[Entry]:
    """The documents behind files, folders (`*.txt`, `*.md`, none hidden), `.jsonl` files and `-`, in order.

    What cannot be opened becomes an entry with its problem, so nothing here stops a batch.
    """
    for given in inputs:
        if given == STDIN:
            yield _read_stdin()
        elif Path(given).is_dir():
            yield from _list_folder(Path(given))
        elif given.lower().endswith(RECORDS_SUFFIX):
            yield from _list_records(Path(given))
        else:
            yield Entry(_name_source(given), path=Path(given))


def measure_inputs(inputs: Sequence[str]) -> InputSize:
    """Count the documents and bytes behind the inputs without reading texts; standard input counts as one."""
    documents = size = 0
    for entry in list_entries(given for given in inputs if given != STDIN):
        documents += 1
        if entry.record is not None:
            size += len(entry.record)
        elif entry.path is not None:
            try:
                size += entry.path.stat().st_size
            except OSError:
                continue
    return InputSize(documents + sum(given == STDIN for given in inputs), size)


def read_document(given: str) -> Document:
    """The one document in a file, or in standard input for `-`; raises `InputError`."""
    if given.lower().endswith(RECORDS_SUFFIX) and Path(given).is_file():
        message = f"this holds a document a line. Read it with: berita-extract batch {given} -o hasil.jsonl"
        raise InputError(_name_source(given), "record", message)
    return read_entry(_read_stdin() if given == STDIN else Entry(_name_source(given), path=Path(given)))


def read_entry(entry: Entry) -> Document:
    """Read and decode an entry; raises `InputError` with what to do."""
    if entry.problem is not None:
        raise entry.problem
    if entry.record is not None:
        return _read_record(entry.record, entry.source)
    content = _read_bytes(entry.path, entry.source) if entry.path is not None else entry.content
    decoded = decode_text(content or b"", source=entry.source)
    return Document(entry.source, decoded.text, note=decoded.note)


def _read_stdin() -> Entry:
    if sys.stdin is None:
        problem = InputError(STDIN_SOURCE, "unreadable", "standard input is closed. Give a file name instead of -.")
        return Entry(STDIN_SOURCE, problem=problem)
    return Entry(STDIN_SOURCE, content=sys.stdin.buffer.read())


def _list_folder(folder: Path) -> Iterator[Entry]:
    empty = True
    for entry in _walk_folder(folder):
        empty = False
        yield entry
    if empty:
        message = "there is no .txt or .md file in this folder. Give files, or a folder that holds some."
        yield _make_problem(folder, InputError(_name_source(folder), "folder", message))


def _walk_folder(folder: Path) -> Iterator[Entry]:
    try:
        items = sorted(folder.iterdir())
    except OSError as error:
        yield _make_problem(folder, _explain_os_error(error, _name_source(folder)))
        return
    for item in items:
        if item.name.startswith("."):
            continue
        if item.is_dir():
            # A link could lead back to where we came from.
            if not item.is_symlink():
                yield from _walk_folder(item)
        # A broken link is listed too, and fails when it is read: it must not vanish silently.
        elif item.name.lower().endswith(TEXT_SUFFIXES) and (item.is_file() or item.is_symlink()):
            yield Entry(_name_source(item), path=item)


def _list_records(path: Path) -> Iterator[Entry]:
    name = _name_source(path)
    try:
        with path.open("rb") as lines:
            found = False
            for number, line in enumerate(lines, 1):
                if line.strip():
                    found = True
                    yield Entry(f"{name}:{number}", record=line)
    except OSError as error:
        yield _make_problem(path, _explain_os_error(error, name))
        return
    if not found:
        yield _make_problem(path, InputError(name, "empty", 'there is no record in it. Write one {"text": …} a line.'))


def _make_problem(path: Path, problem: InputError) -> Entry:
    return Entry(_name_source(path), problem=problem)


def _read_bytes(path: Path, source: str) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise _explain_os_error(error, source) from error


def _explain_os_error(error: OSError, source: str) -> InputError:
    match error:
        case FileNotFoundError():
            return InputError(source, "missing", "there is no such file. Check the name and the folder.")
        case IsADirectoryError():
            command = f"berita-extract batch {source} -o hasil.jsonl"
            message = f"this is a folder, not a file. For the releases in it: {command}"
            return InputError(source, "folder", message)
        case PermissionError():
            return InputError(source, "unreadable", "no permission to read it. Ask its owner, or change its mode.")
    return InputError(source, "unreadable", f"it cannot be read ({error.strerror or error}).")


def _read_record(line: bytes, source: str) -> Document:
    """A document from a line of JSON: `text`, and if they stand `source` or `id`, `published` or `date`."""
    try:
        record = json.loads(line.removeprefix(b"\xef\xbb\xbf"))
    # RecursionError: a line of ten thousand brackets.
    except (ValueError, RecursionError) as error:
        message = f'the line is not JSON ({error}). Write one {{"text": …}} a line.'
        raise InputError(source, "record", message) from error
    if not isinstance(record, dict) or not isinstance(record.get("text"), str):
        raise InputError(source, "record", 'the record has no "text" of type string. Put the release there.')
    named = next((record[key] for key in ("source", "id") if isinstance(record.get(key), str | int)), source)
    if not record["text"].strip():
        raise InputError(str(named), "empty", '"text" is empty. Check how the records were made.')
    return Document(str(named), record["text"], published=_read_published(record, str(named)))


def _read_published(record: dict[str, Any], source: str) -> dt.date | None:
    for key in ("published", "date"):
        value = record.get(key)
        if value in (None, ""):
            continue
        try:
            # A time of day behind the date is no news about the date.
            return dt.date.fromisoformat(str(value)[:10])
        except ValueError as error:
            message = f'"{key}" is {value!r}. Write the day of publication as 2024-01-10, or leave it out.'
            raise InputError(source, "record", message) from error
    return None


def _name_source(path: str | Path) -> str:
    """The path as text; a file name that is no valid UTF-8 still gets a printable name."""
    return os.fsencode(path).decode("utf-8", "replace")
