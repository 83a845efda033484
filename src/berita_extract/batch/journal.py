"""The journal of a batch: how far it has come, a line for each time that everything before was safe on the disk."""

from __future__ import annotations

import hashlib
from pathlib import Path

import msgspec

from berita_extract.batch.outcomes import Summary

_CHECK_BYTES = 8


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """How many bytes of the two files count, the digest of those that came since the line before, and the sum up to there.

    `complete` says that there is nothing left to do but to give the files their names.
    """

    results: int
    failures: int
    segment: str
    summary: Summary
    complete: bool = False


def encode_entry(entry: Entry) -> bytes:
    """A line that tells by itself whether all of it is there."""
    body = msgspec.json.encode(entry)
    return _check(body) + b" " + body + b"\n"


def read_journal(path: Path) -> list[tuple[Entry, int]]:
    """The lines up to the first that is not whole, each with the number of bytes up to its end."""
    found: list[tuple[Entry, int]] = []
    end = 0
    with path.open("rb") as lines:
        for line in lines:
            check, _, body = line.removesuffix(b"\n").partition(b" ")
            if not line.endswith(b"\n") or check != _check(body):
                break
            end += len(line)
            found.append((msgspec.json.decode(body, type=Entry), end))
    return found


def digest_segment(results: bytes, failures: bytes) -> str:
    """The digest of what one line adds to the two files."""
    return hashlib.blake2b(b"%d " % len(results) + results + failures, digest_size=16).hexdigest()


def _check(body: bytes) -> bytes:
    return hashlib.blake2b(body, digest_size=_CHECK_BYTES).hexdigest().encode()
