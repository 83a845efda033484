"""The table of odds: what each rule and each signal makes of the confidence in a value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Final, NamedTuple

from berita_extract.confidence.evidence import Evidence

# Stands for the field itself: the odds of a value of which nothing else is known.
BASE: Final = "*"
# No evidence settles anything for good.
LEAST: Final = 0.01
MOST: Final = 0.99
_COLUMNS: Final = 5


class Odds(NamedTuple):
    """A line of the table: by what the odds are multiplied, and of how many values carried by it how many were right."""

    field: str
    evidence: str
    factor: float
    right: int
    values: int


@dataclass(frozen=True)
class Scorecard:
    """The odds by field and evidence; a rule or signal without a line leaves the odds as they are."""

    lines: tuple[Odds, ...]
    _factors: Mapping[tuple[str, str], float] = field(init=False, repr=False)
    _rated: dict[Evidence, float] = field(init=False, repr=False, default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_factors", {(line.field, line.evidence): line.factor for line in self.lines})

    def rate(self, evidence: Evidence) -> float:
        """The confidence in a value carried by this evidence, from 0.01 to 0.99."""
        known = self._rated.get(evidence)
        if known is None:
            odds = self._factors[evidence.field, BASE]
            for name in (evidence.rule, *evidence.signals):
                odds *= self._factors.get((evidence.field, name), 1.0)
            known = self._rated[evidence] = min(MOST, max(LEAST, round(odds / (1 + odds), 2)))
        return known


def read_scorecard(text: str) -> Scorecard:
    """A table as it is written: `field<TAB>evidence<TAB>odds<TAB>right<TAB>values`, `#` comments."""
    return Scorecard(tuple(_read_line(line) for line in text.split("\n") if line and line[0] != "#"))


def write_scorecard(scorecard: Scorecard, header: str) -> str:
    """The table as `read_scorecard` reads it, under a comment."""
    lines = [*(f"# {line}".rstrip() for line in header.splitlines())]
    lines += [f"{line.field}\t{line.evidence}\t{line.factor:.3g}\t{line.right}\t{line.values}" for line in scorecard.lines]
    return "\n".join(lines) + "\n"


@cache
def load_scorecard() -> Scorecard:
    """The table that ships with the package."""
    return read_scorecard((resources.files("berita_extract.confidence") / "odds.tsv").read_text(encoding="utf-8"))


def _read_line(line: str) -> Odds:
    columns = line.split("\t")
    if len(columns) != _COLUMNS:
        raise ValueError(f"odds.tsv: {line!r} has not five columns. Write field<TAB>evidence<TAB>odds<TAB>right<TAB>values.")
    name, evidence, factor, right, values = columns
    return Odds(name, evidence, float(factor), int(right), int(values))
