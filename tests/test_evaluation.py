"""Evaluation: figures that agree with the reference scorer, intervals as defined, and errors that say what to do."""

from __future__ import annotations

import copy
import importlib.util
import json
import random
import types
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import pytest

import berita_extract
from berita_extract.evaluation.bootstrap import SEED
from berita_extract.evaluation.records import read_facts
from berita_extract.evaluation.run import Evaluation, evaluate, extract_facts
from berita_extract.evaluation.sets import read_gold, read_predictions
from berita_extract.evaluation.table import add_tallies, average_main, count_verdicts
from berita_extract.evaluation.verdicts import ROW_NAMES, judge_release
from berita_extract.evaluation.words import measure_overlap, simplify
from gold_records import JUDGEMENTS, OWN, count, write, write_judgements
from releases import ROOT

# The reference scorer and annotated releases that cannot be published may lie beside the checkout.
SHARED: Final = ROOT.parent / "shared" / "gold"
SCORER: Final = SHARED / "score.py"


def list_figures(evaluation: Evaluation) -> dict[str, tuple[int, float, float, float]]:
    return {name: (row.tally.gold, row.precision, row.recall, row.f1) for name, row in evaluation.rows.items()}


@pytest.mark.parametrize(("gold", "found", "expected"), JUDGEMENTS)
def test_what_counts_as_right(gold: dict[str, Any], found: dict[str, Any], expected: dict[str, tuple[int, int, int, int]]) -> None:
    tallies = count_verdicts(judge_release(read_facts(gold), read_facts(found)))
    told = {name: (tally.right, tally.missed, tally.extra, tally.wrong) for name, tally in tallies.items()}
    assert {name: counts for name, counts in told.items() if any(counts)} == expected


def test_every_row_has_a_judgement_here() -> None:
    assert {name for _, _, expected in JUDGEMENTS for name in expected} == set(ROW_NAMES)


def test_the_table_adds_up_all_releases(tmp_path: Path) -> None:
    gold, predictions = write_judgements(tmp_path)
    releases = read_gold(gold, with_texts=False)
    evaluation = evaluate(releases, read_predictions(predictions, releases), resamples=0)
    assert list_figures(evaluation) == {
        "dates": (4, 0.75, 0.75, 0.75),
        "event date": (2, 0.5, 0.5, 0.5),
        "event time": (2, 0.5, 0.5, 0.5),
        "event venue": (4, 0.5, 0.5, 0.5),
        "dateline place": (2, 0.5, 0.5, 0.5),
        "dateline date": (1, 0.0, 0.0, 0.0),
        "headline": (4, 0.5, 0.5, 0.5),
        "locations": (5, 0.6, 0.6, 0.6),
        "venues": (3, 0.6667, 0.6667, 0.6667),
        "regions": (2, 0.5, 0.5, 0.5),
        "region code": (1, 0.0, 0.0, 0.0),
        "officials": (5, 0.8, 0.8, 0.8),
        "with titles": (5, 0.6, 0.6, 0.6),
        "rank": (1, 1.0, 1.0, 1.0),
        "degrees": (1, 1.0, 1.0, 1.0),
        "honorifics": (1, 0.0, 0.0, 0.0),
        "attendance": (3, 0.6667, 0.6667, 0.6667),
        "unit": (2, 0.5, 0.5, 0.5),
        "direct quotes": (4, 0.6, 0.75, 0.6667),
        "direct with speaker": (4, 0.2, 0.25, 0.2222),
        "indirect quotes": (3, 0.6667, 0.6667, 0.6667),
        "indirect with speaker": (3, 0.6667, 0.6667, 0.6667),
    }
    assert evaluation.mean == 0.5565


