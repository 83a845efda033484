"""A document from the cells of its row: title and text as a page shows them, and the day of publication."""

from __future__ import annotations

import re
from typing import Final

from berita_extract.errors import InputError
from berita_extract.io.days import read_publication_day
from berita_extract.io.decode import is_blank
from berita_extract.io.entries import Cells, ReadDocument
from berita_extract.io.markup import read_cell

# UTF-8 that was once read as Windows-1252: “ as â€œ, é as Ã©, a fixed space as Â .
_MOJIBAKE: Final = re.compile("â€[\x80-\xbfœ\x9d™˜“”¦¢]|Ã[\x80-\xbf©¡¨¯³¼]|Â[\xa0«»·°]")
_NO_DAY: Final = frozenset(("", "-", "null", "none", "n/a", "nan", "nat", "0000-00-00", "0000-00-00 00:00:00"))


def compose(cells: Cells, source: str) -> ReadDocument:
    """The release in a row; raises `InputError` where there is none."""
    place = source
    source = cells.name.strip() if cells.name and cells.name.strip() else source
    # A record's own name says what it is, not where it stands.
    where = f" ({place})" if source != place else ""
    if cells.text is None or is_blank(cells.text):
        raise InputError(
            source, "empty", f"there is no text in it{where}. Check how the table was made, or whether --text-column names the right one."
        )
    body = read_cell(cells.text)
    if is_blank(body):
        raise InputError(source, "empty", f"there is markup in it, but no text{where}. Check how the table was made.")
    day, notes = None, []
    if cells.date is not None and str(cells.date).strip().lower() not in _NO_DAY:
        day = read_publication_day(cells.date)
        if day is None and cells.date_is_sure:
            message = (
                f"its day of publication is {str(cells.date)[:80]!r}{where}. Write it as 2024-01-10 or 10 Januari 2024, or leave it out."
            )
            raise InputError(source, "record", message)
        if day is None:
            notes.append(f"its day of publication could not be read: {str(cells.date)[:80]!r}")
    return ReadDocument(
        text=join_title(read_cell(cells.title) if cells.title else None, body), source=source, published=day, note="; ".join(notes) or None
    )


def join_title(title: str | None, body: str) -> str:
    """Headline, blank line, body; the body alone where it begins with the headline."""
    headline = " ".join(title.split()) if title else ""
    if not headline or _begin(body, len(headline)) == headline.casefold():
        return body
    return f"{headline}\n\n{body}"


def find_mojibake(text: str) -> str | None:
    """A note for a text whose encoding was mistaken before it came here (`â€œ`, `Ã©`)."""
    found = _MOJIBAKE.search(text)
    if found is None:
        return None
    return f"its encoding was mistaken before it was saved ({found[0]!r}); export it again as UTF-8, names and quotes suffer"


def _begin(body: str, length: int) -> str:
    # Twice the length leaves room for line ends and runs of spaces in the body's own headline.
    return " ".join(body[: 2 * length + 50].split())[:length].casefold()
