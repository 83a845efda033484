"""Confidence: every value has one, it follows the evidence, and leaving out what is unsure breaks nothing."""

from __future__ import annotations

import itertools
import json
import math
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

import berita_extract
from berita_extract.confidence.cut import Cut, check_confidence, leave_out
from berita_extract.confidence.evidence import FIELDS, SIGNALS, Evidence, Witness
from berita_extract.confidence.rating import rate
from berita_extract.confidence.scorecard import BASE, LEAST, MOST, Odds, Scorecard, load_scorecard, read_scorecard, write_scorecard
from berita_extract.evaluation.judged import judge_values
from berita_extract.evaluation.sets import read_gold
from berita_extract.explanation import RULES
from berita_extract.io.write import FIELDS as WRITTEN
from berita_extract.render import labels
from berita_extract.schema import Event, Extraction, Value, json_schema
from cli_runner import run_cli
from gold_records import OWN
from releases import ROOT, read_samples

SAMPLE = read_samples()["korem-pelatihan-pemilu.txt"]
EXTRACTIONS = {name: berita_extract.extract(text) for name, text in read_samples().items()}
VALIDATOR = jsonschema.Draft202012Validator(json_schema(), format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER)
TABLE = ROOT / "src" / "berita_extract" / "confidence" / "odds.tsv"


def walk_values(held: object) -> Iterator[Value]:
    """Every value of an extraction, however deep."""
    if isinstance(held, tuple):
        for item in held:
            yield from walk_values(item)
    elif isinstance(held, msgspec.Struct):
        if isinstance(held, Value):
            yield held
        for name in held.__struct_fields__:
            yield from walk_values(getattr(held, name))


def list_confidences(found: Extraction) -> list[float]:
    event = found.event or Event()
    parts = (event.date_confidence, event.time_confidence, event.venue_confidence)
    return [*(value.confidence for value in walk_values(found)), *(part for part in parts if part is not None)]


# The table


def test_the_table_that_ships_has_a_line_for_every_field_and_none_that_nothing_uses() -> None:
    lines = load_scorecard().lines
    known = {(field, name) for field in FIELDS for name in (BASE, *SIGNALS[field], *RULES)}
    assert {(line.field, line.evidence) for line in lines} <= known, "calibrate anew: python benchmarks/calibrate.py"
    assert {line.field for line in lines if line.evidence == BASE} == set(FIELDS)
    assert len({(line.field, line.evidence) for line in lines}) == len(lines)


def test_no_signal_speaks_against_a_value_and_no_line_counts_more_than_there_is() -> None:
    for line in load_scorecard().lines:
        assert line.factor > 0
        assert 0 <= line.right <= line.values
        if line.evidence in SIGNALS[line.field]:
            assert line.factor >= 1, line


def test_what_is_written_is_read_again() -> None:
    scorecard = Scorecard((Odds("dates", BASE, 9.0, 9, 10), Odds("dates", "dates.numeric", 0.5, 1, 2)))
    written = write_scorecard(scorecard, "Two lines\nof comment")
    assert written.startswith("# Two lines\n# of comment\ndates\t*\t9\t9\t10\n")
    assert read_scorecard(written).lines == scorecard.lines
    packaged = TABLE.read_text(encoding="utf-8")
    assert read_scorecard(packaged).lines == load_scorecard().lines


def test_a_line_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="has not five columns"):
        read_scorecard("dates\t*\t9\n")


def test_the_odds_are_multiplied_and_nothing_is_ever_certain() -> None:
    lines = [("*", 3.0), ("dates.numeric", 2.0), ("year", 1.5), ("again", 1e9), ("dates.weekday", 1e-9)]
    scorecard = Scorecard(tuple(Odds("dates", name, factor, 1, 1) for name, factor in lines))
    assert scorecard.rate(Evidence("dates", "a.new_rule", ())) == 0.75
    assert scorecard.rate(Evidence("dates", "dates.numeric", ("year",))) == 0.9
    assert scorecard.rate(Evidence("dates", "dates.numeric", ("year", "a_new_signal"))) == 0.9
    assert scorecard.rate(Evidence("dates", "dates.numeric", ("again",))) == MOST
    assert scorecard.rate(Evidence("dates", "dates.weekday", ("year",))) == LEAST


