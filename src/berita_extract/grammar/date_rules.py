"""The grammar of dates: patterns over the letters of `date_tags`, each with what its match says.

An expression read here has no value yet: `Rabu (10/1)` becomes a day only in the light of a reference day,
which `grammar.calendar` gives it.
"""

from __future__ import annotations

import re
from typing import Final

from berita_extract.grammar.date_forms import DateExpression, Form, Point
from berita_extract.grammar.date_tags import TaggedDates
from berita_extract.lexicon.lexicon import Hit
from berita_extract.text.reading import Reading
from berita_extract.text.words import CAPITALISED

_DAYS = r"d(?:(?:,\+|[,+\-S])T?d)*"  # 10 | 10-12 | 10, 11 dan 12
_WEEKDAYS = r"(?:p?H?(?P<weekday>W)(?:[-+/,S]H?W)?,?P?)"  # pada hari Rabu | Selasa-Rabu | Sabtu malam
_OPENING = rf"(?:D,?)?(?:{_WEEKDAYS}[,.]?-?\(?)?[,.]?\(?T?:?"  # Hari ini, Rabu (tanggal
_CLOSING = r"(?P<close>\)?)(?:,?HW)?"  # ) | hari selasa

_ONE_DAY = r"(?:D,?)?(?:[IU][-?]d)?(?:H?W,?P?,?)?\(?T?(?P<days{0}>d)B?-?(?P<m{0}>m)(?:,?Y?(?P<y{0}>y))?\)?P?"
_RANGE = re.compile(_ONE_DAY.format("a") + "[-S]" + _ONE_DAY.format("b"))
_OPEN_RANGE = re.compile("(?P<deictic>D)[-S]" + _ONE_DAY.format("b"))
_NUMERIC_RANGE = re.compile(r"(?:H?WP?,?\(?)?T?(?P<na>n)\)?P?[-S](?:H?WP?,?\(?)?T?(?P<nb>n)\)?")
_DAY_MONTH = re.compile(rf"{_OPENING}(?:(?P<days>{_DAYS})|(?P<pair>n))[-.]?\(?B?(?P<m>m)(?:[-,.]?Y?(?P<y>y))?{_CLOSING}")
_NUMERIC = re.compile(rf"{_OPENING}(?:W,?)?(?P<first>d[-+,S])?(?P<n>n){_CLOSING}(?:(?P<late>y)|'(?P<short>d))?")
_ISO = re.compile(rf"{_OPENING}(?:(?P<ymd>y-[d0]-[d0])|(?P<dmy>[d0]-[d0]-[y0])|(?P<dby>d-m-y)){_CLOSING}")
_ENGLISH = re.compile(r"(?:W,?)?(?P<english>md,?y)")
_MONTHS = re.compile(r"[AB]{0,2}(?P<ma>m)(?:[-S+])B?(?P<mb>m)(?:,?Y?(?P<y>y)|D)?")
_MONTH_YEAR = re.compile(r"(?<![d0])A?B?(?P<ma>m)[,.]?Y?(?P<y>y)")
_BARE_MONTH = re.compile(r"(?:A|A?B|p|S)(?P<ma>m)(?P<deictic>D?)(?P<tail>L?)|(?P<mc>m)(?P<later>[LD])")
_QUARTER = re.compile(r"(?P<word>[QE])(?P<part>[VIdwX])(?:,?Y?(?P<y>y))?")
_YEAR = re.compile(r"(?P<edge>A)Y?(?P<ya>y)|(?P<before>[pS,])(?P<word>Y)(?P<yb>y)|[pS](?P<yc>y)|(?P<yd>y)(?=L)|Y(?P<ye>y)")
_WEEK = re.compile(r"k(?P<part>[wXd])B?(?P<m>m)(?:Y?(?P<y>y))?")
_AGO = re.compile(r"(?P<count>[dw0])H(?P<tail>L)|(?P<units>[dw0])(?P<step>D)")
_DAY_ONLY = re.compile(r"T(?P<days>d)(?P<tail>[LD])")
_WEEKDAY = re.compile(r"H?(?P<weekday>W)P?(?P<tail>[LD])|(?P<prev>,)p?H?(?P<lone>W)P?(?=[.,)])")
_DEICTIC = re.compile(r"(?P<deictic>D)(?:,?HW)?")


