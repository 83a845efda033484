"""`berita-extract evaluate`: how good the extraction is on releases that a reader has annotated."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from berita_extract.cli.options import LexiconOption, RegionsOption
from berita_extract.cli.streams import collect_garbage_again, open_sink, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from berita_extract.evaluation.facts import Facts
    from berita_extract.evaluation.sets import GoldRelease
    from berita_extract.schema import Extraction

EPILOG = """\
Examples:

$ berita-extract evaluate gold.jsonl

$ berita-extract evaluate gold.jsonl --predictions prediksi.jsonl --format json

$ berita-extract evaluate gold.jsonl --errors "with titles"

$ berita-extract evaluate gold.jsonl --reliability
"""

_TOLD_AT_MOST = 10


class Format(StrEnum):
    """For people or for programs."""

    table = "table"
    json = "json"


def complete_rows(incomplete: str) -> list[str]:
    """Names of rows that begin like this."""
    from berita_extract.evaluation.verdicts import ROW_NAMES

    return [name for name in ROW_NAMES if name.startswith(incomplete)]


def evaluate(
    gold: Annotated[Path, typer.Argument(metavar="GOLD.jsonl", help="Annotated releases, one a line.")],
    texts: Annotated[
        Path | None,
        typer.Option(
            "--texts",
            metavar="TEXTS.jsonl",
            help="Their texts, if not in the annotations. [default: the file beside, as texts.jsonl for gold.jsonl]",
        ),
    ] = None,
    predictions: Annotated[
        Path | None,
        typer.Option("--predictions", metavar="PRED.jsonl", help="Score these results, do not extract."),
    ] = None,
    errors: Annotated[
        str | None,
        typer.Option("--errors", metavar="ROW", autocompletion=complete_rows, help="List what is not right in this row of the table."),
    ] = None,
    reliability: Annotated[
        bool, typer.Option("--reliability", help="Also compare the confidence of the values with the share that is right.")
    ] = False,
    output_format: Annotated[
        Format, typer.Option("--format", metavar="table|json", help="table: for people; json: for programs.")
    ] = Format.table,
    resamples: Annotated[
        int, typer.Option("--resamples", min=0, metavar="N", help="Samples drawn for the intervals; 0 leaves them out.")
    ] = 1000,
    lexicon: LexiconOption = None,
    regions: RegionsOption = None,
) -> None:
    """Measure the extraction on releases that you have annotated.

    Ukur ketepatan hasil pada rilis yang telah Anda anotasi sendiri.

    Shows for each field how many values were annotated, precision, recall, F1, and between which values the F1
    stays in 95 of 100 samples drawn from your releases. How to annotate: docs/evaluation.md.
    """
    row = _choose_row(errors)
    if predictions is not None and (lexicon is not None or regions is not None):
        raise typer.BadParameter("nothing is extracted then: leave --lexicon and --regions out.", param_hint="--predictions")
    if predictions is not None and reliability:
        raise typer.BadParameter("it is about what is extracted now: leave --predictions out.", param_hint="--reliability")

    from berita_extract.errors import GoldError
    from berita_extract.evaluation.run import evaluate as judge
    from berita_extract.evaluation.run import judge_confidence, list_facts
    from berita_extract.evaluation.sets import read_gold, read_predictions

    try:
        releases = read_gold(gold, texts, with_texts=predictions is None)
        found = read_predictions(predictions, releases) if predictions else None
    except GoldError as error:
        say(error)
        raise typer.Exit(1) from error
    _tell_strays(releases)
    measured = None
    if found is None:
        extractions, failures = _extract(releases, lexicon, regions)
        found = list_facts(extractions)
        measured = judge_confidence(releases, extractions) if reliability else None
    else:
        failures = _tell_gaps(releases, found)
    evaluation = judge(releases, found, resamples=resamples)
    with open_sink(None) as sink:
        if output_format is Format.json:
            from berita_extract.evaluation.export import export
            from berita_extract.io.write import encode_json

            sink.write(encode_json(export(evaluation, resamples=resamples, errors=row, reliability=measured), indent=2) + b"\n")
        else:
            from berita_extract.cli.writers import open_console_on
            from berita_extract.render.evaluation import render_evaluation

            with open_console_on(sink) as console:
                console.print(render_evaluation(evaluation, errors=row, reliability=measured))
    if failures:
        raise typer.Exit(1)


def _choose_row(errors: str | None) -> str | None:
    from berita_extract.evaluation.verdicts import ROW_NAMES

    if errors is None or errors.strip() in ROW_NAMES:
        return errors and errors.strip()
    raise typer.BadParameter(f"{errors!r} is no row of the table. Rows are: {', '.join(ROW_NAMES)}.", param_hint="--errors")


def _extract(releases: Sequence[GoldRelease], lexicon: Path | None, regions: Path | None) -> tuple[list[Extraction | None], int]:
    """What is found in each release, and in how many the extraction failed."""
    import berita_extract
    from berita_extract.evaluation.run import extract_releases

    extractor = berita_extract.load(lexicon=lexicon, regions=regions)
    collect_garbage_again()
    found, failures = extract_releases(releases, extractor)
    _tell([f"{failure.source}: {failure.message}" for failure in failures])
    return found, len(failures)


def _tell_gaps(releases: Sequence[GoldRelease], found: Sequence[Facts | None]) -> int:
    """How many releases nothing is said about; all their facts count as missed."""
    absent = [release.name for release, facts in zip(releases, found, strict=True) if facts is None]
    _tell([f"{name}: there is no prediction; all its facts count as missed." for name in absent])
    return len(absent)


def _tell_strays(releases: Sequence[GoldRelease]) -> None:
    """Point to annotations that do not repeat their text word for word: mostly a slip of the pen."""
    _tell([stray for release in releases for stray in release.list_strays()])


def _tell(messages: Sequence[str]) -> None:
    for message in messages[:_TOLD_AT_MOST]:
        say(message)
    if len(messages) > _TOLD_AT_MOST:
        say(f"and {len(messages) - _TOLD_AT_MOST} more like these.")
