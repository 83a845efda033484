"""The progress of a batch for a person: done, rate, time left, errors so far; a bar in a terminal, else a line now and then."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator
from typing import IO, Final

from rich.progress import BarColumn, Progress, ProgressColumn, Task, TextColumn, TimeRemainingColumn
from rich.text import Text

from berita_extract.batch.outcomes import Summary
from berita_extract.io.read import InputSize
from berita_extract.render.console import open_console

# Seconds before the first line where nobody looks, and between the others: a log of a week must stay readable.
_FIRST_LINE: Final = 30.0
_LINES: Final = 300.0


class _DoneColumn(ProgressColumn):
    """Documents done, of how many where that is known."""

    def render(self, task: Task) -> Text:
        known = task.fields["documents"]
        return Text(f"{task.fields['done']:,}" + (f"/{known:,}" if known is not None else " documents"))


class _RateColumn(ProgressColumn):
    """Documents a second, since this run began."""

    def render(self, task: Task) -> Text:
        return Text(f"{task.fields['rate']:,.0f}/s" if task.fields["rate"] else "-/s")


class Pace:
    """How fast a batch goes, and when it will be through if it goes on so: by its bytes, whose sum is known before it starts."""

    def __init__(self, size: InputSize, now: float) -> None:
        self._size = size
        self._began = now

    def measure_rate(self, summary: Summary, now: float) -> float:
        """Documents a second in this run."""
        seconds = now - self._began
        return (summary.documents - summary.resumed) / seconds if seconds > 0 else 0.0

    def share(self, summary: Summary) -> float | None:
        """How much of all is done, 0 to 1; None where there is more in the files than their sizes tell."""
        if self._size.documents is not None:
            return summary.documents / max(self._size.documents, 1)
        return summary.size / self._size.bytes if 0 < self._size.bytes >= summary.size else None


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


@contextlib.contextmanager
def tell_progress(
    say: Callable[[str], None], size: InputSize, clock: Callable[[], float] = time.monotonic
) -> Iterator[Callable[[Summary], None]]:
    """A line every few minutes, where nobody watches a bar; call what it gives with the sum up to each document."""
    began = clock()
    pace = Pace(size, began)
    due = began + _FIRST_LINE
    first_share: float | None = None

    def advance(summary: Summary) -> None:
        nonlocal due, first_share
        share = pace.share(summary)
        if first_share is None:
            first_share = share
        now = clock()
        if now < due:
            return
        due = now + _LINES
        known = f" of {size.documents:,}" if size.documents is not None else ""
        rate = pace.measure_rate(summary, now)
        left = ""
        if share is not None and first_share is not None and share > first_share:
            left = f", about {_spell_time((now - began) * (1 - share) / (share - first_share))} left"
        say(f"{summary.documents:,}{known} documents, {rate:,.0f}/s{left}, {summary.failures:,} failed")

    yield advance


def _spell_time(seconds: float) -> str:
    if seconds < 90:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"
