"""A batch from its inputs to its two files: what was extracted, and what could not be and why."""

from __future__ import annotations

import contextlib
import datetime as dt
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final, Literal

import msgspec

from berita_extract.errors import BeritaError, InputError, InputProblem
from berita_extract.io.read import Entry, list_entries, read_entry
from berita_extract.io.write import encode_extraction, encode_json, open_output, remove_stale

if TYPE_CHECKING:
    from berita_extract.batch.engine import Engine
    from berita_extract.pipeline import Extractor

FailureKind = Literal[InputProblem, "extraction", "crash"]

_CRASH: Final = "the process died on this document. Try it alone; it may need more memory than there is."


class Failure(msgspec.Struct, frozen=True, kw_only=True):
    """A document that could not be processed: one line of the errors file."""

    source: str
    error: FailureKind
    message: str


@dataclass(frozen=True, slots=True)
class Extracted:
    """A document that was processed: its line of JSON, and how it went."""

    line: bytes
    characters: int
    note: str | None = None


Outcome = Extracted | Failure


@dataclass(frozen=True, slots=True)
class Options:
    """What is the same for every document, except that a date in its own record goes before `published`."""

    published: dt.date | None = None
    lexicon: Path | None = None
    regions: Path | None = None
    fields: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Summary:
    """What became of a batch."""

    documents: int = 0
    failures: int = 0
    notes: int = 0
    characters: int = 0
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class ExtractTask:
    """From an entry to its line of output; whatever is wrong with the document becomes a `Failure`."""

    options: Options

    def __call__(self, entry: Entry) -> Outcome:
        """Read, extract and encode one document."""
        extractor = _load_extractor(self.options.lexicon, self.options.regions)
        source = entry.source
        try:
            document = read_entry(entry)
            source = document.source
            published = document.published or self.options.published
            extraction = extractor.extract(document.text, published=published, source=source)
            line = encode_extraction(extraction, fields=self.options.fields)
            return Extracted(line, len(document.text), document.note)
        except Exception as error:  # a document never makes a batch stop
            return describe_failure(error, source)

    def report_crash(self, entry: Entry) -> Outcome:
        """The failure of a document on which the process died."""
        return Failure(source=entry.source, error="crash", message=_CRASH)


def run_batch(
    inputs: Sequence[str],
    output: Path,
    *,
    engine: Engine,
    options: Options,
    watch: Callable[[Outcome], None] | None = None,
) -> Summary:
    """Extract from everything behind `inputs` into `output`: one JSON object a line, in their order.

    Documents that fail are listed in `name_errors_file(output)`, which exists only if there are any.
    `watch` is told of every outcome. When anything else fails or interrupts, neither file appears.
    """
    started = time.perf_counter()
    summary = Summary()
    with contextlib.ExitStack() as stack:
        lines = stack.enter_context(open_output(output))
        outcomes = stack.enter_context(contextlib.closing(engine.map(ExtractTask(options), list_entries(inputs))))
        errors: IO[bytes] | None = None
        for outcome in outcomes:
            match outcome:
                case Extracted():
                    lines.write(outcome.line + b"\n")
                case Failure():
                    errors = errors or stack.enter_context(open_output(name_errors_file(output)))
                    errors.write(encode_json(outcome) + b"\n")
            summary = _add_outcome(summary, outcome)
            if watch:
                watch(outcome)
    if errors is None:
        remove_stale(name_errors_file(output))
    return replace(summary, seconds=time.perf_counter() - started)


def name_errors_file(output: Path) -> Path:
    """`hasil.errors.jsonl` for `hasil.jsonl`."""
    return output.with_name(output.name.removesuffix(".jsonl") + ".errors.jsonl")


def describe_failure(error: Exception, source: str) -> Failure:
    """What to tell the user about a document that could not be processed."""
    if isinstance(error, InputError):
        return Failure(source=error.source, error=error.problem, message=error.message)
    told = str(error) if isinstance(error, BeritaError) else f"{type(error).__name__}: {error}"
    message = f"the extraction failed ({told}). Please report it with this document."
    return Failure(source=source, error="extraction", message=message)


@cache
def _load_extractor(lexicon: Path | None, regions: Path | None) -> Extractor:
    """The extractor of this process."""
    import berita_extract

    return berita_extract.load(lexicon=lexicon, regions=regions)


def _add_outcome(summary: Summary, outcome: Outcome) -> Summary:
    if isinstance(outcome, Failure):
        return replace(summary, documents=summary.documents + 1, failures=summary.failures + 1)
    return replace(
        summary,
        documents=summary.documents + 1,
        notes=summary.notes + (outcome.note is not None),
        characters=summary.characters + outcome.characters,
    )
