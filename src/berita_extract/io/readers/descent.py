"""What lies in what: how a reader of archives hands a member on, and how deep that may go."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from io import BufferedIOBase

from berita_extract.errors import InputError
from berita_extract.io.blobs import Blob
from berita_extract.io.entries import Entry

Descend = Callable[[Blob], Iterator[Entry]]


def go_deeper(blob: Blob, name: str, source: str, open_inner: Callable[[], BufferedIOBase]) -> Blob:
    """What is inside an archive."""
    return replace(blob, name=name, source=source, open=open_inner, path=None, depth=blob.depth + 1)


def check_depth(blob: Blob) -> None:
    """Raise `InputError` for an archive that lies in too many others."""
    most = blob.options.limits.depth
    if blob.depth >= most:
        message = f"more than {most} archives lie in each other here. Unpack the outer ones and give what is inside."
        raise InputError(blob.source, "limit", message)
