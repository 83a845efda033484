"""A batch from its inputs to its files: each document in its order through the engine, into the spool, under its name."""

from __future__ import annotations

import contextlib
import itertools
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Final

import msgspec

from berita_extract.batch.copies import CopyIndex
from berita_extract.batch.manifest import make_manifest
from berita_extract.batch.outcomes import Extracted, Failure, Options, Outcome, Summary
from berita_extract.batch.publish import check_output_files, find_target, list_own, publish
from berita_extract.batch.spool import Spool
from berita_extract.batch.task import ExtractTask
from berita_extract.io.read import Entry, list_entries
from berita_extract.io.results import WriteOptions
from berita_extract.io.write import encode_json, is_special, open_output
from berita_extract.processes.engine import Engine

Watch = Callable[[Outcome, Summary], None]
_Add = Callable[[bytes | None, bytes | None, Summary], None]

_NO_COPY: Final = b'"duplicate_of":null'


def run_batch(
    inputs: Sequence[str],
    output: Path,
    *,
    engine: Engine,
    options: Options,
    writing: WriteOptions | None = None,
    resume: bool = False,
    overwrite: bool = False,
    watch: Watch | None = None,
) -> Summary:
    """Extract from everything behind `inputs` into `output`: one JSON object a line, in their order.

    The end of its name, and `writing`, say what the output is: lines, a workbook, a database … Documents that fail are listed in
    `choose_errors_file(output, writing)`, which exists only if there are any, or in a table of the output. Until the batch is
    through, everything is in `name_spool(output)`, from where `resume` goes on. `watch` is told of every outcome and of the
    sum up to it. Raises `OutputError` where something would be lost or cannot be written, or nothing can be gone on with.
    """
    started = time.perf_counter()
    writing = writing or WriteOptions(fields=options.fields)
    goes_on = check_output_files(inputs, output, options, writing, resume=resume, overwrite=overwrite)
    if is_special(output):
        summary = _stream(inputs, output, engine, options, watch)
    else:
        manifest = make_manifest(inputs, options, own=list_own(output), overwrite=overwrite)
        with Spool(find_target(output), manifest, resume=goes_on) as spool:
            before = spool.summary
            summary = msgspec.structs.replace(before, resumed=before.documents, resumed_characters=before.characters)
            if not spool.is_complete:
                summary = _work(inputs, engine, options, spool.index, spool.add, summary, watch)
                spool.save(complete=True)
            publish(spool, output, spool.manifest, writing)
    return msgspec.structs.replace(summary, seconds=time.perf_counter() - started)


def _stream(inputs: Sequence[str], output: Path, engine: Engine, options: Options, watch: Watch | None) -> Summary:
    """Into a pipe or a device each line goes at once; failures are only told."""
    # The output first: where standard output is closed, the next file that is opened would stand in its place.
    with open_output(output) as file, contextlib.closing(CopyIndex()) as index:

        def add(line: bytes | None, failure: bytes | None, summary: Summary) -> None:
            if line is not None:
                file.write(line)

        return _work(inputs, engine, options, index, add, Summary(), watch)


def _work(
    inputs: Sequence[str],
    engine: Engine,
    options: Options,
    index: CopyIndex,
    add: _Add,
    summary: Summary,
    watch: Watch | None,
) -> Summary:
    """Go through every document that is not in the sum yet; the sum with all of them."""
    sizes: deque[int] = deque()

    def list_rest() -> Iterator[Entry]:
        for entry in itertools.islice(list_entries(inputs, options.reading), summary.documents, None):
            sizes.append(entry.size)
            yield entry

    with contextlib.closing(engine.map(ExtractTask(options), list_rest(), weigh=_weigh)) as outcomes:
        for outcome in outcomes:
            line = failure = first = None
            match outcome:
                case Extracted():
                    if outcome.fingerprint is not None:
                        first = index.find_first(summary.documents, outcome.source, outcome.fingerprint)
                    line = _finish_line(outcome.line, first)
                case Failure():
                    failure = encode_json(outcome) + b"\n"
            summary = summary.add(outcome, size=sizes.popleft(), is_copy=first is not None)
            add(None if first is not None and options.dedupe else line, failure, summary)
            if watch:
                watch(outcome, summary)
    return summary


def _weigh(entry: Entry) -> int:
    return entry.size


def _finish_line(line: bytes, first: str | None) -> bytes:
    """The line with the name of the document of which it is a copy; inside of a string the marks would be escaped."""
    if first is not None:
        line = line.replace(_NO_COPY, b'"duplicate_of":' + encode_json(first), 1)
    return line + b"\n"
