"""What is compared of a release: the facts that a reader annotates, and the same facts as extracted."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

import msgspec

from berita_extract.schema import LocationKind, QuoteKind

ClockTime = Annotated[str, msgspec.Meta(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]")]


class DateFact(msgspec.Struct, frozen=True, kw_only=True):
    """A day or a range of days: `Rabu (10/1/2024)`."""

    text: str = ""
    start_date: dt.date | None = None
    end_date: dt.date | None = None

    @property
    def days(self) -> tuple[dt.date | None, dt.date | None]:
        """The first and the last day; of a single day both are the same."""
        return self.start_date, self.end_date or self.start_date


class DatelineFact(msgspec.Struct, frozen=True, kw_only=True):
    """The place and date that open the body."""

    place: str | None = None
    date: dt.date | None = None


class EventFact(msgspec.Struct, frozen=True, kw_only=True):
    """The main happening: its days, its start, its venue."""

    start_date: dt.date | None = None
    end_date: dt.date | None = None
    start_time: ClockTime | None = None
    venue: str | None = None

    @property
    def days(self) -> tuple[dt.date | None, dt.date | None]:
        """The first and the last day; of a single day both are the same."""
        return self.start_date, self.end_date or self.start_date


class PlaceFact(msgspec.Struct, frozen=True, kw_only=True):
    """A venue or a region: `Kabupaten Konawe`."""

    text: str = ""
    kind: LocationKind
    name: str = ""
    code: str | None = None


class PersonFact(msgspec.Struct, frozen=True, kw_only=True):
    """A named person with an office, rank or role."""

    name: str = ""
    titles: tuple[str, ...] = ()
    rank: str | None = None
    honorifics: tuple[str, ...] = ()
    degrees: tuple[str, ...] = ()


class CountFact(msgspec.Struct, frozen=True, kw_only=True):
    """How many attend: `kurang lebih 300 personel`."""

    text: str = ""
    min: int | None = None
    max: int | None = None
    approximate: bool = False
    unit: str | None = None


class QuoteFact(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody said, and who."""

    text: str = ""
    kind: QuoteKind
    speaker: str | None = None
    cue: str | None = None


class Facts(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that is compared of one release; a field that is left out says that there is none.

    The byline has no row in the table; only its confidence is measured.
    """

    headline: str | None = None
    byline: tuple[str, ...] = ()
    dateline: DatelineFact | None = None
    event: EventFact | None = None
    dates: tuple[DateFact, ...] = ()
    locations: tuple[PlaceFact, ...] = ()
    officials: tuple[PersonFact, ...] = ()
    attendance: tuple[CountFact, ...] = ()
    quotes: tuple[QuoteFact, ...] = ()


Item = str | DateFact | PlaceFact | PersonFact | CountFact | QuoteFact
