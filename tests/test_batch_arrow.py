"""The unit of work of a cluster gives what the engine of one machine gives, row for row."""

from __future__ import annotations

import datetime as dt
import json
import pickle
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from berita_extract.batch import arrow
from berita_extract.batch.arrow import (
    DOCUMENTS_SCHEMA,
    RESULTS_SCHEMA,
    encode_results,
    extract_batch,
    make_results_schema,
    read_results,
)
from berita_extract.batch.job import run_batch
from berita_extract.batch.outcomes import Failure, Options
from berita_extract.errors import LexiconError
from berita_extract.processes.engine import SerialEngine
from berita_extract.schema import Extraction
from releases import read_samples

RELATIVE = "Ambon - Bupati Rina Sari membuka rapat yang digelar kemarin di Aula Setda dan dihadiri 300 orang."
DAY = dt.date(2024, 1, 11)
RECORDS: list[dict[str, Any]] = [
    *({"source": name, "text": text, "published": None} for name, text in read_samples().items()),
    {"source": "kosong", "text": " \n", "published": None},
    {"source": "kemarin", "text": RELATIVE, "published": DAY},
    {"source": "tanpa-hari", "text": RELATIVE, "published": None},
    {"source": "tanpa-teks", "text": None, "published": None},
    {"source": "nasty \x00 🎉", "text": "=1+1 \x00 Bupati Rina 🎉 \u2028", "published": None},
]


def make_batch(records: list[dict[str, Any]] = RECORDS) -> Any:
    return pa.RecordBatch.from_pylist(records, schema=DOCUMENTS_SCHEMA)


def run_locally(tmp_path: Path, options: Options) -> tuple[list[bytes], list[dict[str, Any]]]:
    """The lines of results and of errors that a batch on this machine writes for the same documents."""
    lines = [json.dumps({**record, "published": str(record["published"] or "")}) for record in RECORDS]
    (tmp_path / "rekaman.jsonl").write_text("\n".join(lines), encoding="utf-8")
    output = tmp_path / "hasil.jsonl"
    run_batch([str(tmp_path / "rekaman.jsonl")], output, engine=SerialEngine(), options=options)
    failures = [json.loads(line) for line in (tmp_path / "hasil.errors.jsonl").read_bytes().splitlines()]
    return output.read_bytes().splitlines(), failures


@pytest.mark.parametrize(
    "options",
    [
        Options(),
        Options(published=dt.date(2024, 2, 2)),
        Options(fields=("dates", "officials")),
        Options(min_confidence=0.9),
        Options(min_confidence=0.8, fields=("event", "attendance")),
    ],
)
def test_results_are_those_of_one_machine_row_for_row(tmp_path: Path, options: Options) -> None:
    expected, failures = run_locally(tmp_path, options)
    found = encode_results(extract_batch(make_batch(), options), options.fields)
    assert found.results == expected
    # A record without "text" is named by its line where it comes from a file.
    places = [line["source"] if line["error"] == "empty" else "tanpa-teks" for line in failures]
    told = [json.loads(line) for line in found.failures]
    assert [(line["source"], line["error"]) for line in told] == list(zip(places, [line["error"] for line in failures], strict=True))
    assert [line["error"] for line in told] == ["empty", "record"]
    assert all(line["message"] for line in told)


def test_every_document_has_a_row_in_its_place() -> None:
    results = extract_batch(make_batch())
    results.validate(full=True)
    assert results.schema == RESULTS_SCHEMA
    assert results.column("source").to_pylist() == [record["source"] for record in RECORDS]
    errors = dict(zip(results.column("source").to_pylist(), results.column("error").to_pylist(), strict=True))
    assert {name: error for name, error in errors.items() if error} == {"kosong": "empty", "tanpa-teks": "record"}
    failed = results.filter(pc.is_valid(results.column("error"))).to_pylist()
    assert all({name for name, value in row.items() if value is not None} == {"source", "error", "error_message"} for row in failed)


def test_how_documents_are_dealt_out_makes_no_difference() -> None:
    whole = extract_batch(make_batch())
    for size in (1, 7):
        parts = [extract_batch(make_batch(RECORDS[begin : begin + size])) for begin in range(0, len(RECORDS), size)]
        assert pa.Table.from_batches(parts) == pa.Table.from_batches([whole]).combine_chunks()
    assert extract_batch(make_batch([])).num_rows == 0


