"""Options that several commands share; each means the same everywhere."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer


def parse_day(value: str | dt.date) -> dt.date:
    """The day given in an option."""
    if isinstance(value, dt.date):
        return value
    try:
        return dt.date.fromisoformat(value)
    except ValueError:
        raise typer.BadParameter(f"{value!r} is no day. Write it as 2024-01-10.") from None


PublishedOption = Annotated[
    dt.date | None,
    typer.Option(
        "--published",
        parser=parse_day,
        metavar="YYYY-MM-DD",
        help="Day of publication: relative dates (kemarin, Senin lalu) are read against it.",
    ),
]
LexiconOption = Annotated[
    Path | None,
    typer.Option(
        "--lexicon",
        exists=True,
        dir_okay=False,
        readable=True,
        metavar="FILE",
        help="Your own words, added to the word lists.",
    ),
]
RegionsOption = Annotated[
    Path | None,
    typer.Option(
        "--regions",
        metavar="FILE",
        help="An imported list of districts and villages. [default: yours]",
    ),
]

TextColumnOption = Annotated[
    str | None,
    typer.Option("--text-column", metavar="NAME", help="The column or key with the release. [default: text, isi, konten …]"),
]
TitleColumnOption = Annotated[
    str | None,
    typer.Option("--title-column", metavar="NAME", help="The one with the headline. [default: title, judul …]"),
]
DateColumnOption = Annotated[
    str | None,
    typer.Option("--date-column", metavar="NAME", help="The one with the day of publication. [default: published, tanggal …]"),
]
IdColumnOption = Annotated[
    str | None,
    typer.Option("--id-column", metavar="NAME", help="The one with the name of the document. [default: source, url, id …]"),
]
TableOption = Annotated[
    str | None,
    typer.Option("--table", metavar="NAME", help="Read only this table of a database, or sheet of a workbook."),
]


def parse_confidence(value: str | float) -> float:
    """The confidence given in an option."""
    from berita_extract.confidence.cut import check_confidence

    try:
        return check_confidence(float(value))
    except ValueError:
        raise typer.BadParameter(f"{value!r} is no confidence. Write a number from 0 to 1, for example 0.8.") from None


MinConfidenceOption = Annotated[
    float | None,
    typer.Option(
        "--min-confidence",
        parser=parse_confidence,
        metavar="X",
        help="Leave out values with a confidence under X, 0 to 1.",
    ),
]


def complete_fields(incomplete: str) -> list[str]:
    """Names that may stand next in a list with commas."""
    from berita_extract.io.write import FIELDS

    begun, comma, _ = incomplete.rpartition(",")
    return [begun + comma + name for name in FIELDS if name not in begun.split(",")]


FieldsOption = Annotated[
    str | None,
    typer.Option(
        "--fields",
        metavar="NAME,NAME",
        autocompletion=complete_fields,
        help="Only these fields, for example dates,officials.",
    ),
]


def parse_fields(value: str | None, *, option: str = "--fields") -> tuple[str, ...] | None:
    """The fields named in an option, in the order of the schema; an unknown name is wrong usage."""
    from berita_extract.io.write import choose_fields

    if value is None:
        return None
    try:
        return choose_fields([name.strip() for name in value.split(",") if name.strip()])
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint=option) from None


def refuse_overwriting(output: Path, inputs: Iterable[str]) -> None:
    """Stop before something that is read is replaced by the output."""
    from berita_extract.io.read import find_among

    lost = find_among(output, inputs)
    if lost is not None:
        raise typer.BadParameter(f"{lost} is also an input and would be lost. Give another name.", param_hint="--output")
