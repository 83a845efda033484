"""Finding documents in files, folders, JSON Lines and standard input, and reading them one at a time."""

from __future__ import annotations

import datetime as dt
import errno
import json
import os
import stat
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, NamedTuple

from berita_extract.documents import Document
from berita_extract.errors import InputError
from berita_extract.io.decode import decode_text, is_blank

STDIN: Final = "-"
STDIN_SOURCE: Final = "<stdin>"
TEXT_SUFFIXES: Final = (".txt", ".md")
RECORDS_SUFFIX: Final = ".jsonl"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadDocument(Document):
    """A release that has been read; `published` only where its record says so; `note` where a reader should look twice."""

    source: str
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
    """How much there is to do: the documents are None where only reading everything would tell."""

    documents: int | None
    bytes: int


def list_entries(inputs: Iterable[str]) -> Iterator[Entry]:
    """The documents behind files, folders (`*.txt`, `*.md`, none hidden), `.jsonl` files and `-`, in order.

    What cannot be opened becomes an entry with its problem, so nothing here stops a batch.
    """
    for given in inputs:
        if given == STDIN:
            yield _read_stdin()
            continue
        try:
            status = _look_at(given)
        except InputError as problem:
            yield Entry(problem.source, problem=problem)
            continue
        if stat.S_ISDIR(status.st_mode):
            yield from _list_folder(Path(given))
        elif given.lower().endswith(RECORDS_SUFFIX):
            yield from _list_records(Path(given))
        else:
            yield _enter_file(given, status)


def measure_inputs(inputs: Sequence[str]) -> InputSize:
    """Count the documents and bytes behind the inputs as far as the names and sizes of files tell them; nothing is read.

    Standard input and pipes, which can be read only once, count as one document.
    """
    documents = size = 0
    counted = True
    for given in inputs:
        status = None if given == STDIN else _get_status(given)
        if status is not None and stat.S_ISDIR(status.st_mode):
            for entry in _list_folder(Path(given)):
                documents += 1
                held = _get_status(entry.path) if entry.path is not None else None
                size += held.st_size if held else 0
            continue
        documents += 1
        if status is not None and stat.S_ISREG(status.st_mode):
            size += status.st_size
            counted = counted and not given.lower().endswith(RECORDS_SUFFIX)
    return InputSize(documents if counted else None, size)


def find_among(target: Path, inputs: Iterable[str]) -> str | None:
    """The document behind the inputs that is the same file as `target`, by the name under which it was found."""
    wanted = _get_status(target)
    if wanted is None or not stat.S_ISREG(wanted.st_mode):
        return None
    for given in inputs:
        if given == STDIN:
            status = _get_stdin_status()
            if status and os.path.samestat(status, wanted):
                return STDIN_SOURCE
            continue
        status = _get_status(given)
        folder = status is not None and stat.S_ISDIR(status.st_mode)
        for path in (entry.path for entry in _walk_folder(Path(given))) if folder else (Path(given),):
            # What cannot be looked at is reported when it is read.
            status = _get_status(path) if path is not None else None
            if path is not None and status and os.path.samestat(status, wanted):
                return _name_source(path)
    return None


def read_document(given: str) -> ReadDocument:
    """The one document in a file, or in standard input for `-`; raises `InputError`."""
    if given == STDIN:
        return read_entry(_read_stdin())
    status = _look_at(given)
    if given.lower().endswith(RECORDS_SUFFIX) and stat.S_ISREG(status.st_mode):
        message = f"this holds a document a line. Read it with: berita-extract batch {given} -o hasil.jsonl"
        raise InputError(_name_source(given), "record", message)
    return read_entry(_enter_file(given, status))


def read_entry(entry: Entry) -> ReadDocument:
    """Read and decode an entry; raises `InputError` with what to do."""
    if entry.problem is not None:
        raise entry.problem
    if entry.record is not None:
        return _read_record(entry.record, entry.source)
    content = _read_bytes(entry.path, entry.source) if entry.path is not None else entry.content
    decoded = decode_text(content or b"", source=entry.source)
    return ReadDocument(text=decoded.text, source=entry.source, note=decoded.note)


def _read_stdin() -> Entry:
    if sys.stdin is None:
        problem = InputError(STDIN_SOURCE, "unreadable", "standard input is closed. Give a file name instead of -.")
        return Entry(STDIN_SOURCE, problem=problem)
    try:
        content = sys.stdin.buffer.read()
    except OSError as error:
        message = f"standard input cannot be read ({error.strerror or error}). Give a file name instead of -."
        return Entry(STDIN_SOURCE, problem=InputError(STDIN_SOURCE, "unreadable", message))
    if not content:
        message = "standard input is empty. Check the command before the |, or give a file name."
        return Entry(STDIN_SOURCE, problem=InputError(STDIN_SOURCE, "empty", message))
    return Entry(STDIN_SOURCE, content=content)


