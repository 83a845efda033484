"""Where things go: data to standard output or a file, everything else to standard error."""

from __future__ import annotations

import contextlib
import gc
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Final

import typer

from berita_extract.errors import OutputError

_CONTROLS: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")


def say(message: object) -> None:
    """Tell the user something; it never mixes with the data."""
    if sys.stderr is None:
        return
    try:
        sys.stderr.write(f"{_escape_controls(str(message))}\n".encode(errors="backslashreplace").decode())
        sys.stderr.flush()
    except OSError:
        # A message that nobody can get must not stop the work, nor what is still buffered fail again at exit.
        _divert_to_nowhere(sys.stderr)


def _escape_controls(message: str) -> str:
    """Control characters in names would be commands to the terminal, and marks of direction would turn words around."""
    return _CONTROLS.sub(lambda found: found[0].encode("unicode_escape").decode(), message)


def _divert_to_nowhere(stream: IO[str]) -> None:
    with contextlib.suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def word_count(number: int, one: str, many: str) -> str:
    """How many of something: `1 document`, `2,000 documents`."""
    return f"{number:,} {one if number == 1 else many}"


@contextlib.contextmanager
def open_sink(output: Path | None) -> Iterator[IO[bytes]]:
    """The output file, which appears only when complete, or standard output for `None` and `-`."""
    if output is not None and str(output) != "-":
        from berita_extract.io.write import open_output

        with open_output(output) as file:
            yield file
        return
    if sys.stdout is None:
        raise OutputError("standard output is closed. Leave out >&-, or write to a file with -o.")
    try:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
    except BrokenPipeError as error:
        # The reader (`| head`) has seen enough. What is still buffered must not fail again at exit.
        _divert_to_nowhere(sys.stdout)
        raise typer.Exit(1) from error


def collect_garbage_again() -> None:
    """End the pause of the start; what has been loaded by now stays, and is not looked through any more, not even at the end."""
    gc.freeze()
    gc.enable()
