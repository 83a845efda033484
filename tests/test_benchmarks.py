"""The programs of `benchmarks/` run, and make the same texts every time. What they measure is no test."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import berita_extract
from releases import ROOT

FOLDER = ROOT / "benchmarks"


def run_program(name: str, *arguments: str) -> str:
    done = subprocess.run([sys.executable, str(FOLDER / name), *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_generated_releases_are_the_same_every_time_and_do_not_depend_on_their_number() -> None:
    few, more = (run_program("generate.py", count).splitlines() for count in ("3", "20"))
    assert few == more[:3]
    assert len({json.loads(line)["text"] for line in more}) == 20
    assert run_program("generate.py", "3", "--seed", "2").splitlines() != few


def test_generated_files_hold_the_generated_releases(tmp_path: Path) -> None:
    run_program("generate.py", "3", "--folder", str(tmp_path / "arsip"))
    files = [path.read_bytes().decode() for path in sorted((tmp_path / "arsip").iterdir())]
    assert files == [json.loads(line)["text"] for line in run_program("generate.py", "3").splitlines()]


def test_generated_releases_hold_something_of_everything() -> None:
    texts = [json.loads(line)["text"] for line in run_program("generate.py", "60").splitlines()]
    found = [berita_extract.extract(text) for text in texts]
    for field in ("headline", "byline", "dateline", "event", "dates", "locations", "officials", "attendance", "quotes"):
        assert sum(bool(getattr(extraction, field)) for extraction in found) >= 10, field


def test_a_generated_document_has_exactly_its_length() -> None:
    program = "from generate import make_document; print(*(len(make_document(size)) for size in (0, 1, 999, 20_000)))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=FOLDER)
    assert done.stdout.split() == ["0", "1", "999", "20000"]


def test_the_speed_table_has_a_row_for_everything() -> None:
    table = run_program("speed.py", "--rounds", "1", "--characters", "3000", "--sizes", "1000", "2000")
    rows = ("spacy.blank", "cold", "import berita_extract", "load()", "1,000 characters", "2,000 characters")
    for what in (*rows, "dateparser", "eyecite", "natasha"):
        assert what in table, what


def test_the_profile_shares_out_the_whole_time() -> None:
    lines = run_program("profile_stages.py", "--characters", "20000").splitlines()
    stages = {line.split()[0]: float(line.split()[1].rstrip("%")) for line in lines[2:] if not line.startswith(" ")}
    assert set(stages) >= {"read", "dates", "people", "quotes", "places", "counts", "statements", "linking", "assembly", "rest"}
    assert 99 <= sum(stages.values()) <= 101
    assert stages["rest"] < 50
