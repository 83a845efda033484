"""Days of a text that belong to another happening than the event, or only speak of one to come."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from berita_extract.grammar.calendar import DateValue
from berita_extract.text.reading import Reading
from berita_extract.text.words import CAPITALISED, NUMERALS

# How far before its day the name of a feast may begin: Hari Sumpah Pemuda ke-94 tanggal 28 Oktober.
_FEAST_REACH: Final = 9
# A period longer than this is seldom the event where a single day is told.
_LONG: Final = timedelta(days=14)
_IN_FEAST: Final = CAPITALISED | NUMERALS | frozenset("-()")
# How far before a day the word may stand that makes it a plan.
_PLAN_REACH: Final = 12
# A day to come and the day of the event told beside it lie at most this far apart.
_SAME_MATTER: Final = timedelta(days=200)


def is_aside(reading: Reading, value: DateValue) -> bool:
    """Whether a day ends a period, follows what it dates, or is told as background.

    `hujan lebat hingga 2 Januari`, `pidato pertamanya setelah dilantik pada 20 Februari`, `Sebelumnya, pada 13 Januari`.
    """
    token = value.expression.start
    sentence = reading.sentence_at(token)
    opener = _skip_introduction(reading, token, sentence.start)
    until = reading.ending("date_words", opener)
    if value.start == value.end and until is not None and until.entry.get("tag") == "until":
        return True
    if reading.in_group(sentence.start, "earlier") or (reading.in_group(opener - 2, "after") and _is_verb(reading, opener - 1)):
        return True
    return reading.in_group(sentence.start, "after") and _is_told_past(reading, value.expression.end)


def _is_verb(reading: Reading, token: int) -> bool:
    entry = reading.common_words.get(reading.folded(token))
    return entry is not None and entry.get("class") == "verb"


def _is_told_past(reading: Reading, token: int) -> bool:
    """`Usai kunjungan di Monta, Rabu (19/2), kemarin, Bupati …`: the day behind which the event comes."""
    place = token + (reading.shapes[token : token + 1] == ",")
    tail = reading.hit_at("date_tails", place)
    return tail is not None and tail.entry.value == "past"


def _skip_introduction(reading: Reading, token: int, start: int) -> int:
    """The place before `pada`, `hari`, `tanggal`."""
    while token > start:
        hit = reading.ending("date_words", token)
        if hit is None or hit.entry.get("tag") not in ("anchor", "day", "weekday"):
            break
        token = hit.start
    return token


class DayRanks:
    """Which days of a text come first where all of them may be the event's."""

    def __init__(self, reading: Reading, days: Sequence[DateValue]) -> None:
        self._reading, self._days = reading, days
        self._starts = sorted({value.start.toordinal() for value in days})
        self._some_day: bool | None = None

    def rank(self, value: DateValue) -> int:
        """0 for a day on which something happened; 1 for the day of a feast, and for a long period or a plan where another day is told."""
        if is_feast(self._reading, value):
            return 1
        if value.end - value.start > _LONG:
            return int(self._tells_a_day())
        return int(is_planned(self._reading, value) and self._goes_before(value))

    def _tells_a_day(self) -> bool:
        if self._some_day is None:
            self._some_day = any(value.start == value.end and not is_feast(self._reading, value) for value in self._days)
        return self._some_day

    def _goes_before(self, value: DateValue) -> bool:
        start = value.start.toordinal()
        return bisect_left(self._starts, start - _SAME_MATTER.days) < bisect_left(self._starts, start)


def is_feast(reading: Reading, value: DateValue) -> bool:
    """`HUT TNI yang jatuh pada tanggal 5 Oktober`, `Hari Sumpah Pemuda ke-94 tanggal 28 Oktober 2022`; a weekday says it happened."""
    points = value.expression.points
    if not points or points[0].weekday is not None or value.relative:
        return False
    start = reading.sentence_at(value.expression.start).start
    token = _skip_introduction(reading, value.expression.start, start)
    if reading.in_group(token - 1, "falls") or reading.in_group(token - 2, "falls"):
        return True  # jatuh pada 5 Oktober, bertepatan dengan 7 Juli
    first = max(start, token - _FEAST_REACH)
    while token > first and (reading.shapes[token - 1] in _IN_FEAST or reading.in_group(token - 1, "ordinal_sign")):
        token -= 1
        if reading.in_group(token, "feast"):
            return True
    return False


def is_planned(reading: Reading, value: DateValue) -> bool:
    """`yang akan dilaksanakan pada tanggal 12 Juli 2021`."""
    token = value.expression.start
    first = max(reading.sentence_at(token).start, token - _PLAN_REACH)
    return reading.any_of_group("planned", first, token)
