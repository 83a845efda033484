"""What becomes of a document and of a batch: results, failures with their kinds and digests, and the sum of both."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import sys
import traceback
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

import msgspec

import berita_extract
from berita_extract.errors import BeritaError, InputError, InputProblem, Loss
from berita_extract.io.entries import ReadOptions

if TYPE_CHECKING:
    from berita_extract.batch.copies import Fingerprint

FailureKind = Literal[InputProblem, "extraction", Loss]

_DEBUG_VARIABLE: Final = "BERITA_EXTRACT_DEBUG"
_PACKAGE: Final = Path(berita_extract.__file__).parent
_FRAMES: Final = 3


class Failure(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A document that could not be processed: one line of the errors file.

    `digest` is that of an error that is ours: equal faults have equal digests.
    """

    source: str
    error: FailureKind
    message: str
    digest: str | None = None


@dataclass(frozen=True, slots=True)
class Extracted:
    """A document that was processed: its line of JSON, and how it went.

    `withheld` warnings are not in the line, nor `left_out` values, which are not sure enough. `fingerprint` is what its
    copies are found by; a text that is too short has none.
    """

    line: bytes
    characters: int
    source: str = ""
    note: str | None = None
    withheld: int = 0
    left_out: int = 0
    fingerprint: Fingerprint | None = None


Outcome = Extracted | Failure


@dataclass(frozen=True, slots=True)
class Options:
    """What is the same for every document, except that a date in its own record goes before `published`.

    With `dedupe` a copy of an earlier document is not written, only counted; `reading` says which columns of tables hold what.
    """

    published: dt.date | None = None
    lexicon: Path | None = None
    regions: Path | None = None
    fields: tuple[str, ...] | None = None
    min_confidence: float | None = None
    dedupe: bool = False
    reading: ReadOptions = field(default_factory=ReadOptions)


class Summary(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a batch, up to now or altogether.

    `kinds` counts the failures by their kind, `faults` those that are ours by their digest; `copies` were found, and are
    written unless they were to be dropped; `size` is in bytes of input. Of all this `resumed` documents and
    `resumed_characters` were done before this run, which took `seconds`.
    """

    documents: int = 0
    failures: int = 0
    kinds: Mapping[str, int] = {}
    faults: Mapping[str, int] = {}
    copies: int = 0
    notes: int = 0
    withheld: int = 0
    left_out: int = 0
    characters: int = 0
    size: int = 0
    resumed: int = 0
    resumed_characters: int = 0
    seconds: float = 0.0

    def add(self, outcome: Outcome, *, size: int = 0, is_copy: bool = False) -> Summary:
        """The sum with one more document."""
        documents, size = self.documents + 1, self.size + size
        if isinstance(outcome, Failure):
            return msgspec.structs.replace(
                self,
                documents=documents,
                size=size,
                failures=self.failures + 1,
                kinds=_count(self.kinds, outcome.error),
                faults=_count(self.faults, outcome.digest) if outcome.digest else self.faults,
            )
        return msgspec.structs.replace(
            self,
            documents=documents,
            size=size,
            copies=self.copies + is_copy,
            notes=self.notes + (outcome.note is not None),
            withheld=self.withheld + outcome.withheld,
            left_out=self.left_out + outcome.left_out,
            characters=self.characters + outcome.characters,
        )


def describe_failure(error: Exception, source: str) -> Failure:
    """What to tell the user about a document that could not be processed.

    For an error that is ours, with `BERITA_EXTRACT_DEBUG` set, the traceback goes to standard error.
    """
    if isinstance(error, InputError):
        return Failure(source=error.source, error=error.problem, message=error.message)
    if os.environ.get(_DEBUG_VARIABLE) and sys.stderr is not None:
        traceback.print_exception(error, file=sys.stderr)
    told = str(error) if isinstance(error, BeritaError) else f"{type(error).__name__}: {error}"
    message = f"the extraction failed ({told}). Please report it with this document and what {_DEBUG_VARIABLE}=1 shows."
    return Failure(source=source, error="extraction", message=message, digest=digest_error(error))


def digest_error(error: BaseException) -> str:
    """Twelve figures for the kind of an error and the functions of this package in which it arose, the innermost ones.

    Neither the message nor line numbers count: the same fault in two documents, or two versions, is the same.
    """
    frames = [
        f"{Path(frame.filename).relative_to(_PACKAGE).as_posix()}:{frame.name}"
        for frame in traceback.extract_tb(error.__traceback__)
        if Path(frame.filename).is_relative_to(_PACKAGE)
    ]
    return hashlib.sha256("\n".join((type(error).__qualname__, *frames[-_FRAMES:])).encode()).hexdigest()[:12]


def _count(counts: Mapping[str, int], name: str) -> dict[str, int]:
    return {**counts, name: counts.get(name, 0) + 1}
