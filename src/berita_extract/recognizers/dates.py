"""Where a text names days: small grammars over one letter a word.

An expression found here has no value yet: `Rabu (10/1)` becomes a day only in the light of a reference day,
which `grammar.calendar` gives it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from operator import attrgetter
from typing import Final, NamedTuple

from berita_extract.grammar.date_forms import DateExpression, Form, Point
from berita_extract.lexicon.lexicon import Hit
from berita_extract.text.reading import Reading
from berita_extract.text.words import CAPITALISED

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
    "dates.day_only": "the day of a month that the reference day tells: tanggal 20 nanti",
    "dates.weekday": "a weekday counted from the day of writing: Senin lalu, Rabu depan",
    "dates.deictic": "days named from the day of writing: kemarin, pekan depan, tahun ini",
}


# The letters of the grammar: shapes of `text.words` (d a day number, y a year, n 10/1/2024) and one for each word of the
# date lists, however many tokens it has: m month, W weekday, D deictic, L tail, P part of day, and these:
_LETTERS: Final = {
    "day": "T", "weekday": "H", "month": "B", "year": "Y", "until": "S", "and": "+", "edge": "A",
    "quarter": "Q", "semester": "E", "anchor": "p", "week": "k",
}  # fmt: skip

_DAYS = r"d(?:(?:,\+|[,+\-S])T?d)*"  # 10 | 10-12 | 10, 11 dan 12
_WEEKDAYS = r"(?:p?H?(?P<weekday>W)(?:[-+/,S]H?W)?,?P?)"  # pada hari Rabu | Selasa-Rabu | Sabtu malam
_OPENING = rf"(?:D,?)?(?:{_WEEKDAYS}[,.]?-?\(?)?[,.]?\(?T?:?"  # Hari ini, Rabu (tanggal
_CLOSING = r"(?P<close>\)?)(?:,?HW)?"  # ) | hari selasa

_ONE_DAY = rf"(?:D,?)?(?:[IU][-?]d)?(?:H?W,?P?,?)?\(?T?(?P<days{{0}}>d)B?-?(?P<m{{0}}>m)(?:,?Y?(?P<y{{0}}>y))?\)?P?"
_RANGE = re.compile(_ONE_DAY.format("a") + "[-S]" + _ONE_DAY.format("b"))
_OPEN_RANGE = re.compile("(?P<deictic>D)[-S]" + _ONE_DAY.format("b"))
_NUMERIC_RANGE = re.compile(r"(?:H?WP?,?\(?)?T?(?P<na>n)\)?P?[-S](?:H?WP?,?\(?)?T?(?P<nb>n)\)?")
_DAY_MONTH = re.compile(rf"{_OPENING}(?:(?P<days>{_DAYS})|(?P<pair>n))[-.]?\(?B?(?P<m>m)(?:[-,.]?Y?(?P<y>y))?{_CLOSING}")
_NUMERIC = re.compile(rf"{_OPENING}(?:W,?)?(?P<first>d[-+,S])?(?P<n>n){_CLOSING}(?:(?P<late>y)|'(?P<short>d))?")
_ISO = re.compile(rf"{_OPENING}(?:(?P<ymd>y-[d0]-[d0])|(?P<dmy>[d0]-[d0]-[y0])|(?P<dby>d-m-y)){_CLOSING}")
_ENGLISH = re.compile(r"(?:W,?)?(?P<english>md,?y)")
_MONTHS = re.compile(r"[AB]{0,2}(?P<ma>m)(?:[-S+])B?(?P<mb>m)(?:,?Y?(?P<y>y))?")
_MONTH_YEAR = re.compile(r"(?<![d0])A?B?(?P<ma>m)[,.]?Y?(?P<y>y)")
_BARE_MONTH = re.compile(r"(?:A|A?B|p|S)(?P<ma>m)(?P<deictic>D?)(?P<tail>L?)|(?P<mc>m)(?P<later>[LD])")
_QUARTER = re.compile(r"(?P<word>[QE])(?P<part>[VIdwX])(?:,?Y?(?P<y>y))?")
_YEAR = re.compile(r"(?P<edge>A)Y?(?P<ya>y)|(?P<before>[pS,])(?P<word>Y)(?P<yb>y)|[pS](?P<yc>y)|(?P<yd>y)(?=L)|Y(?P<ye>y)")
_WEEK = re.compile(r"k(?P<part>[wXd])B?(?P<m>m)(?:Y?(?P<y>y))?")
_DAY_ONLY = re.compile(r"T(?P<days>d)(?P<tail>[LD])")
_WEEKDAY = re.compile(r"H?(?P<weekday>W)P?(?P<tail>[LD])|(?P<prev>,)p?H?(?P<lone>W)P?(?=[.,)])")
_BEHIND: Final = re.compile(r"\)?P?[LD]?(?:[-/]P)?")
_DEICTIC = re.compile(r"(?P<deictic>D)")


class _Tagged(NamedTuple):
    """The grammar's letters, with the tokens and the lexicon hit behind each."""

    letters: str
    starts: list[int]
    ends: list[int]
    hits: dict[int, Hit]