def test_a_release_without_a_prediction_is_missed_as_a_whole(tmp_path: Path) -> None:
    releases = read_gold(OWN)
    found = read_predictions(write(tmp_path / "pred.jsonl", {"id": releases[0].name}), releases)
    evaluation = evaluate(releases, found, resamples=0)
    assert found[1:] == [None] * (len(releases) - 1)
    assert {row.tally.right + row.tally.extra for row in evaluation.rows.values()} == {0}
    assert evaluation.rows["dates"].tally.missed == evaluation.rows["dates"].tally.gold > 0


def test_the_annotation_agrees_with_itself() -> None:
    releases = read_gold(OWN)
    evaluation = evaluate(releases, [release.facts for release in releases], resamples=50)
    assert set(evaluation.rows) == set(ROW_NAMES)
    for row in evaluation.rows.values():
        assert (row.precision, row.recall, row.f1, row.interval) == (1.0, 1.0, 1.0, (1.0, 1.0))
    assert (evaluation.mean, evaluation.mean_interval) == (1.0, (1.0, 1.0))


@pytest.mark.parametrize(
    ("one", "other", "overlap"),
    [
        ("Jum’at, 5 Juli", "jumat 5 juli", 1.0),
        ("Korem 052/Wijayakrama", "Korem 052 Wijayakrama", 1.0),
        ("Café", "cafe", 1.0),
        ("siap siap", "siap", 2 / 3),
        ("± 300", "300", 2 / 3),
        ("", "", 0.0),
        (None, "x", 0.0),
    ],
)
def test_wordings_are_compared_by_the_words_they_share(one: str | None, other: str, overlap: float) -> None:
    assert measure_overlap(one, other) == pytest.approx(overlap)
    assert (simplify(one) == simplify(other)) is (overlap == 1.0 and "/" not in str(one)) or not other


# --- agreement with the reference scorer


@pytest.fixture(scope="module")
def scorer() -> types.ModuleType:
    if not SCORER.exists():
        pytest.skip(f"the reference scorer is not at {SCORER}")
    specification = importlib.util.spec_from_file_location("score", SCORER)
    assert specification is not None
    assert specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


SETS: Final = (OWN, SHARED / "dev.gold.jsonl")


def read_records(path: Path) -> list[dict[str, Any]]:
    if not path.exists():
        pytest.skip(f"there is no {path}")
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def assert_same_figures(scorer: types.ModuleType, gold: Path, predictions: Path) -> None:
    reference = scorer.score(read_records(gold), read_records(predictions))
    releases = read_gold(gold, with_texts=False)
    evaluation = evaluate(releases, read_predictions(predictions, releases), resamples=0)
    expected = {name.strip(): tuple(reference[name].row().values()) for name in scorer.ORDER if name in reference}
    assert list_figures(evaluation) == expected
    assert evaluation.mean == scorer.mean(reference)


def test_every_judgement_gets_the_figures_of_the_reference_scorer(scorer: types.ModuleType, tmp_path: Path) -> None:
    assert_same_figures(scorer, *write_judgements(tmp_path))


@pytest.mark.parametrize("gold", SETS, ids=lambda path: path.name)
def test_the_extraction_gets_the_figures_of_the_reference_scorer(scorer: types.ModuleType, gold: Path, tmp_path: Path) -> None:
    read_records(gold)
    releases = read_gold(gold)
    extractor = berita_extract.load()
    found = [extractor.extract(release.text or "").to_dict() for release in releases]
    predictions = write(tmp_path / "pred.jsonl", *found)
    assert_same_figures(scorer, gold, predictions)
    # What is extracted on the way is what the command line would have written into the file.
    assert extract_facts(releases, extractor) == (read_predictions(predictions, releases), [])


@pytest.mark.parametrize("gold", SETS, ids=lambda path: path.name)
@pytest.mark.parametrize("seed", range(5))
def test_damaged_annotations_get_the_figures_of_the_reference_scorer(
    scorer: types.ModuleType, gold: Path, seed: int, tmp_path: Path
) -> None:
    chance = random.Random(seed)
    damaged = [damage(record, chance) for record in read_records(gold) if chance.random() > 0.05]
    assert_same_figures(scorer, gold, write(tmp_path / "pred.jsonl", *damaged))


