"""`berita-extract batch`: an archive into one file of JSON Lines, with all cores."""

from __future__ import annotations

import contextlib
import shlex
import sys
from collections.abc import Callable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer
from typer.core import TyperArgument

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
    from berita_extract.batch.outcomes import Outcome, Summary
    from berita_extract.io.read import InputSize

EPILOG = """\
Examples:

$ berita-extract batch arsip/ -o hasil.jsonl

$ berita-extract batch arsip/ -o hasil.jsonl --resume

$ berita-extract batch rekaman.jsonl arsip/ -o hasil.jsonl --workers 2

$ berita-extract batch rekaman.csv -o hasil.jsonl --text-column catatan
"""

_FAILURES_SHOWN: Final = 10
_FAULTS_SHOWN: Final = 5
# What a run that goes on is not told again.
_NOT_REPEATED: Final = frozenset({"overwrite", "resume"})


class TablesForm(StrEnum):
    """The files of which a folder of tables consists."""

    csv = "csv"
    parquet = "parquet"


class Headings(StrEnum):
    """The languages of headings."""

    en = "en"
    id = "id"


def batch(
    ctx: typer.Context,
    inputs: Annotated[
        list[str],
        typer.Argument(
            metavar="INPUT",
            help="Files, folders, patterns in quotes ('arsip/**/*.html'), tables, archives, or -.",
        ),
    ],
    output: Annotated[
        Path,
        typer.Option("--output", "-o", metavar="OUT", help="A .jsonl (.gz, .zst), .parquet, .xlsx, .duckdb, .sqlite, or a folder."),
    ],
    resume: Annotated[
        bool,
        typer.Option("--resume", help="Go on where an interrupted run was; begin where there is none."),
    ] = False,
    overwrite: Annotated[
        bool,
        typer.Option("--overwrite", help="Replace an output that exists, and forget an interrupted run."),
    ] = False,
    dedupe: Annotated[
        bool,
        typer.Option("--dedupe", help="Leave out copies of a document that came before."),
    ] = False,
    workers: Annotated[
        int | None,
        typer.Option("--workers", min=1, metavar="N", help="Processes at most. [default: all cores]"),
    ] = None,
    timeout: Annotated[
        float,
        typer.Option("--timeout", min=0, metavar="SECONDS", help="Give a document up after so long; 0: never."),
    ] = 60,
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
    tables: Annotated[
        TablesForm | None,
        typer.Option("--tables", metavar="csv|parquet", help="OUT is a folder with a file of this kind for each table."),
    ] = None,
    headings: Annotated[
        Headings,
        typer.Option("--headings", metavar="en|id", help="The language of the headings of a workbook."),
    ] = Headings.en,
) -> None:
    """Write the facts of many releases as JSON Lines or as tables.

    Olah arsip rilis dengan semua inti prosesor; satu baris JSON untuk tiap rilis, atau tabel.

    Read are texts, web pages, Word and PDF documents, JSON, CSV, Excel, Parquet and SQLite tables, WordPress
    exports and web archives, also inside .zip, .tar, .gz, .bz2, .xz and .zst. Of a table or record the columns
    with the usual names are taken, in Indonesian or English; say which ones if yours have others.

    Results stand in the order of the inputs. What cannot be processed is listed in OUT.errors.jsonl; the
    rest is processed all the same. Both files appear when the batch is through. Until then the results are in
    the folder OUT.part: after an interruption, whatever it was, --resume goes on from there to the same bytes.
    """
    chosen = parse_fields(fields)
    if str(output) == "-":
        message = "a batch goes to a file. For standard output: berita-extract FILE..."
        raise typer.BadParameter(message, param_hint="--output")
    if resume and overwrite:
        message = "--resume goes on with what is there, --overwrite begins anew: leave one out."
        raise typer.BadParameter(message, param_hint="--resume")

    from berita_extract.batch.job import run_batch
    from berita_extract.batch.outcomes import Options
    from berita_extract.batch.publish import count_saved
    from berita_extract.io.read import ReadOptions, measure_inputs
    from berita_extract.io.results import WriteOptions, choose_errors_file
    from berita_extract.io.write import is_special
    from berita_extract.processes.engine import choose_engine, count_cores

    collect_garbage_again()
    writing = WriteOptions(headings=headings.value, fields=chosen, tables=None if tables is None else tables.value)
    size = measure_inputs(inputs)
    engine = choose_engine(workers or count_cores(), documents=size.documents, size=size.bytes, timeout=timeout or None)
    options = Options(
        published=published,
        lexicon=lexicon,
        regions=regions,
        fields=chosen,
        min_confidence=min_confidence,
        dedupe=dedupe,
        reading=ReadOptions(text=text_column, title=title_column, date=date_column, id=id_column, table=table),
    )
    try:
        with _open_watch(size, tell_all=is_special(output)) as watch:
            summary = run_batch(
                inputs, output, engine=engine, options=options, writing=writing, resume=resume, overwrite=overwrite, watch=watch
            )
    except (KeyboardInterrupt, SystemExit):
        saved = count_saved(output)
        if saved:
            done = word_count(saved, "document is", "documents are")
            say(f"stopped: {done} done and saved. To go on: {_spell_command(ctx)} --resume")
        else:
            say(f"stopped: {output} was not written.")
        raise
    errors_file = choose_errors_file(output, writing)
    reasons = "above" if is_special(output) else str(errors_file or f"the table errors in {output}")
    _tell_summary(summary, output, reasons, options.min_confidence, dropped=dedupe)
    if summary.failures:
        raise typer.Exit(1)


