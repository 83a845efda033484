"""The trace of one extraction for `explain`: what was kept by which rule, what was dropped and why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Final

from msgspec.structs import replace

from berita_extract import assembly
from berita_extract.assembly import Findings, locate
from berita_extract.confidence.evidence import Evidence, Witness
from berita_extract.linking import event, event_reasons, roles
from berita_extract.recognizers import (
    attendance,
    bylines,
    datelines,
    dates,
    officials,
    places,
    quotes,
    statements,
    times,
    venues,
)
from berita_extract.schema import Attendance, Event, Extraction, Value
from berita_extract.trace import Outcome, ReasonCode, Step, StepCode, word_reason

RULES: Final[Mapping[str, str]] = {
    rule: told
    for module in (assembly, bylines, datelines, dates, times, venues, places, officials, attendance, quotes, statements, event, roles)
    for rule, told in module.RULES.items()
}
"""Every rule, and what it is for."""


def list_steps(findings: Findings, extraction: Extraction, kept: Extraction) -> tuple[Step, ...]:
    """Every decision about a stretch of the text, in text order; the stage is the field of the extraction it concerns.

    `kept` is the extraction without what is under the asked confidence.
    """
    recorder = _Recorder(findings, extraction, kept)
    steps = [*recorder.kept(), *recorder.roles(), *recorder.event(), *recorder.dropped(), *recorder.doubted()]
    return tuple(sorted(steps, key=lambda step: (step.start_char, step.end_char, step.stage)))


class _Recorder:
    """Goes through what was found in one text and through what became of it."""

    def __init__(self, findings: Findings, extraction: Extraction, kept: Extraction) -> None:
        self.findings = findings
        self.extraction = extraction
        self.reading = findings.reading
        self._kept = kept
        self._least = kept.min_confidence or 0.0

    def kept(self) -> Iterator[Step]:
        """What stands in the extraction, with what it was read as and what speaks for it."""
        found, witness = self.extraction, Witness(self.extraction)
        if found.headline is not None:
            yield self._keep("headline", found.headline, witness.headline(found.headline))
        if found.dateline is not None:
            yield self._keep("dateline", found.dateline, witness.dateline(found.dateline))
        for byline in found.byline:
            yield self._keep("byline", byline, witness.byline(byline))
        for date in found.dates:
            yield self._keep("dates", date, witness.date(date), "read_as", _write_days(date.start_date, date.end_date))
        for place in found.locations:
            codes = place.code or " / ".join(place.candidates) or None
            yield self._keep("locations", place, witness.location(place), "read_as" if codes else None, codes)
        for official in found.officials:
            yield self._keep("officials", official, witness.official(official))
            known = official.confidence >= self._least
            for title in official.titles:
                yield self._keep("officials", title, witness.title(title, official), "office_of", official.name, holder_known=known)
        for count in found.attendance:
            yield self._keep("attendance", count, witness.count(count), "read_as", _write_count(count))
        for quote in found.quotes:
            code: ReasonCode = "said_by" if quote.speaker else "no_speaker"
            yield self._keep("quotes", quote, witness.quote(quote), code, quote.speaker or quote.speaker_missing)

    def _keep(
        self, stage: str, value: Value, evidence: Evidence, code: ReasonCode | None = None, about: str | None = None,
        *, holder_known: bool = True,
    ) -> Step:  # fmt: skip
        if not holder_known or value.confidence < self._least:
            code, about = "below_confidence", None
        return Step(
            stage=stage,
            rule=value.rule,
            outcome="dropped" if code == "below_confidence" else "kept",
            start_char=value.start_char,
            end_char=value.end_char,
            text=value.text,
            code=code,
            about=about,
            reason=word_reason(code, about),
            confidence=value.confidence,
            evidence=evidence.signals,
        )

    def roles(self) -> Iterator[Step]:
        """Which words gave an official each role: a verb, or that the official is quoted."""
        given = {self.reading.starts[person.start]: index for index, person in enumerate(self.findings.cast.people)}
        told = {link.person: statement for statement, link in reversed(self.findings.told)}
        for official in self._kept.officials:
            index = given[official.start_char]
            verbs = self.findings.roles.get(index, {})
            for role in official.roles:
                rule, words = ("roles.verb", verbs[role]) if role in verbs else ("roles.quoted", told[index])
                yield self._step("officials", rule, "kept", words.start, words.end, role, official.name)

    def event(self) -> Iterator[Step]:
        """Which words told each part of the event, and why others did not."""
        findings, facts, found = self.findings, self.findings.event, self.extraction.event
        others = [
            *event_reasons.list_other_days(self.reading, facts, findings.dated.values, findings.dateline, findings.quoted),
            *event_reasons.list_other_venues(self.reading, facts, findings.places, findings.quoted),
            *event_reasons.list_other_times(self.reading, facts, findings.times, findings.quoted),
        ]
        if found is not None:
            others += event_reasons.list_other_counts(facts, findings.counts)
            yield from self._event_parts(found)
        for other in others:
            yield self._step("event", other.rule, "dropped", other.start, other.end, other.reason)

    def _event_parts(self, found: Event) -> Iterator[Step]:
        facts, left, witness = self.findings.event, self._kept.event or Event(), Witness(self.extraction)
        count = None if facts.attendance is None else self.findings.counts[facts.attendance]
        days, hours = _write_days(found.start_date, found.end_date), " - ".join(filter(None, (found.start_time, found.end_time)))
        parts = (
            ("event.activity", facts.activity, "", left.activity),
            ("event.date", None if facts.date is None else facts.date.expression, days, left.start_date),
            ("event.time", facts.time, hours, left.start_time or left.end_time),
            ("event.venue", facts.venue, "", left.venue),
            ("event.region", facts.region, found.region_code, left.region_code),
            ("event.attendance", count, "", left.attendance),
        )
        weights = {
            "event.date": (found.date_confidence, witness.event_date(found)),
            "event.time": (found.time_confidence, witness.event_time(found)),
            "event.venue": (found.venue_confidence, witness.event_venue(found)),
        }
        for rule, words, value, kept in parts:
            if words is None:
                continue
            confidence, evidence = weights.get(rule, (None, None))
            if kept is None:
                step = self._step("event", rule, "dropped", words.start, words.end, "below_confidence")
            else:
                step = self._step("event", rule, "kept", words.start, words.end, "read_as" if value else None, value or None)
            yield replace(step, confidence=confidence, evidence=evidence.signals if evidence else ())

    def dropped(self) -> Iterator[Step]:
        """What was read and then refused, with the reason."""
        findings = self.findings
        for expression in findings.excluded:
            yield self._step("dates", expression.rule, "dropped", expression.start, expression.end, "other_meaning")
        valued = {value.expression for value in findings.dated.values}
        for doubt in findings.dated.doubts:
            if doubt.expression not in valued:
                start, end = doubt.expression.start, doubt.expression.end
                yield self._step("dates", doubt.expression.rule, "dropped", start, end, doubt.code, reason=doubt.message)
        for refused in findings.refused:
            yield self._step("attendance", "attendance.none", "dropped", refused.start, refused.end, refused.reason, refused.about)
        named = {(mention.start, mention.end) for mention in findings.cast.mentions if mention.person is not None}
        for title in findings.found.titles:
            if title.person is None and (title.start, title.end) not in named:
                yield self._step("officials", title.rule, "dropped", title.start, title.end, "office_without_name")

    def doubted(self) -> Iterator[Step]:
        """What the warnings are about."""
        for doubt in self.findings.dated.doubts:
            start, end = doubt.expression.start, doubt.expression.end
            yield self._step("warnings", doubt.expression.rule, "doubted", start, end, doubt.code, reason=doubt.message)
        for mark in self.findings.unbalanced:
            rule = "quotes.unclosed" if mark.missing == "closing" else "quotes.unopened"
            reason = f"the {mark.missing} quotation mark is missing"
            yield self._step("warnings", rule, "doubted", mark.token, mark.token + 1, "unbalanced_quotation_mark", reason=reason)

    def _step(
        self, stage: str, rule: str, outcome: Outcome, start: int, end: int, code: StepCode | None, about: str | None = None,
        *, reason: str | None = None,
    ) -> Step:  # fmt: skip
        words = locate(self.reading, start, end)
        return Step(stage=stage, rule=rule, outcome=outcome, **words, code=code, about=about, reason=reason or word_reason(code, about))


def _write_days(start: dt.date | None, end: dt.date | None) -> str:
    return "/".join(dict.fromkeys(str(day) for day in (start, end) if day is not None))


def _write_count(count: Attendance) -> str:
    """`300`, `8..10`, `500..` with an open end."""
    if count.min == count.max:
        return str(count.min)
    return f"{'' if count.min is None else count.min}..{'' if count.max is None else count.max}"
