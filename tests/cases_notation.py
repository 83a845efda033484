"""How the result of each field is written in the case files: `~300 personel`, `region: Konawe (74.02)`.

`read` puts an expected value into its normal form and says what is wrong with one that has none; `render` writes
what was found in the same form. So the two are compared, and shown, as strings.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import get_args

import msgspec

from berita_extract.schema import Attendance, BylineRole, DateMention, Extraction, Mention, OfficialRole


@dataclass(frozen=True, slots=True)
class Line:
    """One entry of a result in the notation of its field; `mention` is the wording, where it is to be compared."""

    value: str
    mention: str | None = None

    def __str__(self) -> str:
        return self.value if self.mention is None else f"{self.value} :: {self.mention}"

    def accepts(self, found: Line) -> bool:
        """Whether `found` is what this line expects; without a wording any wording will do."""
        return self == (found if self.mention is not None else replace(found, mention=None))


@dataclass(frozen=True, slots=True)
class Field:
    """How the entries of one field are written."""

    syntax: str
    read: Callable[[str], str]
    render: Callable[[Extraction], Iterator[Line]]
    has_mentions: bool = False


def _text(value: str) -> str:
    return value


def iso_day(value: str) -> date:
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        raise ValueError(f"'{value}' is not a day; write it as 2024-08-05")
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise ValueError(f"'{value}' is not in the calendar") from None


def _day_or_range(value: str) -> str:
    start, slash, end = value.partition("/")
    if slash and not iso_day(start) < iso_day(end):
        raise ValueError(f"'{value}' must run from an earlier to a later day; write a single day once")
    iso_day(start)
    return value


def _date_value(found: DateMention) -> str:
    return f"{found.start_date}" if found.start_date == found.end_date else f"{found.start_date}/{found.end_date}"


COUNT = re.compile(r"(?:(?P<about>~)?(?P<exact>\d+)|(?P<min>\d+)?\.\.(?P<max>\d+)?(?P<vague>~)?) (?P<unit>\S.*)")


def _count(value: str) -> str:
    match = COUNT.fullmatch(value)
    if match is None:
        raise ValueError("write digits without a thousands mark and the unit (`-` if there is none)")
    if match["exact"] is None:
        if match["min"] is None and match["max"] is None:
            raise ValueError("one end of the range must be a number")
        if match["min"] and match["max"] and int(match["min"]) >= int(match["max"]):
            raise ValueError("the range must run from the smaller to the larger number")
    return value


def _count_value(found: Attendance) -> str:
    tilde, unit = "~" if found.approximate else "", found.unit or "-"
    if found.min is not None and found.min == found.max:
        return f"{tilde}{found.min} {unit}"
    low = "" if found.min is None else found.min
    high = "" if found.max is None else found.max
    return f"{low}..{high}{tilde} {unit}"


def _place(value: str) -> str:
    kind, colon, name = value.partition(": ")
    if not colon or kind not in ("venue", "region") or not name.strip():
        raise ValueError("begin with `venue: ` or `region: `")
    if re.search(r"\(\d[\d.]*\)$", name):
        if kind == "venue":
            raise ValueError("a venue has no region code")
        if not re.search(r" \(\d\d(\.\d\d(\.\d\d(\.\d{4})?)?)?\)$", name):
            raise ValueError("a region code has the parts 32.05.09.2001, and a space before its bracket")
    return value


def _one_of(allowed: Sequence[str], value: str) -> None:
    if value not in allowed:
        raise ValueError(f"'{value}' must be one of: {', '.join(allowed)}")


def _name_and_role(value: str) -> str:
    match = re.fullmatch(r"\S.* \((?P<role>\w+)\)", value)
    if match is None:
        raise ValueError("write the name and then the role in brackets")
    _one_of(get_args(BylineRole), match["role"])
    return value


def _statement(value: str) -> str:
    match = re.fullmatch(r"(?P<kind>direct|indirect): \S.* -- (?P<speaker>\S.*) \[(?P<cue>[^\[\]]+)\]", value)
    if match is None:
        raise ValueError("write kind, words, speaker and cue; `-` for a speaker or cue that is not there")
    return value


def _name_and_list(separator: str, allowed: Sequence[str] = ()) -> Callable[[str], str]:
    def read(value: str) -> str:
        name, colon, items = value.partition(": ")
        if not colon or not name or not all(items.split(separator)):
            raise ValueError(f"write the name, a colon, and the items with `{separator}` between them")
        for item in items.split(separator) if allowed else ():
            _one_of(allowed, item)
        return value

    return read


def _record(checks: Mapping[str, Callable[[str], object]]) -> Callable[[str], str]:
    """The reader of `key=value; key=value`, which puts the keys into the order of `checks`."""

    def read(value: str) -> str:
        pairs: dict[str, str] = {}
        for part in value.split("; "):
            key, equals, content = part.partition("=")
            if not equals or not content.strip():
                raise ValueError(f"'{part}' must be KEY=VALUE; leave out a key that has no value")
            _one_of(tuple(checks), key)
            if key in pairs:
                raise ValueError(f"'{key}' stands twice; separate several values with `|`")
            checks[key](content)
            pairs[key] = content
        return _join((key, pairs.get(key)) for key in checks)

    return read


def _join(pairs: Iterator[tuple[str, object]]) -> str:
    return "; ".join(f"{key}={value}" for key, value in pairs if value)


def _clock(value: str) -> None:
    if not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d|24:00", value):
        raise ValueError(f"'{value}' is not a time; write it as 09:00")


def _timezone(value: str) -> None:
    _one_of(("WIB", "WITA", "WIT"), value)


def _parts(value: str) -> None:
    if not all(part.strip() for part in value.split("|")):
        raise ValueError(f"'{value}' has an empty part; write `|` only between two values")


def _render_dates(result: Extraction) -> Iterator[Line]:
    for found in result.dates:
        yield Line(_date_value(found), found.text)


def _render_event(result: Extraction) -> Iterator[Line]:
    if (event := result.event) is None:
        return
    end = event.end_date if event.end_date != event.start_date else None
    pairs: list[tuple[str, object]] = [("date", event.start_date), ("end", end), ("time", event.start_time)]
    pairs += [("end_time", event.end_time), ("timezone", event.timezone), ("venue", event.venue)]
    yield Line(_join(iter(pairs)) or "an event without date, time or venue")


def _render_attendance(result: Extraction) -> Iterator[Line]:
    for found in result.attendance:
        yield Line(_count_value(found), found.text)


def _render_locations(result: Extraction) -> Iterator[Line]:
    for found in result.locations:
        yield Line(f"{found.kind}: {found.name}" + (f" ({found.code})" if found.code else ""))


def _render_officials(result: Extraction) -> Iterator[Line]:
    for found in result.officials:
        pairs: list[tuple[str, object]] = [
            ("name", found.name),
            ("titles", "|".join(title.text for title in found.titles)),
            ("rank", found.rank),
            ("honorifics", "|".join(found.honorifics)),
            ("degrees", "|".join(found.degrees)),
        ]
        yield Line(_join(iter(pairs)))


def _render_quotes(result: Extraction) -> Iterator[Line]:
    for found in result.quotes:
        yield Line(f"{found.kind}: {found.text} -- {found.speaker or '-'} [{found.cue or '-'}]")


def _render_headline(result: Extraction) -> Iterator[Line]:
    if result.headline is not None:
        yield Line(result.headline.text)


def _render_dateline(result: Extraction) -> Iterator[Line]:
    if (found := result.dateline) is not None:
        pairs: list[tuple[str, object]] = [("place", found.place), ("date", found.date), ("medium", found.medium)]
        yield Line(_join(iter(pairs)) or "a dateline without place, date or medium")


def _render_byline(result: Extraction) -> Iterator[Line]:
    for found in result.byline:
        yield Line(f"{found.name} ({found.role})")


def _render_links(result: Extraction) -> Iterator[Line]:
    for found in result.officials:
        yield Line(f"{found.name}: {' | '.join(mention.text for mention in found.mentions)}")


def _render_roles(result: Extraction) -> Iterator[Line]:
    for found in result.officials:
        if found.roles:
            yield Line(f"{found.name}: {', '.join(found.roles)}")


EVENT = {"date": iso_day, "end": iso_day, "time": _clock, "end_time": _clock, "timezone": _timezone, "venue": _text}
OFFICIAL = {"name": _text, "titles": _parts, "rank": _text, "honorifics": _parts, "degrees": _parts}
DATELINE = {"place": _text, "date": iso_day, "medium": _text}

FIELDS = {
    "dates": Field("2024-08-05 or 2024-01-10/2024-01-12", _day_or_range, _render_dates, has_mentions=True),
    "event": Field("date=2024-01-10; time=09:00; timezone=WIB; venue=Aula Setda", _record(EVENT), _render_event),
    "attendance": Field(
        "300 orang, ~300 orang, 8..10 orang, 100..999~ warga, 500..~ orang or ..500~ orang",
        _count,
        _render_attendance,
        has_mentions=True,
    ),
    "locations": Field("venue: Aula Setda or region: Konawe (74.02)", _place, _render_locations),
    "officials": Field("name=Rina Sari; titles=Camat Ubud; degrees=S.H.|M.H.", _record(OFFICIAL), _render_officials),
    "quotes": Field("direct: Kami siap. -- Rina Sari [ujar]", _statement, _render_quotes),
    "headline": Field("the words of the headline", _text, _render_headline),
    "dateline": Field("place=Jakarta Utara; date=2024-01-10; medium=KOMPAS.com", _record(DATELINE), _render_dateline),
    "byline": Field("Rina Sari (author)", _name_and_role, _render_byline),
    "links": Field("Rina Sari: Camat Rina Sari | Ia | Rina", _name_and_list(" | "), _render_links),
    "roles": Field("Rina Sari: opened, spoke", _name_and_list(", ", get_args(OfficialRole)), _render_roles),
}


def mentions(value: object) -> Iterator[Mention]:
    """Every mention inside an extraction, however deep."""
    if isinstance(value, Mention):
        yield value
    if isinstance(value, msgspec.Struct):
        for name in value.__struct_fields__:
            yield from mentions(getattr(value, name))
    elif isinstance(value, tuple):
        for item in value:
            yield from mentions(item)
