"""Where things go: data to standard output or a file, everything else to standard error."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import typer


def say(message: object) -> None:
    """Tell the user something; it never mixes with the data."""
    if sys.stderr is not None:
        sys.stderr.write(f"{message}\n".encode(errors="backslashreplace").decode())
        sys.stderr.flush()


@contextlib.contextmanager
def open_sink(output: Path | None) -> Iterator[IO[bytes]]:
    """The output file, which appears only when complete, or standard output for `None` and `-`."""
    if output is not None and str(output) != "-":
        from berita_extract.io.write import open_output

        with open_output(output) as file:
            yield file
        return
    try:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
    except BrokenPipeError as error:
        # The reader (`| head`) has seen enough. What is still buffered must not fail again at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(1) from error
