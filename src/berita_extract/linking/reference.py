"""The day against which relative dates are read, and the values that all dates then have."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from berita_extract.grammar.calendar import Calendar, DateValue, Doubt
from berita_extract.grammar.date_forms import DateExpression, Form
from berita_extract.linking.event import choose_date, is_statement_setting
from berita_extract.linking.event_days import is_feast, is_planned
from berita_extract.recognizers.datelines import DatelineSpan
from berita_extract.record import Record
from berita_extract.text.reading import Reading


class DatedText(Record, frozen=True):
    """The reference day of a text, its dates with their values, and what was doubtful about them."""

    reference: dt.date | None
    values: list[DateValue]
    doubts: list[Doubt]


def date_text(
    reading: Reading,
    expressions: Sequence[DateExpression],
    dateline: DatelineSpan | None,
    published: dt.date | None,
    quoted: bytearray,
) -> DatedText:
    """Settle the reference day and resolve every date against it.

    The reference day is the dateline's, else the one given as `published`, else a publication date that stands
    in the text, else the day of the event itself, or of what somebody says of an event to come.
    """
    reference = _dateline_day(expressions, dateline, published) or published or _printed_day(reading, expressions)
    if reference is None:
        unanchored = Calendar(expressions, None)
        values = [value for expression in expressions for value in unanchored.resolve(expression)]
        event = choose_date(reading, values, dateline, quoted)
        if event is None or is_feast(reading, event) or is_planned(reading, event):
            event = _statement_day(reading, values, quoted) or event
        reference = event.start if event is not None and event.granularity in ("day", "range") else None
    calendar = Calendar(expressions, reference)
    values = [value for expression in expressions for value in calendar.resolve(expression)]
    return DatedText(reference, values, calendar.doubts)


def _statement_day(reading: Reading, values: Sequence[DateValue], quoted: bytearray) -> DateValue | None:
    """The day on which somebody spoke, where the text tells no event that has been: `kata Menteri, Jumat (12/8/2016)`."""
    said = (value for value in values if value.granularity == "day" and not quoted[value.expression.start])
    return next((value for value in said if is_statement_setting(reading, value.expression.start)), None)


def _dateline_day(expressions: Sequence[DateExpression], dateline: DatelineSpan | None, published: dt.date | None) -> dt.date | None:
    if dateline is None or dateline.date is None:
        return None
    values = Calendar(expressions, published).resolve(dateline.date)
    return values[0].start if values else None


def _printed_day(reading: Reading, expressions: Sequence[DateExpression]) -> dt.date | None:
    """A publication date on a line of its own: `Selasa, 9 Januari 2024 | 22:10 WIB`; one under the title before one above it."""
    calendar = Calendar(expressions, None)
    title = next((block.end for block in reading.of_kind("headline")), 0)
    body = next((block.start for block in reading.of_kind("body")), 0)
    under = [expression for expression in expressions if title <= expression.start < body]
    for expression in [*under, *expressions]:
        if expression.form in (Form.DAYS, Form.WRITTEN) and reading.block_at(expression.start).kind == "metadata":
            values = calendar.resolve(expression)
            if values:
                return values[0].start
    return None
