"""Batches as the tests of interruptions run them: an archive, a run as a whole, a run that is interrupted, and one that goes on."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from berita_extract.batch.job import run_batch
from berita_extract.batch.outcomes import Options, Outcome, Summary
from berita_extract.io.results import name_errors_file
from berita_extract.processes.engine import SerialEngine
from releases import read_samples


def write_archive(path: Path, count: int) -> None:
    """Releases, some of them copies of others and some that cannot be read."""
    texts = list(read_samples().values())
    with path.open("w", encoding="utf-8") as file:
        for number in range(count):
            text = texts[number % len(texts)].replace("2024", str(2000 + number // 40))
            record: dict[str, Any] = {"id": f"r{number}", "text": text}
            if number % 9 == 4:
                record = {"id": f"r{number}", "foto": text}
            file.write(json.dumps(record) + "\n")


def run_whole(archive: Path, output: Path, **options: Any) -> tuple[bytes, bytes]:
    """The two files of a run that nothing interrupts."""
    run_batch([str(archive)], output, engine=SerialEngine(), options=Options(**options))
    return read_both(output)


def read_both(output: Path) -> tuple[bytes, bytes]:
    return output.read_bytes(), name_errors_file(output).read_bytes()


class Interruption(BaseException):
    """The power fails."""


def stop_after(documents: int) -> Callable[[Outcome, Summary], None]:
    def watch(_: Outcome, summary: Summary) -> None:
        if summary.documents == documents:
            raise Interruption

    return watch


def interrupt(archive: Path, output: Path, documents: int, **options: Any) -> None:
    with pytest.raises(Interruption):
        run_batch([str(archive)], output, engine=SerialEngine(), options=Options(**options), watch=stop_after(documents))


def go_on(archive: Path, output: Path, **options: Any) -> Summary:
    return run_batch([str(archive)], output, engine=SerialEngine(), options=Options(**options), resume=True)
