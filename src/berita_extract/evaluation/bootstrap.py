"""How much the figures depend on which releases happened to be annotated: bootstrap intervals over documents."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from math import ceil
from operator import mul
from typing import Final

from berita_extract.evaluation.table import DIGITS, Tally, add_tallies, average_main

DEFAULT_RESAMPLES: Final = 1000
SEED: Final = 1
LEVEL: Final = 0.95
# Beside the names of the rows.
MEAN: Final = "mean"

Interval = tuple[float, float]


def estimate_intervals(releases: Sequence[Mapping[str, Tally]], *, resamples: int, seed: int = SEED) -> dict[str, Interval]:
    """For each row, and for the mean of the main rows, the interval that holds the middle 95 % of the F1 of the resamples.

    A resample draws as many releases as there are, each anew out of all; its F1 is that of their tallies
    together. Resamples in which nothing of a row stands say nothing about that row. A row without any
    has no interval.
    """
    values: dict[str, list[float]] = {}
    for tallies in _resample(releases, resamples, seed):
        for name, tally in tallies.items():
            if tally.gold or tally.found:
                values.setdefault(name, []).append(tally.f1)
        values.setdefault(MEAN, []).append(average_main(tallies))
    return {name: _cut_tails(sorted(f1)) for name, f1 in values.items()}


def _resample(releases: Sequence[Mapping[str, Tally]], resamples: int, seed: int) -> Iterator[dict[str, Tally]]:
    columns = {
        name: tuple([getattr(release[name], outcome) for release in releases] for outcome in ("right", "missed", "extra", "wrong"))
        for name in add_tallies(())
    }
    # Only `random()` gives the same numbers in every version of Python.
    draw = random.Random(seed).random
    for _ in range(resamples):
        times = [0] * len(releases)
        for _ in releases:
            times[int(draw() * len(releases))] += 1
        yield {name: Tally(*(sum(map(mul, times, column)) for column in four)) for name, four in columns.items()}


def _cut_tails(ascending: Sequence[float]) -> Interval:
    """The values that stand where the lower and the upper tail end (nearest rank)."""
    tail = (1 - LEVEL) / 2
    low, high = (max(1, ceil(round(share * len(ascending), 9))) for share in (tail, 1 - tail))
    return round(ascending[low - 1], DIGITS), round(ascending[high - 1], DIGITS)
