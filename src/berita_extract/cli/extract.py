"""`berita-extract FILE…`: the facts of one or a few releases on standard output."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from berita_extract.cli.options import (
    FieldsOption,
    LexiconOption,
    PublishedOption,
    RegionsOption,
    parse_fields,
    refuse_overwriting,
    take_date,
)
from berita_extract.cli.streams import open_sink, say

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
    files: Annotated[list[str], typer.Argument(metavar="FILE", help="A release as text; - is standard input.")],
    published: PublishedOption = None,
    fields: FieldsOption = None,
    output_format: Annotated[
        Format | None,
        typer.Option("--format", help="json: indented, several files as an array; jsonl: one line a file."),
    ] = None,
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
        refuse_overwriting(output, files)

    import berita_extract
    from berita_extract.batch.run import describe_failure
    from berita_extract.cli.writers import open_writer
    from berita_extract.io.read import read_document

    extractor = berita_extract.load(lexicon=lexicon, regions=regions)
    failures = 0
    layout = _choose_layout(files=len(files), output_format=output_format, view=view)
    with open_sink(output) as sink, open_writer(sink, layout, fields=chosen) as write:
        for given in files:
            try:
                document = read_document(given)
                extraction = extractor.extract(document.text, published=take_date(published), source=document.source)
            except Exception as error:  # one bad file does not stop the others
                failure = describe_failure(error, given)
                say(f"{failure.source}: {failure.message}")
                failures += 1
                continue
            if document.note:
                say(f"{document.source}: {document.note}.")
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
