"""The document model: what one press release becomes, and the single source of its JSON Schema."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable
from typing import Annotated, Any, Literal

import msgspec

SCHEMA_VERSION = "1.0"
_PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")

DateRole = Literal["dateline", "event", "mention"]
Granularity = Literal["day", "week", "month", "year", "range"]
LocationKind = Literal["venue", "region"]
LocationLevel = Literal["country", "province", "regency", "city", "district", "village", "other"]
LocationRole = Literal["dateline", "venue", "mention"]
PersonMentionKind = Literal["name", "title", "pronoun"]
OfficialRole = Literal[
    "opened", "closed", "led", "spoke", "attended", "accompanied", "represented", "absent",
    "inaugurated", "sent_off", "swore_in", "handed_over", "received", "signed", "inspected",
]  # fmt: skip
AttendanceRole = Literal["participants", "guests", "personnel", "crowd"]
QuoteKind = Literal["direct", "indirect"]
BylineRole = Literal["author", "reporter", "editor", "photographer"]
TimeZone = Literal["WIB", "WITA", "WIT"]
Confidence = Annotated[float, msgspec.Meta(ge=0, le=1)]
SpeakerMissing = Literal["nobody is named before it", "nobody is named near it", "several people may be meant"]
WarningCode = Literal[
    "date_without_year", "impossible_date", "range_backwards", "relative_without_reference", "unbalanced_quotation_mark",
    "weekday_conflict", "year_repaired",
]  # fmt: skip


class Mention(msgspec.Struct, frozen=True, kw_only=True):
    """A stretch of the given text and the rule that found it.

    `start_char` and `end_char` count Python code points of the text exactly as it was given,
    so `given[start_char:end_char] == text` always holds.
    """

    text: str
    start_char: int
    end_char: int
    rule: str


class Value(Mention, frozen=True, kw_only=True):
    """A mention that was read as something, with the share of such readings that were right.

    `confidence` counts values carried by the same evidence in releases that a reader has annotated; docs/confidence.md says how.
    """

    confidence: Confidence = 0.0


class Headline(Value, frozen=True, kw_only=True):
    """The title of the release, once, even where the page repeats it."""


class Byline(Value, frozen=True, kw_only=True):
    """Somebody who wrote, reported, edited or photographed: `ditulis oleh : Adam Alkhairi`."""

    name: str
    role: BylineRole


class Dateline(Value, frozen=True, kw_only=True):
    """The place and date that open the body: `Jakarta Utara, 10 Januari 2024 -`."""

    place: str | None = None
    place_code: str | None = None
    date: dt.date | None = None
    medium: str | None = None


class DateMention(Value, frozen=True, kw_only=True):
    """A calendar day or a range of days, both ends inclusive: `Rabu (10/1/2024)`."""

    start_date: dt.date
    end_date: dt.date
    granularity: Granularity
    relative: bool = False
    role: DateRole = "mention"


class Location(Value, frozen=True, kw_only=True):
    """A place, once, with the fullest form that the text gives: `Kabupaten Konawe`."""

    kind: LocationKind
    name: str
    level: LocationLevel = "other"
    code: str | None = None
    candidates: tuple[str, ...] = ()
    role: LocationRole = "mention"
    mentions: tuple[Mention, ...] = ()


class Title(Value, frozen=True, kw_only=True):
    """An office as the text gives it in full: `Plt. Kepala Dinas Kesehatan Kabupaten Bogor`."""

    organization: str | None = None
    region: str | None = None
    acting: bool = False
    former: bool = False


class PersonMention(Mention, frozen=True, kw_only=True):
    """One way in which the text speaks of a person: by name, by bare title, or by pronoun."""

    kind: PersonMentionKind


class Official(Value, frozen=True, kw_only=True):
    """A named person with an office, rank or role: `Kolonel Inf Dr. Indarto Kusnohadi, S.I.P.`"""

    id: str
    name: str
    honorifics: tuple[str, ...] = ()
    rank: str | None = None
    degrees: tuple[str, ...] = ()
    titles: tuple[Title, ...] = ()
    roles: tuple[OfficialRole, ...] = ()
    mentions: tuple[PersonMention, ...] = ()


class Attendance(Value, frozen=True, kw_only=True):
    """How many attend: `kurang lebih 300 personel`; an open end of the range is `null`."""

    min: int | None
    max: int | None
    approximate: bool
    unit: str | None
    group: str | None = None
    role: AttendanceRole = "participants"


class Quote(Value, frozen=True, kw_only=True):
    """What somebody said, in quotation marks (`direct`) or reported (`indirect`)."""

    kind: QuoteKind
    speaker: str | None = None
    speaker_id: str | None = None
    speaker_mention: Mention | None = None
    cue: str | None = None
    speaker_missing: SpeakerMissing | None = None


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """The main happening that the document reports; any part may be unknown.

    Times are local, `HH:MM` of 24 hours; `timezone` is `WIB`, `WITA` or `WIT` as written;
    `attendance` is the index in `Extraction.attendance` of the figure for the whole event. Day, time and venue each
    have a confidence where they are known: that it is that of the event.
    """

    activity: str | None = None
    start_date: dt.date | None = None
    end_date: dt.date | None = None
    start_time: str | None = None
    end_time: str | None = None
    timezone: TimeZone | None = None
    venue: str | None = None
    region_code: str | None = None
    attendance: int | None = None
    date_confidence: Confidence | None = None
    time_confidence: Confidence | None = None
    venue_confidence: Confidence | None = None


class Warning(msgspec.Struct, frozen=True, kw_only=True):
    """Something a careful reader would look at twice, with where it stands in the text."""

    code: WarningCode
    message: str
    start_char: int
    end_char: int


class Extraction(msgspec.Struct, frozen=True, kw_only=True):
    """Everything found in one document.

    `sha256` is that of the text; `duplicate_of` is set in a batch where the document is a copy, and is the source of the
    first one; `region_list` tells which imported list of districts and villages was used; values with a confidence
    under `min_confidence` were left out.
    """

    schema_version: str = SCHEMA_VERSION
    source: str | None = None
    sha256: str = ""
    duplicate_of: str | None = None
    reference_date: dt.date | None = None
    region_list: str | None = None
    min_confidence: Confidence | None = None
    headline: Headline | None = None
    byline: tuple[Byline, ...] = ()
    dateline: Dateline | None = None
    event: Event | None = None
    dates: tuple[DateMention, ...] = ()
    locations: tuple[Location, ...] = ()
    officials: tuple[Official, ...] = ()
    attendance: tuple[Attendance, ...] = ()
    quotes: tuple[Quote, ...] = ()
    warnings: tuple[Warning, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """The extraction as plain dicts, lists, strings and numbers, dates as ISO strings."""
        plain: dict[str, Any] = _make_plain(msgspec.to_builtins(self))
        return plain

    def to_json(self, *, indent: int | None = None) -> str:
        """The extraction as one JSON object, on one line or indented by `indent` spaces."""
        try:
            packed = msgspec.json.encode(self)
        except UnicodeEncodeError:
            # A lone surrogate in the given text has no UTF-8 form; JSON can still spell it as \udXXX. But of two that form a pair
            # every reader would make one character, behind which no offset fits.
            plain = _make_plain(msgspec.to_builtins(self), lambda words: _PAIR.sub("\ufffd\ufffd", words))
            return json.dumps(plain, indent=indent, separators=None if indent else (",", ":"))
        if indent:
            packed = msgspec.json.format(packed, indent=indent)
        return packed.decode()


def _make_plain(value: Any, spell: Callable[[str], str] = str) -> Any:
    if isinstance(value, dict):
        return {name: _make_plain(held, spell) for name, held in value.items()}
    if isinstance(value, list | tuple):
        return [_make_plain(held, spell) for held in value]
    return spell(value) if isinstance(value, str) else value


def json_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of `Extraction`, generated from the types of this module."""
    schema: dict[str, Any] = msgspec.json.schema(Extraction)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