def test_more_evidence_never_means_less_confidence() -> None:
    scorecard = load_scorecard()
    for field in FIELDS:
        for rule in ("a.new_rule", *(line.evidence for line in scorecard.lines if line.field == field and "." in line.evidence)):
            for size in range(len(SIGNALS[field])):
                for signals in itertools.combinations(SIGNALS[field], size):
                    least = scorecard.rate(Evidence(field, rule, signals))
                    for further in set(SIGNALS[field]) - set(signals):
                        assert scorecard.rate(Evidence(field, rule, (*signals, further))) >= least


def test_every_signal_is_told_in_indonesian() -> None:
    assert set(labels.SIGNALS) == {signal for signals in SIGNALS.values() for signal in signals}


def test_the_page_shows_the_table_that_ships() -> None:
    page = (ROOT / "docs" / "confidence.md").read_text(encoding="utf-8")
    shown = page.partition("<!-- calibrated: odds -->\n")[2].partition("<!-- end -->")[0].splitlines()[2:]
    lines = [line for line in load_scorecard().lines if line.evidence == BASE or line.evidence in SIGNALS[line.field]]
    expected = [
        f"| {line.field} | `{line.evidence}` | {SIGNALS[line.field].get(line.evidence, 'the field itself')} "
        f"| {'' if line.evidence == BASE else '× '}{line.factor:.3g} | {line.right} of {line.values} |"
        for line in lines
    ]
    assert shown == expected, "calibrate anew: python benchmarks/calibrate.py --write"


# The evidence


def test_every_value_of_the_samples_has_a_confidence() -> None:
    for name, found in EXTRACTIONS.items():
        confidences = list_confidences(found)
        assert confidences, name
        assert all(LEAST <= confidence <= MOST for confidence in confidences), name
        event = found.event or Event()
        told = (event.date_confidence, event.time_confidence, event.venue_confidence)
        assert [part is not None for part in told] == [bool(part) for part in (event.start_date, event.start_time, event.venue)]


def test_the_confidence_can_be_found_again_from_the_output_alone() -> None:
    for found in EXTRACTIONS.values():
        again = msgspec.json.decode(found.to_json(), type=Extraction)
        assert rate(again, load_scorecard()) == found


def test_the_samples_call_upon_every_field_and_most_signals() -> None:
    carried = [value.evidence for found in EXTRACTIONS.values() for value in judge_values(read_gold(OWN)[0].facts, found)]
    assert {evidence.field for evidence in carried} == set(FIELDS)
    seen = {(evidence.field, signal) for evidence in carried for signal in evidence.signals}
    unseen = {(field, signal) for field in FIELDS for signal in SIGNALS[field]} - seen
    assert len(unseen) <= 3, unseen


@pytest.mark.parametrize(
    ("text", "field", "signals"),
    [
        ("Rapat digelar Rabu (10/1/2024).", "dates", {"year", "single_day", "fixed", "undisputed", "used"}),
        ("Rapat digelar pada Maret 2019.", "dates", {"year", "fixed", "undisputed"}),
        ("Ambon, 10 Januari 2024 - Rapat digelar kemarin.", "dates", {"single_day", "undisputed", "used"}),
        ("Rapat digelar Selasa (10/1/2024).", "dates", {"year", "single_day", "fixed", "used"}),
        ("Rapat digelar di Kabupaten Konawe.", "locations", {"level", "code", "capital"}),
        ("Bupati Konawe Rina Sari, S.E. hadir.", "officials", {"full_name", "plain_name", "attributes", "placed"}),
        ("Bupati Konawe Rina Sari, S.E. hadir.", "titles", {"only", "placed", "several_words", "full_name", "attributes"}),
        ("Rapat dihadiri 300 personel TNI.", "attendance", {"unit", "group"}),
        ('"Kami siap," ujar Bupati Rina Sari.', "direct quotes", {"official", "full_name", "near", "not_far", "only_speaker"}),
        ("Bupati Rina Sari mengatakan harga beras turun.", "indirect quotes", {"official", "full_name", "near", "not_far", "only_speaker"}),
        ("Rapat digelar Rabu (10/1/2024) pukul 09.00-12.00 WIB di Aula Setda.", "event time", {"zone", "end", "venue"}),
    ],
)
def test_what_speaks_for_a_value(text: str, field: str, signals: set[str]) -> None:
    found = berita_extract.extract(text)
    carried = [value.evidence for value in judge_values(read_gold(OWN)[0].facts, found) if value.evidence.field == field]
    assert set(carried[-1].signals) == signals


