"""The fast path of dates: closed forms read from their parts mean the day that dateparser reads in them."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterable, Iterator

import dateparser
import pytest

import berita_extract
from berita_extract.lexicon.lexicon import load_lexicon

MONTHS = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober", "November", "Desember",
)  # fmt: skip
# Every way of writing a day in figures that names its year. What stands first is the day, or the year where it has four figures.
IN_FIGURES = ("%d/%m/%Y", "%-d/%-m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d")


@pytest.fixture(scope="module")
def extractor() -> berita_extract.Extractor:
    return berita_extract.load()


def every_day(month: int, *years: int) -> Iterator[dt.date]:
    for year in years:
        for day in range(1, calendar.monthrange(year, month)[1] + 1):
            yield dt.date(year, month, day)


def read_ours(extractor: berita_extract.Extractor, written: Iterable[str]) -> dict[str, list[dt.date]]:
    """The days of each expression in a sentence of its own; `tanggal` opens those that a number or code might be mistaken for."""
    return {
        text: [found.start_date for found in extractor.extract(f"Rapat warga digelar pada tanggal {text} di balai desa.").dates]
        for text in written
    }


def read_theirs(text: str) -> list[dt.date]:
    found = dateparser.parse(text, languages=["id"], settings={"DATE_ORDER": "YMD" if text[:4].isdigit() else "DMY"})
    return [] if found is None else [found.date()]


@pytest.mark.parametrize("month", range(1, 13))
def test_a_day_with_the_name_of_its_month(extractor: berita_extract.Extractor, month: int) -> None:
    written = [f"{day.day} {MONTHS[month - 1]} {day.year}" for day in every_day(month, 1999, 2024)]
    assert read_ours(extractor, written) == {text: read_theirs(text) for text in written}


@pytest.mark.parametrize("month", range(1, 13))
@pytest.mark.parametrize("form", IN_FIGURES)
def test_a_day_in_figures(extractor: berita_extract.Extractor, form: str, month: int) -> None:
    written = [day.strftime(form) for day in every_day(month, 2024)]
    assert read_ours(extractor, written) == {text: read_theirs(text) for text in written}


@pytest.mark.parametrize("month", range(1, 13))
def test_every_spelling_of_a_month(extractor: berita_extract.Extractor, month: int) -> None:
    spellings = [entry.surface for entry in load_lexicon().lists["months"] if int(entry.value) == month]
    expected = read_theirs(f"9 {MONTHS[month - 1]} 2024")
    assert len(spellings) > 3
    assert read_ours(extractor, [f"9 {spelling} 2024" for spelling in spellings]) == {
        f"9 {spelling} 2024": expected for spelling in spellings
    }


@pytest.mark.parametrize("text", ["31 Februari 2024", "29 Februari 2023", "31/4/2024", "2024-06-31"])
def test_a_day_that_does_not_exist(extractor: berita_extract.Extractor, text: str) -> None:
    assert read_ours(extractor, [text]) == {text: []}
    assert read_theirs(text) == []
