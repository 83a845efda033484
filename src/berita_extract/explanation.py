"""The trace of one extraction for `explain`: what was kept by which rule, what was dropped and why."""

from __future__ import annotations

from collections.abc import Iterator

from berita_extract.assembly import Findings
from berita_extract.schema import Extraction, Mention
from berita_extract.trace import Step

_LISTS = ("byline", "dates", "locations", "officials", "attendance", "quotes")


def list_steps(findings: Findings, extraction: Extraction) -> tuple[Step, ...]:
    """Every decision about a stretch of the text, in text order; the stage is the field of the extraction it concerns."""
    steps = [*_kept(extraction), *_dropped(findings)]
    return tuple(sorted(steps, key=lambda step: (step.start_char, step.end_char, step.stage)))


def _kept(extraction: Extraction) -> Iterator[Step]:
    for stage in ("headline", "dateline"):
        mention = getattr(extraction, stage)
        if mention is not None:
            yield _keep(stage, mention)
    for stage in _LISTS:
        for mention in getattr(extraction, stage):
            yield _keep(stage, mention)
    for official in extraction.officials:
        for title in official.titles:
            yield _keep("officials", title, reason=f"office of {official.name}")


def _keep(stage: str, mention: Mention, reason: str | None = None) -> Step:
    return Step(
        stage=stage,
        rule=mention.rule,
        outcome="kept",
        start_char=mention.start_char,
        end_char=mention.end_char,
        text=mention.text,
        reason=reason,
    )


def _dropped(findings: Findings) -> Iterator[Step]:
    reading = findings.reading

    def drop(stage: str, rule: str, start: int, end: int, reason: str) -> Step:
        first, last = reading.starts[start], reading.ends[end - 1]
        return Step(
            stage=stage, rule=rule, outcome="dropped", start_char=first, end_char=last, text=reading.text[first:last], reason=reason
        )

    for expression in findings.excluded:
        yield drop("dates", expression.rule, expression.start, expression.end, "a word before it makes it a number, a name or a term")
    valued = {value.expression for value in findings.dated.values}
    for doubt in findings.dated.doubts:
        if doubt.expression not in valued:
            yield drop("dates", doubt.expression.rule, doubt.expression.start, doubt.expression.end, doubt.message)
    for refused in findings.refused:
        yield drop("attendance", "attendance.none", refused.start, refused.end, refused.reason)
    named = {(mention.start, mention.end) for mention in findings.cast.mentions if mention.person is not None}
    for title in findings.found.titles:
        if title.person is None and (title.start, title.end) not in named:
            yield drop("officials", title.rule, title.start, title.end, "an office without a name")
    for mark in findings.unbalanced:
        yield drop("quotes", "quotes.unclosed", mark.token, mark.token + 1, f"the {mark.missing} quotation mark is missing")