def test_a_speaker_far_away_is_less_sure() -> None:
    near = berita_extract.extract('"Kami siap," ujar Bupati Rina Sari.').quotes[0]
    far = replace(near, start_char=9000, end_char=9012)
    found = replace(berita_extract.extract(""), quotes=(near, far))
    assert set(Witness(found).quote(near).signals) - set(Witness(found).quote(far).signals) == {"near", "not_far"}


# Leaving out


def check_references(found: Extraction) -> None:
    """What one part of an extraction says about another is true."""
    known = {person.id for person in found.officials}
    assert {quote.speaker_id for quote in found.quotes} - {None} <= known
    if found.event is None:
        return
    assert found.event.attendance is None or 0 <= found.event.attendance < len(found.attendance)
    days = {(date.start_date, date.end_date) for date in found.dates}
    assert found.event.start_date is None or (found.event.start_date, found.event.end_date) in days
    assert found.event.venue is None or any(place.role == "venue" for place in found.locations)
    assert found.event.start_date or found.event.start_time or found.event.end_time or found.event.venue
    assert (found.event.venue is None) == (found.event.venue_confidence is None)


def thresholds() -> st.SearchStrategy[float]:
    used = sorted({confidence for found in EXTRACTIONS.values() for confidence in list_confidences(found)})
    return st.one_of(st.sampled_from(used), st.floats(0, 1))


@settings(max_examples=150, deadline=None, derandomize="CI" in os.environ)
@given(name=st.sampled_from(sorted(EXTRACTIONS)), least=thresholds())
def test_any_threshold_leaves_a_whole_extraction(name: str, least: float) -> None:
    found = EXTRACTIONS[name]
    cut = leave_out(found, least)
    VALIDATOR.validate(cut.extraction.to_dict())
    check_references(cut.extraction)
    assert cut.extraction.min_confidence == least
    assert all(confidence >= least for confidence in list_confidences(cut.extraction))
    assert leave_out(cut.extraction, least) == Cut(cut.extraction, {})


@settings(max_examples=100, deadline=None, derandomize="CI" in os.environ)
@given(name=st.sampled_from(sorted(EXTRACTIONS)), least=thresholds(), drawn=st.randoms(use_true_random=False))
def test_any_confidences_leave_a_whole_extraction(name: str, least: float, drawn: Any) -> None:
    found = rate(EXTRACTIONS[name], load_scorecard())
    spread = replace(
        found,
        dates=tuple(replace(date, confidence=drawn.random()) for date in found.dates),
        locations=tuple(replace(place, confidence=drawn.random()) for place in found.locations),
        officials=tuple(replace(person, confidence=drawn.random()) for person in found.officials),
        attendance=tuple(replace(count, confidence=drawn.random()) for count in found.attendance),
        quotes=tuple(replace(quote, confidence=drawn.random()) for quote in found.quotes),
    )
    check_references(leave_out(spread, least).extraction)


def test_everything_stays_at_nought_and_nothing_at_one() -> None:
    for found in EXTRACTIONS.values():
        kept = leave_out(found, 0)
        assert (replace(kept.extraction, min_confidence=None), kept.count()) == (found, 0)
        emptied = leave_out(found, 1)
        assert list_confidences(emptied.extraction) == []
        assert emptied.count() == len(list_confidences(found))
        assert set(emptied.left_out) <= set(WRITTEN)