class DateMatch:
    """A match of the grammar, with the words behind its groups."""

    def __init__(self, reading: Reading, tagged: TaggedDates, match: re.Match[str]) -> None:
        self.reading, self.tagged, self.match = reading, tagged, match
        self._groups = match.re.groupindex

    def has(self, group: str) -> bool:
        """Whether the group took part in the match."""
        return group in self._groups and bool(self.match[group])

    def text(self, group: str) -> str:
        """The words of a group, in the clean text."""
        start, end = self.match.span(group)
        return self.reading.span(self.tagged.starts[start], self.tagged.ends[end - 1])

    def value(self, group: str) -> str:
        """The lexicon value behind a group of one word."""
        return self.tagged.hits[self.match.start(group)].entry.value

    def number(self, group: str) -> int | None:
        """The figures of a group: 2024."""
        return int(self.text(group)) if self.has(group) else None

    def listed(self, group: str) -> int | None:
        """The number that a lexicon gives the word of a group: Januari → 1."""
        return int(self.value(group)) if self.has(group) else None

    def short_year(self) -> int | None:
        """The year behind an apostrophe: `19/1'24`."""
        year = self.number("short")
        return None if year is None else 2000 + year

    def days(self, group: str) -> tuple[tuple[int, ...], bool]:
        """The day numbers of a list, and whether they are the two ends of a range (`10-12`)."""
        first, last = self.match.span(group)
        letters = self.match[group]
        days = tuple(int(self.reading.word(self.tagged.starts[place])) for place in range(first, last) if self.tagged.letters[place] == "d")
        return days, len(days) == 2 and ("-" in letters or "S" in letters)

    def expression(self, rule: str, form: Form, *points: Point, contiguous: bool = False, **parts: object) -> DateExpression:
        """An expression read by `rule`; `find_dates` puts its tokens in."""
        return DateExpression(0, 0, rule, form, points, contiguous, **parts)  # type: ignore[arg-type]  # deictic, tail, part


def _read_range(match: DateMatch) -> DateExpression | None:
    first, last = (Point(match.days("days" + side)[0], match.listed("m" + side), match.number("y" + side)) for side in "ab")
    return match.expression("dates.range", Form.RANGE, first, last, contiguous=True)


def _read_numeric_range(match: DateMatch) -> DateExpression | None:
    points = [read_figures(match.text("n" + side)) for side in "ab"]
    if None in points:
        return None
    return match.expression("dates.range", Form.RANGE, *points, contiguous=True)  # type: ignore[arg-type]  # None is out


def _read_open_range(match: DateMatch) -> DateExpression | None:
    last = Point(match.days("daysb")[0], match.listed("mb"), match.number("yb"))
    if not match.value("deictic").startswith("day:"):
        return None
    return match.expression("dates.range", Form.RANGE, Point(), last, contiguous=True, deictic=match.value("deictic"))


def _read_day_month(match: DateMatch) -> DateExpression | None:
    if match.has("pair"):
        parts = re.split(r"\D", match.text("pair"))
        if len(parts) != 2:
            return None
        days, contiguous = tuple(int(part) for part in parts), False
    else:
        days, contiguous = match.days("days")
    point = Point(days, match.listed("m"), match.number("y"), match.listed("weekday"))
    length = _duration_before(match) if len(days) == 1 else 0
    return match.expression("dates.day_month", Form.DAYS, point, contiguous=contiguous, part=length)


def _duration_before(match: DateMatch) -> int:
    """How many days a period has that is said to begin here: `selama 9 hari mulai 26 Februari 2024` → 9."""
    reading = match.reading
    token = match.tagged.starts[match.match.start()]
    for place in range(token, max(token - 8, 1), -1):
        if reading.folded(place - 1) != "hari":
            continue
        between = {reading.folded(inner) for inner in range(place, token + 1)}
        if not between & {"mulai", "dimulai", "sejak", "terhitung"} or place < 2:
            return 0
        if reading.shapes[place - 2] == "d":
            return int(reading.word(place - 2))
        hit = reading.hit_at("number_words", place - 2)
        return int(hit.entry.value) if hit is not None and hit.entry.value.isdigit() else 0
    return 0


_MONTH_FIGURES: Final = re.compile(r"(0?[1-9]|1[0-2])/((?:19|20)\d\d)$")


