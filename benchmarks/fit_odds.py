"""The odds of the scorecard from judged values: a logistic regression, shrunk, in which no signal speaks against a value.

The columns are the fields, the rules and the signals of each field, and whether the rules were developed on the release: on those they
do better than elsewhere. The table is written for the others. What the data say little about is drawn towards
"makes no difference", a field towards all fields.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from berita_extract.confidence.evidence import FIELDS, SIGNALS, Evidence
from berita_extract.confidence.scorecard import BASE, Odds, Scorecard

Array = npt.NDArray[np.float64]
Column = tuple[str, str]

# For the column that says in all fields, or in one, that the rules were developed on the release.
_SEEN: Final = "seen"
_EVERYWHERE: Final = ("", _SEEN)
# How strongly a factor is drawn towards 1, as the precision of a normal prior on its logarithm.
_SHRINK_RULE: Final = 3.0
_SHRINK_SIGNAL: Final = 3.0
_SHRINK_SEEN: Final = {True: 0.1, False: 1.0}
_SHRINK_BASE: Final = 0.001
# Each field is given so many further values of average evidence, as many of them right as of all values.
_PSEUDO: Final = 10.0
_STEPS: Final = 4000
_STILL: Final = 1e-7


class Example(NamedTuple):
    """A judged value: the release that it is from, whether rules were developed on that, what carried it, whether it is right."""

    release: str
    seen: bool
    evidence: Evidence
    right: bool


@dataclass(frozen=True)
class Fit:
    """The logarithms of the factors, by column."""

    columns: Sequence[Column]
    weights: Array


def fit_odds(examples: Sequence[Example], start: Fit | None = None) -> Fit:
    """The factors that make what was right most likely; from `start` it is faster."""
    columns = list_columns(examples)
    index = {column: number for number, column in enumerate(columns)}
    rows, right, counts = _lay_out(examples, index)
    precision = np.array([_shrink(column) for column in columns])
    floor = np.array([0.0 if name in SIGNALS.get(field, ()) or (field, name) == _EVERYWHERE else -np.inf for field, name in columns])
    known = dict(zip(start.columns, start.weights, strict=True)) if start else {}
    weights = np.array([known.get(column, 0.0) for column in columns])
    return Fit(columns, _climb(rows, right, counts, precision, floor, weights))


def list_columns(examples: Sequence[Example]) -> list[Column]:
    """Every field with its rules and signals, in the order of the table; `seen` only where the releases differ in it."""
    rules = {(example.evidence.field, example.evidence.rule) for example in examples}
    columns: list[Column] = []
    for field in FIELDS:
        columns += [(field, BASE), *sorted(rule for rule in rules if rule[0] == field), *((field, signal) for signal in SIGNALS[field])]
    if len({example.seen for example in examples}) > 1:
        columns += [_EVERYWHERE, *((field, _SEEN) for field in FIELDS)]
    return columns


def make_scorecard(fit: Fit, examples: Sequence[Example]) -> Scorecard:
    """The table, for releases on which no rule was developed."""
    counted: dict[Column, list[int]] = {column: [0, 0] for column in fit.columns}
    for example in examples:
        field, rule, signals = example.evidence
        for name in (BASE, rule, *signals):
            count = counted.setdefault((field, name), [0, 0])
            count[0] += example.right
            count[1] += 1
    lines = (
        Odds(field, name, float(np.exp(weight)), *counted[field, name])
        for (field, name), weight in zip(fit.columns, fit.weights, strict=True)
        if name != _SEEN
    )
    # A rule or signal that never came up has nothing to say.
    return Scorecard(tuple(line for line in lines if line.values or line.evidence == BASE))


def _lay_out(examples: Sequence[Example], index: dict[Column, int]) -> tuple[Array, Array, Array]:
    """A row for each value, whether it is right, and how often it counts."""
    rows = np.zeros((len(examples), len(index)))
    for row, example in zip(rows, examples, strict=True):
        field, rule, signals = example.evidence
        names = [BASE, rule, *signals, *([_SEEN] if example.seen else [])]
        for name in names:
            if (field, name) in index:
                row[index[field, name]] = 1.0
        if example.seen and _EVERYWHERE in index:
            row[index[_EVERYWHERE]] = 1.0
    right = np.array([float(example.right) for example in examples])
    average, share = [], float(right.mean())
    for field in FIELDS:
        of_field = rows[rows[:, index[field, BASE]] == 1.0]
        row = of_field.mean(axis=0) if len(of_field) else np.zeros(len(index))
        row[index[field, BASE]] = 1.0
        for column in (_EVERYWHERE, (field, _SEEN)):
            if column in index:
                row[index[column]] = 0.0
        average.append(row)
    further = np.array(average)
    return (
        np.vstack([rows, further, further]),
        np.concatenate([right, np.ones(len(FIELDS)), np.zeros(len(FIELDS))]),
        np.concatenate([np.ones(len(examples)), np.full(len(FIELDS), _PSEUDO * share), np.full(len(FIELDS), _PSEUDO * (1 - share))]),
    )


def _shrink(column: Column) -> float:
    field, name = column
    if name == _SEEN:
        return _SHRINK_SEEN[column == _EVERYWHERE]
    if name == BASE:
        return _SHRINK_BASE
    return _SHRINK_SIGNAL if name in SIGNALS[field] else _SHRINK_RULE


def _climb(rows: Array, right: Array, counts: Array, precision: Array, floor: Array, weights: Array) -> Array:
    """Accelerated projected gradient ascent of the penalised likelihood, which has one top."""
    step = 1.0 / (0.25 * np.linalg.norm(rows * np.sqrt(counts)[:, None], 2) ** 2 + precision.max())
    point, pace = weights.copy(), 1.0
    for _ in range(_STEPS):
        expected = 1.0 / (1.0 + np.exp(-(rows @ point)))
        slope = rows.T @ (counts * (expected - right)) + precision * point
        moved = np.maximum(point - step * slope, floor)
        if float(slope @ (moved - weights)) > 0:
            pace = 1.0  # past the top: begin anew from here
        following = (1.0 + np.sqrt(1.0 + 4.0 * pace * pace)) / 2.0
        point = moved + (pace - 1.0) / following * (moved - weights)
        change, weights, pace = float(np.abs(moved - weights).max()), moved, following
        if change < _STILL:
            break
    return weights
