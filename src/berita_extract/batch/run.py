"""A batch from its inputs to its two files: what was extracted, and what could not be and why."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import os
import sys
import time
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final, Literal

import msgspec

from berita_extract.confidence.cut import leave_out
from berita_extract.errors import BeritaError, InputError, InputProblem, OutputError
from berita_extract.io.read import Entry, ReadOptions, find_among, list_entries, read_entry
from berita_extract.io.write import (
    check_output,
    encode_extraction,
    encode_json,
    is_special,
    list_withheld,
    open_output,
    remove_stale,
)

if TYPE_CHECKING:
    from berita_extract.batch.engine import Engine
    from berita_extract.pipeline import Extractor

FailureKind = Literal[InputProblem, "extraction", "crash"]

_DEBUG_VARIABLE: Final = "BERITA_EXTRACT_DEBUG"
_CRASH: Final = "the process died on this document. Try it alone; it may need more memory than there is."


class Failure(msgspec.Struct, frozen=True, kw_only=True):
    """A document that could not be processed: one line of the errors file."""

    source: str
    error: FailureKind
    message: str


@dataclass(frozen=True, slots=True)
class Extracted:
    """A document that was processed: its line of JSON, and how it went.

    `withheld` warnings are not in the line, nor `left_out` values, which are not sure enough.
    """

    line: bytes
    characters: int
    note: str | None = None
    withheld: int = 0
    left_out: int = 0


Outcome = Extracted | Failure


@dataclass(frozen=True, slots=True)
class Options:
    """What is the same for every document, except that a date in its own record goes before `published`."""

    published: dt.date | None = None
    lexicon: Path | None = None
    regions: Path | None = None
    fields: tuple[str, ...] | None = None
    min_confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Summary:
    """What became of a batch."""

    documents: int = 0
    failures: int = 0
    notes: int = 0
    withheld: int = 0
    left_out: int = 0
    characters: int = 0
    seconds: float = 0.0


@dataclass(frozen=True)
class ExtractTask:
    """From an entry to its line of output; whatever is wrong with the document becomes a `Failure`."""

    options: Options

    @cached_property
    def extractor(self) -> Extractor:
        """Loaded at the first document, in each process."""
        import berita_extract

        return berita_extract.load(lexicon=self.options.lexicon, regions=self.options.regions)

    def __call__(self, entry: Entry) -> Outcome:
        """Read, extract and encode one document."""
        extractor = self.extractor
        source = entry.source
        try:
            document = read_entry(entry)
            source = document.source
            published = document.published or self.options.published
            extraction = extractor.extract(document.text, published=published, source=source)
            fields, left_out = self.options.fields, 0
            if self.options.min_confidence is not None:
                cut = leave_out(extraction, self.options.min_confidence)
                extraction, left_out = cut.extraction, cut.count(fields)
            line = encode_extraction(extraction, fields=fields)
            return Extracted(line, len(document.text), document.note, len(list_withheld(extraction, fields)), left_out)
        except Exception as error:  # a document never makes a batch stop
            return describe_failure(error, source)

    def report_crash(self, entry: Entry) -> Outcome:
        """The failure of a document on which the process died."""
        return Failure(source=entry.source, error="crash", message=_CRASH)

    def __reduce__(self) -> tuple[type[ExtractTask], tuple[Options]]:
        return ExtractTask, (self.options,)  # another process loads an extractor of its own


def run_batch(
    inputs: Sequence[str],
    output: Path,
    *,
    engine: Engine,
    options: Options,
    watch: Callable[[Outcome], None] | None = None,
    reading: ReadOptions | None = None,
) -> Summary:
    """Extract from everything behind `inputs` into `output`: one JSON object a line, in their order.

    Documents that fail are listed in `choose_errors_file(output)`, which exists only if there are any.
    `watch` is told of every outcome; `reading` says which columns of tables hold what. When anything else fails or
    interrupts, neither file appears. Raises `OutputError` where one of the two files is an input or cannot be written.
    """
    started = time.perf_counter()
    errors_file = choose_errors_file(output)
    _protect_inputs(inputs, output, errors_file, options)
    if errors_file is not None:
        _check_errors_file(errors_file)
    summary = Summary()
    with contextlib.ExitStack() as stack:
        lines = stack.enter_context(open_output(output))
        outcomes = stack.enter_context(contextlib.closing(engine.map(ExtractTask(options), list_entries(inputs, reading or ReadOptions()))))
        errors: IO[bytes] | None = None
        for outcome in outcomes:
            match outcome:
                case Extracted():
                    lines.write(outcome.line + b"\n")
                case Failure():
                    if errors_file is not None:
                        errors = errors or stack.enter_context(open_output(errors_file))
                        errors.write(encode_json(outcome) + b"\n")
            summary = _add_outcome(summary, outcome)
            if watch:
                watch(outcome)
    if errors is None and errors_file is not None:
        remove_stale(errors_file)
    return replace(summary, seconds=time.perf_counter() - started)


def name_errors_file(output: Path) -> Path:
    """`hasil.errors.jsonl` for `hasil.jsonl`."""
    return output.with_name(output.name.removesuffix(".jsonl") + ".errors.jsonl")


def choose_errors_file(output: Path) -> Path | None:
    """Where failures are listed; nowhere beside `/dev/stdout` or a pipe."""
    return None if is_special(output) else name_errors_file(output)


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
    return Failure(source=source, error="extraction", message=message)


def _protect_inputs(inputs: Sequence[str], output: Path, errors_file: Path | None, options: Options) -> None:
    """Stop before anything that is read is replaced by the output, or by the list of errors beside it."""
    lists = [str(path) for path in (options.lexicon, options.regions) if path is not None]
    for target in (output, errors_file):
        lost = target and find_among(target, [*inputs, *lists])
        if lost is not None:
            what = "the results go" if target == output else "what fails is listed"
            raise OutputError(f"{lost} is also an input and would be lost: {what} there. Give another name for the output.")


def _check_errors_file(path: Path) -> None:
    """Stop before a file that is not ours stands where failures would be listed, or none can be written there."""
    check_output(path)
    try:
        with path.open("rb") as lines:
            ours = all(_is_failure(line) for line in lines)
    except FileNotFoundError:
        return
    except OSError as error:
        raise OutputError(f"{path}: it cannot be read ({error.strerror}), and errors are listed there. Move it away.") from error
    if not ours:
        message = "errors are listed there, but this file is no such list. Move it away, or give another name for the output."
        raise OutputError(f"{path}: {message}")


def _is_failure(line: bytes) -> bool:
    try:
        record = json.loads(line)
    except (ValueError, RecursionError):
        return False
    return isinstance(record, dict) and set(record) == set(Failure.__struct_fields__)


def _add_outcome(summary: Summary, outcome: Outcome) -> Summary:
    if isinstance(outcome, Failure):
        return replace(summary, documents=summary.documents + 1, failures=summary.failures + 1)
    return replace(
        summary,
        documents=summary.documents + 1,
        notes=summary.notes + (outcome.note is not None),
        withheld=summary.withheld + outcome.withheld,
        left_out=summary.left_out + outcome.left_out,
        characters=summary.characters + outcome.characters,
    )
