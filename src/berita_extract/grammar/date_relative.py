"""What an expression says that counts from the day of writing: `dua hari lalu`, `Senin depan`, `kemarin`."""

from __future__ import annotations

from typing import Final

from berita_extract.grammar.date_forms import DateExpression, Form, Point
from berita_extract.grammar.date_match import DateMatch
from berita_extract.lexicon.lexicon import Hit
from berita_extract.text.words import CAPITALISED, NUMERALS

_TAIL_OF_DEICTIC: Final = {
    "day:-1": "past", "day:0": "present", "day:+1": "future", "week:-1": "lastweek", "week:0": "present", "week:+1": "nextweek",
}  # fmt: skip
_WEEKDAY_TAILS: Final = frozenset(("past", "present", "future", "lastweek", "nextweek", "latest"))
# How many words before a weekday may stand what makes it a plan: akan digelar di Gedung DPR, Jakarta, Kamis.
_PLAN_REACH: Final = 20


# The words of a place's or an event's name before `kemarin`: Aula Dinas Pendidikan Kota Bogor.
_LONGEST_NAME: Final = 20


def read_ago(match: DateMatch) -> DateExpression | None:
    """`dua hari yang lalu`, `3 minggu lalu` → so many days or weeks before the reference day; `sekian hari` counts nothing."""
    if match.has("units"):
        unit, _, step = match.value("step").partition(":")
        count = _read_count(match, "units")
        if not count or unit not in ("week", "month", "year") or step not in ("-1", "+1"):
            return None
        return match.expression("dates.ago", Form.DEICTIC, deictic=f"{unit}:{int(step) * count:+d}")
    tail = match.value("tail")
    count = _read_count(match, "count")
    if not count or tail not in ("past", "future"):
        return None
    return match.expression("dates.ago", Form.DEICTIC, deictic=f"day:{count if tail == 'future' else -count:+d}")


def _read_count(match: DateMatch, group: str) -> int:
    """The number that a figure or number word means; 0 for any other word."""
    token = match.tagged.starts[match.match.start(group)]
    hit = match.reading.hit_at("number_words", token)
    figures = match.reading.word(token)
    return int(figures) if figures.isdecimal() else int(hit.entry.value) if hit is not None and hit.entry.value.isdecimal() else 0


def read_day_only(match: DateMatch) -> DateExpression | None:
    """A day of the month: `tanggal 20 nanti`."""
    tail = _TAIL_OF_DEICTIC.get(match.value("tail"), match.value("tail"))
    if tail not in ("past", "future"):
        return None
    return match.expression("dates.day_only", Form.DAY_ONLY, Point(match.days("days")[0]), tail=tail)


def read_weekday(match: DateMatch) -> DateExpression | None:
    """A weekday with a direction (`Senin lalu`), or alone behind a comma or `hingga`: the last one, or the next where a plan is told."""
    for group in ("lone", "last"):
        if match.has(group):
            return match.expression("dates.weekday", Form.WEEKDAY, Point(weekday=match.listed(group)), tail=_find_direction(match))
    tail = _TAIL_OF_DEICTIC.get(match.value("tail"), match.value("tail"))
    if tail not in _WEEKDAY_TAILS:
        return None
    return match.expression("dates.weekday", Form.WEEKDAY, Point(weekday=match.listed("weekday")), tail=tail)


def _find_direction(match: DateMatch) -> str:
    """`akan digelar di Jakarta, Kamis` lies ahead; `digelar di Jakarta, Kamis` and `kata dia di Jakarta, Kamis` lie behind."""
    reading, token = match.reading, match.tagged.starts[match.match.start()]
    first = reading.sentence_at(token).start
    if any(not cue.entry.has("trap") for cue in reading.between("speech_verbs", first, token)):
        return "latest"
    return "future" if reading.any_of_group("planned", max(first, token - _PLAN_REACH), token) else "latest"


def read_deictic(match: DateMatch) -> DateExpression | None:
    """Days named from the day of writing: `kemarin`, `pekan depan`, `tahun ini`."""
    hit = match.tagged.hits[match.match.start("deictic")]
    entry = hit.entry
    if (sunday := _read_sunday(match, hit)) is not None:
        return sunday
    if entry.value == "vague" or entry.get("alone") == "no" or (entry.has("trap") and _follows_another(match)):
        return None
    if _is_counted(match, hit):
        return None
    return match.expression("dates.deictic", Form.DEICTIC, deictic=entry.value)


def _is_counted(match: DateMatch, hit: Hit) -> bool:
    """`beberapa minggu lalu`, `selama 17 hari tersebut`: a number of weeks or days, so none of them is meant."""
    reading = match.reading
    before = reading.ending("number_words", hit.start)
    if reading.in_group(hit.start - 1, "indefinite") or (hit.start and reading.shapes[hit.start - 1] in NUMERALS):
        return True
    return before is not None and before.entry.get("kind") in ("unit", "vague")


def _read_sunday(match: DateMatch, hit: Hit) -> DateExpression | None:
    """`pada Minggu lalu`, capitalised inside a sentence, is the Sunday; small, or with `depan`, it is the week.

    Beside `hari`, `malam` or a day in brackets it is the Sunday anyway: `hari Minggu depan`.
    """
    reading = match.reading
    if not reading.in_group(hit.start, "sunday_or_week") or reading.shapes[hit.start] == "w":
        return None
    eve = reading.in_group(hit.start - 1, "eve")
    named = eve or match.tagged.letters[match.match.start() - 1 : match.match.start()] == "H"
    tail = {"week:-1": "past", "week:0": "present", "week:+1": "future"}.get(hit.entry.value, "")
    if not tail or (not named and (tail == "future" or hit.start == reading.sentence_at(hit.start).start)):
        return None
    return match.expression("dates.weekday", Form.WEEKDAY, Point(weekday=7), tail=tail, part=int(eve))


def _follows_another(match: DateMatch) -> bool:
    """`Pemilu kemarin`, `tahun kemarin`, `sehari semalam`: no day counted from the day of writing."""
    token = match.tagged.starts[match.match.start("deictic")]
    before = token - 1
    if before < match.reading.sentence_at(token).start:
        return False
    reading = match.reading
    if reading.hit_at("count_nouns", before) is not None:
        return True
    if reading.shapes[before] not in CAPITALISED:
        return False
    while before > max(0, token - _LONGEST_NAME) and reading.shapes[before - 1] in CAPITALISED:
        before -= 1
    return before == 0 or not reading.in_group(before - 1, "place_opener")  # Rapat di Aula Setda kemarin