def damage(value: Any, chance: random.Random, key: str = "") -> Any:
    """A value with parts lost, doubled, swapped and changed, still in the shape of a record."""
    if key in ("id", "sha256") or value is None or isinstance(value, bool):
        return value
    if isinstance(value, dict):
        kept = [name for name in value if name in ("id", "sha256", "kind") or chance.random() > 0.02]
        return {name: damage(value[name], chance, name) for name in kept}
    if isinstance(value, list):
        items = [damage(item, chance, key) for item in value if chance.random() > 0.1]
        if items and chance.random() < 0.2:
            items.insert(0, copy.deepcopy(chance.choice(items)))
        return items
    if chance.random() > 0.15:
        return value
    match key:
        case "kind":
            return {"venue": "region", "region": "venue", "direct": "indirect", "indirect": "direct"}[value]
        case "start_date" | "end_date" | "date":
            return f"2024-01-0{chance.randrange(1, 10)}"
        case "start_time":
            return "10:00:00"
        case "min" | "max":
            return value + 1
    words = value.split()
    words[chance.randrange(len(words))] = chance.choice(["", "kata", "KATA."])
    return " ".join(words)


# --- the intervals


def judge_numbers(rights: Sequence[bool | None], resamples: int) -> Evaluation:
    """An evaluation of releases with one count each, found or not; `None` for a release without one."""
    wanted, nothing = read_facts({"attendance": [count(1, 1)]}), read_facts({})
    releases = [types.SimpleNamespace(name=f"r{number}", facts=nothing if right is None else wanted) for number, right in enumerate(rights)]
    return evaluate(releases, [wanted if right else nothing for right in rights], resamples=resamples)  # type: ignore[arg-type] # all that is read


def test_the_interval_holds_the_middle_of_the_resamples_as_defined() -> None:
    rights = [number % 4 != 0 for number in range(23)]
    evaluation = judge_numbers(rights, 400)
    tallies = [count_verdicts(verdicts) for _, verdicts in evaluation.verdicts]
    draw = random.Random(SEED).random
    values, means = [], []
    for _ in range(400):
        sample = add_tallies([tallies[int(draw() * len(tallies))] for _ in tallies])
        values.append(sample["attendance"].f1)
        means.append(average_main(sample))
    # The 10th and the 390th of 400 leave out 2.5 % at each end.
    for interval, drawn in ((evaluation.rows["attendance"].interval, values), (evaluation.mean_interval, means)):
        assert interval == (round(sorted(drawn)[9], 4), round(sorted(drawn)[389], 4))
    row = evaluation.rows["attendance"]
    assert row.interval is not None
    assert 0.6 < row.interval[0] < row.f1 < row.interval[1] < 1.0


def test_the_same_set_has_the_same_intervals() -> None:
    rights = [number % 3 != 0 for number in range(40)]
    assert judge_numbers(rights, 100) == judge_numbers(rights, 100)
    assert judge_numbers(rights, 100).rows["attendance"].interval == (0.6441, 0.8889)


def test_more_releases_make_the_interval_smaller() -> None:
    def width(releases: int) -> float:
        interval = judge_numbers([number % 3 != 0 for number in range(releases)], 300).rows["attendance"].interval
        assert interval is not None
        return interval[1] - interval[0]

    assert width(12) > width(48) > width(192)


def test_resamples_without_anything_of_a_row_say_nothing_about_it() -> None:
    assert judge_numbers([False, None, None, None], 200).rows["attendance"].interval == (0.0, 0.0)
    assert judge_numbers([None], 200).rows["attendance"].interval is None


def test_no_resamples_are_no_intervals() -> None:
    evaluation = judge_numbers([True, False], 0)
    assert evaluation.mean_interval is evaluation.rows["attendance"].interval is None