class DatesFound(NamedTuple):
    """Expressions that may name days, and those that a word before them makes something else (`Nomor 12/2024`)."""

    expressions: list[DateExpression]
    excluded: list[DateExpression]


def find_dates(reading: Reading) -> DatesFound:
    """Find every expression that may name days (`Kamis, 8/2`, `10-12 Januari 2024`, `pekan depan`).

    Rules are tried in the order of `RULES`; what one has taken, the later ones leave alone.
    """
    tagged = _tag(reading)
    taken = bytearray(len(tagged.letters))
    found = DatesFound([], [])
    for pattern, read in _GRAMMAR:
        for match in pattern.finditer(tagged.letters):
            start, end = _trim(match.start(), match.end(), tagged.letters)
            if start >= end or any(taken[start:end]):
                continue
            expression = read(_Match(reading, tagged, match))
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


def _tag(reading: Reading) -> _Tagged:
    """One letter for each word of the date lists and for every other token its shape."""
    letters = list(reading.shapes)
    hits: dict[int, Hit] = {}
    lengths: dict[int, int] = {}

    def put(hit: Hit, letter: str) -> None:
        if hit.end - hit.start > lengths.get(hit.start, 0):
            letters[hit.start] = letter
            lengths[hit.start] = hit.end - hit.start
            hits[hit.start] = hit

    for hit in reading.found("date_words"):
        put(hit, _LETTERS[hit.entry.get("tag")])
    for name, letter in (("day_parts", "P"), ("deictics", "D"), ("date_tails", "L")):
        for hit in reading.found(name):
            if hit.entry.get("alone") != "no" or reading.shapes[hit.end : hit.end + 1] != "y":
                put(hit, letter)
    for hit in reading.found("weekdays"):
        if not hit.entry.has("trap") or _is_weekday(reading, hit):
            put(hit, "W")
    for hit in reading.found("months"):
        if not hit.entry.has("trap") or _is_month(reading, hit, letters):
            put(hit, "m")
    starts: list[int] = []
    ends: list[int] = []
    kept: list[str] = []
    by_place: dict[int, Hit] = {}
    token = 0
    while token < len(letters):
        end = token + lengths.get(token, 1)
        if token in hits:
            by_place[len(kept)] = hits[token]
        kept.append(letters[token])
        starts.append(token)
        ends.append(end)
        token = end
    return _Tagged("".join(kept), starts, ends, by_place)


