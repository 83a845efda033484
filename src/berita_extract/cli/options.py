"""Options that several commands share; each means the same everywhere."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer

PublishedOption = Annotated[
    dt.datetime | None,
    typer.Option(
        "--published",
        formats=["%Y-%m-%d"],
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
    from berita_extract.io.write import FIELDS

    if value is None:
        return None
    names = [name.strip() for name in value.split(",") if name.strip()]
    unknown = [name for name in names if name not in FIELDS]
    if unknown or not names:
        wrong = f"{unknown[0]!r} is not a field" if unknown else "no field is named"
        raise typer.BadParameter(f"{wrong}. Fields are: {', '.join(FIELDS)}.", param_hint=option)
    return tuple(name for name in FIELDS if name in names)


def take_date(value: dt.datetime | None) -> dt.date | None:
    """The day of a date option."""
    return value.date() if value else None


def refuse_overwriting(output: Path, inputs: Iterable[str]) -> None:
    """Stop before an input is replaced by the output."""
    for given in inputs:
        if output.is_file() and Path(given).is_file() and output.samefile(given):
            raise typer.BadParameter(f"{given} is also an input and would be lost.", param_hint="--output")
