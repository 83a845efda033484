"""Where a text names days, and which of them a word before makes something else."""

from __future__ import annotations

import re
from collections.abc import Mapping
from operator import attrgetter
from typing import Final, NamedTuple

from berita_extract.grammar.date_forms import DateExpression, Form
from berita_extract.grammar.date_rules import DATE_GRAMMAR, DateMatch
from berita_extract.grammar.date_tags import tag_dates
from berita_extract.lexicon.lexicon import Hit
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

# What may follow a full date without being a date of its own: Kamis (8/2) kemarin.
_BEHIND: Final = re.compile(r"\)?P?[LD]?(?:[-/]P)?")


class DatesFound(NamedTuple):
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
    for pattern, read in DATE_GRAMMAR:
        for match in pattern.finditer(tagged.letters):
            start, end = _trim(match.start(), match.end(), tagged.letters)
            if start >= end or any(taken[start:end]):
                continue
            expression = read(DateMatch(reading, tagged, match))
            if expression is None:
                continue
            expression = expression._replace(start=tagged.starts[start], end=tagged.ends[end - 1])
            (found.excluded if _is_excluded(reading, expression) else found.expressions).append(expression)
            if expression.form in (Form.DAYS, Form.RANGE):
                # `Kamis (8/2) kemarin`: the word behind a full date adds nothing and is no date of its own.
                end += len(_BEHIND.match(tagged.letters, end)[0])  # type: ignore[index]  # it matches the empty string too
            taken[start:end] = b"\1" * (end - start)
    found.expressions.sort(key=attrgetter("start"))
    return found


# What a match may begin with that is no part of the date: `pada`, `tanggal`, `hari`, a comma, an opening bracket.
_NOT_FIRST: Final = frozenset("p,.-(T:HS")


def _trim(start: int, end: int, letters: str) -> tuple[int, int]:
    while start < end and letters[start] in _NOT_FIRST:
        start += 1
    if letters[end - 1 : end] == ")" and "(" not in letters[start:end]:
        end -= 1
    return start, end


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
        return False
    kind = hit.entry.get("kind")
    if kind == "place" and not _names_a_place(reading, hit, expression):
        return False
    figures = expression.rule == "dates.numeric" and kind in ("document", "unit") and reading.shapes[expression.start] == "n"
    return figures or expression.form in _EXCLUDED_BY.get(kind, frozenset())


def _names_a_place(reading: Reading, cue: Hit, expression: DateExpression) -> bool:
    """`Lapangan 17 Mei`, but not `di Lapangan, 17 Mei` or `Balai Desa.Rabu (7/2)`."""
    return (
        reading.word(cue.start)[0].isupper() and cue.end == expression.start and reading.shapes[expression.start] == "d"
        and not reading.word(cue.end - 1).endswith(".")
    )  # fmt: skip
