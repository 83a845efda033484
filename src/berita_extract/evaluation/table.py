"""The figures of the table: how often each field was right, and the mean of the main ones."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from berita_extract.evaluation.verdicts import ROWS, Verdict

# What an analyst needs of a release: days, places, people with their offices, how many, who said what.
MAIN_ROWS: Final = ("dates", "event date", "locations", "with titles", "attendance", "direct with speaker")
DIGITS: Final = 4


@dataclass(frozen=True, slots=True)
class Tally:
    """How often something was right, missed, found for nothing, and found wrongly."""

    right: int = 0
    missed: int = 0
    extra: int = 0
    wrong: int = 0

    @property
    def gold(self) -> int:
        """How many were annotated."""
        return self.right + self.missed + self.wrong

    @property
    def found(self) -> int:
        """How many were found."""
        return self.right + self.extra + self.wrong

    @property
    def precision(self) -> float:
        """Of what was found, the share that is right; 1 where nothing was found."""
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """Of what was annotated, the share that was found rightly; 1 where nothing was annotated."""
        return self.right / self.gold if self.gold else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.right + other.right, self.missed + other.missed, self.extra + other.extra, self.wrong + other.wrong)


@dataclass(frozen=True, slots=True)
class Figures:
    """A line of the table, rounded as it is shown; `interval` belongs to the F1."""

    tally: Tally
    interval: tuple[float, float] | None = None

    @property
    def precision(self) -> float:
        """The precision, rounded."""
        return round(self.tally.precision, DIGITS)

    @property
    def recall(self) -> float:
        """The recall, rounded."""
        return round(self.tally.recall, DIGITS)

    @property
    def f1(self) -> float:
        """The F1, rounded."""
        return round(self.tally.f1, DIGITS)


def count_verdicts(verdicts: Iterable[Verdict]) -> dict[str, Tally]:
    """The tallies of some verdicts by row; rows of which nothing was said are empty."""
    counts = {row.name: dict.fromkeys(("right", "missed", "extra", "wrong"), 0) for row in ROWS}
    for verdict in verdicts:
        counts[verdict.row][verdict.outcome] += 1
    return {name: Tally(**count) for name, count in counts.items()}


def add_tallies(several: Iterable[Mapping[str, Tally]]) -> dict[str, Tally]:
    """The tallies of several releases together."""
    total = {row.name: Tally() for row in ROWS}
    for tallies in several:
        for name, tally in tallies.items():
            total[name] += tally
    return total


def list_figures(tallies: Mapping[str, Tally], intervals: Mapping[str, tuple[float, float]]) -> dict[str, Figures]:
    """The rows of the table by name, in order; an optional one only where something was judged."""
    return {
        row.name: Figures(tallies[row.name], intervals.get(row.name))
        for row in ROWS
        if tallies[row.name].gold or tallies[row.name].found or not row.optional
    }


def average_main(tallies: Mapping[str, Tally]) -> float:
    """The mean of the F1 of the main rows, as they are shown; of a row without anything it is 1, as in the table."""
    return round(sum(round(tallies[name].f1, DIGITS) for name in MAIN_ROWS) / len(MAIN_ROWS), DIGITS)