def _read_numeric(match: DateMatch) -> DateExpression | None:
    if month := _MONTH_FIGURES.match(match.text("n")):
        bracketed = match.match[0].startswith("(") and match.has("close")
        whole_month = Point((), int(month[1]), int(month[2]))
        return match.expression("dates.numeric", Form.MONTHS, whole_month) if bracketed else None
    point = read_figures(match.text("n"))
    if point is None:
        return None
    opened = match.has("weekday") or "T" in match.match[0] or "(" in match.match[0] or "," in match.match[0][:1]
    if point.year is None and not opened:
        return None  # 2/3 suara, RT 03/02
    days, contiguous = point.days, False
    if match.has("first"):
        first, contiguous = match.days("first")[0], match.match["first"][-1] in "-S"
        days = first + days
    point = point._replace(days=days, year=point.year or match.number("late") or match.short_year(), weekday=match.listed("weekday"))
    return match.expression("dates.numeric", Form.DAYS, point, contiguous=contiguous)


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


def _read_iso(match: DateMatch) -> DateExpression | None:
    weekday = match.listed("weekday")
    if match.has("dby"):
        start = match.match.start("dby")
        tokens = [match.tagged.starts[start + step] for step in (0, 4)]
        day, year = (int(match.reading.word(token)) for token in tokens)
        month = int(match.tagged.hits[start + 2].entry.value)
    else:
        group = "ymd" if match.has("ymd") else "dmy"
        if "." in match.text(group) or "," in match.text(group):
            return None
        first, month, last = (int(part) for part in re.split(r"\s*-\s*", match.text(group)))
        day, year = (last, first) if group == "ymd" else (first, last)
        if group == "dmy" and match.match[group][-1] == "0":
            if year >= 100 or not match.has("weekday"):
                return None  # 3-2-0 is a score
            year += 2000
    if not (1 <= day <= 31 and 1 <= month <= 12):
        return None
    return match.expression("dates.iso", Form.DAYS, Point((day,), month, year, weekday))


def _read_english(match: DateMatch) -> DateExpression | None:
    return match.expression("dates.english", Form.WRITTEN, deictic=match.text("english"))


def _read_months(match: DateMatch) -> DateExpression | None:
    year = match.number("y")
    contiguous = "+" not in match.match[0]
    return match.expression(
        "dates.month", Form.MONTHS, Point((), match.listed("ma"), year), Point((), match.listed("mb"), year), contiguous=contiguous
    )


def _read_month_year(match: DateMatch) -> DateExpression | None:
    return match.expression("dates.month", Form.MONTHS, Point((), match.listed("ma"), match.number("y")))


def _read_bare_month(match: DateMatch) -> DateExpression | None:
    month = match.listed("ma") or match.listed("mc")
    tail = match.value("tail") if match.has("tail") else ""
    deictic = match.value("deictic") if match.has("deictic") else ""
    if match.has("later"):
        letter = match.match["later"]
        tail, deictic = (match.value("later"), "") if letter == "L" else ("", match.value("later"))
    return match.expression("dates.month", Form.MONTHS, Point((), month), tail=tail, deictic=deictic)


def _read_quarter(match: DateMatch) -> DateExpression | None:
    part = _read_ordinal(match.text("part"), match)
    form, most = (Form.QUARTER, 4) if match.match["word"] == "Q" else (Form.SEMESTER, 2)
    if part is None or not 1 <= part <= most:
        return None
    return match.expression("dates.quarter", form, Point((), None, match.number("y")), part=part)


_ROMAN: Final = {"i": 1, "ii": 2, "iii": 3, "iv": 4}


def _read_ordinal(word: str, match: DateMatch) -> int | None:
    folded = word.lower()
    if folded.isdigit():
        return int(folded)
    if folded in _ROMAN:
        return _ROMAN[folded]
    hit = match.reading.hit_at("number_words", match.tagged.starts[match.match.start("part")])
    return int(hit.entry.value) if hit and hit.entry.value.isdigit() else None


def _read_week(match: DateMatch) -> DateExpression | None:
    part = _read_ordinal(match.text("part"), match)
    if part is None or not 1 <= part <= 5:
        return None
    return match.expression("dates.week", Form.WEEK, Point((), match.listed("m"), match.number("y")), part=part)


def _read_ago(match: DateMatch) -> DateExpression | None:
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
    return int(figures) if figures.isdigit() else int(hit.entry.value) if hit is not None and hit.entry.value.isdigit() else 0


def _read_day_only(match: DateMatch) -> DateExpression | None:
    tail = _TAIL_OF_DEICTIC.get(match.value("tail"), match.value("tail"))
    if tail not in ("past", "future"):
        return None
    return match.expression("dates.day_only", Form.DAY_ONLY, Point(match.days("days")[0]), tail=tail)