def _get_status(path: str | Path) -> os.stat_result | None:
    try:
        return Path(path).stat()
    except OSError:
        return None


def _get_stdin_status() -> os.stat_result | None:
    try:
        return os.fstat(sys.stdin.fileno()) if sys.stdin is not None else None
    except (OSError, ValueError):
        return None


def _is_special(given: str) -> bool:
    status = _get_status(given)
    return status is not None and not stat.S_ISREG(status.st_mode) and not stat.S_ISDIR(status.st_mode)


def _look_at(given: str) -> os.stat_result:
    """What the system knows of a named input; raises `InputError` where it is none."""
    if not given:
        raise InputError('""', "missing", "the name is empty. Give the name of a file or folder.")
    source = _name_source(given)
    try:
        status = Path(given).stat()
    except OSError as error:
        raise _explain_os_error(error, source) from error
    if stat.S_ISCHR(status.st_mode) or stat.S_ISBLK(status.st_mode):
        stdin = _get_stdin_status()
        if stdin is None or not os.path.samestat(status, stdin):
            raise InputError(source, "unreadable", "this is a device, not a file. Give a file with a release.")
    return status


def _enter_file(given: str, status: os.stat_result) -> Entry:
    """A named file; a pipe (`<(…)`, `/dev/stdin`) is read here, because no other process could."""
    source, path = _name_source(given), Path(given)
    if stat.S_ISREG(status.st_mode) or stat.S_ISDIR(status.st_mode):
        return Entry(source, path=path)
    try:
        return Entry(source, content=_read_bytes(path, source))
    except InputError as problem:
        return Entry(source, problem=problem)


def _list_folder(folder: Path) -> Iterator[Entry]:
    empty = True
    for entry in _walk_folder(folder):
        empty = False
        yield entry
    if empty:
        message = "there is no .txt or .md file in this folder. Give files, or a folder that holds some."
        yield _make_problem(folder, InputError(_name_source(folder), "folder", message))


def _walk_folder(folder: Path) -> Iterator[Entry]:
    """The texts below a folder, in order; with a list of what waits, because folders can be deeper than calls may be."""
    waiting = [(folder, True)]
    while waiting:
        path, is_folder = waiting.pop()
        if not is_folder:
            yield from _enter_found(path)
            continue
        try:
            with os.scandir(path) as items:
                found = sorted(items, key=lambda item: item.name, reverse=True)
        except OSError as error:
            yield _make_problem(path, _explain_os_error(error, _name_source(path)))
            continue
        for item in found:
            if item.name.startswith("."):
                continue
            # A link could lead back to where we came from.
            if _is_folder(item):
                waiting.append((path / item.name, True))
            elif item.name.lower().endswith(TEXT_SUFFIXES):
                waiting.append((path / item.name, False))


def _is_folder(item: os.DirEntry[str]) -> bool:
    try:
        return item.is_dir(follow_symlinks=False)
    except OSError:
        return False


def _enter_found(path: Path) -> Iterator[Entry]:
    """A file found in a folder; what is none, or cannot be looked at, is listed with its problem: it must not vanish silently."""
    source = _name_source(path)
    try:
        mode = path.stat().st_mode
    except OSError as error:
        yield _make_problem(path, _explain_os_error(error, source))
        return
    if stat.S_ISREG(mode):
        yield Entry(source, path=path)
    elif not stat.S_ISDIR(mode):
        message = "this is a pipe or a device, not a file. Remove it, or give it by its name if it is meant."
        yield _make_problem(path, InputError(source, "unreadable", message))


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
        case FileNotFoundError() if source.endswith(("/", os.sep)):
            return InputError(source, "missing", "there is no such folder. Check its name.")
        case FileNotFoundError():
            return InputError(source, "missing", "there is no such file or folder. Check the name.")
        case IsADirectoryError():
            command = f"berita-extract batch {source} -o hasil.jsonl"
            message = f"this is a folder, not a file. For the releases in it: {command}"
            return InputError(source, "folder", message)
        case PermissionError():
            return InputError(source, "unreadable", "no permission to read it. Ask its owner, or change its mode.")
        case OSError(errno=errno.ENAMETOOLONG):
            return InputError(source, "unreadable", "the name is too long for this system. Shorten it.")
    return InputError(source, "unreadable", f"it cannot be read ({error.strerror or error}).")


def _read_record(line: bytes, source: str) -> ReadDocument:
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
    if is_blank(record["text"]):
        raise InputError(str(named), "empty", '"text" is empty. Check how the records were made.')
    return ReadDocument(text=record["text"], source=str(named), published=_read_published(record, str(named)))


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
