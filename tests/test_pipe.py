"""`pipe` and `batch.run` as a program uses them: in order, through processes, and with nothing left running."""

from __future__ import annotations

import itertools
import json
import multiprocessing
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import berita_extract
from berita_extract import Document, LexiconError, OutputError
from berita_extract.batch.outcomes import Failure, Summary, digest_error
from berita_extract.pipeline import Extractor
from releases import read_samples

TEXTS = list(read_samples().values())


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor()


def test_processes_give_the_same_in_the_same_order(extractor: Extractor) -> None:
    documents: list[str | Document] = [*TEXTS, Document("Rapat digelar kemarin.", published="2024-01-11", source="humas/7"), ""]
    expected = list(extractor.pipe(documents, published="2024-02-02"))
    for workers, batch_size in ((2, 16), (3, 1)):
        assert list(extractor.pipe(iter(documents), published="2024-02-02", workers=workers, batch_size=batch_size)) == expected
    assert multiprocessing.active_children() == []


def test_processes_are_set_up_as_this_one(tmp_path: Path) -> None:
    words = tmp_path / "kata.tsv"
    words.write_text("months\tJanubulan\t1\n", encoding="utf-8")
    extractor = berita_extract.load(lexicon=words, min_confidence=0.5)
    text = "Rapat digelar Rabu, 10 Janubulan 2024."
    (found,) = extractor.pipe([text], workers=2)
    assert found == extractor.extract(text)
    assert str(found.reference_date) == "2024-01-10"


def test_closing_ends_the_processes_and_takes_no_more(extractor: Extractor) -> None:
    numbers = itertools.count()

    def endless() -> Iterator[str]:
        for number in numbers:
            yield f"Rapat ke-{number} digelar Rabu, 10 Januari 2024."

    results = extractor.pipe(endless(), workers=2, batch_size=4)
    assert next(results).reference_date is not None
    results.close()
    assert multiprocessing.active_children() == []
    assert next(numbers) <= 2 * 3 * 4


def test_what_is_no_document_is_told_at_its_turn(extractor: Extractor) -> None:
    results = extractor.pipe([TEXTS[0], 5, TEXTS[1]], workers=2)  # type: ignore[list-item]
    assert next(results) == extractor.extract(TEXTS[0])
    with pytest.raises(TypeError, match="Give the release as a str"):
        next(results)
    with pytest.raises(TypeError, match="pipe takes many"):
        extractor.pipe("Rilis", workers=2)
    for workers, batch_size in ((0, 1), (1, 0)):
        with pytest.raises(ValueError, match="Give 1 or more"):
            extractor.pipe(TEXTS, workers=workers, batch_size=batch_size)


def test_a_word_list_that_has_gone_meanwhile_is_told(tmp_path: Path) -> None:
    words = tmp_path / "kata.tsv"
    words.write_text("months\tJanubulan\t1\n", encoding="utf-8")
    extractor = berita_extract.load(lexicon=words)
    words.write_text("no-such-list\tx\n", encoding="utf-8")
    with pytest.raises(LexiconError, match=r"kata\.tsv:1"):
        list(extractor.pipe(TEXTS, workers=2))


@pytest.mark.parametrize("workers", [0, 2])
def test_a_batch_is_a_call(extractor: Extractor, tmp_path: Path, workers: int) -> None:
    (tmp_path / "arsip").mkdir()
    for number, text in enumerate(TEXTS[:3]):
        (tmp_path / "arsip" / f"{number}.txt").write_text(text, encoding="utf-8")
    output = tmp_path / "hasil.jsonl"
    told: list[int] = []
    summary = berita_extract.batch.run(
        [tmp_path / "arsip", tmp_path / "tidak-ada.txt"],
        output,
        workers=workers,
        fields=["officials", "dates"],
        watch=lambda _, summary: told.append(summary.documents),
    )
    assert isinstance(summary, Summary)
    assert (summary.documents, summary.failures, dict(summary.kinds), told) == (4, 1, {"missing": 1}, [1, 2, 3, 4])
    found = [json.loads(line) for line in output.read_bytes().splitlines()]
    assert [line["officials"] for line in found] == [extractor.extract(text).to_dict()["officials"] for text in TEXTS[:3]]
    assert "quotes" not in found[0]
    with pytest.raises(OutputError, match="exists already"):
        berita_extract.batch.run(tmp_path / "arsip", output, workers=workers)
    assert berita_extract.batch.run(str(tmp_path / "arsip"), output, workers=workers, overwrite=True, dedupe=True).documents == 3


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"workers": -1}, "workers is -1"),
        ({"timeout": 0}, "timeout is 0"),
        ({"fields": ["tanggal"]}, "Fields are: headline, "),
        ({"min_confidence": 2}, "from 0 to 1"),
        ({"published": "10/1/2024"}, "2024-01-10"),
        ({"resume": True, "overwrite": True}, "Give one of them"),
        ({"inputs": []}, "there is no input"),
    ],
)
def test_wrong_arguments_are_told_before_anything_is_done(tmp_path: Path, options: dict[str, object], message: str) -> None:
    arguments: dict[str, Any] = {"inputs": ["x.txt"], "output": tmp_path / "hasil.jsonl", **options}
    with pytest.raises(ValueError, match=message):
        berita_extract.batch.run(**arguments)
    assert list(tmp_path.iterdir()) == []


def fail(extractor: Extractor, number: int) -> str:
    try:
        extractor.extract(TEXTS[number])
    except ZeroDivisionError as error:
        return digest_error(error)
    return ""


def test_equal_faults_have_equal_digests(extractor: Extractor, monkeypatch: pytest.MonkeyPatch) -> None:
    def divide(*_: object, **__: object) -> None:
        raise ZeroDivisionError(f"in a rule {next(count)}")

    count = itertools.count()
    digests = set()
    for place in ("find_dates", "find_quotations"):
        with monkeypatch.context() as patch:
            patch.setattr(f"berita_extract.pipeline.{place}", divide)
            same = {fail(extractor, number) for number in (0, 1)}
            assert len(same) == 1
            digests |= same
    # The functions of a test are not of the package: both faults arise in the same one of ours.
    assert len(digests) == 1
    with monkeypatch.context() as patch:
        patch.setattr("berita_extract.text.reading.clean", divide)
        assert fail(extractor, 0) not in digests


def test_a_failure_has_a_digest_only_where_it_is_ours() -> None:
    import msgspec

    plain = Failure(source="x", error="missing", message="m")
    assert msgspec.json.encode(plain) == b'{"source":"x","error":"missing","message":"m"}'
    assert b'"digest":"1"' in msgspec.json.encode(msgspec.structs.replace(plain, digest="1"))
