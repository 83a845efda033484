"""Worker processes that die while they start: one that replaces another is tried again, and the end is a message."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from berita_extract.errors import BeritaError, Loss
from berita_extract.processes.engine import ProcessEngine


@dataclass(frozen=True)
class StartsBadly:
    """Minus a number, and death at 7; the processes whose number is in `stillborn` die while they start."""

    folder: Path
    stillborn: tuple[int, ...]

    def __call__(self, number: int) -> int:
        if number == 7:
            os._exit(3)
        return -number

    def prepare(self) -> None:
        pass

    def report_loss(self, number: int, loss: Loss) -> int:
        return number

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[Path, tuple[int, ...]]]:
        return arrive, (self.folder, self.stillborn)


def arrive(folder: Path, stillborn: tuple[int, ...]) -> StartsBadly:
    """The task as it reaches a new process."""
    number = 1
    while True:
        try:
            (folder / str(number)).touch(exist_ok=False)
            break
        except FileExistsError:
            number += 1
    if number in stillborn:
        os._exit(3)
    return StartsBadly(folder, stillborn)


def run(folder: Path, *stillborn: int) -> list[int]:
    return list(ProcessEngine(1, chunk_size=3).map(StartsBadly(folder, stillborn), range(10)))


@pytest.mark.parametrize("stillborn", [(2,), (2, 3), (3,), (2, 4)])
def test_a_replacement_that_dies_while_it_starts_is_tried_again(tmp_path: Path, stillborn: tuple[int, ...]) -> None:
    assert run(tmp_path, *stillborn) == [number if number == 7 else -number for number in range(10)]


def test_replacements_that_never_start_end_the_batch_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(BeritaError, match=r"could not be replaced.*Try again with --workers 1"):
        run(tmp_path, 2, 3, 4)
    assert len(list(tmp_path.iterdir())) == 4


def test_workers_that_cannot_start_at_all_are_not_tried_again(tmp_path: Path) -> None:
    with pytest.raises(BeritaError, match="could not be started"):
        run(tmp_path, 1)
    assert len(list(tmp_path.iterdir())) == 1
