"""The quality gate: what the extraction has reached on `tests/gold` stays reached, and the gate really closes."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

import quality_gate
from berita_extract.evaluation.verdicts import ROW_NAMES
from releases import ROOT

TEXT = "Ambon, Rabu (10/1/2024) - Bupati Rina Sari membuka rapat yang dihadiri 300 orang."
RIGHT = {"text": "Rabu (10/1/2024)", "start_date": "2024-01-10", "end_date": "2024-01-10"}
# A day that no rule can find, because it does not stand in the text.
UNSEEN = {"text": "Rabu", "start_date": "2031-01-01", "end_date": "2031-01-01"}


def test_the_extraction_is_above_its_floors_on_the_set_that_they_were_pinned_for() -> None:
    done = subprocess.run([sys.executable, str(ROOT / "tests" / "quality_gate.py")], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    assert done.stdout.endswith("quality gate passed\n")


def test_every_row_of_the_table_has_a_floor() -> None:
    floors = quality_gate.read_floors(quality_gate.FLOORS)
    assert list(floors.rows) == [*ROW_NAMES, quality_gate.MEAN]
    assert all(0 < floor <= 1 for floor in floors.rows.values())


def test_the_set_holds_at_least_25_releases() -> None:
    assert len(quality_gate.GOLD.read_text(encoding="utf-8").splitlines()) >= 25


@dataclass(frozen=True)
class Gate:
    """The gate of a set of one release in a folder."""

    folder: Path
    capsys: pytest.CaptureFixture[str]

    def run(self, *options: str) -> tuple[int, str]:
        """The exit status, and what is printed."""
        status = quality_gate.main(["--gold", str(self.folder / "gold.jsonl"), "--floors", str(self.floors), *options])
        printed = self.capsys.readouterr()
        assert printed.err == ""
        return status, printed.out

    @property
    def floors(self) -> Path:
        return self.folder / "floors.toml"

    def read_floor(self, row: str) -> float:
        return quality_gate.read_floors(self.floors).rows[row]

    def change_floors(self, pattern: str, replacement: str) -> None:
        changed, count = re.subn(pattern, replacement, self.floors.read_text(encoding="utf-8"), flags=re.MULTILINE)
        assert count == 1
        self.floors.write_text(changed, encoding="utf-8")

    def annotate(self, *dates: dict[str, str]) -> None:
        (self.folder / "texts.jsonl").write_text(json.dumps({"id": "r1", "text": TEXT}) + "\n", encoding="utf-8")
        (self.folder / "gold.jsonl").write_text(json.dumps({"id": "r1", "dates": dates}) + "\n", encoding="utf-8")


@pytest.fixture
def gate(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Gate:
    """A gate whose set has one date, which is found."""
    gate = Gate(tmp_path, capsys)
    gate.annotate(RIGHT)
    assert gate.run("--pin")[0] == 0
    return gate


def test_a_row_under_its_floor_closes_the_gate_with_its_figures(gate: Gate) -> None:
    assert gate.run()[0] == 0
    gate.change_floors('^"officials" = .*$', '"officials" = 0.5')
    status, printed = gate.run()
    assert status == 1
    assert "officials: the F1 0.0000 is under its floor 0.500 (0 annotated: 0 right, 0 missed, 0 wrong; 1 found for nothing)" in printed
    assert "passed" not in printed


def test_a_changed_set_closes_the_gate_whatever_it_measures(gate: Gate) -> None:
    gate.annotate(RIGHT | {"text": "10/1/2024"})
    status, printed = gate.run()
    assert status == 1
    assert re.search(r"^gold\.jsonl has the sha256 \w{64}, the floors were pinned for \w{64}\.", printed, re.MULTILINE)
    assert "under its floor" not in printed
    assert gate.run("--pin")[0] == 0
    assert gate.run()[0] == 0


def test_rows_without_a_floor_and_floors_without_a_row_close_the_gate(gate: Gate) -> None:
    gate.change_floors('^"dates" = ', '"days" = ')
    status, printed = gate.run()
    assert status == 1
    assert "dates: the row has no floor." in printed
    assert "days: there is a floor, but no such row" in printed


def test_pinning_raises_floors_and_keeps_the_slack_for_new_ones(gate: Gate) -> None:
    assert gate.read_floor("dates") == 1.0
    gate.change_floors('^"dates" = .*$', '"dates" = 0.2')
    assert gate.run("--pin", "--slack", "0.0104")[0] == 0
    assert gate.read_floor("dates") == 0.989
    assert gate.run("--pin")[0] == 0
    assert gate.read_floor("dates") == 1.0
    assert gate.run("--pin", "--slack", "0.01")[0] == 0
    assert gate.read_floor("dates") == 1.0


def test_pinning_lowers_a_floor_only_when_told_to(gate: Gate) -> None:
    gate.annotate(RIGHT, UNSEEN)
    before = gate.floors.read_bytes()
    status, printed = gate.run("--pin")
    assert status == 1
    assert "dates: the F1 0.6667 is under the floor 1.000 (2 annotated: 1 right, 1 missed, 0 wrong; 0 found for nothing)" in printed
    assert gate.floors.read_bytes() == before
    assert gate.run("--pin", "--allow-lower")[0] == 0
    assert gate.read_floor("dates") == 0.666
    assert gate.run()[0] == 0


def test_options_of_pinning_do_nothing_else(gate: Gate) -> None:
    for option in (["--allow-lower"], ["--slack", "0.1"]):
        with pytest.raises(SystemExit, match="2"):
            gate.run(*option)
        assert "with --pin" in gate.capsys.readouterr().err
