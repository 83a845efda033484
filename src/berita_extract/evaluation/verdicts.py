"""The judgement on one release: what was found rightly, missed, found for nothing, or found wrongly, row by row."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final, Literal, NamedTuple, TypeVar, get_args

from berita_extract.evaluation import matching
from berita_extract.evaluation.facts import (
    CountFact,
    DateFact,
    DatelineFact,
    EventFact,
    Facts,
    Item,
    PersonFact,
    PlaceFact,
    QuoteFact,
)
from berita_extract.evaluation.words import simplify, squeeze_all
from berita_extract.schema import LocationKind, QuoteKind

Fact = TypeVar("Fact", DateFact, PlaceFact, PersonFact, CountFact, QuoteFact)
Outcome = Literal["right", "missed", "extra", "wrong"]


class Row(NamedTuple):
    """A row of the table; `depth` 1 is a closer look at the row above, `optional` ones stand only where something is judged."""

    name: str
    depth: int = 0
    optional: bool = False


ROWS: Final = (
    Row("dates"),
    Row("event date", optional=True),
    Row("event time", optional=True),
    Row("event venue", optional=True),
    Row("dateline place", optional=True),
    Row("dateline date", optional=True),
    Row("headline", optional=True),
    Row("locations"),
    Row("venues", 1),
    Row("regions", 1),
    Row("region code", 1, optional=True),
    Row("officials"),
    Row("with titles", 1),
    Row("rank", 1, optional=True),
    Row("degrees", 1, optional=True),
    Row("honorifics", 1, optional=True),
    Row("attendance"),
    Row("unit", 1, optional=True),
    Row("direct quotes"),
    Row("direct with speaker", 1),
    Row("indirect quotes"),
    Row("indirect with speaker", 1),
)
ROW_NAMES: Final = tuple(row.name for row in ROWS)


class Verdict(NamedTuple):
    """One judgement: in which row, how it went, what was annotated and what was found."""

    row: str
    outcome: Outcome
    gold: Item | None
    found: Item | None


def judge_release(gold: Facts, found: Facts) -> Iterator[Verdict]:
    """Everything there is to say about one release, in the order of its fields."""
    yield from _judge_dates(gold, found)
    yield from _judge_event(gold.event or EventFact(), found.event or EventFact())
    yield from _judge_opening(gold, found)
    yield from _judge_places(gold, found)
    yield from _judge_people(gold, found)
    yield from _judge_counts(gold, found)
    for kind in get_args(QuoteKind):
        yield from _judge_quotes(kind, gold, found)


def _judge_dates(gold: Facts, found: Facts) -> Iterator[Verdict]:
    """Each value once: a day that is named three times is one date."""
    wanted, given = (
        matching.keep_first((date for date in facts.dates if date.start_date), lambda date: date.days) for facts in (gold, found)
    )
    yield from _report("dates", matching.pair_facts(wanted, given, matching.compare_dates))


def _judge_event(gold: EventFact, found: EventFact) -> Iterator[Verdict]:
    """Only the parts of the event that are annotated are judged."""
    if gold.start_date:
        yield _check("event date", gold.days == found.days, _write_days(gold), _write_days(found))
    if gold.start_time:
        same = found.start_time is not None and gold.start_time == found.start_time[:5]
        yield _check("event time", same, gold.start_time, found.start_time)
    if gold.venue:
        yield _check("event venue", matching.is_same_venue(gold.venue, found.venue), gold.venue, found.venue)


def _judge_opening(gold: Facts, found: Facts) -> Iterator[Verdict]:
    """Dateline and headline, wherever one side has them."""
    wanted, given = gold.dateline or DatelineFact(), found.dateline or DatelineFact()
    if wanted.place or given.place:
        yield _check("dateline place", simplify(wanted.place) == simplify(given.place), wanted.place, given.place)
    if wanted.date or given.date:
        yield _check("dateline date", wanted.date == given.date, str(wanted.date or ""), str(given.date or ""))
    if gold.headline or found.headline:
        yield _check("headline", matching.is_same_headline(gold.headline, found.headline), gold.headline, found.headline)


def _judge_places(gold: Facts, found: Facts) -> Iterator[Verdict]:
    wanted, given = (matching.keep_first(facts.locations, lambda place: (place.kind, simplify(place.name))) for facts in (gold, found))
    pairing = matching.pair_facts(wanted, given, matching.compare_places)
    yield from _report("locations", pairing)
    for kind in get_args(LocationKind):
        of_kind = matching.Pairing(
            [pair for pair in pairing.pairs if pair[0].kind == kind],
            [place for place in pairing.missed if place.kind == kind],
            [place for place in pairing.extra if place.kind == kind],
        )
        yield from _report(f"{kind}s", of_kind)
    for wanted_place, given_place in pairing.pairs:
        if wanted_place.code:
            yield _check("region code", wanted_place.code == given_place.code, wanted_place, given_place)


def _judge_people(gold: Facts, found: Facts) -> Iterator[Verdict]:
    """Who is there, with all offices; rank, degrees and honorifics of those found, wherever one side has them."""
    pairing = matching.pair_facts(gold.officials, found.officials, matching.compare_people)
    yield from _report("officials", pairing)
    yield from _report("with titles", pairing, matching.has_titles)
    for wanted, given in pairing.pairs:
        if wanted.rank or given.rank:
            yield _check("rank", simplify(wanted.rank) == simplify(given.rank), wanted, given)
        if wanted.degrees or given.degrees:
            yield _check("degrees", squeeze_all(wanted.degrees) == squeeze_all(given.degrees), wanted, given)
        if wanted.honorifics or given.honorifics:
            yield _check("honorifics", squeeze_all(wanted.honorifics) == squeeze_all(given.honorifics), wanted, given)


def _judge_counts(gold: Facts, found: Facts) -> Iterator[Verdict]:
    pairing = matching.pair_facts(gold.attendance, found.attendance, matching.compare_counts)
    yield from _report("attendance", pairing)
    for wanted, given in pairing.pairs:
        yield _check("unit", simplify(wanted.unit) == simplify(given.unit), wanted, given)


def _judge_quotes(kind: str, gold: Facts, found: Facts) -> Iterator[Verdict]:
    wanted, given = ([quote for quote in facts.quotes if quote.kind == kind] for facts in (gold, found))
    pairing = matching.pair_facts(wanted, given, matching.compare_quotes)
    yield from _report(f"{kind} quotes", pairing)
    yield from _report(f"{kind} with speaker", pairing, matching.is_same_speaker)


def _report(row: str, pairing: matching.Pairing[Fact], agrees: Callable[[Fact, Fact], bool] | None = None) -> Iterator[Verdict]:
    """A verdict for each fact; a pair is right unless `agrees` finds that it is not."""
    for gold, found in pairing.pairs:
        yield Verdict(row, "right" if agrees is None or agrees(gold, found) else "wrong", gold, found)
    for gold in pairing.missed:
        yield Verdict(row, "missed", gold, None)
    for found in pairing.extra:
        yield Verdict(row, "extra", None, found)


def _check(row: str, same: bool, gold: Item | None, found: Item | None) -> Verdict:
    return Verdict(row, "right" if same else "wrong", gold, found)


def _write_days(event: EventFact) -> str | None:
    """`2024-01-10`, or `2024-01-10/2024-01-12` for several days."""
    start, end = event.days
    if start is None:
        return None
    return str(start) if start == end else f"{start}/{end}"
