"""The progress of a batch for a person at a terminal: done, rate, time left, errors so far."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from typing import IO

from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TextColumn,
    TimeRemainingColumn,
)
from rich.text import Text

from berita_extract.batch.run import Failure, Outcome
from berita_extract.render.console import open_console


class _RateColumn(ProgressColumn):
    """Documents a second, over the last moments."""

    def render(self, task: Task) -> Text:
        speed = task.finished_speed or task.speed
        return Text(f"{speed:,.0f}/s" if speed else "-/s")


@contextlib.contextmanager
def show_progress(stream: IO[str], total: int | None) -> Iterator[Callable[[Outcome], None]]:
    """A progress bar on `stream`; call what it gives with each outcome."""
    columns = (
        BarColumn(bar_width=None),
        MofNCompleteColumn(),
        _RateColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.fields[failures]} failed"),
    )
    with Progress(*columns, console=open_console(stream), transient=True) as progress:
        bar = progress.add_task("", total=total, failures=0)
        failures = 0

        def advance(outcome: Outcome) -> None:
            nonlocal failures
            failures += isinstance(outcome, Failure)
            progress.update(bar, advance=1, failures=failures)

        yield advance