TEXT = """\
Ambon - Rapat digelar Rabu (10/1/2024) pukul 09.00 WIT di Aula Setda dan dihadiri 40 camat, 300 orang.

"Kami siap," ujar Bupati Konawe Rina Sari, S.E.
"""


def test_what_rests_on_a_value_that_is_left_out_goes_with_it_and_no_more() -> None:
    found = berita_extract.extract(TEXT)
    assert found.event is not None
    assert found.event.attendance == 1
    unsure = replace(
        found,
        dates=tuple(replace(date, confidence=0.1) for date in found.dates),
        officials=tuple(replace(person, confidence=0.1) for person in found.officials),
        attendance=(replace(found.attendance[0], confidence=0.1), *found.attendance[1:]),
        quotes=tuple(replace(quote, confidence=0.9) for quote in found.quotes),
        event=replace(found.event, time_confidence=0.9, venue_confidence=0.9),
    )
    cut = leave_out(unsure, 0.5)
    kept = cut.extraction
    assert (kept.dates, kept.officials) == ((), ())
    assert [(quote.speaker, quote.speaker_id) for quote in kept.quotes] == [("Rina Sari", None)]
    assert kept.event is not None
    assert (kept.event.start_date, kept.event.date_confidence) == (None, None)
    assert (kept.event.start_time, kept.event.venue) == ("09:00", "Aula Setda")
    assert kept.event.attendance is not None
    assert kept.attendance[kept.event.attendance].text == "300 orang"
    # The day of the event, the day, the person with the office, and a count.
    assert cut.left_out == {"event": 1, "dates": 1, "officials": 2, "attendance": 1}
    assert (cut.count(), cut.count(["dates", "quotes"])) == (5, 1)


def test_the_region_of_the_event_goes_with_the_place_that_told_it() -> None:
    found = berita_extract.extract("Rapat digelar di Aula Setda, Kabupaten Konawe, Rabu (10/1/2024).")
    assert found.event is not None
    assert found.event.region_code == "74.02"
    regions = tuple(replace(place, confidence=0.1) if place.kind == "region" else place for place in found.locations)
    kept = leave_out(replace(found, locations=regions), 0.5).extraction.event
    assert kept is not None
    assert (kept.venue, kept.region_code) == ("Aula Setda", None)


def test_an_office_may_go_alone() -> None:
    (person,) = berita_extract.extract("Bupati Konawe Rina Sari, S.E. hadir.").officials
    found = replace(berita_extract.extract(""), officials=(replace(person, titles=(replace(person.titles[0], confidence=0.1),)),))
    cut = leave_out(found, 0.5)
    assert [(kept.name, kept.titles) for kept in cut.extraction.officials] == [("Rina Sari", ())]
    assert cut.left_out == {"officials": 1}


# The library and the command line


@pytest.mark.parametrize("wrong", [-0.1, 1.1, math.nan, math.inf])
def test_a_confidence_is_a_number_from_nought_to_one(wrong: float) -> None:
    with pytest.raises(ValueError, match=r"Write a number from 0 to 1, for example 0\.8"):
        berita_extract.load(min_confidence=wrong)
    assert check_confidence(1) == 1


