"""From a gold set and what was found in it to the table with its intervals and the list of errors."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from berita_extract.batch.run import Failure, describe_failure
from berita_extract.evaluation.bootstrap import MEAN, Interval, estimate_intervals
from berita_extract.evaluation.facts import Facts
from berita_extract.evaluation.records import read_facts
from berita_extract.evaluation.sets import GoldRelease
from berita_extract.evaluation.table import Figures, add_tallies, average_main, count_verdicts, list_figures
from berita_extract.evaluation.verdicts import Verdict, judge_release

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


def extract_facts(releases: Sequence[GoldRelease], extractor: Extractor) -> tuple[list[Facts | None], list[Failure]]:
    """What the extractor finds in each release; where it fails there is nothing, and the failure says why."""
    found: list[Facts | None] = []
    failures: list[Failure] = []
    for release in releases:
        try:
            extraction = extractor.extract(release.text or "", published=release.published, source=release.name)
            found.append(read_facts(extraction.to_dict()))
        except Exception as error:  # a release that raises is missed as a whole, and told
            found.append(None)
            failures.append(describe_failure(error, release.name))
    return found, failures


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
