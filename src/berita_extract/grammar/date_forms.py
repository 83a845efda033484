"""A date as written, before any calendar is consulted."""

from __future__ import annotations

from enum import Enum

from berita_extract.record import Record


class Form(Enum):
    """How an expression is to be read."""

    DAYS = "days"
    RANGE = "range"
    MONTHS = "months"
    QUARTER = "quarter"
    SEMESTER = "semester"
    YEAR = "year"
    DEICTIC = "deictic"
    WEEK = "week"
    DAY_ONLY = "day_only"
    WEEKDAY = "weekday"
    WRITTEN = "written"


class Point(Record, frozen=True):
    """Days, a month and a year as far as they are written; weekday (Monday is 1) and market day (Legi is 0) are witnesses."""

    days: tuple[int, ...] = ()
    month: int | None = None
    year: int | None = None
    weekday: int | None = None
    market: int | None = None


class DateExpression(Record, frozen=True):
    """A date as written: its tokens, the rule that found it, and its parts before any calendar is consulted."""

    start: int
    end: int
    rule: str
    form: Form
    points: tuple[Point, ...] = ()
    contiguous: bool = False
    deictic: str = ""
    tail: str = ""
    part: int = 0
