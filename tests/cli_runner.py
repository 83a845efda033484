"""Running the command line inside the test process, the way a shell would see it."""

from __future__ import annotations

import io
import sys
from dataclasses import dataclass
from unittest import mock

from berita_extract.cli.main import main


@dataclass(frozen=True)
class Result:
    """What a shell sees of a command."""

    status: int
    out: bytes
    err: str


def run_cli(*arguments: object, stdin: bytes = b"") -> Result:
    """Run `berita-extract` with these arguments; nothing is a terminal."""
    given, out, err = (io.TextIOWrapper(io.BytesIO(data), encoding="utf-8") for data in (stdin, b"", b""))
    status = 0
    with mock.patch.multiple(sys, stdin=given, stdout=out, stderr=err):
        try:
            main([str(argument) for argument in arguments])
        except SystemExit as end:
            status = end.code if isinstance(end.code, int) else int(end.code is not None)
        out.flush()
        err.flush()
    return Result(status, out.buffer.getvalue(), err.buffer.getvalue().decode())
