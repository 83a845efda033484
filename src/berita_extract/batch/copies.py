"""Copies of one release in an archive: which document says, nearly word for word, what an earlier one has said.

Compared are the words of the body; headline, byline, captions and page furniture do not count. Two documents are
copies where

- of all runs of three words in either body, four in five or more stand in both, and
- of all names and figures in either body, nine in ten or more stand in both,

so that a report on the weather of another day, or on the same visit to another village, is no copy. A body of fewer than
`SHORTEST` words tells too little and is copy of nothing.
"""

from __future__ import annotations

import hashlib
import sqlite3
import zlib
from array import array
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from berita_extract.text.words import CAPITALISED, CLOSED

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from berita_extract.text.reading import Reading

SHORTEST: Final = 20
SAME_RUNS: Final = 0.8
SAME_PARTICULARS: Final = 0.9

_RUN: Final = 3
# MinHash: documents that share four in five of their runs share one of 16 bands of 6 values in 99 of 100 cases,
# those that share nine in ten practically always; those that share a third in 2 of 100.
_BANDS: Final = 16
_ROWS: Final = 6
# Releases made from one template share bands without being copies: the most alike are compared.
_MOST_COMPARED: Final = 32
# Runs hashed at a time: a body of a megabyte must not take a hundred.
_BLOCK: Final = 2048
_TABLES: Final = """
CREATE TABLE IF NOT EXISTS documents (number INTEGER PRIMARY KEY, source BLOB, runs BLOB, particulars BLOB);
CREATE TABLE IF NOT EXISTS bands (key INTEGER, number INTEGER, PRIMARY KEY (key, number)) WITHOUT ROWID;
"""
_ALIKE: Final = f"""
SELECT number FROM bands WHERE key IN ({",".join("?" * _BANDS)})
GROUP BY number ORDER BY count(*) DESC, number LIMIT {_MOST_COMPARED}
"""


class Fingerprint(NamedTuple):
    """What of a body is compared: its runs of words, its names and figures, each as hashes of four bytes; its bands."""

    runs: bytes
    particulars: bytes
    bands: tuple[int, ...]


def take_fingerprint(reading: Reading) -> Fingerprint | None:
    """What the copies of a release are known by; nothing where its body is too short to tell."""
    words = [
        (reading.folds[token], reading.shapes[token])
        for block in reading.of_kind("body")
        for token in range(block.start, block.end)
        if reading.folds[token][:1].isalnum()
    ]
    if len(words) < SHORTEST:
        return None
    folds = [word for word, _ in words]
    runs = _hash(" ".join(run) for run in zip(*(folds[start:] for start in range(_RUN)), strict=False))
    particulars = _hash(word for word, shape in words if _is_particular(word, shape))
    return Fingerprint(runs.tobytes(), particulars.tobytes(), _choose_bands(runs))


def is_copy(one: Fingerprint, other: Fingerprint) -> bool:
    """Whether two bodies are nearly the same, as this module defines it."""
    return _are_same(one.particulars, other.particulars, SAME_PARTICULARS) and _are_same(one.runs, other.runs, SAME_RUNS)


class CopyIndex:
    """What is known of the documents of a batch that are no copies; on disk, so that memory does not grow with them."""

    def __init__(self, path: Path | None = None) -> None:
        # An empty name is a file that SQLite makes where the system keeps such, and removes.
        self._database = sqlite3.connect(path or "")
        self._database.executescript(_TABLES)

    def find_first(self, number: int, source: str, fingerprint: Fingerprint) -> str | None:
        """The source of the first document of which this one is a copy; if there is none, the document is kept as such.

        Documents are numbered in their order.
        """
        alike = sorted(number for (number,) in self._database.execute(_ALIKE, fingerprint.bands))
        for earlier in alike:
            name, runs, particulars = self._database.execute(
                "SELECT source, runs, particulars FROM documents WHERE number = ?", (earlier,)
            ).fetchone()
            if is_copy(fingerprint, Fingerprint(runs, particulars, ())):
                return _read_name(name)
        row = (number, _write_name(source), fingerprint.runs, fingerprint.particulars)
        self._database.execute("INSERT INTO documents VALUES (?, ?, ?, ?)", row)
        self._database.executemany("INSERT OR IGNORE INTO bands VALUES (?, ?)", [(key, number) for key in fingerprint.bands])
        return None

    def save(self) -> None:
        """Make what was added last."""
        self._database.commit()

    def forget_from(self, number: int) -> None:
        """Forget the documents from a number on: a run that was interrupted will come to them again."""
        self._database.execute("DELETE FROM documents WHERE number >= ?", (number,))
        self._database.execute("DELETE FROM bands WHERE number >= ?", (number,))
        self._database.commit()

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()


def _is_particular(word: str, shape: str) -> bool:
    return word[0].isdecimal() or (shape in CAPITALISED and shape != CLOSED)


def _hash(words: Iterable[str]) -> array[int]:
    """Each once, in the order of the hashes."""
    return array("I", sorted({zlib.crc32(word.encode("utf-8", "surrogatepass")) for word in words}))


def _are_same(one: bytes, other: bytes, share: float) -> bool:
    """Whether two sets have that share of their union in common (Jaccard)."""
    first, second = _read_hashes(one), _read_hashes(other)
    common = len(first & second)
    return common >= share * (len(first) + len(second) - common)


def _read_hashes(data: bytes) -> set[int]:
    hashes = array("I")
    hashes.frombytes(data)
    return set(hashes)


def _choose_bands(runs: array[int]) -> tuple[int, ...]:
    """The keys under which documents with many of these runs are found."""
    import numpy as np

    factors, terms = _draw_numbers()
    least = np.full(_BANDS * _ROWS, np.iinfo(np.uint64).max, np.uint64)
    hashes = np.frombuffer(runs, dtype=np.uint32).astype(np.uint64)
    for start in range(0, len(hashes), _BLOCK):
        mixed = hashes[start : start + _BLOCK, None] * factors + terms  # modulo 2 ** 64
        least = np.minimum(least, (mixed >> np.uint64(32)).min(axis=0))
    rows = least.reshape(_BANDS, _ROWS)
    return tuple(
        int.from_bytes(hashlib.blake2b(row.tobytes(), digest_size=8, salt=bytes([band])).digest(), "little", signed=True)
        for band, row in enumerate(rows)
    )


@cache
def _draw_numbers() -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    """Odd factors and terms that never change, one for each row of each band."""
    import numpy as np

    count = _BANDS * _ROWS
    drawn = np.frombuffer(hashlib.shake_256(b"berita-extract copies").digest(16 * count), dtype="<u8").astype(np.uint64)
    return drawn[:count] | np.uint64(1), drawn[count:]


def _write_name(source: str) -> bytes:
    return source.encode("utf-8", "surrogatepass")


def _read_name(name: bytes) -> str:
    return name.decode("utf-8", "surrogatepass")
