"""What is read: a document that waits, what it becomes, and what a user may say about where its parts stand."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Literal

from berita_extract.documents import Document
from berita_extract.errors import InputError

STDIN: Final = "-"
STDIN_SOURCE: Final = "<stdin>"

Form = Literal["text", "page", "word", "pdf", "obsolete", "record", "cells"]

_MEGABYTE: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """How far an archive is unpacked: what lies beyond is a failure with a message, never a full memory or disk.

    `document` is the largest size in bytes of one packed document or record; all that one input unpacks to may be `ratio` times its own
    size, and always `free` bytes; `depth` is how many archives may lie in
    each other, `.tar.gz` being two.
    """

    document: int = 128 * _MEGABYTE
    ratio: int = 200
    free: int = 256 * _MEGABYTE
    depth: int = 6


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """Which columns of a table, or keys of a record, hold what; `None` takes the usual names.

    `table` is the one table of a database, or the one sheet of a workbook, that is read.
    """

    text: str | None = None
    title: str | None = None
    date: str | None = None
    id: str | None = None
    table: str | None = None
    limits: Limits = field(default_factory=Limits)


@dataclass(frozen=True, slots=True)
class Cells:
    """One row of a table, or one record: the cells that matter, as they stand there.

    `date_is_sure` where its column was named, not guessed: a date in it that cannot be read is then an error.
    """

    text: str | None
    title: str | None = None
    date: str | dt.date | None = None
    name: str | None = None
    date_is_sure: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadDocument(Document):
    """A release that has been read; `published` only where its record says so; `note` where a reader should look twice."""

    source: str
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """A document that waits to be read: a file, a member of the zip archive at `path`, bytes or cells already here, or a known problem."""

    source: str
    form: Form = "text"
    path: Path | None = None
    member: int | None = None
    content: bytes | None = None
    cells: Cells | None = None
    problem: InputError | None = None
    options: ReadOptions = field(default_factory=ReadOptions)
    on_disk: int = 0

    @property
    def size(self) -> int:
        """How many bytes the document has, about: here, or `on_disk` if it has still to be read."""
        if self.content is not None:
            return len(self.content)
        return len(self.cells.text or "") if self.cells is not None else self.on_disk
