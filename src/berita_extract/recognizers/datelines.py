"""The place and date that open the body, in the many ways of offices and media (`BLORA, 10/1 (ANTARA) –`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from berita_extract.grammar.areas import region_at
from berita_extract.grammar.date_forms import DateExpression, Form
from berita_extract.lexicon.lexicon import Hit
from berita_extract.text.blocks import Block
from berita_extract.text.reading import Reading
from berita_extract.text.words import CAPITALISED

RULES: Final[Mapping[str, str]] = {
    "datelines.line": "a place, a date or both alone on a line: Kendari, 03 September 2021",
    "datelines.lead": "a place before a dash, colon or bracket that opens the body: SURAKARTA, Kominfo -",
    "datelines.dated": "a place and a date that open the first sentence: Ciamis, 8 Juni 2021 bertempat di …",
    "datelines.town": "a known place and a comma that open the first sentence: Muara Sabak, Dinas …",
}

# A dateline ends within this many tokens; the longest seen have about twenty.
_LONGEST: Final = 24
# How many body blocks may stand before it (greetings, theme lines).
_FIRST_BLOCKS: Final = 3
_LONGEST_PLACE: Final = 4
_SEPARATORS: Final = frozenset(",-:.()/|;&\"'")
_STRONG: Final = frozenset("-:|~_")


class DatelineSpan(NamedTuple):
    """A dateline as tokens, with those of its place, and the expression of its date, if it has them."""

    start: int
    end: int
    rule: str
    place: tuple[int, int] | None
    area: Hit | None
    date: DateExpression | None
    medium: str | None


class _Piece(NamedTuple):
    kind: str
    start: int
    end: int
    area: Hit | None = None
    date: DateExpression | None = None


class _Opening(NamedTuple):
    """The pieces that open a block, where they end, and the mark behind the last of them (`""` where none stands there)."""

    pieces: list[_Piece]
    end: int
    mark: str
    alone: bool

    def first(self, kind: str) -> _Piece | None:
        return next((piece for piece in self.pieces if piece.kind == kind), None)


def find_dateline(reading: Reading, dates: Sequence[DateExpression]) -> DatelineSpan | None:
    """Find the dateline in the first blocks of the body (`Jakarta Utara, 10 Januari 2024 - Pada Rabu …`)."""
    by_start = {expression.start: expression for expression in dates}
    blocks = [block for block in reading.blocks if block.kind in ("body", "repeat")]
    for block in blocks[:_FIRST_BLOCKS]:
        opening = _read_opening(reading, block, by_start)
        rule = _name_rule(reading, opening, first=block is blocks[0])
        if rule is not None:
            return _span(reading, opening, rule)
    return None


def _span(reading: Reading, opening: _Opening, rule: str) -> DatelineSpan:
    places = [piece for piece in opening.pieces if piece.kind == "place"]
    date, medium = opening.first("date"), opening.first("medium")
    last = _last_of_run(reading, places)
    return DatelineSpan(
        opening.pieces[0].start,
        opening.end,
        rule,
        (places[0].start, last) if places else None,
        places[0].area if places else None,
        date.date if date else None,
        reading.given(medium.start, medium.end) if medium else None,
    )


def _last_of_run(reading: Reading, places: Sequence[_Piece]) -> int:
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


def _name_rule(reading: Reading, opening: _Opening, *, first: bool) -> str | None:
    """Which rule makes an opening a dateline, if one does."""
    place, date = opening.first("place"), opening.first("date")
    if place is None and date is None:
        return None
    known = place is not None and place.area is not None
    if opening.alone and (date is not None or (place is not None and first and (known or opening.first("medium") is not None))):
        return "datelines.line"
    if place is None:
        return None
    if (opening.mark in _STRONG and (known or opening.mark != ":")) or (opening.mark == "." and known and date is not None):
        return "datelines.lead"
    if date is not None and known and date.start > place.start:
        return "datelines.dated"
    if known and first and opening.mark in (",", ".") and _opens_clause(reading, opening.end):
        return "datelines.town"
    return None


def _opens_clause(reading: Reading, token: int) -> bool:
    """Whether the text goes on with a new clause rather than with more of the place (`Muara Sabak, Dinas …`)."""
    return token < len(reading) and reading.shapes[token] in CAPITALISED and region_at(reading, token) is None


def _read_opening(reading: Reading, block: Block, dates: Mapping[int, DateExpression]) -> _Opening:
    pieces: list[_Piece] = []
    token = _skip(reading, block.start, block.end)[0]
    limit = min(block.end, block.start + _LONGEST)
    mark, end = "", block.start
    while token < limit:
        piece = _read_piece(reading, token, limit, dates, pieces)
        if piece is None:
            break
        after, mark_after = _skip(reading, piece.end, limit)
        breaks = piece.end >= block.end or reading.breaks_after(piece.end - 1) or reading.breaks_after(after - 1)
        if not mark_after and not breaks and piece.kind != "weekday":
            if piece.kind == "date" and pieces:
                pieces.append(piece)
                end, mark = piece.end, ""
            break
        pieces.append(piece)
        end, mark, token = after, mark_after, after
        if breaks:
            break
    if len(pieces) > 1 and pieces[0].kind == "place" and pieces[0].area is None and pieces[1].area is not None:
        pieces[0] = pieces[0]._replace(kind="medium")  # WartaDesa | Blora –
    alone = bool(pieces) and (end >= block.end or reading.breaks_after(end - 1))
    return _Opening(pieces, end, mark, alone)


def _skip(reading: Reading, token: int, limit: int) -> tuple[int, str]:
    """Past the separators at a token, and the strongest of them."""
    mark = ""
    while token < limit and (reading.shapes[token] in _SEPARATORS or reading.word(token) in _STRONG):
        word = reading.word(token)
        if word == "-" and _joins_words(reading, token):
            if reading.shapes[token + 1] not in CAPITALISED:
                break
            word = ","  # SIAK-TUALANG: inside a name, not behind it
        if word in _STRONG or not mark:
            mark = word
        token += 1
        if reading.breaks_after(token - 1):
            break
    return token, mark


def _joins_words(reading: Reading, token: int) -> bool:
    around = reading.shapes[token - 1 : token] + reading.shapes[token + 1 : token + 2]
    return reading.touches(token) and reading.touches(token - 1) and len(around) == 2 and around.isalpha()


def _read_piece(reading: Reading, token: int, limit: int, dates: Mapping[int, DateExpression], before: Sequence[_Piece]) -> _Piece | None:
    """A date, weekday, medium, issuing office or place that starts at a token."""
    kinds = {piece.kind for piece in before}
    expression = dates.get(token)
    if expression is not None:
        plain = expression.form in (Form.DAYS, Form.WRITTEN) and not expression.contiguous and "date" not in kinds
        return _Piece("date", token, expression.end, date=expression) if plain and not reading.hit_at("deictics", token) else None
    if reading.hit_at("weekdays", token) is not None:
        return _Piece("weekday", token, token + 1)
    medium = reading.hit_at("media", token)
    if medium is not None and medium.entry.get("kind") == "issuer":
        return _Piece("issuer", token, medium.end)
    place = _read_place(reading, token, limit)
    if medium is not None and (place is None or medium.end >= place.end):
        return _Piece("medium", token, medium.end)
    if "." in reading.word(token)[1:-1] and reading.word(token).rsplit(".", 1)[-1].isalpha():
        return _Piece("medium", token, token + 1)
    if place is None or (place.area is None and "place" in kinds):
        return _read_medium(reading, token, limit) if "place" in kinds and "medium" not in kinds else None
    if place.area is not None and "place" in kinds and "date" in kinds:
        return None
    return place


def _read_medium(reading: Reading, token: int, limit: int) -> _Piece | None:
    """An unknown name behind the place, up to the next mark: `BLORA, WartaDesa -`, `KRUENG MANE (RA) –`."""
    end = token
    while end < limit and end - token < 3 and reading.shapes[end] in "XUNMKI" and not (end > token and reading.breaks_after(end - 1)):
        end += 1
    if end == token or (end < limit and reading.shapes[end] not in "-):,|" and not reading.breaks_after(end - 1)):
        return None
    bracketed = token > 0 and reading.shapes[token - 1] == "(" and reading.shapes[end : end + 1] == ")"
    if not bracketed and any(reading.hit_at(name, token) for name in ("organisations", "offices", "ranks", "honorifics")):
        return None
    return _Piece("medium", token, end)


def _read_place(reading: Reading, token: int, limit: int) -> _Piece | None:
    """A known region or town, with or without its level word, or up to four unknown capitalised words before a mark."""
    level = reading.hit_at("level_words", token)
    named = region_at(reading, token)
    start = level.end if level is not None and level.end < limit and named is None else token
    area = region_at(reading, start)
    if area is not None and reading.shapes[start] != "w" and not area.entry.has("epithet"):
        end = area.end
        while (
            end < limit
            and end - start < _LONGEST_PLACE
            and reading.shapes[end] in "XK"
            and reading.shapes[end + 1 : end + 2] in ("-", ":", "(")
        ):
            end += 1  # Kampar Kiri: a district named after its regency
        return _Piece("place", token, end, area=area)
    if reading.shapes[token] not in "XNMU" or any(
        reading.hit_at(name, token) for name in ("organisations", "offices", "ranks", "honorifics", "venue_nouns", "quote_traps")
    ):
        return None
    end = token
    while (
        end < limit
        and end - token < _LONGEST_PLACE
        and reading.shapes[end] in "XNMKU"
        and not (end > token and reading.breaks_after(end - 1))
    ):
        end += 1
    if end >= limit or reading.word(end) not in "-,(:_|" or any(reading.hit_at("organisations", place) for place in range(token, end)):
        return None
    return _Piece("place", token, end)
