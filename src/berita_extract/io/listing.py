"""Finding documents behind names: files, folders, patterns, standard input; each listed in an order that does not change."""

from __future__ import annotations

import glob
import os
import stat
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from berita_extract.errors import InputError
from berita_extract.io.blobs import enter_file
from berita_extract.io.entries import STDIN, STDIN_SOURCE, Entry, ReadOptions
from berita_extract.io.formats import HEAD, Format, is_taken_from_folder, recognise, recognise_content
from berita_extract.io.naming import explain_os_error, name_source
from berita_extract.io.readers.dispatch import list_documents

DEFAULT: Final = ReadOptions()


class InputSize(NamedTuple):
    """How much there is to do; `documents` is `None` where only reading everything would tell."""

    documents: int | None
    bytes: int


def list_entries(inputs: Iterable[str], options: ReadOptions = DEFAULT) -> Iterator[Entry]:
    """The documents behind files, folders, patterns (`arsip/**/*.html`) and `-`, in order, none held longer than it is looked at.

    What cannot be opened becomes an entry with its problem, so nothing here stops a batch.
    """
    for given in inputs:
        if given == STDIN:
            yield read_stdin(options)
            continue
        for file in _find_files(given):
            if isinstance(file, InputError):
                yield Entry(file.source, problem=file)
            else:
                yield from _list_file(file, options)


def measure_inputs(inputs: Sequence[str]) -> InputSize:
    """Count the documents and bytes behind the inputs without reading texts or unpacking archives.

    Standard input and pipes, which can be read only once, count as one document.
    """
    documents: int | None = 0
    size = 0
    for given in inputs:
        for file in _find_files(given) if given != STDIN else [None]:
            count: int | None = 1
            if isinstance(file, File) and file.is_regular:
                count = _count_documents(file)
                size += file.size
            documents = None if documents is None or count is None else documents + count
    return InputSize(documents, size)


def find_among(target: Path, inputs: Iterable[str]) -> str | None:
    """The document behind the inputs that is the same file as `target`, by the name under which it was found."""
    wanted = get_status(target)
    if wanted is None or not stat.S_ISREG(wanted.st_mode):
        return None
    for given in inputs:
        if given == STDIN:
            status = _get_stdin_status()
            if status and os.path.samestat(status, wanted):
                return STDIN_SOURCE
            continue
        for file in _find_files(given):
            # What cannot be looked at is reported when it is read.
            status = None if isinstance(file, InputError) else get_status(file.path)
            if status and os.path.samestat(status, wanted) and isinstance(file, File):
                return file.source
    return None


def enter_one(given: str, options: ReadOptions) -> Entry:
    """The entry of the one document in a file or pipe; raises `InputError` where there are many in it."""
    status = _look_at(given)
    path = Path(given)
    if stat.S_ISDIR(status.st_mode):
        return Entry(name_source(given), path=path)
    file = File(path, name_source(given), stat.S_ISREG(status.st_mode), status.st_size)
    form = _recognise_file(file)
    is_one = form is None or form.kind == "document" or (is_taken_from_folder(given) and form.name in _ALONE)
    if not is_one and file.is_regular:
        message = f"this holds more than one document. Read it with: berita-extract batch {given} -o hasil.jsonl"
        raise InputError(name_source(given), "record", message)
    entries = _list_file(file, options)
    entry = next(entries)
    if next(entries, None) is not None:
        message = f"this holds more than one document. Read it with: berita-extract batch {given} -o hasil.jsonl"
        raise InputError(name_source(given), "record", message)
    return entry


def read_stdin(options: ReadOptions = DEFAULT) -> Entry:
    """The one document in standard input."""
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
    form = recognise_content(content[:HEAD])
    return Entry(STDIN_SOURCE, form.form if form is not None and form.form else "text", content=content, options=options)


_ALONE: Final = frozenset(("gz", "bz2", "xz", "zst"))
# Counting lines of more than that would take longer than a user waits for a progress bar.
_COUNTED: Final = 256 << 20


class File(NamedTuple):
    """A file that was found, with the name under which it was."""

    path: Path
    source: str
    is_regular: bool
    size: int


def get_status(path: str | Path) -> os.stat_result | None:
    """What the system knows of a path, if anything."""
    try:
        return Path(path).stat()
    except (OSError, ValueError):
        return None


def _get_stdin_status() -> os.stat_result | None:
    try:
        return os.fstat(sys.stdin.fileno()) if sys.stdin is not None else None
    except (OSError, ValueError):
        return None


