"""The pieces with which a release may open: places, days, media and issuing offices, up to the mark behind them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from msgspec.structs import replace

from berita_extract.grammar.areas import region_at
from berita_extract.grammar.date_forms import DateExpression, Form
from berita_extract.lexicon.lexicon import Hit
from berita_extract.record import Record
from berita_extract.text.blocks import Block
from berita_extract.text.reading import Reading
from berita_extract.text.words import CAPITALISED

# A dateline ends within this many tokens; the longest seen have about twenty.
_LONGEST: Final = 24
_LONGEST_PLACE: Final = 4
_LONGEST_MEDIUM: Final = 6
_SHORTEST_PLACE: Final = 4
_SEPARATORS: Final = frozenset(",-:.()/|;&\"'")
STRONG: Final = frozenset("-:|~_;")
_BARS: Final = frozenset("|/")
_NO_PLACES: Final = ("organisations", "offices", "ranks", "honorifics", "quote_traps")
_NAMING: Final = ("level_words", "offices", "organisations", "venue_nouns")


class Piece(Record, frozen=True):
    """A part of an opening: what it is, its tokens, and what was known of it; a `source` is an unknown name before a known place."""

    kind: str
    start: int
    end: int
    area: Hit | None = None
    date: DateExpression | None = None


class Opening(Record, frozen=True):
    """The pieces that open a block, where they end, and the mark behind the last of them (`""` where none stands there)."""

    pieces: list[Piece]
    end: int
    mark: str
    alone: bool

    def first(self, kind: str) -> Piece | None:
        """The first piece of a kind."""
        return next((piece for piece in self.pieces if piece.kind == kind), None)


def read_opening(reading: Reading, block: Block, dates: Mapping[int, DateExpression]) -> Opening:
    """Read what opens a block: `Jakarta Utara, 10 Januari 2024 -`, `KOMPAS.com | BLORA`, `Seluma (Humas)`."""
    pieces: list[Piece] = []
    limit = min(block.end, block.start + _LONGEST)
    token = _skip(reading, block.start, limit)[0]
    mark, end = "", block.start
    barred = _read_before_bar(reading, token, limit)
    if barred is not None:
        pieces.append(barred)
        token = _skip(reading, barred.end, limit)[0]
    while token < limit:
        piece = _read_piece(reading, token, limit, dates, pieces)
        if piece is None:
            break
        after, mark_after = _skip(reading, piece.end, limit)
        if _opens_sentence(reading, piece, mark, mark_after) and after < block.end:
            break
        breaks = piece.end >= block.end or reading.breaks_after(piece.end - 1) or reading.breaks_after(after - 1)
        # wartadesa.comBLORA -; Wartakita.com Tangerang, Banten -
        glued = piece.kind == "medium" and (reading.touches(piece.end - 1) or (not pieces and region_at(reading, after) is not None))
        if not (mark_after or breaks or glued) and piece.kind != "weekday" and not _is_before_medium(reading, piece, limit):
            if piece.kind == "date" and pieces:
                pieces.append(piece)
                end, mark = piece.end, ""
            break
        pieces.append(piece)
        end, mark, token = after, mark_after, after
        if breaks:
            break
    if len(pieces) > 1 and pieces[0].kind == "place" and pieces[0].area is None and pieces[1].area is not None:
        pieces[0] = replace(pieces[0], kind="source")  # WartaDesa | Blora –
    alone = bool(pieces) and (end >= block.end or reading.breaks_after(end - 1))
    return Opening(pieces, end, mark, alone)


def _opens_sentence(reading: Reading, piece: Piece, mark: str, mark_after: str) -> bool:
    """`SUGAPA - Rabu (19/4/23) lalu, bantuan …`: a day behind the dash belongs to the sentence, unless it is set off itself."""
    return piece.kind == "date" and mark in STRONG and mark_after not in STRONG and reading.shapes[piece.start - 1] != "("


def _skip(reading: Reading, token: int, limit: int) -> tuple[int, str]:
    """Past the separators at a token, and the strongest of them."""
    mark = ""
    while token < limit and (reading.shapes[token] in _SEPARATORS or reading.word(token) in STRONG):
        word = reading.word(token)
        if word == "-" and _joins_words(reading, token):
            if reading.shapes[token + 1] not in CAPITALISED:
                break
            if not _opens_text(reading, token + 1):
                word = ","  # SIAK-TUALANG: inside a name, not behind it
        if word in STRONG or not mark:
            mark = word
        token += 1
        if reading.breaks_after(token - 1):
            break
    return token, mark


def _joins_words(reading: Reading, token: int) -> bool:
    around = reading.shapes[token - 1 : token] + reading.shapes[token + 1 : token + 2]
    return reading.touches(token) and reading.touches(token - 1) and len(around) == 2 and around.isalpha()


def _opens_text(reading: Reading, token: int) -> bool:
    """Whether the word behind a glued dash opens the text: `BANGKALAN-Universitas`, `Maluku Tengah-Bupati`."""
    known = any(reading.hit_at(name, token) for name in ("offices", "organisations"))
    return region_at(reading, token) is None and (known or reading.shapes[token] in "KF") and not reading.word(token).isupper()


def _is_before_medium(reading: Reading, piece: Piece, limit: int) -> bool:
    """`MURATARA MSM.COM –`: a known place, and right behind it a medium and a mark."""
    if piece.area is None or piece.end >= limit:
        return False
    medium = _read_known_medium(reading, piece.end, limit) or _read_metro(reading, piece.end, limit)
    return medium is not None and medium.end < limit and reading.word(medium.end) in STRONG


def _read_before_bar(reading: Reading, token: int, limit: int) -> Piece | None:
    """Everything in front of an upright bar and a known place: `Lapan6OnlineKALBAR | Bengkayang :`; `[Tabloid Nusa], Nabire --`."""
    if region_at(reading, token) is not None:
        return None
    bracketed = token > 0 and reading.shapes[token - 1] == "(" and not reading.breaks_after(token - 1)
    named = reading.in_group(token, "medium_word")  # Kilas, Blora –
    for bar in range(token + 1, min(limit, token + _LONGEST_MEDIUM)):
        if reading.word(bar) in _BARS or (named and reading.shapes[bar] == ",") or (bracketed and reading.shapes[bar] == ")"):
            behind = _skip(reading, bar, limit)[0]
            area = region_at(reading, behind) if behind < limit else None
            end = area.end if area is not None else limit
            if end < limit and reading.shapes[behind] != "w" and reading.word(end) in STRONG | {","}:
                return Piece("medium", token, bar)
            return None
        if reading.shapes[bar] == "w" or reading.breaks_after(bar - 1):
            return None
    return None


def _read_piece(reading: Reading, token: int, limit: int, dates: Mapping[int, DateExpression], before: Sequence[Piece]) -> Piece | None:
    """A date, weekday, medium, issuing office or place that starts at a token."""
    kinds = {piece.kind for piece in before}
    expression = dates.get(token)
    if expression is not None:
        plain = expression.form in (Form.DAYS, Form.WRITTEN) and not expression.contiguous and "date" not in kinds
        return Piece("date", token, expression.end, date=expression) if plain and not reading.hit_at("deictics", token) else None
    if reading.hit_at("weekdays", token) is not None:
        return Piece("weekday", token, token + 1)
    issuer = _read_issuer(reading, token, limit, before)
    if issuer is not None:
        return issuer
    place = _read_place(reading, token, limit)
    medium = _read_known_medium(reading, token, limit) or (_read_metro(reading, token, limit) if "place" in kinds else None)
    if medium is not None and (place is None or medium.end >= place.end or _is_address(reading.word(token))):
        return medium
    if place is not None and place.area is None and _is_named_as_medium(reading, place):
        return replace(place, kind="medium")
    if place is None or (place.area is None and "place" in kinds):
        return _read_medium(reading, token, limit) if "place" in kinds and "medium" not in kinds else None
    if place.area is not None and "place" in kinds and "date" in kinds:
        return None
    return place


def _read_issuer(reading: Reading, token: int, limit: int, before: Sequence[Piece]) -> Piece | None:
    """A press office, with the name behind it: `Humas`, `Pentak Lanud Dhomber`; a unit before a comma and a known place."""
    hit = reading.hit_at("media", token)
    if hit is not None and hit.entry.get("kind") == "issuer":
        end = hit.end
        while end < limit and reading.shapes[end] in "XU" and region_at(reading, end) is None and not reading.breaks_after(end - 1):
            end += 1
        area = region_at(reading, end) if before and end < limit else None
        if area is not None and area.end < limit and reading.word(area.end) in STRONG:
            end = area.end  # SUKARAME, Diskominfo Konsel –
        return Piece("issuer", token, end)
    unit = reading.hit_at("organisations", token) if hit is None and not before else None
    if unit is None or unit.end + 1 >= limit:
        return None
    short = unit.end == token + 1 and reading.word(token).isupper() and reading.shapes[unit.end] == "-"  # MPN – MIMIKA.
    if reading.shapes[unit.end] != "," and not short:
        return None
    return Piece("issuer", token, unit.end) if region_at(reading, unit.end + 1) is not None else None  # TNI AL, Tarakan, 1 Desember 2023 –


def _read_known_medium(reading: Reading, token: int, limit: int) -> Piece | None:
    """A medium of the list, or a name that ends as the address of a site does: `Media Budaya Indonesia.Com`."""
    hit = reading.hit_at("media", token)
    area = region_at(reading, token)
    if area is not None and hit is None and area.end < limit:
        parts = tuple(reading.groups["medium_part"])
        if not reading.folded(area.end).startswith(parts):
            return None  # MURATARA MSM.COM, but Kalbar News.com
        if reading.folded(area.end) in reading.groups["medium_part"] and reading.word(area.end + 1)[:1] in STRONG | {","}:
            return Piece("medium", token, area.end + 1)  # JAMBI ONLINE, MUARA BUNGO -
    end = token
    while end < limit and end - token < _LONGEST_MEDIUM and not (end > token and reading.breaks_after(end - 1)):
        if _is_address(reading.word(end)):
            return Piece("medium", token, end + 1)
        if reading.shapes[end] not in "XUNMKI" and not (reading.word(end) in "-_" and _joins_words(reading, end)):
            break
        end += 1
    return Piece("medium", token, hit.end) if hit is not None else None


def _read_metro(reading: Reading, token: int, limit: int) -> Piece | None:
    """`PADANG, METRO–`: behind a place a word with which media are named, though a town has it too."""
    named = token + 1 < limit and reading.in_group(token, "medium_word") and reading.word(token + 1) in STRONG
    return Piece("medium", token, token + 1) if named and reading.shapes[token] != "w" else None


def _is_address(word: str) -> bool:
    """`KOMPAS.com`, but not `S.Sos`."""
    parts = word.rstrip(".").split(".")
    return len(parts) > 1 and len(parts[0]) > 1 and len(parts[-1]) > 1 and parts[-1].isalpha()


def is_known_medium(reading: Reading, piece: Piece) -> bool:
    """Whether a piece is a medium or press office of the list, or the address of a site."""
    return reading.hit_at("media", piece.start) is not None or _is_address(reading.word(piece.end - 1))


def _read_medium(reading: Reading, token: int, limit: int) -> Piece | None:
    """An unknown name behind the place, up to the next mark: `BLORA, WartaDesa -`, `KRUENG MANE (RA) –`."""
    end = token
    bracketed = token > 0 and reading.shapes[token - 1] == "("
    most = _LONGEST_MEDIUM if bracketed else 3
    while end < limit and end - token < most and not (end > token and reading.breaks_after(end - 1)):
        if reading.shapes[end] not in "XUNMKI" and not (reading.word(end) == "_" and reading.touches(end) and reading.touches(end - 1)):
            break
        end += 1
    if end == token or (end < limit and reading.shapes[end] not in "-):,|" and not reading.breaks_after(end - 1)):
        return None
    if not (bracketed and reading.shapes[end : end + 1] == ")") and any(reading.hit_at(name, token) for name in _NO_PLACES[:-1]):
        return None
    return Piece("medium", token, end)


def _is_named_as_medium(reading: Reading, place: Piece) -> bool:
    """Whether an unknown name is one that media bear: `KLIKANGGARAN`, `HALO KENDAL`, `LM`."""
    words = [reading.folded(token) for token in range(place.start, place.end)]
    parts = reading.groups["medium_part"]
    if len(words) > 1:
        return reading.in_group(place.start, "medium_word") or words[-1] in parts
    word = words[0]
    return (len(word) < _SHORTEST_PLACE and reading.word(place.start).isupper()) or any(
        word.startswith(part) or word.endswith(part) for part in parts
    )


def _read_place(reading: Reading, token: int, limit: int) -> Piece | None:
    """A known region or town, with or without its level word, or up to four unknown capitalised words before a mark."""
    level = reading.hit_at("level_words", token)
    named = region_at(reading, token)
    start = level.end if level is not None and level.end < limit and named is None else token
    if start > token and reading.shapes[start] == "," and start + 1 < limit:
        start += 1  # KAB, SERANG
    area = region_at(reading, start)
    if area is not None and reading.shapes[start] != "w" and not area.entry.has("epithet"):
        end = area.end
        if end + 1 < limit and reading.word(end) == "-" and _joins_words(reading, end) and not _opens_text(reading, end + 1):
            known = region_at(reading, end + 1)
            end = known.end if known is not None else end + 2  # SIAK-TUALANG
        while (
            end < limit
            and end - start < _LONGEST_PLACE
            and reading.shapes[end] in "XK"
            and reading.shapes[end + 1 : end + 2] in ("-", ":", "(")
            and _read_known_medium(reading, end, limit) is None
            and region_at(reading, end) is None
        ):
            end += 1  # Kampar Kiri: a district named after its regency
        longer = end + 1 < limit and reading.shapes[end] in "XK" and reading.shapes[end + 1] in ",-("
        if longer and is_named_elsewhere(reading, start, end + 1):
            return Piece("place", token, end + 1)  # Babat Supat, which is not Babat
        return Piece("place", token, end, area=area)
    return _read_unknown_place(reading, token, limit)


def _read_unknown_place(reading: Reading, token: int, limit: int) -> Piece | None:
    if any(reading.hit_at(name, token) for name in _NO_PLACES):
        return None
    if reading.shapes[token] == "w":
        glued = token + 1 < limit and reading.word(token + 1) == "_" and reading.touches(token)
        return Piece("place", token, token + 1) if glued and is_named_elsewhere(reading, token, token + 1) else None
    end = token
    while end < limit and end - token < _LONGEST_PLACE and (reading.shapes[end] in "XNMKUI" or _is_figure_word(reading, end)):
        if end > token and reading.breaks_after(end - 1):
            break
        end += 1
    if end == token or end >= limit or reading.word(end) not in "-,(:_|" or any(_inside(reading, "organisations", token, end)):
        return None
    plain = reading.shapes[token] in "XNMUI" and reading.hit_at("venue_nouns", token) is None
    office = reading.shapes[end] == "(" and (hit := reading.hit_at("media", end + 1)) is not None and hit.entry.get("kind") == "issuer"
    return Piece("place", token, end) if plain or office or is_named_elsewhere(reading, token, end) else None


def _is_figure_word(reading: Reading, token: int) -> bool:
    """`LIMA PULUH`, a town of two number words."""
    return reading.hit_at("number_words", token) is not None and reading.word(token).isupper() and reading.shapes[token] == "F"


def _inside(reading: Reading, name: str, start: int, end: int) -> Iterator[bool]:
    return (reading.hit_at(name, token) is not None for token in range(start, end))


def is_named_elsewhere(reading: Reading, start: int, end: int) -> bool:
    """Whether the text names a place by these words also behind a level word, an office or a preposition: `Kec. Pajangan`."""
    words = [reading.folded(token) for token in range(start, end)]
    for token in range(end, len(reading) - len(words) + 1):
        if reading.folded(token) != words[0] or [reading.folded(place) for place in range(token, token + len(words))] != words:
            continue
        if any(reading.ending(name, token) for name in _NAMING) or reading.in_group(token - 1, "place_preposition"):
            return True
    return False