def _read_year(match: DateMatch) -> DateExpression | None:
    year = next(match.number(group) for group in ("ya", "yb", "yc", "yd", "ye") if match.has(group))
    end = match.match.end()
    if year is None or year < 1900 or (not match.has("word") and match.reading.hit_at("count_nouns", match.tagged.ends[end - 1])):
        return None  # hingga 2000 peserta
    start = match.match.start() + len(match.match[0]) - 1
    if match.tagged.letters[end : end + 2] in ("-y", "/y", "Sy") or match.tagged.letters[start - 2 : start] in ("y-", "y/"):
        return None  # 2021-2026 is a term
    if match.has("ye") and not _stands_free(match):
        return None
    tail = match.value("tail") if match.has("tail") else ""
    return match.expression("dates.year", Form.YEAR, Point((), None, year), tail=tail)


def _stands_free(match: DateMatch) -> bool:
    """`… bahwa tahun 2022 …` is a time, `Program PHJD tahun 2021` and `Nomor 5 Tahun 2014` are names."""
    token = match.tagged.starts[match.match.start()]
    if match.reading.folded(token).startswith("di") or match.tagged.letters[match.match.end() : match.match.end() + 1] == "L":
        return True  # di tahun 2023, ditahun 2022, tahun 2020 yang lalu
    if match.reading.shapes[token - 1 : token] == ")" and match.reading.word(token)[0].islower():
        return True
    sentence = match.reading.sentence_at(token)
    if token == sentence.start:
        return match.reading.block_at(token).kind == "body"
    return match.reading.is_function_word(token - 1)


_TAIL_OF_DEICTIC: Final = {
    "day:-1": "past", "day:0": "present", "day:+1": "future", "week:-1": "lastweek", "week:0": "present", "week:+1": "nextweek",
}  # fmt: skip
_WEEKDAY_TAILS: Final = frozenset(("past", "present", "future", "lastweek", "nextweek", "latest"))


def _read_weekday(match: DateMatch) -> DateExpression | None:
    if match.has("lone"):
        return match.expression("dates.weekday", Form.WEEKDAY, Point(weekday=match.listed("lone")), tail="latest")
    tail = _TAIL_OF_DEICTIC.get(match.value("tail"), match.value("tail"))
    if tail not in _WEEKDAY_TAILS:
        return None
    return match.expression("dates.weekday", Form.WEEKDAY, Point(weekday=match.listed("weekday")), tail=tail)


def _read_deictic(match: DateMatch) -> DateExpression | None:
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
    """`beberapa minggu lalu`: how many weeks is left open, so no week is meant."""
    reading = match.reading
    before = reading.ending("number_words", hit.start)
    return reading.in_group(hit.start - 1, "indefinite") or (before is not None and before.entry.get("kind") in ("unit", "vague"))


def _read_sunday(match: DateMatch, hit: Hit) -> DateExpression | None:
    """`pada Minggu lalu`, capitalised inside a sentence, is the Sunday; small it is the week."""
    reading = match.reading
    if reading.folded(hit.start) != "minggu" or reading.shapes[hit.start] == "w" or hit.start == reading.sentence_at(hit.start).start:
        return None
    tail = {"week:-1": "past", "week:0": "present", "week:+1": "future"}.get(hit.entry.value, "")
    eve = reading.folded(hit.start - 1) == "malam"
    return match.expression("dates.weekday", Form.WEEKDAY, Point(weekday=7), tail=tail, part=int(eve)) if tail else None


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
    while before > 0 and reading.shapes[before - 1] in CAPITALISED:
        before -= 1
    return before == 0 or reading.folded(before - 1) not in ("di", "ke")  # Rapat di Aula Setda kemarin


# Tried in this order: what one pattern has taken, the later ones leave alone.
DATE_GRAMMAR: Final = (
    (_RANGE, _read_range),
    (_OPEN_RANGE, _read_open_range),
    (_NUMERIC_RANGE, _read_numeric_range),
    (_ISO, _read_iso),
    (_DAY_MONTH, _read_day_month),
    (_NUMERIC, _read_numeric),
    (_ENGLISH, _read_english),
    (_MONTHS, _read_months),
    (_WEEK, _read_week),
    (_MONTH_YEAR, _read_month_year),
    (_BARE_MONTH, _read_bare_month),
    (_QUARTER, _read_quarter),
    (_YEAR, _read_year),
    (_AGO, _read_ago),
    (_DAY_ONLY, _read_day_only),
    (_WEEKDAY, _read_weekday),
    (_DEICTIC, _read_deictic),
)