def _is_weekday(reading: Reading, hit: Hit) -> bool:
    """`Minggu (4/2)`, `Minggu, 4 Februari`, `pada Minggu malam`, but not `minggu kedua` or `Pasar Minggu`."""
    after = reading.shapes[hit.end : hit.end + 1]
    before = reading.word(hit.start - 1).lower() if hit.start else ""
    if after and after in "(dn":
        return True
    if not reading.word(hit.start)[0].isupper() or before == "pasar" or hit.end - hit.start == 1 and len(reading.word(hit.start)) <= 3:
        return before == "hari"
    return after in (",", ".", ")", "-", "/") or before in ("pada", "hari", "malam", "hingga") or reading.hit_at("day_parts", hit.end) is not None


def _is_month(reading: Reading, hit: Hit, letters: list[str]) -> bool:
    """`5 Mei`, `Juni 2017`, `awal Juni`, `Mei-Juni`, but not `Agus Juni Pratama` or `Mayor Mar`."""
    before = letters[hit.start - 1] if hit.start else ""
    after = reading.shapes[hit.end : hit.end + 1]
    if after == "y" or before in ("B", "A"):
        return True
    if before == "d" or (before in ("-", ".") and hit.start > 1 and letters[hit.start - 2] in ("d", "m")):
        return True
    return before == "S" and letters[hit.start - 2] == "m" if hit.start > 1 else False


# What a match may begin with that is no part of the date: `pada`, `tanggal`, `hari`, a comma, an opening bracket.
_NOT_FIRST: Final = frozenset("p,.-(T:HS")


def _trim(start: int, end: int, letters: str) -> tuple[int, int]:
    while start < end and letters[start] in _NOT_FIRST:
        start += 1
    if letters[end - 1 : end] == ")" and "(" not in letters[start:end]:
        end -= 1
    return start, end


class _Match:
    """A match of the grammar, with the words behind its groups."""

    def __init__(self, reading: Reading, tagged: _Tagged, match: re.Match[str]) -> None:
        self.reading, self.tagged, self.match = reading, tagged, match
        self._groups = match.re.groupindex

    def has(self, group: str) -> bool:
        return group in self._groups and bool(self.match[group])

    def text(self, group: str) -> str:
        """The words of a group, in the clean text."""
        start, end = self.match.span(group)
        return self.reading.span(self.tagged.starts[start], self.tagged.ends[end - 1])

    def value(self, group: str) -> str:
        """The lexicon value behind a group of one word."""
        return self.tagged.hits[self.match.start(group)].entry.value

    def number(self, group: str) -> int | None:
        return int(self.text(group)) if self.has(group) else None

    def listed(self, group: str) -> int | None:
        return int(self.value(group)) if self.has(group) else None

    def short_year(self) -> int | None:
        """The year behind an apostrophe: `19/1'24`."""
        year = self.number("short")
        return None if year is None else 2000 + year

    def days(self, group: str) -> tuple[tuple[int, ...], bool]:
        """The day numbers of a list, and whether they are the two ends of a range (`10-12`)."""
        first, last = self.match.span(group)
        letters = self.match[group]
        days = tuple(
            int(self.reading.word(self.tagged.starts[place])) for place in range(first, last) if self.tagged.letters[place] == "d"
        )
        return days, len(days) == 2 and ("-" in letters or "S" in letters)

    def expression(self, rule: str, form: Form, *points: Point, contiguous: bool = False, **parts: object) -> DateExpression:
        return DateExpression(0, 0, rule, form, points, contiguous, **parts)  # type: ignore[arg-type]  # deictic, tail, part


def _read_range(match: _Match) -> DateExpression | None:
    first, last = (
        Point(match.days("days" + side)[0], match.listed("m" + side), match.number("y" + side)) for side in "ab"
    )
    return match.expression("dates.range", Form.RANGE, first, last, contiguous=True)


def _read_numeric_range(match: _Match) -> DateExpression | None:
    points = [read_figures(match.text("n" + side)) for side in "ab"]
    if None in points:
        return None
    return match.expression("dates.range", Form.RANGE, *points, contiguous=True)  # type: ignore[arg-type]  # None is out


