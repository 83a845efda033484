"""The library as a program uses it: extract, load, pipe, explain, and what an import costs."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import msgspec
import pytest

import berita_extract
from berita_extract.errors import BeritaError, LexiconError
from berita_extract.pipeline import Extractor
from berita_extract.schema import SCHEMA_VERSION, Extraction
from berita_extract.text import reading
from releases import ROOT, read_samples

RELATIVE = "Bupati Rina Sari membuka rapat yang digelar kemarin di Aula Setda."
PUBLISHED = dt.date(2024, 1, 11)


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return berita_extract.load()


def run_python(program: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT, env={**os.environ, **environment}
    )


# Importing


def test_an_import_loads_nothing_heavy() -> None:
    heavy = {"spacy", "dateparser", "regex", "ahocorasick", "rich", "typer", "numpy"}
    done = run_python("import sys, berita_extract; print(*{name.partition('.')[0] for name in sys.modules})")
    assert not heavy & set(done.stdout.split())


def test_an_extraction_loads_dateparser_only_for_a_form_that_is_not_ours() -> None:
    program = "import sys, berita_extract; berita_extract.extract('Rabu (10/1/2024)'); print('dateparser' in sys.modules)"
    assert run_python(program).stdout == "False\n"


def test_the_public_names_exist() -> None:
    for name in berita_extract.__all__:
        assert getattr(berita_extract, name)


# Extracting


@pytest.mark.parametrize("name", read_samples())
def test_every_way_to_extract_gives_the_same(extractor: Extractor, name: str) -> None:
    text = read_samples()[name]
    expected = extractor.extract(text, published=PUBLISHED)
    assert berita_extract.extract(text, published=PUBLISHED) == expected
    assert extractor.explain(text, published=PUBLISHED).extraction == expected


def test_the_samples_hold_something_of_everything(extractor: Extractor) -> None:
    found = [extractor.extract(text) for text in read_samples().values()]
    for field in ("headline", "byline", "dateline", "event", "dates", "locations", "officials", "attendance", "quotes"):
        assert sum(bool(getattr(extraction, field)) for extraction in found) >= 3, field


def test_provenance(extractor: Extractor) -> None:
    extraction = extractor.extract(RELATIVE, published=PUBLISHED, source="rilis.txt")
    assert extraction.source == "rilis.txt"
    assert extraction.schema_version == SCHEMA_VERSION
    assert extraction.sha256 == hashlib.sha256(RELATIVE.encode()).hexdigest()
    assert extraction.reference_date == PUBLISHED
    assert extractor.extract(RELATIVE).source is None


def test_relative_dates_are_read_against_the_day_of_publication(extractor: Extractor) -> None:
    (found,) = extractor.extract(RELATIVE, published=PUBLISHED).dates
    assert (found.text, found.start_date, found.relative) == ("kemarin", dt.date(2024, 1, 10), True)


def test_without_a_reference_day_a_relative_date_is_a_warning(extractor: Extractor) -> None:
    extraction = extractor.extract(RELATIVE)
    assert (extraction.dates, extraction.reference_date) == ((), None)
    (warning,) = extraction.warnings
    assert warning.code == "relative_without_reference"
    assert RELATIVE[warning.start_char : warning.end_char] == "kemarin"


def test_the_day_of_a_dateline_goes_before_the_day_of_publication(extractor: Extractor) -> None:
    extraction = extractor.extract("Ambon, 5 Februari 2024 - Rapat itu digelar kemarin di Aula Setda.", published=PUBLISHED)
    assert extraction.reference_date == dt.date(2024, 2, 5)
    assert extraction.dates[-1].start_date == dt.date(2024, 2, 4)


def test_a_text_without_a_release_gives_an_empty_extraction(extractor: Extractor) -> None:
    for text in ("", " ", "\n", "Nothing to see here."):
        extraction = extractor.extract(text)
        assert extraction == Extraction(sha256=extraction.sha256)


def test_an_extraction_cannot_be_changed(extractor: Extractor) -> None:
    extraction = extractor.extract(RELATIVE)
    with pytest.raises(AttributeError):
        extraction.source = "rilis.txt"  # type: ignore[misc]
    with pytest.raises(AttributeError):
        extraction.officials[0].name = "Budi"  # type: ignore[misc]


# Many texts


def test_pipe_keeps_the_order(extractor: Extractor) -> None:
    texts = list(read_samples().values())
    assert list(extractor.pipe(texts, published=PUBLISHED)) == [extractor.extract(text, published=PUBLISHED) for text in texts]


def test_pipe_takes_a_text_only_when_its_result_is_wanted(extractor: Extractor) -> None:
    taken = []

    def endless() -> Iterator[str]:
        while True:
            taken.append(RELATIVE)
            yield RELATIVE

    results = extractor.pipe(endless())
    next(results)
    next(results)
    assert len(taken) == 2


def test_threads_share_an_extractor(extractor: Extractor) -> None:
    texts = list(read_samples().values()) * 4
    shared = berita_extract.load()
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(shared.extract, texts))
    assert found == list(extractor.pipe(texts))


def test_a_long_life_changes_no_result(extractor: Extractor, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = list(read_samples().values())
    expected = list(extractor.pipe(texts))
    # What is known of spellings is thrown away before every text that meets a full store.
    monkeypatch.setattr(reading, "_MOST_SPELLINGS", 1)
    assert list(berita_extract.load().pipe(texts)) == expected


def test_hash_seed_and_time_zone_change_no_byte() -> None:
    program = """
