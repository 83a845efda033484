"""Where a text names days, and which of them a word before makes something else."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import chain
from operator import attrgetter
from typing import Final

from msgspec.structs import replace

from berita_extract.grammar.date_forms import DateExpression, Form
from berita_extract.grammar.date_match import DateMatch
from berita_extract.grammar.date_rules import DATE_GRAMMAR
from berita_extract.grammar.date_tags import TaggedDates, tag_dates
from berita_extract.lexicon.lexicon import Hit
from berita_extract.record import Record
from berita_extract.text.reading import Reading

RULES: Final[Mapping[str, str]] = {
    "dates.range": "two days joined by `sampai`, `hingga` or a dash, each with its month: 30 Januari - 2 Februari 2024",
    "dates.day_month": "day numbers and a month, with or without weekday and year: Rabu, 10-12 Januari 2024",
    "dates.numeric": "day and month in figures: Rabu (10/1/2024), Selasa-Rabu (23-24/3)",
    "dates.iso": "dates with dashes: 2024-01-10, 10-01-2024, 9-Feb-2024",
    "dates.english": "dates in English order: January 9, 2024",
    "dates.month": "a month, alone or to another: awal Juni 2017, November-Desember 2021, bulan Oktober",
    "dates.quarter": "a part of a year: triwulan III 2021, semester pertama 2021",
    "dates.year": "a year used as a time: pada 2019, awal tahun 2020, ditahun 2022",
    "dates.week": "a week of a month: Minggu kedua Maret 2024, pekan pertama Agustus",
    "dates.ago": "so many days before or after the day of writing: dua hari lalu, 3 hari lagi",
    "dates.day_only": "the day of a month that the reference day tells: tanggal 20 nanti",
    "dates.weekday": "a weekday counted from the day of writing: Senin lalu, Rabu depan",
    "dates.deictic": "days named from the day of writing: kemarin, pekan depan, tahun ini",
}

# What may follow a date without being a date of its own: Kamis (8/2) kemarin; Rabu (19/2), kemarin,; tahun 2022 kemarin.
_BEHIND: Final = re.compile(r"\)?P?(?:[LD]|,[LD](?=[,.)|]))?(?:[-/]P)?")
_CLOSED_FORMS: Final = frozenset((Form.DAYS, Form.RANGE, Form.MONTHS, Form.YEAR))


# What a page says of other pages and of itself names no days: Baca juga: Pesona Desa 2023, © ANTARA 2024.
_NOT_TOLD: Final = frozenset(("advert", "footer", "related", "share"))


class DatesFound(Record, frozen=True):
    """Expressions that may name days, and those that a word before them makes something else (`Nomor 12/2024`)."""

    expressions: list[DateExpression]
    excluded: list[DateExpression]


def find_dates(reading: Reading) -> DatesFound:
    """Find every expression that may name days (`Kamis, 8/2`, `10-12 Januari 2024`, `pekan depan`).

    Rules are tried in the order of `RULES`; what one has taken, the later ones leave alone.
    """
    tagged = tag_dates(reading)
    taken = bytearray(len(tagged.letters))
    found = DatesFound([], [])
    whole = [(0, len(tagged.letters))]
    near = list(_find_windows(tagged.letters))
    present = {*tagged.letters}
    for rule in DATE_GRAMMAR:
        if not rule.needs <= present:
            continue
        windows = near if rule.around else whole
        for match in chain.from_iterable(rule.pattern.finditer(tagged.letters, *window) for window in windows):
            start, end = _trim(match.start(), match.end(), tagged)
            if start >= end or any(taken[start:end]):
                continue
            if reading.block_at(tagged.starts[start]).kind in _NOT_TOLD:
                continue
            expression = rule.read(DateMatch(reading, tagged, match))
            if expression is None:
                continue
            expression = replace(expression, start=tagged.starts[start], end=tagged.ends[end - 1])
            (found.excluded if _is_excluded(reading, expression) else found.expressions).append(expression)
            if expression.form in _CLOSED_FORMS and not expression.deictic:
                # `Kamis (8/2) kemarin`: the word behind a full date adds nothing and is no date of its own.
                end += len(_BEHIND.match(tagged.letters, end)[0])  # type: ignore[index]  # it matches the empty string too
            taken[start:end] = b"\1" * (end - start)
    found.expressions.sort(key=attrgetter("start"))
    return found


# The months and figures around which most dates stand, and how far a date may reach before and behind them.
_CORE: Final = re.compile("[mn]|[dy0]-[dm0]|[d0]/[d0]/y")
_BEFORE, _BEHIND_CORE = 40, 16


def _find_windows(letters: str) -> Iterator[tuple[int, int]]:
    """The stretches of the text that may hold a date with a month or in figures; overlapping ones are one."""
    start = end = -1
    for core in _CORE.finditer(letters):
        if core.start() - _BEFORE > end:
            if end >= 0:
                yield start, end
            start = max(0, core.start() - _BEFORE)
        end = min(len(letters), core.end() + _BEHIND_CORE)
    if end >= 0:
        yield start, end


# What a match may begin with that is no part of the date: `pada`, `tanggal`, `hari`, a comma, an opening bracket.
_NOT_FIRST: Final = frozenset("p,.-(T:HS")


def _trim(start: int, end: int, tagged: TaggedDates) -> tuple[int, int]:
    """Leave out what opens a date and is no part of it, also a word that names no day: `saat ini, Kamis (2/1)`."""
    letters = tagged.letters
    while start < end and (letters[start] in _NOT_FIRST or (end - start > 1 and _is_vague(tagged, start))):
        start += 1
    if letters[end - 1 : end] == ")" and "(" not in letters[start:end]:
        end -= 1
    return start, end


def _is_vague(tagged: TaggedDates, place: int) -> bool:
    return tagged.letters[place] == "D" and tagged.hits[place].entry.value == "vague"


# A day or weekday without its year may come again and again; the word that says so stands at most this far before it.
_RECURRING_FORMS: Final = frozenset((Form.DAYS, Form.RANGE, Form.MONTHS, Form.WEEKDAY))
_RECURRING_REACH: Final = 6

# Which forms a word right before the expression rules out, by the kind of the word.
_EXCLUDED_BY: Final[Mapping[str, frozenset[Form]]] = {
    "document": frozenset((Form.YEAR,)),
    "unit": frozenset((Form.YEAR,)),
    "budget": frozenset((Form.YEAR, Form.QUARTER, Form.SEMESTER)),
    "event_name": frozenset((Form.YEAR,)),
    "term": frozenset((Form.YEAR,)),
    "place": frozenset(Form),
}


def _is_excluded(reading: Reading, expression: DateExpression) -> bool:
    """Whether a word before the expression makes it something else: `Nomor 12/2024`, `RT 03/02`, `Lapangan 17 Mei`."""
    token = expression.start - 1
    while token >= 0 and reading.shapes[token] in ".:-" and (reading.shapes[token] != "." or reading.touches(token - 1)):
        if reading.shapes[token] == "." and reading.shapes[expression.start] != "n":
            break
        token -= 1
    hit = reading.ending("not_date_cues", token + 1)
    if hit is None:
        return _recurs(reading, expression)
    kind = hit.entry.get("kind")
    if kind == "place" and not _names_a_place(reading, hit, expression):
        return False
    figures = expression.rule == "dates.numeric" and kind in ("document", "unit") and reading.shapes[expression.start] == "n"
    return figures or expression.form in _EXCLUDED_BY.get(kind, frozenset())


def _recurs(reading: Reading, expression: DateExpression) -> bool:
    """`setiap tanggal 15 Januari`, `diperingati setiap tahunnya pada tanggal 5 Desember`: a day of no single year."""
    if expression.form not in _RECURRING_FORMS or any(point.year for point in expression.points):
        return False
    start = reading.sentence_at(expression.start).start
    for token in range(expression.start - 1, max(start, expression.start - _RECURRING_REACH) - 1, -1):
        if reading.shapes[token] in ",;:":
            return False
        if reading.in_group(token, "recurring"):
            return token == expression.start - 1 or reading.in_group(token + 1, "measure_of_time")
    return False


def _names_a_place(reading: Reading, cue: Hit, expression: DateExpression) -> bool:
    """`Lapangan 17 Mei`, but not `di Lapangan, 17 Mei` or `Balai Desa.Rabu (7/2)`."""
    return (
        reading.word(cue.start)[0].isupper() and cue.end == expression.start and reading.shapes[expression.start] == "d"
        and not reading.word(cue.end - 1).endswith(".")
    )  # fmt: skip
