"""The program that calibrates: what it makes of counted values, what it prints and what it writes."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from berita_extract.confidence.evidence import FIELDS, SIGNALS
from berita_extract.confidence.scorecard import BASE, read_scorecard
from gold_records import OWN
from releases import ROOT

FOLDER = ROOT / "benchmarks"
FITTING = """
import json, sys
from berita_extract.confidence.evidence import Evidence
from fit_odds import Example, fit_odds, make_scorecard

examples = []
for number, (seen, field, rule, signals, right, wrong) in enumerate(json.load(sys.stdin)):
    evidence = Evidence(field, rule, tuple(signals))
    examples += [Example(f"r{number}", seen, evidence, outcome) for outcome in [True] * right + [False] * wrong]
scorecard = make_scorecard(fit_odds(examples), examples)
lines = {f"{line.field} {line.evidence}": [line.factor, line.right, line.values] for line in scorecard.lines}
rated = [scorecard.rate(example.evidence) for example in examples]
print(json.dumps([lines, rated]))
"""


def run(program: str, *arguments: str, given: str = "") -> str:
    done = subprocess.run([sys.executable, *arguments, "-c", program], capture_output=True, text=True, check=False, cwd=FOLDER, input=given)
    assert done.returncode == 0, done.stderr
    return done.stdout


def fit(*counts: tuple[bool, str, str, list[str], int, int]) -> tuple[dict[str, list[Any]], list[float]]:
    """The lines of the table made of counted values, and how it rates them."""
    lines, rated = json.loads(run(FITTING, given=json.dumps(counts)))
    return lines, rated


def test_what_goes_with_right_values_speaks_for_them_and_nothing_speaks_against() -> None:
    lines, _ = fit(
        (False, "dates", "dates.numeric", ["year"], 90, 2),
        (False, "dates", "dates.numeric", ["again"], 60, 20),
        (False, "dates", "dates.year", [], 30, 20),
    )
    assert lines["dates year"][0] > 1.5
    assert lines["dates again"][0] == 1
    assert lines["dates dates.numeric"][0] > 1 > lines["dates dates.year"][0]
    assert lines["dates year"][1:] == [90, 92]
    assert lines["dates *"][1:] == [180, 222]


def test_what_came_up_seldom_decides_little() -> None:
    lines, _ = fit(
        (False, "dates", "dates.numeric", [], 95, 5),
        (False, "dates", "dates.year", [], 0, 1),
        (False, "dates", "dates.month", [], 0, 20),
    )
    assert lines["dates dates.month"][0] < 0.3
    assert 0.6 < lines["dates dates.year"][0] < 1


def test_nothing_is_certain() -> None:
    _, rated = fit((False, "headline", "page.headline", [], 40, 0), (False, "dates", "dates.numeric", [], 90, 10))
    assert 0.95 < rated[0] < 1
    assert 0.85 < rated[-1] < 0.95


def test_the_table_is_for_releases_that_nobody_has_seen() -> None:
    both: Sequence[tuple[bool, str, str, list[str], int, int]] = (
        (True, "dates", "dates.numeric", [], 196, 4),
        (False, "dates", "dates.numeric", [], 80, 20),
        (True, "titles", "officials.title_name", [], 98, 2),
    )
    lines, rated = fit(*both)
    assert rated[0] == pytest.approx(0.8, abs=0.03)
    # Of titles nothing unseen is known; that the rules do worse on it is taken from the dates.
    assert rated[-1] < 0.96
    assert not [name for name in lines if name.endswith(" seen")]
    _, alike = fit(*((False, field, rule, signals, right, wrong) for _, field, rule, signals, right, wrong in both))
    assert alike[0] == pytest.approx(0.92, abs=0.01)


def test_the_program_shows_the_figures_and_writes_only_when_asked(tmp_path: Path) -> None:
    table, page = tmp_path / "odds.tsv", tmp_path / "confidence.md"
    parts = "<!-- calibrated: unseen -->\nOUTDATED\n<!-- end -->\n<!-- calibrated: odds -->\n<!-- end -->\n"
    page.write_text(f"Before\n{parts}", encoding="utf-8")
    before = page.read_bytes()
    program = "import calibrate, pathlib, sys\ncalibrate.TABLE, calibrate.PAGE = map(pathlib.Path, {!r})\ncalibrate.main({!r})"
    paths = [str(table), str(page)]
    shown = run(program.format(paths, ["--gold", str(OWN)]))
    assert (table.exists(), page.read_bytes()) == (False, before)
    assert "| `gold.jsonl` | 26 |" in shown
    assert "| all | " in shown
    assert "| confidence | values | mean confidence | share right | 95 % interval |" in shown
    assert run(program.format(paths, ["--gold", str(OWN), "--write"])).startswith(shown)
    scorecard = read_scorecard(table.read_text(encoding="utf-8"))
    assert {line.field for line in scorecard.lines if line.evidence == BASE} == set(FIELDS)
    written = page.read_text(encoding="utf-8")
    assert written.startswith("Before\n<!-- calibrated: unseen -->\n| confidence |")
    assert "OUTDATED" not in written
    assert SIGNALS["dates"]["year"] in written
