"""How extractions look when they leave: an object, an array, lines, or a view for people."""

from __future__ import annotations

import contextlib
import io
import sys
from collections.abc import Callable, Iterator, Sequence
from typing import IO, TYPE_CHECKING, Literal

from berita_extract.io.write import FIELDS, encode_extraction
from berita_extract.schema import Extraction

if TYPE_CHECKING:
    from rich.console import Console

Layout = Literal["object", "array", "lines", "view"]
Write = Callable[[str, Extraction], None]


@contextlib.contextmanager
def open_writer(sink: IO[bytes], layout: Layout, *, fields: Sequence[str] | None) -> Iterator[Write]:
    """What to call with the text and the extraction of each document."""
    match layout:
        case "view":
            with _open_view(sink, fields or FIELDS) as write:
                yield write
        case "array":
            with _open_array(sink, fields) as write:
                yield write
        case "object" | "lines":
            indent = 2 if layout == "object" else None

            def write_one(_: str, extraction: Extraction) -> None:
                sink.write(encode_extraction(extraction, fields=fields, indent=indent) + b"\n")

            yield write_one


@contextlib.contextmanager
def _open_array(sink: IO[bytes], fields: Sequence[str] | None) -> Iterator[Write]:
    separator = b"[\n"

    def write_item(_: str, extraction: Extraction) -> None:
        nonlocal separator
        sink.write(separator + encode_extraction(extraction, fields=fields, indent=2))
        separator = b",\n"

    try:
        yield write_item
    finally:
        # Also when every file failed: what reads the array gets a whole one.
        sink.write(b"\n]\n" if separator == b",\n" else b"[]\n")


@contextlib.contextmanager
def _open_view(sink: IO[bytes], fields: Sequence[str]) -> Iterator[Write]:
    from berita_extract.render.terminal import render_view

    with open_console_on(sink) as console:
        yield lambda text, extraction: console.print(render_view(text, extraction, fields=fields))


@contextlib.contextmanager
def open_console_on(sink: IO[bytes]) -> Iterator[Console]:
    """A console that writes into a sink of bytes; characters that its encoding lacks become `?`."""
    from berita_extract.render.console import open_console

    encoding = sys.stdout.encoding if sys.stdout is not None and sink is sys.stdout.buffer else "utf-8"
    stream = io.TextIOWrapper(sink, encoding=encoding, errors="replace", write_through=True)
    try:
        yield open_console(stream)
    finally:
        # The wrapper must not close what it was only lent.
        stream.detach()
