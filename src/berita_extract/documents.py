"""What a caller hands over to be read: a text, a day of publication, or a document with both."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Document:
    """A release with what is known about it.

    `published` is the day against which its relative dates are read, `source` the name under which it is kept:
    the result repeats it.
    """

    text: str
    published: dt.date | str | None = None
    source: str | None = None


def check_text(text: object) -> str:
    """The text, or a `TypeError` that says what to give instead."""
    if isinstance(text, str):
        return text
    remedy = "Decode it first: data.decode('utf-8')." if isinstance(text, bytes | bytearray) else "Give the release as a str."
    raise TypeError(f"the text is of type {type(text).__name__}. {remedy}")


def read_day(published: object) -> dt.date | None:
    """The day of publication: from a date, a date with time, or `2024-01-10`; `TypeError` or `ValueError` says what to give."""
    match published:
        case None:
            return None
        case dt.datetime():
            return published.date()
        case dt.date():
            return published
        case str():
            try:
                return dt.date.fromisoformat(published)
            except ValueError:
                raise ValueError(f"published is {published!r}. Give a date, or a day as '2024-01-10'.") from None
    raise TypeError(f"published is {published!r}. Give a date, or a day as '2024-01-10'.")
