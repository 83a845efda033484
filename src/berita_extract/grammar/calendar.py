"""What days an expression means: years inferred, weekdays heard as witnesses, relative days counted from a reference."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Final

from berita_extract.grammar.date_forms import DateExpression, Form, Point
from berita_extract.record import Record
from berita_extract.schema import Granularity, WarningCode

_MONTHS_OF_PART: Final = {Form.QUARTER: 3, Form.SEMESTER: 6}
# A date without its year lies at most this far from the reference day before the neighbouring year is nearer.
_HALF_YEAR: Final = dt.timedelta(days=183)
# A weekday that fits another year is believed only near the turn of the year.
_TURN_OF_YEAR: Final = dt.timedelta(days=75)
# A written year is doubted only where the same day of the reference year is this close to the reference day.
_CLOSE: Final = dt.timedelta(days=45)
_FIRST_YEAR, _LAST_YEAR = 1600, 2200
# 17 August 1945 was Jumat Legi.
_A_LEGI: Final = dt.date(1945, 8, 17)


class DateValue(Record, frozen=True):
    """The days that an expression means, both ends inclusive."""

    expression: DateExpression
    start: dt.date
    end: dt.date
    granularity: Granularity
    relative: bool = False


class Doubt(Record, frozen=True):
    """Why an expression has no value, or why its value deserves a second look."""

    expression: DateExpression
    code: WarningCode
    message: str


class Calendar:
    """Gives dates their values in one document: its reference day, and the years that it writes out."""

    def __init__(self, expressions: Sequence[DateExpression], reference: dt.date | None) -> None:
        self.reference = reference
        self.doubts: list[Doubt] = []
        self._latest: dt.date | None = None
        written = (
            point.year for expression in expressions if expression.form in (Form.DAYS, Form.RANGE, Form.MONTHS)
            for point in expression.points if point.year and point.month
        )  # fmt: skip
        self._years = [*dict.fromkeys(written)]

    def resolve(self, expression: DateExpression) -> list[DateValue]:
        """The values of an expression: none where the text does not settle it, several for a list of single days.

        Call it in text order: `keesokan harinya` counts from the day before it in the text.
        """
        try:
            values = self._resolve(expression)
        except (OverflowError, ValueError):  # there is no date before the year 1 or after 9999
            self._doubt(expression, "impossible_date", "it lies outside the calendar")
            return []
        if values and values[-1].granularity == "day":
            self._latest = values[-1].start
        return values

    def _resolve(self, expression: DateExpression) -> list[DateValue]:
        match expression.form:
            case Form.DAYS:
                return self._days(expression)
            case Form.RANGE:
                return self._range(expression)
            case Form.MONTHS:
                return self._months(expression)
            case Form.QUARTER | Form.SEMESTER:
                return self._part_of_year(expression)
            case Form.YEAR:
                first, last = (expression.points[place].year or 0 for place in (0, -1))
                return [DateValue(expression, dt.date(first, 1, 1), dt.date(last, 12, 31), "year" if first == last else "range")]
            case Form.WRITTEN:
                day = parse_written(expression.deictic)
                return [DateValue(expression, day, day, "day")] if day else []
            case Form.WEEK:
                return self._week(expression)
            case Form.DAY_ONLY:
                return self._day_only(expression)
            case Form.WEEKDAY:
                return self._weekday(expression)
            case Form.DEICTIC:
                return self._deictic(expression)

    def _days(self, expression: DateExpression) -> list[DateValue]:
        point = expression.points[0]
        year = self._year(point, expression)
        if year is None:
            self._doubt(expression, "date_without_year", "no year stands beside it and no reference day tells it")
            return []
        days = [day for number in point.days if (day := self._date(expression, year, point.month, number))]
        if len(days) < len(point.days):
            return []
        self._check_weekday(expression, point, days[0])
        last = days[-1]
        if expression.part > 1:
            return [DateValue(expression, last, last + dt.timedelta(days=expression.part - 1), "range")]
        if expression.contiguous and days[0] < last:
            return [DateValue(expression, days[0], last, "range")]
        if len(days) > 2 and all(after - before == dt.timedelta(days=1) for before, after in pairwise(days)):
            return [DateValue(expression, days[0], last, "range")]
        return [DateValue(expression, day, day, "day") for day in days]

    def _range(self, expression: DateExpression) -> list[DateValue]:
        first, last = expression.points
        if expression.deictic:
            return self._open_range(expression)
        last_year = last.year or self._year(last, expression)
        first_year = first.year or last_year
        if first_year is None or last_year is None:
            self._doubt(expression, "date_without_year", "no year stands beside it and no reference day tells it")
            return []
        if first.year is None and (first.month or 0) > (last.month or 0):
            first_year -= 1
        start = self._date(expression, first_year, first.month, first.days[0])
        end = self._date(expression, last_year, last.month, last.days[0])
        if start is None or end is None:
            return []
        if start > end:
            self._doubt(expression, "range_backwards", "its end lies before its start")
            return []
        return [DateValue(expression, start, end, "range")]

    def _open_range(self, expression: DateExpression) -> list[DateValue]:
        """`mulai hari ini hingga 12 Februari 2024`: the start counts from the reference day."""
        last = expression.points[1]
        year = self._year(last, expression)
        end = self._date(expression, year, last.month, last.days[0]) if year else None
        opening = count_from(self.reference, expression.deictic) if self.reference else None
        if end is None:
            return []
        start = opening[0] if opening else end
        return [DateValue(expression, start, end, "range", relative=True)] if start <= end else []

    def _week(self, expression: DateExpression) -> list[DateValue]:
        """The n-th week of a month begins with its n-th Monday."""
        year = self._month_year(expression)
        if year is None:
            return []
        first = dt.date(year, expression.points[0].month or 1, 1)
        monday = first + dt.timedelta(days=-first.weekday() % 7 + 7 * (expression.part - 1))
        if monday.month != first.month:
            self._doubt(expression, "impossible_date", "the month has no such week")
            return []
        return [DateValue(expression, monday, monday + dt.timedelta(days=6), "week")]

    def _day_only(self, expression: DateExpression) -> list[DateValue]:
        """`tanggal 20 nanti`: the next such day; `tanggal 5 kemarin`: the last one."""
        reference, number = self.reference, expression.points[0].days[0]
        if reference is None:
            self._doubt(expression, "relative_without_reference", "no reference day to count from")
            return []
        step = 1 if expression.tail == "future" else -1
        for months in range(3):
            month = reference.month - 1 + months * step
            day = _safe_date(reference.year + month // 12, month % 12 + 1, number)
            if day is not None and (day - reference).days * step >= 0:
                return [DateValue(expression, day, day, "day", relative=True)]
        return []

    def _months(self, expression: DateExpression) -> list[DateValue]:
        year = self._month_year(expression)
        if year is None:
            return []
        spans = [_month_span(point.year or year, point.month or 1) for point in expression.points]
        relative = expression.points[0].year is None and bool(expression.tail or expression.deictic)
        if len(spans) == 2 and expression.contiguous:
            return [DateValue(expression, spans[0][0], spans[1][1], "range")] if spans[0] < spans[1] else []
        return [DateValue(expression, start, end, "month", relative) for start, end in spans]

    def _month_year(self, expression: DateExpression) -> int | None:
        point = expression.points[0]
        if point.year:
            return point.year
        if expression.deictic.startswith("year:"):
            return self.reference.year + int(expression.deictic[5:]) if self.reference else None
        if self.reference is None:
            return self._years[0] if self._years else None
        year, month = self.reference.year, point.month or 1
        if expression.tail == "past" and month > self.reference.month:
            return year - 1
        return year + 1 if expression.tail == "future" and month < self.reference.month else year

    def _part_of_year(self, expression: DateExpression) -> list[DateValue]:
        year = expression.points[0].year or (self.reference.year if self.reference else None) or next(iter(self._years), None)
        if year is None:
            return []
        months = _MONTHS_OF_PART[expression.form]
        first = (expression.part - 1) * months + 1
        start, end = dt.date(year, first, 1), _month_span(year, first + months - 1)[1]
        return [DateValue(expression, start, end, "range")]

    def _weekday(self, expression: DateExpression) -> list[DateValue]:
        reference, weekday = self.reference, expression.points[0].weekday
        if reference is None or weekday is None:
            self._doubt(expression, "relative_without_reference", "no reference day to count from")
            return []
        monday = reference - dt.timedelta(days=reference.weekday())
        ahead = (weekday - 1 - reference.weekday()) % 7
        match expression.tail:
            case "past":
                day = reference - dt.timedelta(days=7 - ahead)
            case "latest":
                day = reference - dt.timedelta(days=(7 - ahead) % 7)
            case "future":
                day = reference + dt.timedelta(days=ahead or 7)
            case "present":
                day = monday + dt.timedelta(days=weekday - 1)
            case "lastweek":
                day = monday + dt.timedelta(days=weekday - 8)
            case "nextweek":
                day = monday + dt.timedelta(days=weekday + 6)
            case _:
                return []
        day -= dt.timedelta(days=expression.part)  # malam Minggu is the evening before
        return [DateValue(expression, day, day, "day", relative=True)]

    def _deictic(self, expression: DateExpression) -> list[DateValue]:
        if expression.deictic.startswith("anchor:"):
            if self._latest is None:
                return []
            day = self._latest + dt.timedelta(days=int(expression.deictic[7:]))
            return [DateValue(expression, day, day, "day", relative=True)]
        if self.reference is None:
            self._doubt(expression, "relative_without_reference", "no reference day to count from")
            return []
        span = count_from(self.reference, expression.deictic)
        if span is None:
            return []
        start, end, granularity = span
        return [DateValue(expression, start, end, granularity, relative=True)]

    def _year(self, point: Point, expression: DateExpression) -> int | None:
        """The written year, or the one that reference day, weekday and the document's other dates agree on."""
        if point.year:
            return self._repair_year(point, expression)
        if self.reference is None:
            fitting = [year for year in self._years if point.weekday and _weekday(year, point) == point.weekday]
            exact = [year for year in fitting if _market_day(year, point) == point.market]
            return next(iter(exact or fitting or self._years), None)
        near = [
            (abs(day - self.reference), year)
            for year in (self.reference.year, self.reference.year - 1, self.reference.year + 1)
            if (day := _safe_date(year, point.month, point.days[0]))
        ]
        if not near:
            return self.reference.year
        if point.weekday:
            fitting = [
                year for distance, year in near
                if _weekday(year, point) == point.weekday and (year == self.reference.year or distance <= _TURN_OF_YEAR)
            ]  # fmt: skip
            if fitting:
                return fitting[0]
        distance, year = near[0] if near[0][1] == self.reference.year else min(near)
        return year if distance <= _HALF_YEAR else min(near)[1]

    def _repair_year(self, point: Point, expression: DateExpression) -> int:
        """`Senin (5/2/3024)`: a year that cannot be, where weekday and reference day agree on another."""
        year = point.year or 0
        reference = self.reference
        if point.weekday is None or _weekday(year, point) == point.weekday:
            return year
        meant = 2000 + year % 100
        if year > _LAST_YEAR and _weekday(meant, point) == point.weekday:
            self._doubt(expression, "year_repaired", f"{year} cannot be meant; {meant} ends alike and fits its weekday")
            return meant
        if reference is None:
            return year
        candidates = {reference.year, reference.year - 1, reference.year + 1} - {year}
        for other in sorted(candidates, key=lambda candidate: abs(candidate - reference.year)):
            day = _safe_date(other, point.month, point.days[0])
            if day and day.isoweekday() == point.weekday and abs(day - reference) <= _CLOSE:
                self._doubt(expression, "year_repaired", f"{year} does not fit its weekday; {other} does and is near the reference day")
                return other
        return year

    def _check_weekday(self, expression: DateExpression, point: Point, day: dt.date) -> None:
        if point.weekday and day.isoweekday() != point.weekday:
            self._doubt(expression, "weekday_conflict", f"{day.isoformat()} is not the weekday that the text gives")

    def _date(self, expression: DateExpression, year: int, month: int | None, day: int) -> dt.date | None:
        if not _FIRST_YEAR <= year <= _LAST_YEAR:
            self._doubt(expression, "impossible_date", f"the year {year} cannot be meant")
            return None
        found = _safe_date(year, month, day)
        if found is None:
            self._doubt(expression, "impossible_date", f"there is no day {day}/{month}/{year}")
        return found

    def _doubt(self, expression: DateExpression, code: WarningCode, message: str) -> None:
        self.doubts.append(Doubt(expression, code, message))


