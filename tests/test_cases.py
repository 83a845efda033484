"""Every case of `tests/cases/*.cases` goes through the whole extractor; see `cases_format.py` for the format."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import berita_extract
from berita_extract.io.regions import import_regions
from cases_format import Case, Malformed, agrees, discover, found_lines, report
from cases_notation import mentions

if TYPE_CHECKING:
    from _pytest.mark import ParameterSet

CASES = Path(__file__).parent / "cases"


def as_param(item: Case | Malformed) -> ParameterSet:
    marks = []
    if isinstance(item, Case) and item.known_failure:
        # Only a wrong result is a known failure; a crash or a wrong offset fails as everywhere else.
        marks.append(pytest.mark.xfail(strict=True, raises=pytest.fail.Exception, reason=item.comment))
    return pytest.param(item, id=f"{item.file}:{item.line}", marks=marks)


@pytest.fixture(scope="session")
def load(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str | None], berita_extract.Extractor]:
    """The extractor with a list of regions that stands beside the cases, or without one."""

    @cache
    def load_with(regions: str | None) -> berita_extract.Extractor:
        if regions is None:
            return berita_extract.load()
        compiled = tmp_path_factory.mktemp("regions") / "regions.tsv"
        import_regions(CASES / regions, compiled)
        return berita_extract.load(regions=compiled)

    return load_with


@pytest.mark.parametrize("case", [as_param(item) for item in discover(CASES)])
def test_case(case: Case | Malformed, load: Callable[[str | None], berita_extract.Extractor]) -> None:
    if isinstance(case, Malformed):
        pytest.fail(f"{case.file}:{case.line}: {case.message}", pytrace=False)
    result = load(case.regions).extract(case.text, published=case.reference)
    for mention in mentions(result):
        assert case.text[mention.start_char : mention.end_char] == mention.text, f"offsets of {mention}"
    found = found_lines(case.field, result)
    if not agrees(case, found):
        pytest.fail(report(case, found), pytrace=False)


def test_there_are_cases_to_run() -> None:
    assert sum(isinstance(item, Case) for item in discover(CASES)) > 0