def _read_open_range(match: _Match) -> DateExpression | None:
    last = Point(match.days("daysb")[0], match.listed("mb"), match.number("yb"))
    if not match.value("deictic").startswith("day:"):
        return None
    return match.expression("dates.range", Form.RANGE, Point(), last, contiguous=True, deictic=match.value("deictic"))


def _read_day_month(match: _Match) -> DateExpression | None:
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


def _duration_before(match: _Match) -> int:
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


def _read_numeric(match: _Match) -> DateExpression | None:
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


def _read_iso(match: _Match) -> DateExpression | None:
    weekday = match.listed("weekday")
    if match.has("dby"):
        start = match.match.start("dby")
        tokens = [match.tagged.starts[start + step] for step in (0, 4)]
        day, year = (int(match.reading.word(token)) for token in tokens)
        month = int(match.tagged.hits[start + 2].entry.value)
    else:
        group = "ymd" if match.has("ymd") else "dmy"
        first, month, last = (int(part) for part in re.split(r"\s*-\s*", match.text(group)))
        day, year = (last, first) if group == "ymd" else (first, last)
        if group == "dmy" and match.match[group][-1] == "0":
            if year >= 100 or not match.has("weekday"):
                return None  # 3-2-0 is a score
            year += 2000
    if not (1 <= day <= 31 and 1 <= month <= 12):
        return None
    return match.expression("dates.iso", Form.DAYS, Point((day,), month, year, weekday))


def _read_english(match: _Match) -> DateExpression | None:
    return match.expression("dates.english", Form.WRITTEN, deictic=match.text("english"))


def _read_months(match: _Match) -> DateExpression | None:
    year = match.number("y")
    contiguous = "+" not in match.match[0]
    return match.expression(
        "dates.month", Form.MONTHS, Point((), match.listed("ma"), year), Point((), match.listed("mb"), year), contiguous=contiguous
    )


def _read_month_year(match: _Match) -> DateExpression | None:
    return match.expression("dates.month", Form.MONTHS, Point((), match.listed("ma"), match.number("y")))


def _read_bare_month(match: _Match) -> DateExpression | None:
    month = match.listed("ma") or match.listed("mc")
    tail = match.value("tail") if match.has("tail") else ""
    deictic = match.value("deictic") if match.has("deictic") else ""
    if match.has("later"):
        letter = match.match["later"]
        tail, deictic = (match.value("later"), "") if letter == "L" else ("", match.value("later"))
    return match.expression("dates.month", Form.MONTHS, Point((), month), tail=tail, deictic=deictic)


def _read_quarter(match: _Match) -> DateExpression | None:
    part = _read_ordinal(match.text("part"), match)
    form, most = (Form.QUARTER, 4) if match.match["word"] == "Q" else (Form.SEMESTER, 2)
    if part is None or not 1 <= part <= most:
        return None
    return match.expression("dates.quarter", form, Point((), None, match.number("y")), part=part)


_ROMAN: Final = {"i": 1, "ii": 2, "iii": 3, "iv": 4}


def _read_ordinal(word: str, match: _Match) -> int | None:
    folded = word.lower()
    if folded.isdigit():
        return int(folded)
    if folded in _ROMAN:
        return _ROMAN[folded]
    hit = match.reading.hit_at("number_words", match.tagged.starts[match.match.start("part")])
    return int(hit.entry.value) if hit and hit.entry.value.isdigit() else None


def _read_week(match: _Match) -> DateExpression | None:
    part = _read_ordinal(match.text("part"), match)
    if part is None or not 1 <= part <= 5:
        return None
    return match.expression("dates.week", Form.WEEK, Point((), match.listed("m"), match.number("y")), part=part)


def _read_day_only(match: _Match) -> DateExpression | None:
    tail = _TAIL_OF_DEICTIC.get(match.value("tail"), match.value("tail"))
    if tail not in ("past", "future"):
        return None
    return match.expression("dates.day_only", Form.DAY_ONLY, Point(match.days("days")[0]), tail=tail)


