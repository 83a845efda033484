"""The place and date that open the body, in the many ways of offices and media (`BLORA, 10/1 (ANTARA) –`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from berita_extract.lexicon.lexicon import Hit
from berita_extract.grammar.date_forms import DateExpression, Form
from berita_extract.grammar.areas import region_at
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
_SEPARATORS: Final = frozenset(",-:.()/|;?&\"'")


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
    value: object


def find_dateline(reading: Reading, dates: Sequence[DateExpression]) -> DatelineSpan | None:
    """Find the dateline in the first blocks of the body (`Jakarta Utara, 10 Januari 2024 - Pada Rabu …`)."""
    by_start = {expression.start: expression for expression in dates}
    blocks = [block for block in reading.blocks if block.kind in ("body", "metadata", "repeat")]
    for block in blocks[:_FIRST_BLOCKS]:
        found = _read_block(reading, block, by_start, first=block is blocks[0])
        if found is not None:
            return found
    return None


def _read_block(reading: Reading, block: Block, dates: Mapping[int, DateExpression], *, first: bool) -> DatelineSpan | None:
    pieces, end, closing = _read_pieces(reading, block, dates)
    place = next((piece for piece in pieces if piece.kind == "place"), None)
    date = next((piece for piece in pieces if piece.kind == "date"), None)
    medium = next((piece for piece in pieces if piece.kind == "medium"), None)
    if place is None and date is None:
        return None
    alone = end >= block.end or reading.breaks_after(end - 1)
    if alone and (date is not None or (place is not None and _is_known(place) and first)):
        rule = "datelines.line"
    elif place is not None and closing in ("-", ":", "|"):
        rule = "datelines.lead"
        if closing == ":" and not _is_known(place):
            return None
    elif place is not None and date is not None and pieces.index(date) > pieces.index(place) and _is_known(place):
        rule = "datelines.dated"
    elif place is not None and first and _is_known(place) and closing == "," and place.end - place.start <= 3:
        rule = "datelines.town"
    else:
        return None
    return DatelineSpan(
        pieces[0].start,
        end,
        rule,
        (place.start, place.end) if place else None,
        place.value if place and isinstance(place.value, Hit) else None,
        date.value if date and isinstance(date.value, DateExpression) else None,
        reading.given(medium.start, medium.end) if medium else None,
    )


def _is_known(place: _Piece) -> bool:
    return isinstance(place.value, Hit)


def _read_pieces(reading: Reading, block: Block, dates: Mapping[int, DateExpression]) -> tuple[list[_Piece], int, str]:
    """The places, dates and media that open a block, where they end, and the mark behind the last of them."""
    pieces: list[_Piece] = []
    token = block.start
    limit = min(block.end, block.start + _LONGEST)
    closing, end = "", block.start
    while token < limit:
        shape = reading.shapes[token]
        if shape in _SEPARATORS:
            mark = reading.word(token)
            if pieces and (shape == "-" or mark in "|~_:"):
                closing = "-" if shape == "-" else ":" if shape == ":" else "|"
                follows = _next_piece(reading, _skip_marks(reading, token, limit), limit, dates)
                known = {piece.kind for piece in pieces}
                if follows is None or (follows.kind == "place" and "place" in known and "date" in known):
                    return pieces, token + 1, closing
                if follows.kind in known and follows.kind != "place":
                    return pieces, token + 1, closing
                if follows.kind == "place" and "place" in known and not _is_closed(reading, follows.end, limit):
                    return pieces, token + 1, closing
            elif shape == "," or not closing:
                closing = "," if shape == "," else closing
            token += 1
            continue
        piece = _next_piece(reading, token, limit, dates)
        if piece is None:
            break
        if any(known.kind == piece.kind for known in pieces) and piece.kind == "date":
            break
        pieces.append(piece)
        token = end = piece.end
        closing = ""
        if reading.breaks_after(token - 1):
            break
    if closing in ("-", "|", ":"):
        end = token
    return pieces, end, closing


def _skip_marks(reading: Reading, token: int, limit: int) -> int:
    while token < limit and reading.shapes[token] in _SEPARATORS:
        token += 1
    return token


def _is_closed(reading: Reading, token: int, limit: int) -> bool:
    return token < limit and reading.shapes[token] in ",-:()"


def _next_piece(reading: Reading, token: int, limit: int, dates: Mapping[int, DateExpression]) -> _Piece | None:
    if token >= limit:
        return None
    expression = dates.get(token)
    if expression is not None:
        if expression.form in (Form.DAYS, Form.WRITTEN) and not expression.contiguous:
            if reading.hit_at("deictics", token) is not None:
                return None
            return _Piece("date", token, expression.end, expression)
        return None
    if reading.hit_at("weekdays", token) is not None:
        return _Piece("weekday", token, token + 1, None)
    medium = reading.hit_at("media", token)
    place = _read_place(reading, token, limit)
    if medium is not None and (place is None or medium.end >= place.end):
        return _Piece("medium", token, medium.end, medium)
    if "." in reading.word(token)[1:-1] and reading.word(token)[0].isalpha() and reading.word(token).rsplit(".", 1)[-1].isalpha():
        return _Piece("medium", token, token + 1, None)
    return place


def _read_place(reading: Reading, token: int, limit: int) -> _Piece | None:
    """A known region or town, with or without its level word, or up to four capitalised words right before a separator."""
    level = reading.hit_at("level_words", token)
    start = level.end if level is not None and level.end < limit else token
    area = region_at(reading, start)
    if area is not None and reading.shapes[start] != "w":
        after = reading.shapes[area.end : area.end + 1]
        if after in _SEPARATORS or reading.breaks_after(area.end - 1) or after == "d":
            return _Piece("place", token, area.end, area)
    if area is None and (reading.hit_at("organisations", token) or reading.hit_at("offices", token)):
        return None
    end = token
    while end < limit and end - token < _LONGEST_PLACE and reading.shapes[end] in CAPITALISED and not reading.breaks_after(end - 1 if end > token else end) or end == token:
        if reading.shapes[end] not in CAPITALISED:
            break
        end += 1
        if end >= limit:
            break
    if end == token or end >= limit or reading.shapes[end] not in "-,(:" or reading.is_function_word(token):
        return None
    if level is None and not all(shape in "XNMKU" for shape in reading.shapes[token:end]):
        return None
    if any(reading.hit_at(name, place) for place in range(token, end) for name in ("organisations", "offices", "ranks")):
        return None
    return _Piece("place", token, end, None)
