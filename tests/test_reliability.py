"""Whether confidence keeps its word: which values count as right, the bins, and what `evaluate --reliability` shows."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

import berita_extract
from berita_extract.evaluation.judged import judge_values
from berita_extract.evaluation.reliability import BINS, Rated, find_bin, measure_reliability, name_bins
from berita_extract.evaluation.sets import read_gold
from cli_runner import run_cli
from gold_records import write
from releases import read_samples

TEXT = """\
Ambon - Rapat digelar Rabu (10/1/2024) pukul 09.00 WIT di Aula Setda dan dihadiri 40 camat, 300 orang.

"Kami siap," ujar Bupati Konawe Rina Sari, S.E.
"""


def test_confidences_fall_into_the_bins_that_the_names_say() -> None:
    assert [find_bin(confidence) for confidence in (0.0, 0.59, 0.6, 0.74, 0.75, 0.84, 0.85, 0.95, 1.0)] == [0, 0, 1, 1, 2, 2, 3, 4, 4]
    assert list(name_bins()) == ["< 0.60", "0.60-0.74", "0.75-0.84", "0.85-0.94", ">= 0.95"]
    assert len(BINS) == 5


def test_the_calibration_error_is_the_mean_distance_of_promise_and_share() -> None:
    values = [Rated("dates", 0.9, True)] * 8 + [Rated("dates", 0.9, False)] * 2 + [Rated("titles", 0.5, True)] * 10
    measured = measure_reliability(values)
    assert list(measured) == ["all", "dates", "titles"]
    assert measured["dates"].error == pytest.approx(0.1)
    assert measured["titles"].error == pytest.approx(0.5)
    assert measured["all"].error == pytest.approx(0.3)
    total = measured["all"].total
    assert (total.values, total.right, total.share) == (20, 18, 0.9)
    assert total.confidence == pytest.approx(0.7)
    low, high = measured["dates"].total.interval
    # The Wilson interval of 8 in 10.
    assert (round(low, 3), round(high, 3)) == (0.49, 0.943)


GOLD = {
    "id": "r1",
    "text": TEXT,
    "dateline": {"place": "Ambon"},
    "event": {"start_date": "2024-01-10", "end_date": "2024-01-10", "venue": "Gedung Juang"},
    "dates": [{"text": "Rabu (10/1/2024)", "start_date": "2024-01-10", "end_date": "2024-01-10"}],
    "locations": [{"text": "Ambon", "kind": "region", "name": "Ambon", "code": "81.01"}],
    "officials": [{"name": "Rina Sari", "titles": ["Bupati Konawe"], "honorifics": ["Hj."], "degrees": ["S.E."]}],
    "attendance": [{"text": "300 orang", "min": 300, "max": 300, "unit": "orang"}],
    "quotes": [{"text": "Kami siap", "kind": "direct", "speaker": "Ali Mazi"}],
}


def test_a_value_is_right_if_all_of_it_is(tmp_path: Path) -> None:
    (release,) = read_gold(write(tmp_path / "gold.jsonl", GOLD))
    judged = judge_values(release.facts, berita_extract.extract(TEXT))
    told = [(value.evidence.field, value.right) for value in judged]
    assert told == [
        ("dateline", True),
        ("event date", True),
        ("event time", False),  # not annotated: no reader saw one
        ("event venue", False),
        ("dates", True),
        ("locations", False),  # another code
        ("locations", False),  # not annotated
        ("officials", False),  # an honorific is missing
        ("titles", True),
        ("attendance", False),
        ("attendance", True),
        ("direct quotes", False),  # another speaker
    ]


def test_output_as_gold_is_right_throughout(tmp_path: Path) -> None:
    write(tmp_path / "texts.jsonl", *({"id": name, "text": text} for name, text in read_samples().items()))
    assert run_cli("batch", tmp_path / "texts.jsonl", "-o", tmp_path / "gold.jsonl").status == 0
    for release in read_gold(tmp_path / "gold.jsonl"):
        wrong = [value for value in judge_values(release.facts, berita_extract.extract(read_samples()[release.name])) if not value.right]
        assert not wrong, release.name


def test_evaluate_shows_the_reliability_when_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    path = write(tmp_path / "gold.jsonl", GOLD)
    plain = run_cli("evaluate", path, "--resamples", "0").out.decode()
    asked = run_cli("evaluate", path, "--resamples", "0", "--reliability").out.decode()
    assert asked.startswith(plain.rstrip("\n"))
    assert re.search(r"^all +12 ", asked, re.MULTILINE)
    assert "Galat kalibrasi" in asked
    exported = json.loads(run_cli("evaluate", path, "--resamples", "0", "--reliability", "--format", "json").out)["reliability"]
    assert exported["all"]["values"] == sum(part["values"] for part in exported["all"]["bins"].values()) == 12
    assert exported["event time"]["right"] == 0
    assert "reliability" not in json.loads(run_cli("evaluate", path, "--resamples", "0", "--format", "json").out)


def test_reliability_needs_the_extraction_itself(tmp_path: Path) -> None:
    path = write(tmp_path / "gold.jsonl", GOLD)
    result = run_cli("evaluate", path, "--predictions", path, "--reliability")
    assert result.status == 2
    assert "leave --predictions out" in result.err
