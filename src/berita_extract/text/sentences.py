"""Where sentences end: full stops that belong to no abbreviation, inside one block."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from berita_extract.record import Record
from berita_extract.text.blocks import Block
from berita_extract.text.tokens import Tokens

# A stop, then whatever closes with it (quotation mark, bracket).
_STOP: Final = re.compile(r"\.+[\")]*")
_OPENS: Final = frozenset('NMXKFUVIdync08"(-')
# What has no stop for so many tokens is cut, behind a comma if there is one; the longest real sentences have about 180.
_LONGEST: Final = 300


class Sentence(Record, frozen=True):
    """A sentence: its tokens, end exclusive."""

    start: int
    end: int


def split_sentences(tokens: Tokens, blocks: list[Block]) -> list[Sentence]:
    """Cut every block into sentences (`… Dr. Ir. H. Budi, S.H. Ia …` has one boundary)."""
    return [sentence for block in blocks for sentence in _split_block(tokens, block)]


def _split_block(tokens: Tokens, block: Block) -> Iterator[Sentence]:
    start = block.start
    for end in sorted({*_stops(tokens, block), *_abbreviation_stops(tokens, block), block.end}):
        while end - start > _LONGEST:
            comma = tokens.shapes.rfind(",", start + _LONGEST // 2, start + _LONGEST)
            cut = comma + 1 if comma > 0 else start + _LONGEST
            yield Sentence(start, cut)
            start = cut
        if end > start:
            yield Sentence(start, end)
            start = end


def _stops(tokens: Tokens, block: Block) -> Iterator[int]:
    shapes = tokens.shapes
    for match in _STOP.finditer(shapes, block.start, block.end):
        end = match.end()
        if shapes[end - 1] == '"' and tokens.touches(end - 1):
            if tokens.touches(end - 2):
                continue
            end -= 1  # `… Maret. "Kita …`: the mark opens the next sentence
        if _opens_degrees(tokens, end, block.end):
            continue
        if end >= block.end or shapes[end] in _OPENS or "\n" in tokens.clean[tokens.ends[end - 1] : tokens.starts[end]]:
            yield end


def _opens_degrees(tokens: Tokens, token: int, end: int) -> bool:
    """`Rino Saputra. SE., MM membuka …`: a stop typed between a name and the degrees."""
    hit = tokens.hit_at("degrees", token) if token < end else None
    if hit is None or tokens.shapes[token] == "w":
        return False
    following = tokens.shapes[hit.end : hit.end + 1]
    return following in (",", ".") or (following == "w" and tokens.shapes[token] == "U" and tokens.shapes[token - 2] in "NX")


def _abbreviation_stops(tokens: Tokens, block: Block) -> Iterator[int]:
    """`… Budi Santoso, S.H. Rapat itu …`, `… dan lain-lain dll. Selain itu …`: an ordinary word opens the next sentence."""
    for name, openers in (("degrees", "KF"), ("abbreviations", "F"), ("ranks", "F")):
        for hit in tokens.between(name, block.start + 1, block.end - 1):
            if tokens.clean[tokens.ends[hit.end - 1] - 1] == "." and tokens.shapes[hit.end] in openers and not tokens.touches(hit.end - 1):
                yield hit.end
