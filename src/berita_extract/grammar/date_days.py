"""What an expression of days says: `10-12 Januari 2024`, `Rabu (10/1)`, `2024-01-10`."""

from __future__ import annotations

import re
from typing import Final

from msgspec.structs import replace

from berita_extract.grammar.date_forms import DateExpression, Form, Point
from berita_extract.grammar.date_match import DateMatch

_MONTH_FIGURES: Final = re.compile(r"(0?[1-9]|1[0-2])/((?:19|20)\d\d)$")
# How far from the beginning of a paragraph the day of a dateline may stand.
_FIRST_WORDS: Final = 10
# How far before a day its period may be told: selama 9 hari mulai Senin, 26 Februari 2024.
_PERIOD_REACH: Final = 8


def read_range(match: DateMatch) -> DateExpression | None:
    """Two days, each with its month: `30 Januari - 2 Februari 2024`."""
    first, last = (Point(match.days("days" + side)[0], match.listed("m" + side), match.number("y" + side)) for side in "ab")
    return match.expression("dates.range", Form.RANGE, first, last, contiguous=True)


def read_numeric_range(match: DateMatch) -> DateExpression | None:
    """Two days in figures: `Selasa (6/9) hingga Sabtu (10/9)`."""
    points = [read_figures(match.text("n" + side)) for side in "ab"]
    if None in points:
        return None
    return match.expression("dates.range", Form.RANGE, *points, contiguous=True)  # type: ignore[arg-type]  # None is out


def read_open_range(match: DateMatch) -> DateExpression | None:
    """From a day told by the day of writing: `hari ini hingga 12 Februari 2024`."""
    last = Point(match.days("daysb")[0], match.listed("mb"), match.number("yb"))
    if not match.value("deictic").startswith("day:"):
        return None
    return match.expression("dates.range", Form.RANGE, Point(), last, contiguous=True, deictic=match.value("deictic"))


def read_day_month(match: DateMatch) -> DateExpression | None:
    """Days and a month: `Rabu, 10-12 Januari 2024`."""
    if match.has("pair"):
        parts = re.split(r"\D", match.text("pair"))
        if len(parts) != 2:
            return None
        days, contiguous = tuple(int(part) for part in parts), False
    else:
        days, contiguous = match.days("days")
    point = Point(days, match.listed("m"), match.number("y"), match.weekday(), match.market())
    length = _duration_before(match) if len(days) == 1 else 0
    return match.expression("dates.day_month", Form.DAYS, point, contiguous=contiguous, part=length)


def _duration_before(match: DateMatch) -> int:
    """How many days a period has that is said to begin here: `selama 9 hari mulai 26 Februari 2024` → 9."""
    reading = match.reading
    token = match.tagged.starts[match.match.start()]
    for place in range(token, max(token - _PERIOD_REACH, 1), -1):
        unit = reading.hit_at("date_words", place - 1)
        if unit is None or unit.entry.get("tag") != "weekday":
            continue
        if place < 2 or not reading.any_of_group("beginning", place, token + 1):
            return 0
        if reading.shapes[place - 2] == "d":
            return int(reading.word(place - 2))
        hit = reading.hit_at("number_words", place - 2)
        return int(hit.entry.value) if hit is not None and hit.entry.value.isdecimal() else 0
    return 0


def read_numeric(match: DateMatch) -> DateExpression | None:
    """Day and month in figures: `Rabu (10/1/2024)`, `Selasa-Rabu (23-24/3)`."""
    if month := _MONTH_FIGURES.match(match.text("n")):
        bracketed = match.match[0].startswith("(") and match.has("close")
        whole_month = Point((), int(month[1]), int(month[2]))
        return match.expression("dates.numeric", Form.MONTHS, whole_month) if bracketed else None
    point = read_figures(match.text("n"))
    if point is None:
        return None
    opened = match.has("weekday") or "T" in match.match[0] or "(" in match.match[0] or "," in match.match[0][:1]
    opened = opened or _opens_release(match)
    if point.year is None and not opened:
        return None  # 2/3 suara, RT 03/02
    days, contiguous = point.days, False
    if match.has("first"):
        first, contiguous = match.days("first")[0], match.match["first"][-1] in "-S"
        days = first + days
    point = replace(
        point,
        days=days,
        year=point.year or match.number("late") or match.number("last") or match.short_year(),
        weekday=match.weekday(),
        market=match.market(),
    )
    return match.expression("dates.numeric", Form.DAYS, point, contiguous=contiguous)


def _opens_release(match: DateMatch) -> bool:
    """`Padang (Humas) 12/2 - Rapat …`: behind a bracket and before a dash, in the first words of a paragraph."""
    reading, token = match.reading, match.tagged.starts[match.match.start()]
    marked = reading.shapes[token - 1 : token] == ")" and reading.shapes[token + 1 : token + 2] == "-"
    return marked and token - reading.block_at(token).start < _FIRST_WORDS


def read_figures(figures: str) -> Point | None:
    """Day, month and year of `10/1`, `10/1/2024`, `10.01.24`; `None` where they are no date."""
    parts = [int(part) for part in re.split(r"\D", figures)]
    day, month = parts[0], parts[1]
    if month > 12 >= day:
        day, month = month, day  # typed the American way: 8/20/2024
    if not (1 <= day <= 31 and 1 <= month <= 12):
        return None
    year = parts[2] if len(parts) > 2 else None
    return Point((day,), month, year + 2000 if year is not None and year < 100 else year)


def read_iso(match: DateMatch) -> DateExpression | None:
    """Days with dashes, or with strokes and spaces: `2024-01-10`, `10-01-2024`, `9-Feb-2024`, `(10/ 01/ 2024)`."""
    weekday = match.weekday()
    if match.has("dby"):
        start = match.match.start("dby")
        tokens = [match.tagged.starts[start + step] for step in (0, 4)]
        day, year = (int(match.reading.word(token)) for token in tokens)
        month = int(match.tagged.hits[start + 2].entry.value)
    else:
        group = "ymd" if match.has("ymd") else "dmy"
        if "." in match.text(group) or "," in match.text(group):
            return None
        first, month, last = (int(part) for part in re.split(r"\s*[-/]\s*", match.text(group)))
        day, year = (last, first) if group == "ymd" else (first, last)
        if group == "dmy" and match.match[group][-1] == "0":
            if year >= 100 or not match.has("weekday"):
                return None  # 3-2-0 is a score
            year += 2000
    if not (1 <= day <= 31 and 1 <= month <= 12):
        return None
    return match.expression("dates.iso", Form.DAYS, Point((day,), month, year, weekday))


def read_english(match: DateMatch) -> DateExpression | None:
    """A day in English order: `January 9, 2024`."""
    return match.expression("dates.english", Form.WRITTEN, deictic=match.text("english"))