def count_from(reference: dt.date, value: str) -> tuple[dt.date, dt.date, Granularity] | None:
    """Count from the reference day: `day:-1` (kemarin), `week:+1` (pekan depan), `month:0`, `year:-1`, `weekend:-1`."""
    unit, _, steps = value.partition(":")
    count = int(steps or 0)
    monday = reference - dt.timedelta(days=reference.weekday()) + dt.timedelta(weeks=count)
    match unit:
        case "day" | "evening" | "morning":
            day = reference + dt.timedelta(days=count)
            return day, day, "day"
        case "week":
            return monday, monday + dt.timedelta(days=6), "week"
        case "weekend":
            return monday + dt.timedelta(days=5), monday + dt.timedelta(days=6), "range"
        case "month":
            month = reference.month - 1 + count
            return *_month_span(reference.year + month // 12, month % 12 + 1), "month"
        case "year":
            year = reference.year + count
            return dt.date(year, 1, 1), dt.date(year, 12, 31), "year"
        case _:
            return None


@lru_cache(maxsize=4096)
def parse_written(text: str) -> dt.date | None:
    """The day of an expression outside our closed forms (`January 9, 2024`), as dateparser reads it."""
    import dateparser  # a tenth of a second to import, and most releases never need it

    found = dateparser.parse(
        text,
        languages=["en", "id"],
        settings={"REQUIRE_PARTS": ["day", "month", "year"], "RELATIVE_BASE": dt.datetime(2000, 1, 1), "TIMEZONE": "UTC"},
    )
    return found.date() if found else None


def _safe_date(year: int, month: int | None, day: int) -> dt.date | None:
    try:
        return dt.date(year, month or 0, day)
    except ValueError:
        return None


def _weekday(year: int, point: Point) -> int | None:
    day = _safe_date(year, point.month, point.days[0]) if _FIRST_YEAR <= year <= _LAST_YEAR else None
    return day.isoweekday() if day else None


def _market_day(year: int, point: Point) -> int | None:
    """The day of the Javanese market week of five, counted from a Legi: `Kamis Pahing` → 1."""
    day = _safe_date(year, point.month, point.days[0])
    return (day - _A_LEGI).days % 5 if day is not None else None


def _month_span(year: int, month: int) -> tuple[dt.date, dt.date]:
    return dt.date(year, month, 1), dt.date(year, month, calendar.monthrange(year, month)[1])
