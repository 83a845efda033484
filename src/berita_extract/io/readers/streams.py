"""Long texts read bit by bit: their encoding found from the beginning, no line longer than a release may be."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Iterator
from io import BufferedIOBase
from typing import Any, Final, NamedTuple, TextIO

from berita_extract.errors import InputError
from berita_extract.io.blobs import Blob, check_size
from berita_extract.io.decode import ODD_BYTES, find_encoding

_HEAD: Final = 1 << 18


class LongText(NamedTuple):
    """A text that is read bit by bit, and its beginning, already decoded."""

    stream: TextIO
    beginning: str


@contextlib.contextmanager
def open_text(blob: Blob) -> Iterator[LongText]:
    """The text of a file or member; raises `InputError` where it is none."""
    with blob.open() as stream:
        head, problem = _read_head(stream)
        if not head and problem is not None:
            raise problem
        if not head:
            raise InputError(blob.source, "empty", "the file is empty. Check that the records were saved into it.")
        found = find_encoding(head, source=blob.source)
        errors = ODD_BYTES if found.encoding.startswith("utf-8") else "replace"
        whole = io.BufferedReader(_Rewound(head, problem, stream))
        with io.TextIOWrapper(whole, encoding=found.encoding, errors=errors, newline="") as text:
            yield LongText(text, found.text)


def read_lines(blob: Blob, stream: TextIO) -> Iterator[str]:
    """The lines with their ends; raises `InputError` at one that is too long for any document."""
    limit = blob.options.limits.document
    while line := stream.readline(limit + 1):
        check_size(len(line), blob.source, blob.options.limits)
        yield line


def _read_head(stream: BufferedIOBase) -> tuple[bytes, InputError | None]:
    """The beginning, and what kept it from being longer."""
    head = b""
    try:
        while len(head) < _HEAD and (data := stream.read1(_HEAD)):
            head += data
    except InputError as problem:
        return head, problem
    return head, None


class _Rewound(io.RawIOBase):
    """A stream whose beginning has been read already, from its beginning; a problem comes where it came."""

    def __init__(self, head: bytes, problem: InputError | None, rest: BufferedIOBase) -> None:
        self._head = head
        self._problem = problem
        self._rest = rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        if self._head:
            data, self._head = self._head[: len(buffer)], self._head[len(buffer) :]
        elif self._problem is not None:
            raise self._problem
        else:
            data = self._rest.read1(len(buffer))
        buffer[: len(data)] = data
        return len(data)
