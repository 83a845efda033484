"""What an expression of a week, month, quarter or year says: `awal Juni 2017`, `triwulan III 2021`, `pada 2019`."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

from berita_extract.grammar.date_forms import DateExpression, Form, Point
from berita_extract.grammar.date_match import DateMatch
from berita_extract.text.words import CAPITALISED

_ROMAN: Final = {"i": 1, "ii": 2, "iii": 3, "iv": 4}


def read_months(match: DateMatch) -> DateExpression | None:
    """Two months or more: `November-Desember 2021`, `Januari, Februari dan Maret 2023`."""
    year = match.number("y")
    months = match.every_listed("m")
    if "+" not in match.match[0]:
        months = (months[0], months[-1])
    joined = "+" not in match.match[0] or (len(months) > 2 and all(after - before == 1 for before, after in pairwise(months)))
    ends = (months[0], months[-1]) if joined else months
    return match.expression("dates.month", Form.MONTHS, *(Point((), month, year) for month in ends), contiguous=joined)


def read_month_year(match: DateMatch) -> DateExpression | None:
    """A month with its year: `awal Juni 2017`."""
    return match.expression("dates.month", Form.MONTHS, Point((), match.listed("ma"), match.number("y")))


def read_bare_month(match: DateMatch) -> DateExpression | None:
    """A month alone: `awal Juni`, `bulan Oktober`, `Oktober lalu`, `diresmikan Februari`."""
    if match.has("done") and not match.is_verb(match.match.start() - 1):
        return None
    month = match.listed("ma") or match.listed("mc") or match.listed("done")
    tail = match.value("tail") if match.has("tail") else ""
    deictic = match.value("deictic") if match.has("deictic") else ""
    if match.has("later"):
        letter = match.match["later"]
        tail, deictic = (match.value("later"), "") if letter == "L" else ("", match.value("later"))
    return match.expression("dates.month", Form.MONTHS, Point((), month), tail=tail, deictic=deictic)


def read_quarter(match: DateMatch) -> DateExpression | None:
    """A part of a year: `triwulan III 2021`, `semester pertama 2021`."""
    part = _read_ordinal(match.text("part"), match)
    form, most = (Form.QUARTER, 4) if match.match["word"] == "Q" else (Form.SEMESTER, 2)
    if part is None or not 1 <= part <= most:
        return None
    return match.expression("dates.quarter", form, Point((), None, match.number("y")), part=part)


def _read_ordinal(word: str, match: DateMatch) -> int | None:
    folded = word.lower()
    if folded.isdecimal():
        return int(folded)
    if folded in _ROMAN:
        return _ROMAN[folded]
    token = match.tagged.starts[match.match.start("part")]
    if match.reading.in_group(token, "first"):
        return 1
    hit = match.reading.hit_at("number_words", token)
    return int(hit.entry.value) if hit and hit.entry.value.isdecimal() else None


def read_week(match: DateMatch) -> DateExpression | None:
    """A week of a month: `Minggu kedua Maret 2024`."""
    part = _read_ordinal(match.text("part"), match)
    if part is None or not 1 <= part <= 5:
        return None
    return match.expression("dates.week", Form.WEEK, Point((), match.listed("m"), match.number("y")), part=part)


def read_years(match: DateMatch) -> DateExpression | None:
    """A stretch of years: `sejak tahun 1971 hingga 2013`; a term of office (`periode 2014-2019`) is none."""
    first, last = match.number("ya") or 0, match.number("yb") or 0
    if not 1900 <= first < last or match.reading.hit_at("count_nouns", match.tagged.ends[match.match.end("yb") - 1]):
        return None  # dari 1950 hingga 2000 peserta
    return match.expression("dates.year", Form.YEAR, Point((), None, first), Point((), None, last))


def read_year(match: DateMatch) -> DateExpression | None:
    """A year used as a time: `pada 2019`, `awal tahun 2020`, `2019 silam`."""
    year = next(match.number(group) for group in ("ya", "yb", "yc", "yd", "ye") if match.has(group))
    end = match.match.end()
    if year is None or year < 1900 or (not match.has("word") and match.reading.hit_at("count_nouns", match.tagged.ends[end - 1])):
        return None  # hingga 2000 peserta
    start = match.match.start() + len(match.match[0]) - 1
    if match.tagged.letters[end : end + 2] in ("-y", "/y", "/d", "Sy") or match.tagged.letters[start - 2 : start] in ("y-", "y/", "yS"):
        return None  # 2021-2026 is a term
    if match.has("ye") and not _stands_free(match):
        return None
    tail = match.value("tail") if match.has("tail") else ""
    return match.expression("dates.year", Form.YEAR, Point((), None, year), tail=tail)


def _stands_free(match: DateMatch) -> bool:
    """`… bahwa tahun 2022 …` is a time, `Program PHJD tahun 2021`, `(PAD) tahun 2024` and `Nomor 5 Tahun 2014` are names."""
    reading, token = match.reading, match.tagged.starts[match.match.start()]
    if match.tagged.hits[match.match.start()].entry.has("free") or match.tagged.letters[match.match.end() : match.match.end() + 1] == "L":
        return True  # di tahun 2023, ditahun 2022, tahun 2020 yang lalu
    if reading.shapes[token - 1 : token] == ")" and reading.word(token)[0].islower():
        return not _closes_name(match, token - 1)
    sentence = reading.sentence_at(token)
    if token == sentence.start:
        return reading.block_at(token).kind == "body"
    return reading.is_function_word(token - 1)


def _closes_name(match: DateMatch, bracket: int) -> bool:
    """`Pendapatan Asli Daerah (PAD) tahun 2024`, `Pemilihan Keuchik (Pilchiksung) tahun 2023`: the year belongs to the name."""
    reading = match.reading
    opening = reading.shapes.rfind("(", 0, bracket)
    start = opening
    while start > 0 and reading.shapes[start - 1] in CAPITALISED:
        start -= 1
    named = reading.between("activities", start, bracket) or any(
        hit.entry.get("kind") in ("budget", "event_name") for hit in reading.between("not_date_cues", start, bracket)
    )
    return opening >= 0 and bool(named)
