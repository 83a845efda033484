"""The grammar of dates: patterns over the letters of `date_tags`, each with what its match says.

An expression read here has no value yet: `Rabu (10/1)` becomes a day only in the light of a reference day,
which `grammar.calendar` gives it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final, NamedTuple

from berita_extract.grammar.date_days import (
    read_day_month,
    read_english,
    read_iso,
    read_numeric,
    read_numeric_range,
    read_open_range,
    read_range,
)
from berita_extract.grammar.date_forms import DateExpression
from berita_extract.grammar.date_match import DateMatch
from berita_extract.grammar.date_periods import (
    read_bare_month,
    read_month_year,
    read_months,
    read_quarter,
    read_week,
    read_year,
    read_years,
)
from berita_extract.grammar.date_relative import read_ago, read_day_only, read_deictic, read_weekday

_DAYS = r"d(?:(?:,\+|[,+\-S])T?d){0,30}+"  # 10 | 10-12 | 10, 11 dan 12; a month has no more than 31
_WEEKDAYS = r"(?:p?H?(?P<weekday>W)(?:[-+/,S]H?W)?[LD]?,?P?)"  # pada hari Rabu | Selasa-Rabu | Sabtu malam | Senin lalu
_OPENING = rf"(?:D,?)?(?:{_WEEKDAYS}[,.]?-?\(?)?[,.]?\(?T?:?"  # Hari ini, Rabu (tanggal
_CLOSING = r"(?P<close>\)?)(?:,?HW)?"  # ) | hari selasa

_ONE_DAY = r"(?:D,?)?(?:[IU][-?]d)?(?:H?W,?P?,?)?\(?T?(?P<days{0}>d)B?-?(?P<m{0}>m)(?:,?Y?(?P<y{0}>y))?\)?P?"
_RANGE = re.compile(_ONE_DAY.format("a") + "[-S]" + _ONE_DAY.format("b"))
_OPEN_RANGE = re.compile("(?P<deictic>D)[-S]" + _ONE_DAY.format("b"))
_NUMERIC_RANGE = re.compile(r"(?:H?WP?,?\(?)?T?(?P<na>n)\)?P?[-S](?:H?WP?,?\(?)?T?(?P<nb>n)\)?")
_DAY_MONTH = re.compile(rf"{_OPENING}(?:(?P<days>{_DAYS})|(?P<pair>n))[-.]?\(?B?(?P<m>m)(?:[-,.]?Y?(?P<y>y))?{_CLOSING}")
_NUMERIC = re.compile(rf"{_OPENING}(?:W,?)?(?P<first>d[-+,S])?(?P<n>n){_CLOSING}(?:(?P<late>y)|/(?P<last>y)\)?|'(?P<short>d))?")
_ISO = re.compile(rf"{_OPENING}(?:(?P<ymd>y-[d0]-[d0])|(?P<dmy>[d0]-[d0]-[y0])|(?P<dby>d-m-y)){_CLOSING}")
_SPACED = re.compile(rf"(?:{_WEEKDAYS}\(?|\()T?(?P<dmy>[d0]/[d0]/y){_CLOSING}")  # Selasa (19/ 05/ 2020)
_ENGLISH = re.compile(r"(?:W,?)?(?P<english>md,?y)")
_MONTHS = re.compile(r"[AB]{0,2}m(?:,B?m){0,11}+(?:[-S+]|,\+)B?m(?:,?Y?(?P<y>y)|D)?")
_MONTH_YEAR = re.compile(r"(?<![d0])A?B?(?P<ma>m)[,.]?Y?(?P<y>y)")
_BARE_MONTH = re.compile(r"(?:A|A?B|p|S)(?P<ma>m)(?P<deictic>D?)(?P<tail>L?)|(?P<mc>m)(?P<later>[LD])|(?<=w)(?P<done>m)(?=[.,)wp|])")
_QUARTER = re.compile(r"(?P<word>[QE])(?P<part>[VIdwX])(?:,?Y?(?P<y>y))?")
_YEARS = re.compile(r"pY?(?P<ya>y)SY?(?P<yb>y)")
_YEAR = re.compile(r"(?P<edge>A)Y?(?P<ya>y)|(?P<before>[pS,])(?P<word>Y)(?P<yb>y)|[pS](?P<yc>y)|(?P<yd>y)(?=L)|Y(?P<ye>y)")
_WEEK = re.compile(r"k(?P<part>[wXd])B?(?P<m>m)(?:Y?(?P<y>y))?")
_AGO = re.compile(r"(?P<count>[dw0])H(?P<tail>L)|(?P<units>[dw0])(?P<step>D)")
_DAY_ONLY = re.compile(r"T(?P<days>d)(?P<tail>[LD])")
_WEEKDAY = re.compile(r"H?(?P<weekday>W)P?(?P<tail>[LD])|(?<!D)(?P<prev>,)p?H?(?P<lone>W)P?(?=[.,)])|(?<![WP])S(?P<last>W)(?=[w.,)|])")
_DEICTIC = re.compile(r"(?P<deictic>D)(?:,?HW)?")


class DateRule(NamedTuple):
    """A pattern with its reader; the letters that all its matches have, and whether they stand around a month or figures.

    Both spare a text the search for what it cannot hold.
    """

    pattern: re.Pattern[str]
    read: Callable[[DateMatch], DateExpression | None]
    needs: frozenset[str]
    around: bool = True


# Tried in this order: what one pattern has taken, the later ones leave alone.
DATE_GRAMMAR: Final = (
    DateRule(_RANGE, read_range, frozenset("m")),
    DateRule(_OPEN_RANGE, read_open_range, frozenset("Dm")),
    DateRule(_NUMERIC_RANGE, read_numeric_range, frozenset("n")),
    DateRule(_ISO, read_iso, frozenset("-")),
    DateRule(_SPACED, read_iso, frozenset("/y")),
    DateRule(_DAY_MONTH, read_day_month, frozenset("m")),
    DateRule(_NUMERIC, read_numeric, frozenset("n")),
    DateRule(_ENGLISH, read_english, frozenset("mdy")),
    DateRule(_MONTHS, read_months, frozenset("m")),
    DateRule(_WEEK, read_week, frozenset("km")),
    DateRule(_MONTH_YEAR, read_month_year, frozenset("my")),
    DateRule(_BARE_MONTH, read_bare_month, frozenset("m")),
    DateRule(_QUARTER, read_quarter, frozenset(), around=False),
    DateRule(_YEARS, read_years, frozenset("pSy"), around=False),
    DateRule(_YEAR, read_year, frozenset("y"), around=False),
    DateRule(_AGO, read_ago, frozenset(), around=False),
    DateRule(_DAY_ONLY, read_day_only, frozenset("Td"), around=False),
    DateRule(_WEEKDAY, read_weekday, frozenset("W"), around=False),
    DateRule(_DEICTIC, read_deictic, frozenset("D"), around=False),
)
