"""Text that spreadsheets would take for a formula."""

from __future__ import annotations

from typing import Final

_BEGINNINGS: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def is_formula(text: str) -> bool:
    """Whether a spreadsheet may run this text instead of showing it: `=1+1`, `+62`, `@SUM(A1)`, also behind blanks."""
    return text.startswith(_BEGINNINGS) or text.lstrip().startswith(_BEGINNINGS)


def neutralise(text: str) -> str:
    """The text with an apostrophe in front where it would be run as a formula: `'=1+1`."""
    return f"'{text}" if is_formula(text) else text