@pytest.mark.parametrize("command", [["extract"], ["batch", "-o", "hasil.jsonl"], ["explain"]])
@pytest.mark.parametrize("wrong", ["1.5", "-0.1", "nan", "80%", "0,8"])
def test_another_number_is_wrong_usage(command: list[str], wrong: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("rilis.txt").write_text(TEXT, encoding="utf-8")
    result = run_cli(*command, "rilis.txt", f"--min-confidence={wrong}")
    assert (result.status, result.out) == (2, b"")
    assert "--min-confidence" in result.err
    assert "Write a number from 0 to 1, for example 0.8." in re.sub(r"\s+", " ", result.err)


def test_the_library_leaves_out_what_the_command_line_leaves_out(tmp_path: Path) -> None:
    path = tmp_path / "rilis.txt"
    path.write_text(SAMPLE, encoding="utf-8")
    careful = berita_extract.load(min_confidence=0.9)
    expected = careful.extract(SAMPLE, source=str(path))
    assert expected == leave_out(berita_extract.load().extract(SAMPLE, source=str(path)), 0.9).extraction
    assert careful.explain(SAMPLE, source=str(path)).extraction == expected
    result = run_cli(path, "--min-confidence", "0.9")
    assert json.loads(result.out) == expected.to_dict()


def test_how_many_were_left_out_is_told(tmp_path: Path) -> None:
    path = tmp_path / "rilis.txt"
    path.write_text(SAMPLE, encoding="utf-8")
    found = berita_extract.extract(SAMPLE)
    number = sum(confidence < 0.95 for confidence in list_confidences(found))
    assert number > 1
    assert run_cli(path, "--min-confidence", "0.95").err == f"{path}: {number} values are left out (confidence below 0.95).\n"
    assert run_cli(path, "--min-confidence", "0").err == ""
    dates = sum(date.confidence < 0.95 for date in found.dates)
    told = run_cli(path, "--min-confidence", "0.95", "--fields", "dates,warnings").err
    assert (f"{dates} value" in told) if dates else (told == "")


def test_a_batch_leaves_out_the_same_and_tells_the_sum(tmp_path: Path) -> None:
    for number in (1, 2):
        (tmp_path / f"{number}.txt").write_text(SAMPLE, encoding="utf-8")
    out = tmp_path / "hasil.jsonl"
    result = run_cli("batch", tmp_path / "1.txt", tmp_path / "2.txt", "-o", out, "--min-confidence", "0.95", "--workers", "1")
    number = sum(confidence < 0.95 for confidence in list_confidences(berita_extract.extract(SAMPLE)))
    assert f"{2 * number} values are left out (confidence below 0.95)." in result.err
    careful = berita_extract.load(min_confidence=0.95)
    lines = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    first, second = (careful.extract(SAMPLE, source=str(tmp_path / f"{number}.txt")).to_dict() for number in (1, 2))
    assert lines == [first, second | {"duplicate_of": first["source"]}]


def test_explain_tells_the_confidence_the_evidence_and_what_is_left_out() -> None:
    steps = berita_extract.load().explain(TEXT).steps
    kept = {step.text: step for step in steps if step.stage == "dates"}["Rabu (10/1/2024)"]
    date = berita_extract.extract(TEXT).dates[0]
    assert (kept.outcome, kept.confidence) == ("kept", date.confidence)
    assert {"year", "single_day"} <= set(kept.evidence)
    emptied = berita_extract.load(min_confidence=1).explain(TEXT).steps
    assert {step.code for step in emptied if step.confidence is not None} == {"below_confidence"}
    assert not [step for step in emptied if step.outcome == "kept"]
    places = [(step.stage, step.rule, step.start_char, step.end_char) for step in steps]
    assert {(step.stage, step.rule, step.start_char, step.end_char) for step in emptied} <= set(places)


def test_explain_shows_the_evidence_with_the_rules(tmp_path: Path) -> None:
    path = tmp_path / "rilis.txt"
    path.write_text(TEXT, encoding="utf-8")
    date = berita_extract.extract(TEXT).dates[0]
    plain, full = (run_cli("explain", path, "--field", "dates", *more).out.decode() for more in ([], ["--rules"]))
    assert f"{date.confidence:.2f}" in plain
    assert labels.SIGNALS["year"] not in plain
    assert labels.SIGNALS["year"] in full


def test_the_view_shows_low_confidence_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    path = tmp_path / "rilis.txt"
    for name, text in read_samples().items():
        path.write_text(text, encoding="utf-8")
        low = [confidence for confidence in list_confidences(EXTRACTIONS[name]) if confidence < 0.8]
        shown = run_cli(path, "--view").out.decode().partition("\n\nJudul\n")[2]
        assert all(f"{confidence:.2f}" in shown for confidence in low), name
        assert (labels.CONFIDENCE.lower() in shown.lower()) == bool(low), name