def _find_files(given: str) -> Iterator[File | InputError]:
    if glob.has_magic(given) and get_status(given) is None:
        yield from _find_matches(given)
        return
    try:
        status = _look_at(given)
    except InputError as problem:
        yield problem
        return
    if stat.S_ISDIR(status.st_mode):
        yield from _find_in_folder(Path(given))
    else:
        yield File(Path(given), name_source(given), stat.S_ISREG(status.st_mode), status.st_size)


def _find_matches(pattern: str) -> Iterator[File | InputError]:
    """The files that a pattern means, by name; `**` stands for folders in folders, hidden ones never match."""
    found = False
    for name in sorted(glob.iglob(pattern, recursive=True)):  # noqa: PTH207 - a Path takes no absolute pattern
        status = get_status(name)
        if status is not None and stat.S_ISDIR(status.st_mode):
            continue
        found = True
        yield from _enter_found(Path(name))
    if not found:
        yield InputError(pattern, "missing", "no file matches this pattern. Check it, or put it in quotes: 'arsip/**/*.html'.")


def _look_at(given: str) -> os.stat_result:
    """What the system knows of a named input; raises `InputError` where it is none."""
    if not given:
        raise InputError('""', "missing", "the name is empty. Give the name of a file or folder.")
    source = name_source(given)
    try:
        status = Path(given).stat()
    except OSError as error:
        raise explain_os_error(error, source) from error
    except ValueError as error:  # a NUL in the name
        raise InputError(source, "missing", "there is no such file or folder. Check the name.") from error
    if stat.S_ISCHR(status.st_mode) or stat.S_ISBLK(status.st_mode):
        stdin = _get_stdin_status()
        if stdin is None or not os.path.samestat(status, stdin):
            raise InputError(source, "unreadable", "this is a device, not a file. Give a file with a release.")
    return status


def _find_in_folder(folder: Path) -> Iterator[File | InputError]:
    """The files below a folder, in order; with a list of what waits, because folders can be deeper than calls may be."""
    waiting = [(folder, True)]
    found = False
    while waiting:
        path, is_folder = waiting.pop()
        if not is_folder:
            found = True
            yield from _enter_found(path)
            continue
        try:
            with os.scandir(path) as items:
                listed = sorted(items, key=lambda item: item.name, reverse=True)
        except OSError as error:
            found = True
            yield explain_os_error(error, name_source(path))
            continue
        for item in listed:
            if item.name.startswith("."):
                continue
            # A link could lead back to where we came from.
            if _is_folder(item):
                waiting.append((path / item.name, True))
            elif is_taken_from_folder(item.name):
                waiting.append((path / item.name, False))
    if not found:
        message = (
            "there is no release in this folder (.txt, .md, .html, .docx, .pdf, or an archive of such). "
            "Give files, or a folder that holds some; tables and records are read where they are named: 'arsip/*.csv'."
        )
        yield InputError(name_source(folder), "folder", message)


def _is_folder(item: os.DirEntry[str]) -> bool:
    try:
        return item.is_dir(follow_symlinks=False)
    except OSError:
        return False


def _enter_found(path: Path) -> Iterator[File | InputError]:
    """A file that was found; what is none, or cannot be looked at, is listed with its problem: it must not vanish silently."""
    source = name_source(path)
    try:
        status = path.stat()
    except OSError as error:
        yield explain_os_error(error, source)
        return
    if stat.S_ISREG(status.st_mode):
        yield File(path, source, True, status.st_size)
    elif not stat.S_ISDIR(status.st_mode):
        message = "this is a pipe or a device, not a file. Remove it, or give it by its name if it is meant."
        yield InputError(source, "unreadable", message)


def _list_file(file: File, options: ReadOptions) -> Iterator[Entry]:
    """The documents in a file; a pipe (`<(…)`, `/dev/stdin`) is read here, because no other process could."""
    blob = enter_file(file.path, file.source, options, is_regular=file.is_regular, size=file.size)
    yield from list_documents(blob, _recognise_file(file))


def _recognise_file(file: File) -> Format | None:
    """The format by the name, else by the first bytes."""
    form = recognise(file.path.name)
    if form is None and file.is_regular:
        try:
            with file.path.open("rb") as stream:
                form = recognise_content(stream.read(HEAD))
        except OSError:
            return None  # told when it is read
    return form


def _count_documents(file: File) -> int | None:
    form = recognise(file.path.name)
    if form is None or form.kind == "document" or (form.name in _ALONE and is_taken_from_folder(file.path.name)):
        return 1
    if form.name != "jsonl" or file.size > _COUNTED:
        return None
    try:
        with file.path.open("rb") as lines:
            return sum(1 for line in lines if line.strip())
    except OSError:
        return 1
