"""`berita-extract batch`: an archive into one file of JSON Lines, with all cores."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from berita_extract.cli.options import (
    DateColumnOption,
    FieldsOption,
    IdColumnOption,
    LexiconOption,
    MinConfidenceOption,
    PublishedOption,
    RegionsOption,
    TableOption,
    TextColumnOption,
    TitleColumnOption,
    parse_fields,
)
from berita_extract.cli.streams import collect_garbage_again, say, word_count

if TYPE_CHECKING:
    from berita_extract.batch.run import Outcome, Summary

EPILOG = """\
Examples:

$ berita-extract batch arsip/ -o hasil.jsonl

$ berita-extract batch rekaman.jsonl arsip/ -o hasil.jsonl --workers 2

$ berita-extract batch rekaman.csv -o hasil.jsonl --text-column catatan
"""

_FAILURES_SHOWN = 10


def batch(
    inputs: Annotated[
        list[str],
        typer.Argument(
            metavar="INPUT",
            help="Files, folders, patterns in quotes ('arsip/**/*.html'), tables, archives, or -.",
        ),
    ],
    output: Annotated[Path, typer.Option("--output", "-o", metavar="OUT.jsonl", help="Where the results go.")],
    workers: Annotated[
        int | None,
        typer.Option("--workers", min=1, metavar="N", help="Processes at most. [default: all cores]"),
    ] = None,
    published: PublishedOption = None,
    fields: FieldsOption = None,
    min_confidence: MinConfidenceOption = None,
    lexicon: LexiconOption = None,
    regions: RegionsOption = None,
    text_column: TextColumnOption = None,
    title_column: TitleColumnOption = None,
    date_column: DateColumnOption = None,
    id_column: IdColumnOption = None,
    table: TableOption = None,
) -> None:
    """Write the facts of many releases as JSON Lines.

    Olah arsip rilis dengan semua inti prosesor; satu baris JSON untuk tiap rilis.

    Read are texts, web pages, Word and PDF documents, JSON, CSV, Excel, Parquet and SQLite tables, WordPress
    exports and web archives, also inside .zip, .tar, .gz, .bz2, .xz and .zst. Of a table or record the columns
    with the usual names are taken, in Indonesian or English; say which ones if yours have others.

    Results stand in the order of the inputs. What cannot be processed is listed in OUT.errors.jsonl; the
    rest is processed all the same. Both files appear only when the batch is through.
    """
    chosen = parse_fields(fields)
    if str(output) == "-":
        message = "a batch goes to a file. For standard output: berita-extract FILE..."
        raise typer.BadParameter(message, param_hint="--output")

    from berita_extract.batch.engine import choose_engine, count_cores
    from berita_extract.batch.run import Options, choose_errors_file, run_batch
    from berita_extract.io.read import ReadOptions, measure_inputs

    collect_garbage_again()
    documents, size = measure_inputs(inputs)
    # Where nobody can tell how many there are, there are many.
    engine = choose_engine(workers or count_cores(), documents=sys.maxsize if documents is None else documents, size=size)
    options = Options(published=published, lexicon=lexicon, regions=regions, fields=chosen, min_confidence=min_confidence)
    reading = ReadOptions(text=text_column, title=title_column, date=date_column, id=id_column, table=table)
    try:
        with _open_watch(documents, tell_all=choose_errors_file(output) is None) as watch:
            summary = run_batch(inputs, output, engine=engine, options=options, watch=watch, reading=reading)
    except KeyboardInterrupt:
        say(f"stopped: {output} was not written.")
        raise
    _tell_summary(summary, output, min_confidence)
    if summary.failures:
        raise typer.Exit(1)


@contextlib.contextmanager
def _open_watch(documents: int | None, *, tell_all: bool) -> Iterator[Callable[[Outcome], None]]:
    """Tell of the first failures as they happen, under a progress bar if somebody is looking."""
    from berita_extract.batch.run import Failure

    told = 0

    with contextlib.ExitStack() as stack:
        advance: Callable[[Outcome], None] | None = None
        if sys.stderr is not None and sys.stderr.isatty():
            from berita_extract.render.progress import show_progress

            advance = stack.enter_context(show_progress(sys.stderr, documents))

        def watch(outcome: Outcome) -> None:
            nonlocal told
            if isinstance(outcome, Failure):
                told += 1
                if told <= _FAILURES_SHOWN or tell_all:
                    say(f"{outcome.source}: {outcome.message}")
            if advance:
                advance(outcome)

        yield watch


def _tell_summary(summary: Summary, output: Path, min_confidence: float | None) -> None:
    from berita_extract.batch.run import choose_errors_file

    done = summary.documents - summary.failures
    speed = f"{summary.documents / summary.seconds:,.0f} documents/s"
    speed += f", {summary.characters / summary.seconds / 1000:,.0f} kchar/s"
    say(f"{done:,} of {word_count(summary.documents, 'document', 'documents')} in {summary.seconds:,.1f} s ({speed}): {output}")
    if summary.notes:
        noted = word_count(summary.notes, "document has", "documents have")
        say(f"{noted} a note on how the bytes were read (encoding, markup); `berita-extract FILE` shows it.")
    if summary.left_out:
        say(f"{word_count(summary.left_out, 'value is', 'values are')} left out (confidence below {min_confidence:g}).")
    if summary.withheld:
        say(f"{word_count(summary.withheld, 'warning is', 'warnings are')} left out. Add warnings to --fields.")
    if summary.failures:
        say(f"{summary.failures:,} could not be processed; the reasons: {choose_errors_file(output) or 'above'}")
