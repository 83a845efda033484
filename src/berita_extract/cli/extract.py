"""`berita-extract FILE…`: the facts of one or a few releases on standard output."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from berita_extract.cli.options import (
    FieldsOption,
    LexiconOption,
    MinConfidenceOption,
    PublishedOption,
    RegionsOption,
    parse_fields,
    refuse_overwriting,
)
from berita_extract.cli.streams import collect_garbage_again, open_sink, say, word_count

if TYPE_CHECKING:
    from berita_extract.cli.writers import Layout

EPILOG = """\
Examples:

$ berita-extract rilis.txt --view

$ cat rilis.txt | berita-extract - --published 2024-01-10 --fields dates
"""


class Format(StrEnum):
    """How extractions are written for programs."""

    json = "json"
    jsonl = "jsonl"


def extract(
    files: Annotated[list[str], typer.Argument(metavar="FILE", help="A release (.txt, .html, .docx, .pdf …); - is standard input.")],
    published: PublishedOption = None,
    fields: FieldsOption = None,
    output_format: Annotated[
        Format | None,
        typer.Option("--format", metavar="json|jsonl", help="json: indented, several files as an array; jsonl: one line a file."),
    ] = None,
    min_confidence: MinConfidenceOption = None,
    view: Annotated[bool, typer.Option("--view", help="For people: the text highlighted, and tables.")] = False,
    lexicon: LexiconOption = None,
    regions: RegionsOption = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="Write here, not to standard output."),
    ] = None,
) -> None:
    """Write the facts of releases as JSON. This is the command when none is named.

    Tuliskan fakta rilis (tanggal, tempat, pejabat, kehadiran, kutipan) sebagai JSON.

    One file gives one indented object, several give JSON Lines.
    """
    if view and output_format:
        raise typer.BadParameter("--view is for people, --format for programs: leave one out.", param_hint="--view")
    chosen = parse_fields(fields)
    if output is not None:
        refuse_overwriting(output, [*files, *(str(path) for path in (lexicon, regions) if path is not None)])

    import berita_extract
    from berita_extract.batch.outcomes import describe_failure
    from berita_extract.cli.writers import open_writer
    from berita_extract.confidence.cut import leave_out
    from berita_extract.io.read import read_document
    from berita_extract.io.write import list_withheld

    extractor = berita_extract.load(lexicon=lexicon, regions=regions)
    collect_garbage_again()
    failures = 0
    layout = _choose_layout(files=len(files), output_format=output_format, view=view)
    with open_sink(output) as sink, open_writer(sink, layout, fields=chosen) as write:
        for given in files:
            try:
                document = read_document(given)
                extraction = extractor.extract(document.text, published=document.published or published, source=document.source)
            except Exception as error:  # one bad file does not stop the others
                failure = describe_failure(error, given)
                say(f"{failure.source}: {failure.message}")
                failures += 1
                continue
            if min_confidence is not None:
                cut = leave_out(extraction, min_confidence)
                extraction = cut.extraction
                if less := cut.count(chosen):
                    unsure = word_count(less, "value is", "values are")
                    say(f"{document.source}: {unsure} left out (confidence below {min_confidence:g}).")
            if document.note:
                say(f"{document.source}: {document.note}.")
            withheld = list_withheld(extraction, chosen)
            if withheld:
                codes = ", ".join(dict.fromkeys(warning.code for warning in withheld))
                left_out = word_count(len(withheld), "warning is", "warnings are")
                say(f"{document.source}: {left_out} left out ({codes}). Add warnings to --fields.")
            write(document.text, extraction)
        if failures == len(files):
            # Leaving by an exception keeps the output file from appearing.
            raise typer.Exit(1)
    if failures:
        raise typer.Exit(1)


def _choose_layout(*, files: int, output_format: Format | None, view: bool) -> Layout:
    if view:
        return "view"
    if files == 1:
        return "lines" if output_format is Format.jsonl else "object"
    return "array" if output_format is Format.json else "lines"
