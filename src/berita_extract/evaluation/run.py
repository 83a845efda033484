"""From a gold set and what was found in it to the table with its intervals and the list of errors."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from berita_extract.batch.outcomes import Failure, describe_failure
from berita_extract.evaluation.bootstrap import MEAN, Interval, estimate_intervals
from berita_extract.evaluation.facts import Facts
from berita_extract.evaluation.judged import judge_values
from berita_extract.evaluation.records import read_facts
from berita_extract.evaluation.reliability import Rated, Reliability, measure_reliability
from berita_extract.evaluation.sets import GoldRelease
from berita_extract.evaluation.table import Figures, add_tallies, average_main, count_verdicts, list_figures
from berita_extract.evaluation.verdicts import Verdict, judge_release
from berita_extract.schema import Extraction

if TYPE_CHECKING:
    from berita_extract.pipeline import Extractor


@dataclass(frozen=True, slots=True)
class Evaluation:
    """How good an extraction is: the table, the mean of its main rows, and every verdict by release."""

    rows: Mapping[str, Figures]
    mean: float
    mean_interval: Interval | None
    verdicts: Sequence[tuple[str, Sequence[Verdict]]]

    def list_errors(self, row: str) -> list[tuple[str, Verdict]]:
        """What is not right in a row, with the id of the release."""
        return [
            (name, verdict) for name, verdicts in self.verdicts for verdict in verdicts if verdict.row == row and verdict.outcome != "right"
        ]


def extract_releases(releases: Sequence[GoldRelease], extractor: Extractor) -> tuple[list[Extraction | None], list[Failure]]:
    """What the extractor finds in each release; where it fails there is nothing, and the failure says why."""
    found: list[Extraction | None] = []
    failures: list[Failure] = []
    for release in releases:
        try:
            found.append(extractor.extract(release.text or "", published=release.published, source=release.name))
        except Exception as error:  # a release that raises is missed as a whole, and told
            found.append(None)
            failures.append(describe_failure(error, release.name))
    return found, failures


def list_facts(extractions: Iterable[Extraction | None]) -> list[Facts | None]:
    """What of each extraction is compared."""
    return [None if extraction is None else read_facts(extraction.to_dict()) for extraction in extractions]


def extract_facts(releases: Sequence[GoldRelease], extractor: Extractor) -> tuple[list[Facts | None], list[Failure]]:
    """The facts that the extractor finds in each release, and where it failed."""
    found, failures = extract_releases(releases, extractor)
    return list_facts(found), failures


def judge_confidence(releases: Sequence[GoldRelease], extractions: Sequence[Extraction | None]) -> dict[str, Reliability]:
    """How well the confidence of the values agrees with the share of them that is right."""
    return measure_reliability(
        Rated(value.evidence.field, value.confidence, value.right)
        for release, extraction in zip(releases, extractions, strict=True)
        if extraction is not None
        for value in judge_values(release.facts, extraction)
    )


def evaluate(releases: Sequence[GoldRelease], found: Sequence[Facts | None], *, resamples: int) -> Evaluation:
    """Judge what was found against what was annotated; a release with nothing found is missed as a whole."""
    verdicts = [
        (release.name, tuple(judge_release(release.facts, facts or Facts()))) for release, facts in zip(releases, found, strict=True)
    ]
    tallies = [count_verdicts(each) for _, each in verdicts]
    total = add_tallies(tallies)
    intervals = estimate_intervals(tallies, resamples=resamples)
    return Evaluation(
        rows=list_figures(total, intervals),
        mean=average_main(total),
        mean_interval=intervals.get(MEAN),
        verdicts=verdicts,
    )