import pathlib, berita_extract
for path in sorted(pathlib.Path("samples").glob("*.txt")):
    print(berita_extract.extract(path.read_bytes().decode()).to_json())
"""
    one = run_python(program, PYTHONHASHSEED="1", TZ="Pacific/Kiritimati", LC_ALL="C.UTF-8")
    other = run_python(program, PYTHONHASHSEED="2", TZ="America/Adak", LC_ALL="C.UTF-8")
    assert one.stdout == other.stdout
    assert one.stdout.count("\n") == len(read_samples())


# Written down


@pytest.mark.parametrize("name", read_samples())
def test_json_round_trip(extractor: Extractor, name: str) -> None:
    extraction = extractor.extract(read_samples()[name], published=PUBLISHED, source=name)
    for written in (extraction.to_json(), extraction.to_json(indent=2)):
        assert msgspec.json.decode(written, type=Extraction, strict=True) == extraction
        assert json.loads(written) == extraction.to_dict()
    assert msgspec.convert(extraction.to_dict(), Extraction) == extraction
    assert extraction.to_json().count("\n") == 0
    assert extraction.to_json(indent=2).startswith('{\n  "schema_version"')


def test_a_dict_holds_only_plain_values(extractor: Extractor) -> None:
    def assert_plain(value: object) -> None:
        match value:
            case dict():
                assert all(type(key) is str for key in value)
                for held in value.values():
                    assert_plain(held)
            case list():
                for held in value:
                    assert_plain(held)
            case _:
                assert value is None or type(value) in (str, int, bool)

    for text in read_samples().values():
        assert_plain(extractor.extract(text).to_dict())


def test_lone_surrogates_are_written_as_escapes(extractor: Extractor) -> None:
    text = "Ambon - “Kami \ud800 siap,” ujar Bupati Rina Sari."
    extraction = extractor.extract(text)
    (quote,) = extraction.to_dict()["quotes"]
    assert quote["text"] == "Kami \ud800 siap"
    for written in (extraction.to_json(), extraction.to_json(indent=2)):
        assert written.encode("utf-8")
        assert json.loads(written) == extraction.to_dict()


# Explaining


@pytest.mark.parametrize("name", read_samples())
def test_every_step_has_its_place_and_every_refusal_its_reason(extractor: Extractor, name: str) -> None:
    text = read_samples()[name]
    steps = extractor.explain(text).steps
    assert steps
    for step in steps:
        assert text[step.start_char : step.end_char] == step.text
        assert step.rule
        assert step.outcome == "kept" or step.reason


# A lexicon of one's own


def test_a_lexicon_extends_the_lists_of_one_extractor(tmp_path: Path) -> None:
    path = tmp_path / "kata.tsv"
    path.write_text("# bulan baru\nmonths\tJanubulan\t1\n", encoding="utf-8")
    text = "Rapat digelar Rabu, 10 Janubulan 2024."
    (date,) = berita_extract.load(lexicon=path).extract(text).dates
    assert (date.text, date.start_date) == ("Rabu, 10 Janubulan 2024", dt.date(2024, 1, 10))
    assert not berita_extract.load().extract(text).dates


def test_a_lexicon_that_cannot_be_read_is_an_error_of_ours(tmp_path: Path) -> None:
    with pytest.raises(LexiconError, match=r"kata\.tsv: cannot be read as a UTF-8 word list"):
        berita_extract.load(lexicon=tmp_path / "kata.tsv")
    assert issubclass(LexiconError, BeritaError)