def _spell_command(ctx: typer.Context) -> str:
    """The command as it was given, ready for a shell."""
    arguments: list[str] = []
    named: list[str] = []
    for parameter in ctx.command.params:
        value = ctx.params.get(parameter.name or "")
        if isinstance(parameter, TyperArgument):
            arguments += value or ()
        elif parameter.name not in _NOT_REPEATED and value not in (None, False, parameter.get_default(ctx)):
            named += [parameter.opts[-1] if parameter.name == "output" else parameter.opts[0]]
            named += [] if value is True else [str(value)]
    return shlex.join(["berita-extract", "batch", *arguments, *named])


@contextlib.contextmanager
def _open_watch(size: InputSize, *, tell_all: bool) -> Iterator[Callable[[Outcome, Summary], None]]:
    """Tell of the first failures as they happen, under a progress bar if somebody is looking."""
    from berita_extract.batch.outcomes import Failure

    told = 0

    with contextlib.ExitStack() as stack:
        advance = stack.enter_context(_open_progress(size))

        def watch(outcome: Outcome, summary: Summary) -> None:
            nonlocal told
            if isinstance(outcome, Failure):
                told += 1
                if told <= _FAILURES_SHOWN or tell_all:
                    say(f"{outcome.source}: {outcome.message}")
            advance(summary)

        yield watch


def _open_progress(size: InputSize) -> contextlib.AbstractContextManager[Callable[[Summary], None]]:
    if sys.stderr is not None and sys.stderr.isatty():
        from berita_extract.render.progress import show_progress

        return show_progress(sys.stderr, size)
    from berita_extract.render.pace import tell_progress

    return tell_progress(say, size)


def _tell_summary(summary: Summary, output: Path, reasons: str, min_confidence: float | None, *, dropped: bool) -> None:
    done = summary.documents - summary.failures
    seconds = max(summary.seconds, 0.001)
    speed = f"{(summary.documents - summary.resumed) / seconds:,.0f} documents/s"
    speed += f", {(summary.characters - summary.resumed_characters) / seconds / 1000:,.0f} kchar/s"
    say(f"{done:,} of {word_count(summary.documents, 'document', 'documents')} in {summary.seconds:,.1f} s ({speed}): {output}")
    if summary.resumed:
        say(f"{word_count(summary.resumed, 'document was', 'documents were')} done before.")
    if summary.copies:
        copies = word_count(summary.copies, "document is a copy", "documents are copies")
        say(f"{copies} of one that came before{', and left out' if dropped else ' (duplicate_of)'}.")
    if summary.notes:
        noted = word_count(summary.notes, "document has", "documents have")
        say(f"{noted} a note on how the bytes were read (encoding, markup); `berita-extract FILE` shows it.")
    if summary.left_out:
        say(f"{word_count(summary.left_out, 'value is', 'values are')} left out (confidence below {min_confidence:g}).")
    if summary.withheld:
        say(f"{word_count(summary.withheld, 'warning is', 'warnings are')} left out. Add warnings to --fields.")
    if summary.failures:
        kinds = ", ".join(f"{count:,} {kind}" for kind, count in sorted(summary.kinds.items(), key=_most_first))
        say(f"{summary.failures:,} could not be processed ({kinds}); the reasons: {reasons}")
        for digest, count in sorted(summary.faults.items(), key=_most_first)[:_FAULTS_SHOWN]:
            say(f"{word_count(count, 'document', 'documents')} by the fault {digest}: please report one of them.")


def _most_first(counted: tuple[Any, int]) -> tuple[int, str]:
    return -counted[1], str(counted[0])
