"""The library as a program uses it: extract, load, pipe, explain, and what an import costs."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from importlib import metadata
from pathlib import Path
from typing import Any

import msgspec
import pytest

import berita_extract
from berita_extract import Document, errors, schema
from berita_extract.errors import BeritaError, LexiconError
from berita_extract.io.read import read_document
from berita_extract.io.regions import import_regions
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
    assert set(berita_extract.__all__) <= set(dir(berita_extract))
    with pytest.raises(AttributeError, match="no attribute 'extrakt'"):
        _ = berita_extract.extrakt


def test_every_record_and_every_error_has_a_public_name() -> None:
    records = {name for name, kind in vars(schema).items() if isinstance(kind, type) and issubclass(kind, msgspec.Struct)}
    mistakes = {name for name, kind in vars(errors).items() if isinstance(kind, type) and issubclass(kind, BeritaError)}
    for name in records | mistakes:
        assert getattr(berita_extract, name) is getattr(schema, name, None) or getattr(errors, name)
    # `import *` must not take Python's own Warning away.
    assert (records | mistakes) - set(berita_extract.__all__) == {"Warning"}


def test_the_version_is_that_of_the_distribution() -> None:
    assert berita_extract.__version__ == metadata.version("berita-extract")


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


@pytest.mark.parametrize("published", ["2024-01-11", dt.datetime(2024, 1, 11, 23, 59, tzinfo=dt.UTC), PUBLISHED])
def test_the_day_of_publication_may_be_a_date_a_time_or_its_name(extractor: Extractor, published: dt.date | str) -> None:
    expected = extractor.extract(RELATIVE, published=PUBLISHED)
    assert extractor.extract(RELATIVE, published=published) == expected
    assert berita_extract.extract(RELATIVE, published=published) == expected
    assert extractor.explain(RELATIVE, published=published).extraction == expected
    assert list(extractor.pipe([RELATIVE], published=published)) == [expected]
    assert type(expected.reference_date) is dt.date


@pytest.mark.parametrize(
    ("published", "error"),
    [("10/1/2024", ValueError), ("2024-13-01", ValueError), ("", ValueError), (20240110, TypeError), ((), TypeError)],
)
def test_what_is_no_day_of_publication_is_refused(extractor: Extractor, published: Any, error: type[Exception]) -> None:
    message = rf"published is {re.escape(repr(published))}\. Give a date, or a day as '2024-01-10'\."
    for extract in (extractor.extract, extractor.explain, berita_extract.extract):
        with pytest.raises(error, match=message):
            extract(RELATIVE, published=published)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (b"Rapat", r"the text is of type bytes\. Decode it first: data\.decode\('utf-8'\)\."),
        (None, r"the text is of type NoneType\. Give the release as a str\."),
        (Path("rilis.txt"), r"Give the release as a str\."),
    ],
)
def test_what_is_no_text_is_refused(extractor: Extractor, text: Any, message: str) -> None:
    for extract in (extractor.extract, extractor.explain, berita_extract.extract):
        with pytest.raises(TypeError, match=message):
            extract(text)


FAR_AWAY = [
    *("kemarin", "lusa", "besok", "pekan depan", "minggu lalu", "bulan lalu", "bulan depan", "tahun lalu", "tahun depan", "tanggal 1 lalu"),
    *("Senin lalu", "Minggu depan", "akhir pekan lalu", "triwulan I tahun depan", "tanggal 20 nanti", "mulai hari ini hingga 12 Februari"),
    *("999999999 hari lalu", "99999999999999999999 hari lagi", "9999999 tahun lalu", "9999999 bulan lagi", "10 Januari", "31 Desember"),
]


@pytest.mark.parametrize("published", [dt.date.min, dt.date.max, PUBLISHED])
@pytest.mark.parametrize("day", FAR_AWAY)
def test_no_day_leaves_the_calendar(extractor: Extractor, day: str, published: dt.date) -> None:
    text = f"Rapat itu digelar {day} di Aula Setda. Keesokan harinya, kegiatan ditutup."
    extraction = extractor.extract(text, published=published)
    assert extraction.reference_date == published
    assert msgspec.json.decode(extraction.to_json(), type=Extraction) == extraction


def test_a_day_outside_the_calendar_is_a_warning_and_has_no_value(extractor: Extractor) -> None:
    for day, published in (("kemarin", dt.date.min), ("besok", dt.date.max), ("999999999 hari lalu", PUBLISHED)):
        extraction = extractor.extract(f"Rapat itu digelar {day} di Aula Setda.", published=published)
        assert extraction.dates == ()
        (warning,) = extraction.warnings
        assert (warning.code, warning.message) == ("impossible_date", f"{day}: it lies outside the calendar")


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


def test_pipe_takes_documents_with_their_own_day_and_name(extractor: Extractor) -> None:
    documents: list[str | Document] = [Document(RELATIVE, published="2024-02-02", source="a"), RELATIVE, Document(RELATIVE, source="b")]
    found = [(result.source, str(result.reference_date)) for result in extractor.pipe(documents, published=PUBLISHED)]
    assert found == [("a", "2024-02-02"), (None, "2024-01-11"), ("b", "2024-01-11")]


def test_pipe_takes_documents_that_were_read_from_a_file(extractor: Extractor, tmp_path: Path) -> None:
    (tmp_path / "rilis.txt").write_text(RELATIVE, encoding="utf-8")
    (result,) = extractor.pipe([read_document(str(tmp_path / "rilis.txt"))])
    assert result.source == str(tmp_path / "rilis.txt")


@pytest.mark.parametrize("one", [RELATIVE, RELATIVE.encode()])
def test_pipe_refuses_one_text(extractor: Extractor, one: Any) -> None:
    with pytest.raises(TypeError, match=r"pipe takes many releases\. For one text: extract\(text\)\."):
        extractor.pipe(one)


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
    monkeypatch.setattr(reading, "_MOST_RUNS", 1)
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
                assert value is None or type(value) in (str, int, float, bool)

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
    for given in (path, str(path)):
        (date,) = berita_extract.load(lexicon=given).extract(text).dates
        assert (date.text, date.start_date) == ("Rabu, 10 Janubulan 2024", dt.date(2024, 1, 10))
    assert not berita_extract.load().extract(text).dates


def test_an_edited_lexicon_counts_from_the_next_load(tmp_path: Path) -> None:
    path = tmp_path / "kata.tsv"
    text = "Rapat digelar Rabu, 10 Janubulan 2024."
    path.write_text("months\tJanubulan\t1\n", encoding="utf-8")
    before = berita_extract.load(lexicon=path)
    path.write_text("months\tJanubulan\t2\n", encoding="utf-8")
    after = berita_extract.load(lexicon=path)
    assert [extractor.extract(text).dates[0].start_date.month for extractor in (before, after)] == [1, 2]


def test_a_list_of_regions_is_named_by_a_path_or_its_name(tmp_path: Path) -> None:
    source, path = tmp_path / "wilayah.csv", tmp_path / "daftar.tsv"
    source.write_text("kode,nama\n74,Sulawesi Tenggara\n74.02,Kabupaten Konawe\n74.02.05,Sampara\n", encoding="utf-8")
    import_regions(source, path)
    for given in (path, str(path)):
        found = berita_extract.load(regions=given).extract("Rapat digelar di Kecamatan Sampara, Kabupaten Konawe.")
        assert found.locations[0].code == "74.02.05"


def test_a_lexicon_that_cannot_be_read_is_an_error_of_ours(tmp_path: Path) -> None:
    with pytest.raises(LexiconError, match=r"kata\.tsv: cannot be read as a UTF-8 word list"):
        berita_extract.load(lexicon=tmp_path / "kata.tsv")
    assert issubclass(LexiconError, BeritaError)
