"""`berita-extract evaluate`: sets and predictions as users write them, what is refused and how, and what is shown."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

import pytest

from berita_extract.errors import GoldError
from berita_extract.evaluation.bootstrap import SEED
from berita_extract.evaluation.sets import read_gold
from berita_extract.evaluation.verdicts import ROW_NAMES
from berita_extract.io.regions import import_regions
from cli_runner import run_cli
from gold_records import OWN, date, person, place, quote, write, write_judgements
from releases import ROOT

TEXT = "Ambon, Rabu (10/1/2024) - Bupati Rina Sari membuka rapat yang dihadiri 300 orang."
GOLD = {"id": "r1", "text": TEXT, "dates": [date("2024-01-10", text="Rabu (10/1/2024)")]}


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def test_texts_stand_in_the_record_or_in_the_file_beside_or_in_the_one_named(tmp_path: Path) -> None:
    bare = {key: value for key, value in GOLD.items() if key != "text"}
    texts = {"id": "r1", "text": TEXT, "published": "2024-01-11"}
    write(tmp_path / "texts.jsonl", texts, {"id": "r2", "text": "lain"})
    write(tmp_path / "dev.texts.jsonl", texts)
    write(tmp_path / "other.jsonl", texts)
    for found in (
        read_gold(write(tmp_path / "inline.jsonl", GOLD | {"published": "2024-01-11"})),
        read_gold(write(tmp_path / "gold.jsonl", bare)),
        read_gold(write(tmp_path / "dev.gold.jsonl", bare | {"sha256": digest(TEXT)})),
        read_gold(write(tmp_path / "any.jsonl", bare), tmp_path / "other.jsonl"),
    ):
        (release,) = found
        assert (release.text, release.digest, str(release.published)) == (TEXT, digest(TEXT), "2024-01-11")


def test_output_that_a_reader_has_corrected_is_a_gold_set(tmp_path: Path) -> None:
    write(tmp_path / "texts.jsonl", {"id": "r1", "text": TEXT})
    assert run_cli("batch", tmp_path / "texts.jsonl", "-o", tmp_path / "gold.jsonl").status == 0
    result = run_cli("evaluate", tmp_path / "gold.jsonl", "--format", "json")
    assert (result.status, result.err) == (0, "")
    rows = json.loads(result.out)["rows"]
    assert {row["f1"] for row in rows.values()} == {1.0}
    assert rows["officials"]["gold"] == rows["attendance"]["gold"] == 1


ADVICE = 'Write it as {"text": "10 Januari 2024", "start_date": "2024-01-10", "end_date": "2024-01-10"}.'


@pytest.mark.parametrize(
    ("records", "message"),
    [
        ([], 'there is no record in it. Write one object {"id": …} a line.'),
        (["{"], ":1: the line is not JSON"),
        (["[1]"], ":1: the line is no object"),
        ([{"text": TEXT}], ':1: the record has no "id". Give each release a name of its own'),
        ([GOLD, "", GOLD], ":3: the \"id\" 'r1' stands in"),
        ([GOLD, GOLD | {"id": "r2"}], ":2: 'r2' has the sha256 of"),
        ([GOLD | {"text": " "}], ':1: "text" is empty or no string'),
        ([GOLD | {"sha256": "0"}], f'look at the annotation again and write "sha256": "{digest(TEXT)}".'),
        ([GOLD | {"published": "kemarin"}], ":1: \"published\" is 'kemarin'. Write the day of publication as 2024-01-10"),
        ([GOLD | {"official": []}], ':1: the record has no field "official". Did you mean "officials"?'),
        ([GOLD | {"weather": []}], ':1: the record has no field "weather". Fields are: id, sha256, text,'),
        ([GOLD | {"officials": [{"name": "A", "title": []}]}], ':1: officials[0] has no field "title". Did you mean "titles"?'),
        ([GOLD | {"officials": [{"name": "A"}, {"titles": []}]}], ':1: officials[1] has no "name". Write it as {"name": "Rina Sari"'),
        ([GOLD | {"event": {"xyz": 1}}], ':1: event has no field "xyz". Fields are: start_date, end_date, start_time, venue.'),
        ([GOLD | {"event": {"start_date": "2024-01-10"}}], ":1: event has one of start_date and end_date. Write both"),
        ([GOLD | {"event": {"start_time": "9 pagi"}}], ":1: event.start_time: expected `str` matching"),
        ([GOLD | {"dates": [{"text": "x", "start_date": None}]}], f':1: dates[0] has no "start_date". {ADVICE}'),
        ([GOLD | {"dates": [date("10/1/2024")]}], ":1: dates[0].start_date: invalid"),
        ([GOLD | {"dates": [date("2024-01-10", "2024-01-09")]}], ":1: dates[0] ends on 2024-01-09, before it starts on 2024-01-10"),
        ([GOLD | {"dates": {}}], f":1: dates: expected `array`, got `object`. {ADVICE}"),
        ([GOLD | {"dates": ["2024-01-10"]}], f":1: dates[0]: expected `object`, got `str`. {ADVICE}"),
        ([GOLD | {"locations": [place("town", "Ambon")]}], ":1: locations[0].kind: invalid enum value 'town'. Write it as"),
        ([GOLD | {"officials": [person("A", rank=1)]}], ":1: officials[0].rank: expected `str | null`, got `int`"),
        ([GOLD | {"headline": 1}], ':1: headline: expected `str | null`, got `int`. Write it as {"id": "r1"'),
        ([{"id": str(number)} | {"x": 1} for number in range(14)], "and 4 more like these."),
    ],
)  # fmt: skip
def test_annotations_that_cannot_be_right_are_refused(records: list[object], message: str, tmp_path: Path) -> None:
    result = run_cli("evaluate", write(tmp_path / "gold.jsonl", *records))
    assert (result.status, result.out) == (1, b"")
    assert result.err.startswith(f"{tmp_path / 'gold.jsonl'}:")
    assert message in result.err


@pytest.mark.parametrize(
    ("gold", "texts", "message"),
    [
        ({"id": "r1"}, [{"id": "r2", "text": TEXT}], "gold.jsonl:1: there is no text for 'r1'. Add {\"id\": \"r1\", \"text\": \"…\"} to"),
        ({"id": "r1", "sha256": "0"}, [{"id": "r1", "text": TEXT}], "gold.jsonl:1: the sha256 of 'r1' is not that of its text in"),
        ({"id": "r1"}, [{"id": "r1", "text": TEXT, "sha256": "0"}], 'texts.jsonl:1: "sha256" is not that of "text"'),
        ({"id": "r1"}, [{"id": "r1"}], "texts.jsonl:1: 'r1' has no \"text\". Write {\"id\": \"r1\", \"text\": \"…\"}."),
        ({"id": "r1"}, [{"text": TEXT}], 'texts.jsonl:1: the record has no "id"'),
        ({"id": "r1"}, [{"id": "r1", "text": TEXT}] * 2, "texts.jsonl:2: the \"id\" 'r1' stands in"),
        ({"id": "r1"}, ["x"], "texts.jsonl:1: the line is not JSON"),
    ],
)  # fmt: skip
def test_texts_that_do_not_fit_are_refused(gold: dict[str, str], texts: list[object], message: str, tmp_path: Path) -> None:
    write(tmp_path / "texts.jsonl", *texts)
    result = run_cli("evaluate", write(tmp_path / "gold.jsonl", gold))
    assert (result.status, result.out) == (1, b"")
    assert message in result.err


def test_where_no_texts_are_found_the_option_is_named(tmp_path: Path) -> None:
    for name, reason in (("gold.jsonl", f"there is no {tmp_path / 'texts.jsonl'} either"), ("set.jsonl", '"gold" is no part of the name')):
        with pytest.raises(GoldError, match=r"--texts TEXTS\.jsonl") as told:
            read_gold(write(tmp_path / name, {"id": "r1"}))
        assert reason in str(told.value)
        assert f"{tmp_path / name}:1: 'r1' has no text" in str(told.value)


def test_files_that_are_not_there_are_named(tmp_path: Path) -> None:
    gold = write(tmp_path / "gold.jsonl", GOLD)
    bare = write(tmp_path / "bare.jsonl", {"id": "r1"})
    missing = tmp_path / "none.jsonl"
    for arguments in ((missing,), (bare, "--texts", missing), (gold, "--predictions", missing)):
        result = run_cli("evaluate", *arguments)
        assert (result.status, result.out) == (1, b"")
        assert result.err == f"{missing}: there is no such file. Check the name and the folder.\n"
    assert "it cannot be read" in run_cli("evaluate", tmp_path).err


@pytest.mark.parametrize(
    ("predictions", "message"),
    [
        ([{"id": "r9"}], ':1: a prediction for \'r9\', which is not in the gold set. Give it the "id" or "sha256" of a release there.'),
        ([{"dates": []}], ':1: a prediction for one without "id", which is not'),
        ([{"id": "r1"}, {"sha256": digest(TEXT)}], ":2: 'r1' has a prediction already, in"),
        ([{"id": "r1", "quotes": [{"kind": "said"}]}], ":1: quotes[0].kind: invalid enum value 'said'"),
        (["{"], ":1: the line is not JSON"),
    ],
)
def test_predictions_that_cannot_be_compared_are_refused(predictions: list[object], message: str, tmp_path: Path) -> None:
    gold = write(tmp_path / "gold.jsonl", GOLD)
    result = run_cli("evaluate", gold, "--predictions", write(tmp_path / "pred.jsonl", *predictions))
    assert (result.status, result.out) == (1, b"")
    assert result.err.startswith(f"{tmp_path / 'pred.jsonl'}:")
    assert message in result.err


def test_predictions_need_no_texts_and_belong_by_sha256_before_id(tmp_path: Path) -> None:
    gold = write(tmp_path / "gold.jsonl", {"id": "r1", "sha256": "a", "dates": GOLD["dates"]}, {"id": "r2", "sha256": "b"})
    predictions = write(tmp_path / "pred.jsonl", {"id": "r2", "sha256": "a", "dates": GOLD["dates"]}, {"id": "r2", "sha256": "c"})
    result = run_cli("evaluate", gold, "--predictions", predictions, "--format", "json")
    assert (result.status, result.err) == (0, "")
    assert json.loads(result.out)["rows"]["dates"]["f1"] == 1.0
    # Named, they are checked all the same.
    texts = write(tmp_path / "texts.jsonl", {"id": "r1", "text": TEXT}, {"id": "r2", "text": TEXT})
    assert "the sha256 of 'r1'" in run_cli("evaluate", gold, "--predictions", predictions, "--texts", texts).err


def test_the_table_shows_every_row_with_its_figures(tmp_path: Path) -> None:
    gold = write(tmp_path / "gold.jsonl", GOLD)
    result = run_cli("evaluate", gold)
    assert (result.status, result.err) == (0, "")
    lines = [line.split() for line in result.out.decode().splitlines()]
    assert ["dates", "1", "1.000", "1.000", "1.000", "1.000-1.000"] in lines
    assert ["officials", "0", "0.000", "1.000", "0.000", "0.000-0.000"] in lines
    assert ["indirect", "quotes", "0", "1.000", "1.000", "1.000", "-"] in lines
    # Of the six, only the people and the count were found and not annotated.
    assert lines[-1][:6] == ["mean", "of", "six", "fields", "0.500", "0.500-0.500"]
    assert "\x1b" not in result.out.decode()


def test_errors_are_listed_with_release_annotation_and_result(tmp_path: Path) -> None:
    gold = write(tmp_path / "gold.jsonl", GOLD | {"officials": [person("Rina Sari", "Walikota Ambon"), person("Budi", "Camat")]})
    predictions = write(tmp_path / "pred.jsonl", {"id": "r1", "officials": [person("Rina Sari", "Bupati"), person("Sari\x1b[2J", "Lurah")]})
    arguments = ("evaluate", gold, "--predictions", predictions, "--errors", "with titles")
    shown = run_cli(*arguments).out.decode()
    for words in (
        "with titles: 3\n",
        r"r1 .*keliru .*Rina Sari: Walikota Ambon .*Rina Sari: Bupati",
        r"r1 .*terlewat .*Budi: Camat .*-",
        r"r1 .*berlebih .*- .*Sari \[2J: Lurah",
    ):
        assert re.search(words, shown), words
    told = json.loads(run_cli(*arguments, "--format", "json").out)["errors"]
    assert [(error["row"], error["document"], error["outcome"]) for error in told] == [
        ("with titles", "r1", outcome) for outcome in ("wrong", "missed", "extra")
    ]
    assert told[0]["gold"]["titles"] == ["Walikota Ambon"]
    assert told[0]["found"]["titles"] == ["Bupati"]
    assert told[1]["found"] is None


@pytest.mark.parametrize("row", ROW_NAMES)
def test_every_row_can_tell_its_errors(row: str, tmp_path: Path) -> None:
    gold, predictions = write_judgements(tmp_path)
    arguments = ("evaluate", gold, "--predictions", predictions, "--errors", row, "--resamples", "0")
    told = json.loads(run_cli(*arguments, "--format", "json").out)
    counts = told["rows"][row]
    assert len(told["errors"]) == counts["missed"] + counts["extra"] + counts["wrong"]
    lines = run_cli(*arguments).out.decode().splitlines()
    shown = lines[lines.index(f"{row}: {len(told['errors'])}") + 1 :]
    assert [line.split()[0] for line in shown[2:]] == [error["document"] for error in told["errors"]]


def test_json_says_how_the_intervals_were_made() -> None:
    told = json.loads(run_cli("evaluate", OWN, "--format", "json", "--resamples", "20").out)
    assert told["documents"] == len(read_gold(OWN))
    assert told["intervals"] == {"level": 0.95, "resamples": 20, "seed": SEED}
    assert set(told["rows"]) == set(ROW_NAMES)
    assert set(told["mean"]) == {"f1", "interval"}
    assert json.loads(run_cli("evaluate", OWN, "--format", "json", "--resamples", "0").out)["mean"]["interval"] is None


def test_an_unknown_row_is_wrong_usage(tmp_path: Path) -> None:
    result = run_cli("evaluate", write(tmp_path / "gold.jsonl", GOLD), "--errors", "weather")
    assert (result.status, result.out) == (2, b"")
    assert "'weather' is no row of the table. Rows are: dates, event date" in " ".join(result.err.split())


def test_predictions_leave_nothing_to_extract(tmp_path: Path) -> None:
    gold = write(tmp_path / "gold.jsonl", GOLD)
    for option in ("--lexicon", "--regions"):
        result = run_cli("evaluate", gold, "--predictions", gold, option, gold)
        assert (result.status, result.out) == (2, b"")
        assert "leave --lexicon and --regions out" in result.err


def test_a_release_that_fails_is_told_and_missed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(self: object, text: str, **options: object) -> None:
        raise RecursionError("too deep")

    monkeypatch.setattr("berita_extract.pipeline.Extractor.extract", fail)
    result = run_cli("evaluate", write(tmp_path / "gold.jsonl", GOLD), "--format", "json")
    assert result.status == 1
    assert result.err.startswith("r1: the extraction failed (RecursionError: too deep).")
    assert json.loads(result.out)["rows"]["dates"]["missed"] == 1


def test_a_missing_prediction_is_told_and_missed(tmp_path: Path) -> None:
    gold = write(tmp_path / "gold.jsonl", GOLD, {"id": "r2"})
    result = run_cli("evaluate", gold, "--predictions", write(tmp_path / "pred.jsonl", {"id": "r2"}), "--format", "json")
    assert result.status == 1
    assert result.err == "r1: there is no prediction; all its facts count as missed.\n"
    assert json.loads(result.out)["rows"]["dates"]["missed"] == 1


def test_words_that_do_not_stand_in_the_text_are_pointed_to(tmp_path: Path) -> None:
    gold = GOLD | {
        "headline": "Rapat",
        "officials": [person("Rina  Sari", "Bupati", degrees=["S.E."])],
        "quotes": [quote("direct", "membuka", None)],
    }
    result = run_cli("evaluate", write(tmp_path / "gold.jsonl", gold))
    assert result.status == 0
    assert [line.split(": ", 1)[1].split(" does")[0] for line in result.err.splitlines()] == [
        "headline 'Rapat'",
        "officials[0].name 'Rina  Sari'",
        "officials[0].degrees 'S.E.'",
    ]
    assert run_cli("evaluate", OWN).err == ""


def measure(gold: Path, row: str, *options: object) -> float:
    result = run_cli("evaluate", gold, "--format", "json", *options)
    assert (result.status, result.err) == (0, "")
    f1: float = json.loads(result.out)["rows"][row]["f1"]
    return f1


def test_the_publication_day_of_the_record_reaches_the_extraction(tmp_path: Path) -> None:
    record = {"id": "r1", "text": "Rapat dibuka kemarin.", "dates": [date("2024-01-10", text="kemarin")]}
    assert measure(write(tmp_path / "gold.jsonl", record), "dates") == 0.0
    assert measure(write(tmp_path / "gold.jsonl", record | {"published": "2024-01-11"}), "dates") == 1.0


def test_own_words_and_regions_reach_the_extraction(tmp_path: Path) -> None:
    text = "Kasatgasda Ambon Rudi Hartono mengunjungi Desa Hulosobo, Kecamatan Kaligesing, Kabupaten Purworejo."
    officials = [person("Rudi Hartono", "Kasatgasda Ambon")]
    locations = [place("region", "Hulosobo", "33.06.05.2004"), place("region", "Purworejo", "33.06")]
    gold = write(tmp_path / "gold.jsonl", {"id": "r1", "text": text, "officials": officials, "locations": locations})
    words, regions = tmp_path / "kata.tsv", tmp_path / "regions.tsv"
    words.write_text("offices\tKasatgasda\tKepala Satuan Tugas Daerah\tkind=acronym takes=area\n", encoding="utf-8")
    import_regions(ROOT / "tests" / "cases" / "regions.csv", regions)
    assert measure(gold, "officials") < measure(gold, "officials", "--lexicon", words) == 1.0
    assert measure(gold, "region code") < measure(gold, "region code", "--regions", regions) == 1.0


def test_a_word_list_that_cannot_be_read_is_wrong_usage(tmp_path: Path) -> None:
    words = tmp_path / "kata.tsv"
    words.write_text("x\n", encoding="utf-8")
    result = run_cli("evaluate", OWN, "--lexicon", words)
    assert (result.status, result.out) == (2, b"")
    assert result.err.startswith(f"{words}:1: ")
