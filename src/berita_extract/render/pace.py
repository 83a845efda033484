"""How fast a batch goes and when it will be through; told in a line now and then where nobody watches a bar."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator
from typing import Final

from berita_extract.batch.outcomes import Summary
from berita_extract.io.read import InputSize

# Seconds before the first line where nobody looks, and between the others: a log of a week must stay readable.
_FIRST_LINE: Final = 30.0
_LINES: Final = 300.0


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
