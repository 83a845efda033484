"""The progress of a batch for a person at a terminal: done, rate, time left, errors so far."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator
from typing import IO

from rich.progress import BarColumn, Progress, ProgressColumn, Task, TextColumn, TimeRemainingColumn
from rich.text import Text

from berita_extract.batch.outcomes import Summary
from berita_extract.io.read import InputSize
from berita_extract.render.console import open_console
from berita_extract.render.pace import Pace


class _DoneColumn(ProgressColumn):
    """Documents done, of how many where that is known."""

    def render(self, task: Task) -> Text:
        known = task.fields["documents"]
        return Text(f"{task.fields['done']:,}" + (f"/{known:,}" if known is not None else " documents"))


class _RateColumn(ProgressColumn):
    """Documents a second, since this run began."""

    def render(self, task: Task) -> Text:
        return Text(f"{task.fields['rate']:,.0f}/s" if task.fields["rate"] else "-/s")


@contextlib.contextmanager
def show_progress(stream: IO[str], size: InputSize) -> Iterator[Callable[[Summary], None]]:
    """A progress bar on `stream`; call what it gives with the sum up to each document."""
    columns = (
        BarColumn(bar_width=None),
        _DoneColumn(),
        _RateColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.fields[failures]:,} failed"),
    )
    pace = Pace(size, time.monotonic())
    with Progress(*columns, console=open_console(stream), transient=True) as progress:
        bar = progress.add_task("", total=None, failures=0, done=0, rate=0.0, documents=size.documents)

        def advance(summary: Summary) -> None:
            share = pace.share(summary)
            rate = pace.measure_rate(summary, time.monotonic())
            progress.update(
                bar,
                total=None if share is None else 1.0,
                completed=share or 0.0,
                failures=summary.failures,
                done=summary.documents,
                rate=rate,
            )

        yield advance
