"""Calibrate the confidence of the values on annotated releases.

    python benchmarks/calibrate.py --gold tests/gold/gold.jsonl [GOLD.jsonl ...] [--unseen GOLD.jsonl ...] [--write]

`--gold` are releases on which the rules were developed, `--unseen` releases that were kept out of that: the table of odds is
written for releases like these. Prints how well the confidence agrees with what is right, each release judged by a
table made without it. `--write` puts the table into the package and the figures into docs/confidence.md.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple

import berita_extract
from berita_extract.confidence.evidence import SIGNALS
from berita_extract.confidence.scorecard import BASE, Scorecard, write_scorecard
from berita_extract.evaluation.judged import judge_values
from berita_extract.evaluation.reliability import Rated, Reliability, Share, measure_reliability, name_bins
from berita_extract.evaluation.run import extract_releases
from berita_extract.evaluation.sets import read_gold
from fit_odds import Example, fit_odds, make_scorecard

ROOT: Final = Path(__file__).resolve().parents[1]
TABLE: Final = ROOT / "src" / "berita_extract" / "confidence" / "odds.tsv"
PAGE: Final = ROOT / "docs" / "confidence.md"
_FOLDS: Final = 20
_HEADER: Final = """\
By what each rule and each signal multiplies the odds that a value is right; `*` are the odds of the field itself.
Confidence is odds / (1 + odds). Of so many values carried by it so many were right: the last two columns.
field<TAB>evidence<TAB>odds<TAB>right<TAB>values. Written by: python benchmarks/calibrate.py --write; docs/confidence.md says how.
"""
_PART: Final = re.compile(r"(<!-- calibrated: (?P<what>\w+) -->\n).*?(?=<!-- end -->)", re.DOTALL)


class GoldSet(NamedTuple):
    """Judged values of the releases of a file."""

    path: Path
    seen: bool
    releases: int
    examples: list[Example]


def main(arguments: Sequence[str] | None = None) -> None:
    """Read, judge, fit, cross-validate, print and write."""
    options = read_options(arguments)
    # The confidence is that of the package as it comes, whatever list of regions this user has imported.
    os.environ["BERITA_EXTRACT_DATA_DIR"] = os.devnull
    extractor = berita_extract.load()
    sets = [judge_set(path, seen, extractor) for seen, paths in ((True, options.gold), (False, options.unseen)) for path in paths]
    examples = [example for gold in sets for example in gold.examples]
    if not options.unseen:
        examples = [example._replace(seen=False) for example in examples]
    scorecard, ratings = calibrate(examples)
    parts = dict(write_parts(sets, scorecard, examples, ratings))
    for name in ("sets", "unseen", "seen"):
        print(parts.get(name, ""))
    if options.write:
        TABLE.write_text(write_scorecard(scorecard, _HEADER), encoding="utf-8")
        PAGE.write_text(fill_page(PAGE.read_text(encoding="utf-8"), parts), encoding="utf-8")
        print(f"{TABLE.name} and {PAGE.name} written")


def read_options(arguments: Sequence[str] | None) -> argparse.Namespace:
    """The options of the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, nargs="+", required=True, metavar="GOLD.jsonl", help="annotated releases")
    parser.add_argument("--unseen", type=Path, nargs="*", default=[], metavar="GOLD.jsonl", help="those on which no rule was developed")
    parser.add_argument("--write", action="store_true", help="write the table of odds and the figures of docs/confidence.md")
    return parser.parse_args(arguments)


def judge_set(path: Path, seen: bool, extractor: berita_extract.Extractor) -> GoldSet:
    """Extract from the releases of a file and judge every value."""
    releases = read_gold(path)
    found, failures = extract_releases(releases, extractor)
    for failure in failures:
        print(f"{failure.source}: {failure.message}", file=sys.stderr)
    examples = [
        Example(f"{path}:{release.name}", seen, value.evidence, value.right)
        for release, extraction in zip(releases, found, strict=True)
        if extraction is not None
        for value in judge_values(release.facts, extraction)
    ]
    return GoldSet(path, seen, len(releases), examples)


def calibrate(examples: Sequence[Example]) -> tuple[Scorecard, list[Rated]]:
    """The table made of all values; and each value rated by a table that was made without its release."""
    whole = fit_odds(examples)
    folds = {release: number % _FOLDS for number, release in enumerate(dict.fromkeys(example.release for example in examples))}
    rated: list[Rated | None] = [None] * len(examples)
    for fold in range(min(_FOLDS, len(folds))):
        kept = [example for example in examples if folds[example.release] != fold]
        if not kept:
            continue
        scorecard = make_scorecard(fit_odds(kept, whole), kept)
        for place, example in enumerate(examples):
            if folds[example.release] == fold:
                rated[place] = Rated(example.evidence.field, scorecard.rate(example.evidence), example.right)
    return make_scorecard(whole, examples), [value for value in rated if value is not None]


def write_parts(
    sets: Sequence[GoldSet], scorecard: Scorecard, examples: Sequence[Example], ratings: Sequence[Rated]
) -> Iterator[tuple[str, str]]:
    """The parts of the page that are calibrated."""
    yield "sets", _write_table(("set", "releases", "values", "rules developed on it", "sha256"), (_describe_set(gold) for gold in sets))
    for name, seen in (("unseen", False), ("seen", True)):
        chosen = [value for value, example in zip(ratings, examples, strict=True) if example.seen is seen]
        if chosen:
            yield name, write_reliability(measure_reliability(chosen))
    yield "odds", write_odds(scorecard)


def write_reliability(measured: Mapping[str, Reliability]) -> str:
    """The bins of all values, and a row for each field."""
    bins = zip(name_bins(), measured["all"].bins, strict=True)
    told = _write_table(
        ("confidence", "values", "mean confidence", "share right", "95 % interval"),
        ((name, *_write_share(part), "{:.2f}-{:.2f}".format(*part.interval)) for name, part in bins if part.values),
    )
    fields = ((name, *_write_share(part.total), f"{part.error:.3f}") for name, part in measured.items())
    return f"{told}\n" + _write_table(("field", "values", "mean confidence", "share right", "calibration error"), fields)


def write_odds(scorecard: Scorecard) -> str:
    """What each signal makes of the odds, with its meaning; and the odds of a field without any."""
    rows = []
    for line in scorecard.lines:
        meaning = "the field itself" if line.evidence == BASE else SIGNALS[line.field].get(line.evidence)
        if meaning:
            times = f"{line.factor:.3g}" if line.evidence == BASE else f"× {line.factor:.3g}"
            rows.append((line.field, f"`{line.evidence}`", meaning, times, f"{line.right} of {line.values}"))
    return _write_table(("field", "signal", "says", "odds", "right"), rows)


def fill_page(page: str, parts: Mapping[str, str]) -> str:
    """The page with the calibrated parts in their places; a part for which there is nothing says so."""
    return _PART.sub(lambda match: match[1] + parts.get(match["what"], "Not measured.\n"), page)


def _describe_set(gold: GoldSet) -> tuple[str, ...]:
    digest = hashlib.sha256(gold.path.read_bytes()).hexdigest()[:12]
    return f"`{gold.path.name}`", str(gold.releases), str(len(gold.examples)), "yes" if gold.seen else "no", f"`{digest}…`"


def _write_share(part: Share) -> tuple[str, str, str]:
    return str(part.values), f"{part.confidence:.3f}", f"{part.share:.3f}"


def _write_table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


if __name__ == "__main__":
    main()
