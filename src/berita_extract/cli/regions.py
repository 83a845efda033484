"""`berita-extract regions`: the official list of regions, for the codes of districts and villages."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from berita_extract.cli.command import Command
from berita_extract.cli.streams import open_sink, say

IMPORT_EPILOG = """\
Examples:

$ berita-extract regions import wilayah.csv

$ berita-extract regions import wilayah.sql --regions daftar.tsv
"""
SHOW_EPILOG = """\
Examples:

$ berita-extract regions import wilayah.csv && berita-extract regions show
"""

app = typer.Typer(rich_markup_mode=None, no_args_is_help=True)

_LEVEL_NAMES = {"province": "provinces", "regency": "regencies and cities", "district": "districts", "village": "villages"}

TargetOption = Annotated[
    Path | None,
    typer.Option("--regions", metavar="FILE", help="Keep it here, not in your data folder."),
]


@app.callback(epilog=IMPORT_EPILOG)
def regions() -> None:
    """The official list of regions, for the codes of districts and villages.

    Daftar resmi wilayah, untuk kode kecamatan dan desa.
    """


@app.command("import", cls=Command, epilog=IMPORT_EPILOG)
def import_list(
    file: Annotated[Path, typer.Argument(metavar="FILE", exists=True, dir_okay=False, readable=True, help="CSV kode,nama or SQL dump.")],
    regions: TargetOption = None,
) -> None:
    """Read the official list of regions (Kemendagri codes) and keep it for every extraction.

    Impor daftar kode wilayah resmi, sampai kecamatan dan desa.

    Then districts and villages get their codes, and the names of their heads are cut where they should be:
    Camat Tebet | Dyan Airlangga. Nothing is kept if a line of the file cannot be right.
    """
    from berita_extract.io.regions import import_regions
    from berita_extract.lexicon.gazetteer import locate_user_list

    target = regions or locate_user_list()
    if target.is_file() and target.samefile(file):
        raise typer.BadParameter(f"{file} is also the input and would be lost.", param_hint="--regions")
    counts = import_regions(file, target)
    told = ", ".join(f"{name}: {counts[level]:,}" for level, name in _LEVEL_NAMES.items())
    say(f"{target}\n{told}")


@app.command("show", cls=Command, epilog=SHOW_EPILOG)
def show_list(regions: TargetOption = None) -> None:
    """Say which list of regions is used.

    Tunjukkan daftar wilayah yang dipakai.
    """
    from berita_extract.lexicon.gazetteer import load_gazetteer, locate_user_list

    gazetteer = load_gazetteer(regions)
    if gazetteer is None:
        say(f"There is no list at {locate_user_list()}. Make one with: berita-extract regions import FILE")
        raise typer.Exit(1)
    with open_sink(None) as sink:
        sink.write(f"{gazetteer.path}\t{gazetteer.count} regions\t{gazetteer.digest}\n".encode())
