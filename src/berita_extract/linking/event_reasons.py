"""Why the other days, times, venues and counts of a text are not the event's: told after the choice, for `explain`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from berita_extract.grammar.calendar import DateValue
from berita_extract.grammar.place_search import Place
from berita_extract.linking.event import EventFacts, find_filed, is_long_before, is_statement_setting, why_no_event_day
from berita_extract.linking.event_days import DayRanks
from berita_extract.recognizers.attendance import Count
from berita_extract.recognizers.datelines import DatelineSpan
from berita_extract.recognizers.times import ClockSpan
from berita_extract.record import Record
from berita_extract.text.reading import Reading
from berita_extract.trace import ReasonCode


class Other(Record, frozen=True):
    """Tokens that might have told a part of the event and do not, the rule that found them, and why."""

    rule: str
    start: int
    end: int
    reason: ReasonCode


def list_other_days(
    reading: Reading, facts: EventFacts, dates: Sequence[DateValue], dateline: DatelineSpan | None, quoted: bytearray
) -> Iterator[Other]:
    """The days that are not the event's; one that is the event's again is none of them."""
    filed, chosen = find_filed(dates, dateline), facts.date
    reasons = {id(value): why_no_event_day(reading, value, filed, quoted) for value in dates}
    possible = [value for value in dates if value is not filed and reasons[id(value)] is None]
    ranks = DayRanks(reading, possible)
    latest = max((value.start for value in possible), default=None)
    for value in dates:
        if chosen is not None and (value.start, value.end) == (chosen.start, chosen.end):
            continue
        reason = reasons[id(value)]
        if value is filed:
            reason = "told_in_the_body"
        elif reason is None and chosen is filed:
            reason = "told_by_dateline"
        elif reason is None and latest is not None and is_long_before(value, latest):
            reason = "long_before"
        elif reason is None and reading.block_at(value.expression.start).kind != "body":
            reason = "outside_the_body"
        elif reason is None and ranks.rank(value):
            reason = "another_event"
        yield Other(value.expression.rule, value.expression.start, value.expression.end, reason or "another_first")


def list_other_venues(reading: Reading, facts: EventFacts, places: Sequence[Place], quoted: bytearray) -> Iterator[Other]:
    """The venues that are not the event's."""
    for place in places:
        if place.kind != "venue" or place == facts.venue:
            continue
        reason: ReasonCode = "another_nearer"
        if quoted[place.start]:
            reason = "in_a_quotation"
        elif is_statement_setting(reading, place.start):
            reason = "where_words_were_said"
        elif reading.block_at(place.start).kind != "body":
            reason = "outside_the_body"
        yield Other(place.rule, place.start, place.end, reason)


def list_other_times(reading: Reading, facts: EventFacts, times: Sequence[ClockSpan], quoted: bytearray) -> Iterator[Other]:
    """The clock times that are not the event's."""
    for time in times:
        if time == facts.time:
            continue
        reason: ReasonCode = "another_nearer"
        if quoted[time.start]:
            reason = "in_a_quotation"
        elif reading.block_at(time.start).kind != "body":
            reason = "outside_the_body"
        yield Other("times.clock", time.start, time.end, reason)


def list_other_counts(facts: EventFacts, counts: Sequence[Count]) -> Iterator[Other]:
    """The counts that are not of the whole event."""
    for index, count in enumerate(counts):
        if index != facts.attendance:
            reason: ReasonCode = "part_of_another" if count.rule == "attendance.breakdown" else "another_larger"
            yield Other(count.rule, count.start, count.end, reason)
