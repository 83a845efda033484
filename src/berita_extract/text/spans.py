"""Spans of tokens written as one byte a token, for quick questions of what stands where."""

from __future__ import annotations

from collections.abc import Iterable


def mark_spans(length: int, spans: Iterable[tuple[int, int]], upon: bytes | bytearray = b"") -> bytearray:
    """One byte a token, set inside the spans and wherever it is set in `upon`."""
    marked = bytearray(upon) if upon else bytearray(length + 1)
    for start, end in spans:
        marked[start:end] = b"\1" * (end - start)
    return marked