def _read_year(match: _Match) -> DateExpression | None:
    year = next(match.number(group) for group in ("ya", "yb", "yc", "yd", "ye") if match.has(group))
    end = match.match.end()
    if year is None or year < 1900 or (not match.has("word") and match.reading.hit_at("count_nouns", match.tagged.ends[end - 1])):
        return None  # hingga 2000 peserta
    if match.tagged.letters[end : end + 2] in ("-y", "/y", "Sy"):
        return None  # 2021-2026 is a term
    if match.has("ye") and not _stands_free(match):
        return None
    tail = match.value("tail") if match.has("tail") else ""
    return match.expression("dates.year", Form.YEAR, Point((), None, year), tail=tail)


def _stands_free(match: _Match) -> bool:
    """`… bahwa tahun 2022 …` is a time, `Program PHJD tahun 2021` and `Nomor 5 Tahun 2014` are names."""
    token = match.tagged.starts[match.match.start()]
    sentence = match.reading.sentence_at(token)
    if token == sentence.start:
        return match.reading.block_at(token).kind == "body"
    return match.reading.is_function_word(token - 1)


_TAIL_OF_DEICTIC: Final = {
    "day:-1": "past", "day:0": "present", "day:+1": "future", "week:-1": "lastweek", "week:0": "present", "week:+1": "nextweek",
}  # fmt: skip
_WEEKDAY_TAILS: Final = frozenset(("past", "present", "future", "lastweek", "nextweek", "latest"))


def _read_weekday(match: _Match) -> DateExpression | None:
    if match.has("lone"):
        return match.expression("dates.weekday", Form.WEEKDAY, Point(weekday=match.listed("lone")), tail="latest")
    tail = _TAIL_OF_DEICTIC.get(match.value("tail"), match.value("tail"))
    if tail not in _WEEKDAY_TAILS:
        return None
    return match.expression("dates.weekday", Form.WEEKDAY, Point(weekday=match.listed("weekday")), tail=tail)


def _read_deictic(match: _Match) -> DateExpression | None:
    hit = match.tagged.hits[match.match.start("deictic")]
    entry = hit.entry
    if (sunday := _read_sunday(match, hit)) is not None:
        return sunday
    if entry.value == "vague" or entry.get("alone") == "no" or (entry.has("trap") and _follows_another(match)):
        return None
    return match.expression("dates.deictic", Form.DEICTIC, deictic=entry.value)


def _read_sunday(match: _Match, hit: Hit) -> DateExpression | None:
    """`pada Minggu lalu`, capitalised inside a sentence, is the Sunday; small it is the week."""
    reading = match.reading
    if reading.folded(hit.start) != "minggu" or reading.shapes[hit.start] == "w" or hit.start == reading.sentence_at(hit.start).start:
        return None
    tail = {"week:-1": "past", "week:0": "present", "week:+1": "future"}.get(hit.entry.value, "")
    eve = reading.folded(hit.start - 1) == "malam"
    return match.expression("dates.weekday", Form.WEEKDAY, Point(weekday=7), tail=tail, part=int(eve)) if tail else None


def _follows_another(match: _Match) -> bool:
    """`Pemilu kemarin`, `tahun kemarin`, `sehari semalam`: no day counted from the day of writing."""
    token = match.tagged.starts[match.match.start("deictic")]
    before = token - 1
    if before < match.reading.sentence_at(token).start:
        return False
    return match.reading.shapes[before] in CAPITALISED or match.reading.hit_at("count_nouns", before) is not None


_GRAMMAR: Final = (
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
    (_DAY_ONLY, _read_day_only),
    (_WEEKDAY, _read_weekday),
    (_DEICTIC, _read_deictic),
)

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
    while token >= 0 and reading.shapes[token] in ".:(-":
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
