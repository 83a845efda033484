"""The day of publication from what a table, a record or a page says of it."""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from berita_extract.text.reading import Reader

_ISO: Final = re.compile(r"\s*(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?!\d)")
_COMPACT: Final = re.compile(r"\s*(\d{4})(\d{2})(\d{2})(?:\d{6})?\s*$")
# Seconds or milliseconds since 1970, from 2001 on.
_EPOCH: Final = re.compile(r"\s*(\d{10})(\d{3})?(?:\.\d+)?\s*$")
# What no release writes, but many a database does: Jan 10, 2024.
_ENGLISH: Final = re.compile(r"\b[A-Z][a-z]{2,8}\.? \d{1,2}(?:st|nd|rd|th)?,? \d{4}\b")
# Nobody writes more around a day of publication.
_LONGEST: Final = 100


def read_publication_day(value: str | dt.date) -> dt.date | None:
    """The day in `10 Januari 2024`, `Rabu, 10/01/2024 08:30 WIB`, `2024-01-10T08:30:00+07:00`; `None` where there is no whole one."""
    if isinstance(value, dt.datetime):
        return value.date()
    return value if isinstance(value, dt.date) else _read_written(value)


@lru_cache(maxsize=4096)
def _read_written(value: str) -> dt.date | None:
    if match := _ISO.match(value):
        return _make_day(match[1], match[3], match[4])
    if match := _COMPACT.match(value):
        return _make_day(match[1], match[2], match[3])
    if match := _EPOCH.match(value):
        return dt.datetime.fromtimestamp(int(match[1]), dt.UTC).date()
    return _read_as_text(value) if len(value) <= _LONGEST else None


def _make_day(year: str, month: str, day: str) -> dt.date | None:
    # A zero year is what databases write for no date: 0000-00-00.
    try:
        return dt.date(int(year), int(month), int(day))
    except ValueError:
        return None


def _read_as_text(value: str) -> dt.date | None:
    """The first whole day, read by the same rules as the days in a release."""
    from berita_extract.grammar.calendar import Calendar, parse_written
    from berita_extract.recognizers.dates import find_dates

    reading = _load_reader().read(value)
    expressions = find_dates(reading).expressions
    calendar = Calendar(expressions, None)
    days = (found for expression in expressions for found in calendar.resolve(expression))
    day = next((found.start for found in days if found.granularity == "day"), None)
    return day or (parse_written(value) if _ENGLISH.search(value) else None)


@lru_cache(maxsize=1)
def _load_reader() -> Reader:
    from berita_extract.lexicon.lexicon import load_lexicon
    from berita_extract.text.reading import Reader

    return Reader(load_lexicon(None))