def test_records_come_back() -> None:
    kinds = [type(record) for record in read_results(extract_batch(make_batch()))]
    assert kinds == [Failure if record["source"] in ("kosong", "tanpa-teks") else Extraction for record in RECORDS]


def test_a_document_that_makes_the_extraction_fail_costs_its_row(monkeypatch: pytest.MonkeyPatch) -> None:
    find = arrow._find_extractor

    class Faulty:
        def extract(self, text: str, **known: Any) -> Extraction:
            if known["source"] == "kemarin":
                raise ZeroDivisionError("a fault of ours")
            return find(Options()).extract(text, **known)

    monkeypatch.setattr(arrow, "_find_extractor", lambda _: Faulty())
    rows = {row["source"]: row for row in extract_batch(make_batch()).to_pylist()}
    assert rows["kemarin"]["error"] == "extraction"
    assert "ZeroDivisionError: a fault of ours" in rows["kemarin"]["error_message"]
    assert rows["tanpa-hari"]["error"] is None


@pytest.mark.parametrize(
    "published",
    [
        pa.array([DAY], pa.date32()),
        pa.array(["2024-01-11"]),
        pa.array(["2024-01-11T08:30:00+07:00"]),
        pa.array([dt.datetime(2024, 1, 11, 23, 59)], pa.timestamp("us")),
        pc.assume_timezone(pa.array([dt.datetime(2024, 1, 11, 23, 59)], pa.timestamp("us")), "Asia/Jakarta"),
    ],
)
def test_days_come_in_many_types(published: Any) -> None:
    batch = pa.record_batch([pa.array([RELATIVE], pa.large_string()), published], names=["text", "published"])
    (row,) = extract_batch(batch).to_pylist()
    assert row["error"] is None
    assert row["source"] is None
    assert [date["start_date"] for date in row["dates"]] == [dt.date(2024, 1, 10)]


def test_a_day_that_is_none_costs_its_row() -> None:
    batch = pa.record_batch([pa.array([RELATIVE, RELATIVE]), pa.array(["kemarin", ""])], names=["text", "published"])
    assert extract_batch(batch).column("error").to_pylist() == ["record", None]


def test_columns_may_stand_in_any_order_and_others_beside() -> None:
    batch = pa.record_batch([pa.array([7]), pa.array([1.5]), pa.array([RELATIVE])], names=["source", "x", "text"])
    (row,) = extract_batch(batch, Options(published=DAY)).to_pylist()
    assert row["source"] == "7"
    assert row["reference_date"] == DAY


def test_a_batch_without_texts_is_told() -> None:
    with pytest.raises(ValueError, match='no column "text"; its columns are: isi, x'):
        extract_batch(pa.record_batch([pa.array(["a"]), pa.array([1])], names=["isi", "x"]))


def test_a_batch_with_fields_has_only_their_columns() -> None:
    options = Options(fields=("dates",))
    results = extract_batch(make_batch(), options)
    assert results.schema == make_results_schema(("dates",))
    assert results.schema.names[-4:] == ["dates", "error", "error_message", "error_digest"]


def test_the_extractor_is_kept_until_its_lists_change(tmp_path: Path) -> None:
    words = tmp_path / "kata.tsv"
    words.write_text("# none\n", encoding="utf-8")
    options = Options(lexicon=words)
    first = arrow._find_extractor(options)
    assert arrow._find_extractor(Options(lexicon=words, published=DAY)) is first
    words.write_text("# none, but longer\n", encoding="utf-8")
    assert arrow._find_extractor(options) is not first


def test_what_is_wrong_for_all_documents_is_raised(tmp_path: Path) -> None:
    (tmp_path / "kata.tsv").write_text("salah\n", encoding="utf-8")
    with pytest.raises(LexiconError):
        extract_batch(make_batch(), Options(lexicon=tmp_path / "kata.tsv"))


def test_another_machine_gets_the_function_by_its_name() -> None:
    assert pickle.loads(pickle.dumps(extract_batch)) is extract_batch
    assert len(pickle.dumps((extract_batch, Options()))) < 1000
