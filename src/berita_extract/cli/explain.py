"""`berita-extract explain`: which rule found what, and what was dropped and why."""

from __future__ import annotations

from typing import Annotated

import typer

from berita_extract.cli.options import (
    LexiconOption,
    MinConfidenceOption,
    PublishedOption,
    RegionsOption,
    complete_fields,
    parse_fields,
)
from berita_extract.cli.streams import collect_garbage_again, open_sink, say

EPILOG = """\
Examples:

$ berita-extract explain rilis.txt --field dates

$ berita-extract explain rilis.txt --field event --rules
"""


def explain(
    file: Annotated[str, typer.Argument(metavar="FILE", help="A release as text; - is standard input.")],
    field: Annotated[
        str | None,
        typer.Option(
            "--field",
            metavar="NAME,NAME",
            autocompletion=complete_fields,
            help="Only these fields, for example event.",
        ),
    ] = None,
    rules: Annotated[bool, typer.Option("--rules", help="Also say what each rule is for.")] = False,
    published: PublishedOption = None,
    min_confidence: MinConfidenceOption = None,
    lexicon: LexiconOption = None,
    regions: RegionsOption = None,
) -> None:
    """Show which rule read which words, what became of it, and why.

    Tunjukkan aturan mana yang membaca kata mana, hasilnya, dan alasannya.
    """
    stages = parse_fields(field, option="--field")

    import berita_extract
    from berita_extract.batch.outcomes import describe_failure
    from berita_extract.cli.writers import open_console_on
    from berita_extract.io.read import read_document
    from berita_extract.render.explain import render_steps

    extractor = berita_extract.load(lexicon=lexicon, regions=regions, min_confidence=min_confidence)
    collect_garbage_again()
    try:
        document = read_document(file)
        explanation = extractor.explain(document.text, published=document.published or published)
    except Exception as error:
        failure = describe_failure(error, file)
        say(f"{failure.source}: {failure.message}")
        raise typer.Exit(1) from error
    if document.note:
        say(f"{document.source}: {document.note}.")
    steps = [step for step in explanation.steps if stages is None or step.stage in stages]
    if not steps:
        say(f"{document.source}: nothing was found{f' for {field}' if field else ''}, and nothing was dropped.")
        return
    with open_sink(None) as sink, open_console_on(sink) as console:
        console.print(render_steps(steps, with_rules=rules))
