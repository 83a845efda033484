"""JSON Lines, plain or compressed: the records as they are."""

from __future__ import annotations

import contextlib
import gzip
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Final

_ZSTD_LEVEL: Final = 10


def write_lines(records: Iterable[bytes], path: Path) -> None:
    """Write one record a line; the end of the name says how it is compressed."""
    with open_lines(path) as file:
        for line in records:
            line = line.rstrip(b"\r\n")
            if line:
                file.write(line + b"\n")


@contextlib.contextmanager
def open_lines(path: Path) -> Iterator[IO[bytes]]:
    """A file for lines; without the time or a name in its head, so that the same lines give the same bytes."""
    with path.open("wb") as file:
        match path.suffix.lower():
            case ".gz":
                with gzip.GzipFile(filename="", mode="wb", fileobj=file, mtime=0) as packed:
                    yield packed  # type: ignore[misc] # it is written to, and that it can do
            case ".zst":
                import zstandard

                with zstandard.ZstdCompressor(level=_ZSTD_LEVEL, write_checksum=True).stream_writer(file, closefd=False) as packer:
                    yield packer
            case _:
                yield file
