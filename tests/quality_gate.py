"""Hold what the extraction has reached on the releases of `tests/gold`: `python tests/quality_gate.py`.

Prints the table and ends with status 1 where the F1 of a row is under its floor in `tests/gold/floors.toml`, or where
the set is not the one for which the floors were pinned. `--pin` raises the floors to what is measured now; it lowers
one only with `--allow-lower`.
"""

from __future__ import annotations

import argparse
import hashlib
import math
import os
import sys
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import berita_extract
from berita_extract.evaluation.run import Evaluation, evaluate, extract_facts
from berita_extract.evaluation.sets import read_gold

GOLD: Final = Path(__file__).parent / "gold" / "gold.jsonl"
FLOORS: Final = Path(__file__).parent / "gold" / "floors.toml"
MEAN: Final = "mean"
_HEADER: Final = """\
# Under these F1 the quality gate fails. Written by: python tests/quality_gate.py --pin
# A floor is lowered only with --allow-lower, and only with the reason in the commit.
"""
_SLACK: Final = "# Pinned with --slack {}: what was measured lies that much above the floors that were raised.\n"


@dataclass(frozen=True)
class Floors:
    """The least F1 of each row, and the sha256 of the files of the set for which it was pinned."""

    files: Mapping[str, str]
    rows: Mapping[str, float]


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print the table, and compare or pin; the exit status."""
    options = read_options(arguments)
    # Whoever runs this may have imported a list of regions; the floors are those of the package as it comes.
    os.environ["BERITA_EXTRACT_DATA_DIR"] = os.devnull
    files = hash_files(options.gold)
    evaluation, failures = measure(options.gold)
    floors = read_floors(options.floors)
    print_table(evaluation, floors)
    for failure in failures:
        print(failure)
    if options.pin:
        problems = [*failures, *pin(options.floors, floors, files, evaluation, slack=options.slack, allow_lower=options.allow_lower)]
    else:
        problems = [*failures, *list_changes(floors, files), *list_shortfalls(floors, evaluation)]
    print("\n".join(problems) or "quality gate passed", flush=True)
    return int(bool(problems))


def read_options(arguments: Sequence[str] | None) -> argparse.Namespace:
    """The options of the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pin", action="store_true", help="raise the floors to what is measured now, rounded down to 3 decimals")
    parser.add_argument("--allow-lower", action="store_true", help="with --pin: lower floors that are not reached any more")
    parser.add_argument(
        "--slack", type=float, default=0.0, metavar="X", help="with --pin: keep new floors this much under what is measured"
    )
    parser.add_argument("--gold", type=Path, default=GOLD, help="another gold set")
    parser.add_argument("--floors", type=Path, default=FLOORS, help="another file of floors")
    options = parser.parse_args(arguments)
    if not options.pin and (options.allow_lower or options.slack):
        parser.error("--allow-lower and --slack go with --pin")
    return options


def measure(gold: Path) -> tuple[Evaluation, list[str]]:
    """The table of the installed package on a gold set, and the releases on which it failed."""
    releases = read_gold(gold)
    found, failures = extract_facts(releases, berita_extract.load())
    return evaluate(releases, found, resamples=0), [f"{failure.source}: {failure.message}" for failure in failures]


def hash_files(gold: Path) -> dict[str, str]:
    """The fingerprint of a set: the sha256 of its annotations and of its texts, as `sha256sum` prints them."""
    texts = gold.with_name(gold.name.replace("gold", "texts"))
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in (gold, texts)}


def read_floors(path: Path) -> Floors:
    """The pinned floors; there are none before the first pinning."""
    plain = tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return Floors(plain.get("sha256", {}), plain.get("floors", {}))


def list_f1(evaluation: Evaluation) -> dict[str, float]:
    """The F1 of each row of the table, and of their mean."""
    return {**{name: figures.f1 for name, figures in evaluation.rows.items()}, MEAN: evaluation.mean}


def list_changes(floors: Floors, files: Mapping[str, str]) -> Iterator[str]:
    """Files of the set that are not the ones for which the floors were pinned."""
    for name, digest in files.items():
        if floors.files.get(name) != digest:
            yield (
                f"{name} has the sha256 {digest}, the floors were pinned for {floors.files.get(name, 'none')}. "
                "If the set was changed on purpose, pin anew: python tests/quality_gate.py --pin"
            )


def list_shortfalls(floors: Floors, evaluation: Evaluation) -> Iterator[str]:
    """Rows under their floor, with their figures, and rows that stand on one side only."""
    reached = list_f1(evaluation)
    for name, floor in floors.rows.items():
        if name not in reached:
            yield f"{name}: there is a floor, but no such row in the table. Pin anew."
        elif reached[name] < floor:
            yield f"{name}: the F1 {reached[name]:.4f} is under its floor {floor:.3f}{_count(evaluation, name)}"
    for name in reached:
        if name not in floors.rows:
            yield f"{name}: the row has no floor. Pin anew."


def pin(path: Path, floors: Floors, files: Mapping[str, str], evaluation: Evaluation, *, slack: float, allow_lower: bool) -> Iterator[str]:
    """Write the floors that were reached; where one would be lowered, say which instead, and write nothing."""
    reached = list_f1(evaluation)
    lowered = [name for name, f1 in reached.items() if f1 < floors.rows.get(name, 0.0)]
    if lowered and not allow_lower:
        for name in lowered:
            yield (
                f"{name}: the F1 {reached[name]:.4f} is under the floor {floors.rows[name]:.3f}{_count(evaluation, name)}; "
                "it is lowered only with --allow-lower"
            )
        return
    raised = {
        name: round_down(f1 - slack) if name in lowered else max(floors.rows.get(name, 0.0), round_down(f1 - slack))
        for name, f1 in reached.items()
    }
    sha256 = "".join(f'"{name}" = "{digest}"\n' for name, digest in files.items())
    rows = "".join(f'"{name}" = {floor:.3f}\n' for name, floor in raised.items())
    header = _HEADER + (_SLACK.format(slack) if slack else "")
    path.write_text(f"{header}\n[sha256]\n{sha256}\n[floors]\n{rows}", encoding="utf-8")
    print(f"{path} written")


def round_down(value: float) -> float:
    """To 3 decimals, and never below 0."""
    return max(0, math.floor(round(value * 1000, 6))) / 1000


def print_table(evaluation: Evaluation, floors: Floors) -> None:
    """The table with the floors beside it."""
    print(f"{'row':24}{'gold':>6}{'precision':>11}{'recall':>9}{'f1':>8}{'floor':>8}")
    for name, figures in evaluation.rows.items():
        counts = f"{figures.tally.gold:6d}{figures.precision:11.3f}{figures.recall:9.3f}{figures.f1:8.3f}"
        print(f"{name:24}{counts}{_write_floor(floors, name)}")
    print(f"{MEAN:50}{evaluation.mean:8.3f}{_write_floor(floors, MEAN)}")


def _write_floor(floors: Floors, name: str) -> str:
    return f"{floors.rows[name]:8.3f}" if name in floors.rows else f"{'-':>8}"


def _count(evaluation: Evaluation, name: str) -> str:
    if name not in evaluation.rows:
        return ""
    tally = evaluation.rows[name].tally
    return f" ({tally.gold} annotated: {tally.right} right, {tally.missed} missed, {tally.wrong} wrong; {tally.extra} found for nothing)"


if __name__ == "__main__":
    sys.exit(main())
