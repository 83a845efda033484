"""Whether confidence keeps its word: of the values said to be right nine times in ten, how many are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import sqrt
from typing import Final, NamedTuple

from berita_extract.confidence.evidence import FIELDS

# Where a bin begins; the last one holds 1 too.
BINS: Final = (0.0, 0.6, 0.75, 0.85, 0.95)
# The quantile of the normal distribution for intervals of 95 %.
_QUANTILE: Final = 1.96


class Rated(NamedTuple):
    """A value of a field: how far it is said to be relied on, and whether it is right."""

    field: str
    confidence: float
    right: bool


@dataclass(frozen=True, slots=True)
class Share:
    """Some values: how many, how many of them are right, and the sum of their confidences."""

    values: int = 0
    right: int = 0
    promised: float = 0.0

    @property
    def confidence(self) -> float:
        """The mean confidence."""
        return self.promised / self.values if self.values else 0.0

    @property
    def share(self) -> float:
        """The share that is right."""
        return self.right / self.values if self.values else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """Between which shares the true one lies in 95 of 100 such samples, if each value stood for itself (Wilson)."""
        square = _QUANTILE**2
        middle = (self.right + square / 2) / (self.values + square)
        spread = _QUANTILE * sqrt(self.values * self.share * (1 - self.share) + square / 4) / (self.values + square)
        return max(0.0, middle - spread), min(1.0, middle + spread)


@dataclass(frozen=True, slots=True)
class Reliability:
    """The bins of a field, or of all together."""

    bins: Sequence[Share]

    @property
    def total(self) -> Share:
        """All values."""
        values, right = sum(part.values for part in self.bins), sum(part.right for part in self.bins)
        return Share(values, right, sum(part.promised for part in self.bins))

    @property
    def error(self) -> float:
        """The expected calibration error: how far, on the mean over the values, confidence and share right of a bin lie apart."""
        gaps = sum(abs(part.promised - part.right) for part in self.bins)
        return gaps / self.total.values if self.total.values else 0.0


def measure_reliability(values: Iterable[Rated]) -> dict[str, Reliability]:
    """The reliability by field, in the order of the output, and of `all`; a field without values is left out."""
    sums = {name: [[0, 0, 0.0] for _ in BINS] for name in ("all", *FIELDS)}
    for value in values:
        for name in ("all", value.field):
            part = sums[name][find_bin(value.confidence)]
            part[0] += 1
            part[1] += value.right
            part[2] += value.confidence
    measured = {name: Reliability([Share(int(n), int(right), promised) for n, right, promised in bins]) for name, bins in sums.items()}
    return {name: reliability for name, reliability in measured.items() if reliability.total.values}


def find_bin(confidence: float) -> int:
    """The number of the bin in which a confidence lies."""
    return max(number for number, begin in enumerate(BINS) if confidence >= begin)


def name_bins() -> Iterator[str]:
    """`< 0.60`, `0.60-0.74`, … `>= 0.95`: confidences have two decimals."""
    yield f"< {BINS[1]:.2f}"
    for begin, end in pairwise(BINS[1:]):
        yield f"{begin:.2f}-{end - 0.01:.2f}"
    yield f">= {BINS[-1]:.2f}"
