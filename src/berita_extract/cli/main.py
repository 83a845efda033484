"""The entry point: commands are found here, and every error that a user can mend ends here."""

from __future__ import annotations

import contextlib
import difflib
import gc
import os
import signal
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import FrameType
from typing import Annotated, Any, NoReturn

import typer
from typer.core import TyperGroup

from berita_extract.cli import batch, evaluate, explain, extract, regions, schema
from berita_extract.cli.command import Command
from berita_extract.cli.streams import say
from berita_extract.errors import BeritaError

_DEFAULT_COMMAND = "extract"

EPILOG = """\
Examples:

$ berita-extract rilis.txt

$ berita-extract batch arsip/ -o hasil.jsonl
"""


class DefaultCommandGroup(TyperGroup):
    """Commands of which one is meant when none is named: `berita-extract rilis.txt`."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Put the default command before arguments that begin with neither a command nor an own option."""
        if args:
            own = {name for parameter in self.get_params(ctx) for name in (*parameter.opts, *parameter.secondary_opts)}
            if args[0] not in self.commands and args[0].partition("=")[0] not in own:
                self._refuse_typo(ctx, args[0])
                args = [_DEFAULT_COMMAND, *args]
        return super().parse_args(ctx, args)

    def _refuse_typo(self, ctx: Any, word: str) -> None:
        if word.startswith("-"):
            return
        meant = difflib.get_close_matches(word, self.commands, n=1)
        # `batch1.txt` is a file that is missing, which must not keep the others from being read.
        is_path = Path(word).suffix or os.sep in word or os.path.lexists(word)
        if meant and not ctx.resilient_parsing and not is_path:
            ctx.fail(f"There is neither a file nor a command {word!r}. Did you mean {meant[0]!r}?")


app = typer.Typer(
    cls=DefaultCommandGroup,
    no_args_is_help=True,
    # Plain help reads the same in a terminal, a pipe and a log.
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["--help", "-h"]},
)
app.command(_DEFAULT_COMMAND, cls=Command, epilog=extract.EPILOG)(extract.extract)
app.command("batch", cls=Command, epilog=batch.EPILOG)(batch.batch)
app.command("explain", cls=Command, epilog=explain.EPILOG)(explain.explain)
app.command("evaluate", cls=Command, epilog=evaluate.EPILOG)(evaluate.evaluate)
app.add_typer(regions.app, name="regions")
app.command("schema", cls=Command, epilog=schema.EPILOG)(schema.schema)


def _show_version(wanted: bool) -> None:
    if wanted:
        import berita_extract

        typer.echo(f"berita-extract {berita_extract.__version__}")
        raise typer.Exit


@app.callback(epilog=EPILOG)
def berita_extract(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version and exit."),
    ] = False,
) -> None:
    """Dates, places, officials, attendance and quotes from Indonesian press releases, as JSON.

    Tanggal, tempat, pejabat, kehadiran, dan kutipan dari siaran pers, sebagai JSON.

    `berita-extract FILE` reads a file without a command; write ./batch for a file with the name of one.
    Exit status: 0 everything was processed, 1 some input could not be, 2 wrong usage.
    """


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line; ends with an exit status and never with a traceback for what a user can mend."""
    gc.disable()  # a start makes a million objects, none of them garbage: looking through them takes a tenth of it
    try:
        with _unwind_at_termination():
            app(arguments, prog_name="berita-extract")
    except BeritaError as error:
        say(error)
        sys.exit(2)
    except OSError as error:
        say(f"berita-extract: stopped by the system ({error}). Nothing half-written was left behind.")
        sys.exit(1)
    finally:
        gc.enable()


@contextlib.contextmanager
def _unwind_at_termination() -> Iterator[None]:
    """Let SIGTERM, and the end of the terminal, unwind like Ctrl-C: unfinished files are removed and workers end."""

    def stop(number: int, _: FrameType | None) -> NoReturn:
        sys.exit(128 + number)

    numbers = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    # What is ignored stays so: `nohup` means the run to outlive its terminal.
    previous = {number: signal.signal(number, stop) for number in numbers if signal.getsignal(number) != signal.SIG_IGN}
    try:
        yield
    finally:
        for number, handler in previous.items():
            signal.signal(number, handler)
