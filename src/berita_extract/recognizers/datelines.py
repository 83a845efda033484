"""The place and date that open the body, in the many ways of offices and media (`BLORA, 10/1 (ANTARA) –`)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Final

from msgspec.structs import replace

from berita_extract.grammar.areas import region_at
from berita_extract.grammar.date_forms import DateExpression, Form
from berita_extract.grammar.openings import STRONG, Opening, Piece, is_known_medium, is_named_elsewhere, read_opening
from berita_extract.lexicon.lexicon import Hit
from berita_extract.record import Record
from berita_extract.text.blocks import Block
from berita_extract.text.reading import Reading
from berita_extract.text.words import CAPITALISED

RULES: Final[Mapping[str, str]] = {
    "datelines.line": "a place, a date or both alone on a line: Kendari, 03 September 2021",
    "datelines.lead": "a place before a dash, colon or bracket that opens the body: SURAKARTA, Kominfo -",
    "datelines.dated": "a place and a date that open the first sentence: Ciamis, 8 Juni 2021 bertempat di …",
    "datelines.town": "a known place and a comma that open the first sentence: Muara Sabak, Dinas …",
}

# How many paragraphs of the body may stand before it, and how many lines (greetings, theme lines, rubrics).
_FIRST_PARAGRAPHS: Final = 3
_FIRST_LINES: Final = 12
# A block of so many tokens is a paragraph.
_PARAGRAPH: Final = 20
_SEPARATORS: Final = frozenset(",-:.()/|;&\"'")


class DatelineSpan(Record, frozen=True):
    """A dateline as tokens, with those of its place, and the expression of its date, if it has them.

    `printed` is the day of the publication stamp under the title, where the dateline itself has none.
    """

    start: int
    end: int
    rule: str
    place: tuple[int, int] | None
    area: Hit | None
    date: DateExpression | None
    medium: str | None
    printed: DateExpression | None = None

    @property
    def day(self) -> DateExpression | None:
        """The day under which the release was filed."""
        return self.date or self.printed


def find_dateline(reading: Reading, dates: Sequence[DateExpression]) -> DatelineSpan | None:
    """Find the dateline among the first blocks of the body (`Jakarta Utara, 10 Januari 2024 - Pada Rabu …`).

    A known place, a day or a medium beside a place settles it. An unknown place alone (`TRUCUK -`) counts where none of them
    comes later, and a day on a line of its own is the day of the place that comes later.
    """
    by_start = {expression.start: expression for expression in dates}
    doubtful: DatelineSpan | None = None
    for block, first in _first_blocks(reading):
        opening = read_opening(reading, block, by_start)
        rule = _name_rule(reading, opening, first=first)
        if rule is None:
            continue
        span = replace(_span(reading, opening, rule), printed=_printed_day(reading, block, dates))
        if span.place is not None and doubtful is not None and doubtful.place is None:
            return replace(span, date=span.date or doubtful.date)
        if span.place is not None and (span.area is not None or span.date is not None or span.medium is not None):
            return span
        doubtful = doubtful or span
    return doubtful


def _first_blocks(reading: Reading) -> Iterator[tuple[Block, bool]]:
    """The blocks in which a dateline may stand, and whether no paragraph stands above."""
    paragraphs = 0
    for lines, block in enumerate(reading.of_kind("body", "repeat")):
        if paragraphs >= _FIRST_PARAGRAPHS or lines >= _FIRST_LINES:
            return
        yield block, paragraphs == 0
        paragraphs += block.end - block.start >= _PARAGRAPH


def _printed_day(reading: Reading, body: Block, dates: Sequence[DateExpression]) -> DateExpression | None:
    """The day of a stamp between the title and the body: `Kamis, 6 Maret 2025 | 19:12 WIB`."""
    title = next((block.end for block in reading.of_kind("headline")), body.start)
    stamped = (
        expression
        for expression in dates
        if title <= expression.start < body.start and expression.form == Form.DAYS and reading.block_at(expression.start).kind == "metadata"
    )
    return next(stamped, None)


def _span(reading: Reading, opening: Opening, rule: str) -> DatelineSpan:
    places = [piece for piece in opening.pieces if piece.kind == "place"]
    date, medium = opening.first("date"), opening.first("medium") or opening.first("source")
    last = _last_of_run(reading, places)
    first = opening.pieces[0].start
    return DatelineSpan(
        first - (reading.shapes[first - 1 : first] == "(" and not reading.breaks_after(first - 1)),
        opening.end,
        rule,
        (places[0].start, last) if places else None,
        places[0].area if places else None,
        date.date if date else None,
        reading.given(medium.start, medium.end).rstrip(".") if medium else None,
    )


def _last_of_run(reading: Reading, places: Sequence[Piece]) -> int:
    """The end of places that stand side by side: `TUBAN, JAWA TIMUR`, `TOMOHON (SULUT)`."""
    if not places:
        return 0
    last = places[0].end
    for piece in places[1:]:
        if not all(shape in _SEPARATORS for shape in reading.shapes[last : piece.start]):
            break
        last = piece.end
        if reading.shapes[last : last + 1] == ")":
            last += 1
    return last


def _name_rule(reading: Reading, opening: Opening, *, first: bool) -> str | None:
    """Which rule makes an opening a dateline, if one does."""
    place, date = opening.first("place"), opening.first("date")
    if place is None and date is None:
        return None
    known = place is not None and place.area is not None
    backed = place is not None and (known or _is_backed(reading, place))
    if opening.alone and (date is not None or (place is not None and _stands_alone(reading, opening, place, first=first, backed=backed))):
        return "datelines.line"
    if place is None:
        return None
    if (opening.mark in STRONG and (known or opening.mark != ":")) or (opening.mark == "." and known and date is not None):
        return "datelines.lead"
    if _has_bracketed_issuer(reading, opening) and _opens_clause(reading, opening.end):
        return "datelines.lead"
    if date is not None and backed and date.start > place.start:
        return "datelines.dated"
    bracketed = reading.shapes[opening.pieces[0].start - 1 : opening.pieces[0].start] == "("
    if known and first and not bracketed and opening.mark in (",", ".") and _opens_clause(reading, opening.end):
        return "datelines.town"
    return None


def _stands_alone(reading: Reading, opening: Opening, place: Piece, *, first: bool, backed: bool) -> bool:
    """Whether a line is a place, or a place and who reports, and no signature: `Richardin M (Provinsi Sulawesi Tenggara)`."""
    if opening.first("source") is not None:
        return opening.mark in STRONG
    reporter = opening.first("medium") or opening.first("issuer")
    if place.area is not None:
        rubric = reporter is None and (place.area.entry.has("trap") or place.area.entry.has("word"))  # Mitra
        return (first and not rubric) or (reporter is not None and reporter.kind == "medium" and reporter.start > place.start)
    return first and reporter is not None and (backed or is_known_medium(reading, reporter))


def _is_backed(reading: Reading, place: Piece) -> bool:
    """Whether the text calls an unknown name a place elsewhere: `Masawah (27/5), Pemerintah Desa Masawah …`."""
    return is_named_elsewhere(reading, place.start, place.end)


def _has_bracketed_issuer(reading: Reading, opening: Opening) -> bool:
    """`Seluma (Humas) Menjelang …`: a place and a press office in brackets, whatever mark follows."""
    pieces = opening.pieces
    return any(
        place.kind == "place" and office.kind == "issuer" and reading.shapes[office.start - 1] == "(" and place.end == office.start - 1
        for place, office in pairwise(pieces)
    )


def _opens_clause(reading: Reading, token: int) -> bool:
    """Whether the text goes on with a new clause rather than with more of the place (`Muara Sabak, Dinas …`)."""
    area = region_at(reading, token) if token < len(reading) else None
    if area is not None and area.entry.has("word") and reading.shapes[area.end : area.end + 1] == "w":
        area = None  # Wates, Puncak peringatan …
    return token < len(reading) and reading.shapes[token] in CAPITALISED and area is None
