"""What a page is made of: headline, category line, body, captions, credits, share lines, related links."""

from __future__ import annotations

from typing import Final

from berita_extract.lexicon.columns import BlockKind
from berita_extract.record import Record
from berita_extract.text.furniture import find_glued, is_caption, name_kind, name_links
from berita_extract.text.headlines import name_headline, name_repeats
from berita_extract.text.lines import Line, read_lines
from berita_extract.text.tokens import Tokens

# A paragraph of so many tokens is told text: below it only an outspoken credit makes a caption.
_TOLD: Final = 25
# What is left of a page without its captions is at least a sentence of so many tokens.
_SHORTEST_BODY: Final = 12


class Block(Record, frozen=True):
    """A paragraph or line of the page: its kind and its tokens, end exclusive."""

    kind: BlockKind
    start: int
    end: int


def split_blocks(tokens: Tokens) -> list[Block]:
    """Cut a page into blocks and name what each is.

    1. Lines, hard-wrapped ones joined again.
    2. Page furniture by its markers (`Baca juga`, `Bagikan:`, `Foto:`), stamps, captions, and links to other pages.
    3. The headline: the first line that is no furniture, if a body follows it.
    4. Repeats of the headline, and excerpts that a later paragraph repeats in full.
    """
    alone: dict[Line, BlockKind] = {}

    def name_alone(line: Line) -> BlockKind:
        kind = alone.get(line)
        if kind is None:
            kind = alone[line] = name_kind(tokens, line, "")
        return kind

    lines = read_lines(tokens, lambda line: name_alone(line) == "body", lambda line: find_glued(tokens, line))
    kinds: list[BlockKind] = []
    for line in lines:
        headed = kinds[-1:] == ["metadata"]
        kinds.append(name_kind(tokens, line, "metadata") if headed else name_alone(line))
    _name_captions(tokens, lines, kinds)
    name_links(tokens, lines, kinds)
    name_headline(tokens, lines, kinds)
    name_repeats(tokens, lines, kinds)
    return [Block(kind, line.first, line.last) for kind, line in zip(kinds, lines, strict=True)]


def _name_captions(tokens: Tokens, lines: list[Line], kinds: list[BlockKind]) -> None:
    """Name the texts under pictures; the only paragraph of a page is none."""
    early = True
    long = (place for place in range(len(lines) - 1, -1, -1) if kinds[place] == "body" and lines[place].length > _SHORTEST_BODY)
    last_long = next(long, -1)
    for place, line in enumerate(lines):
        if kinds[place] != "body":
            continue
        last = place >= last_long
        pictured = kinds[place - 1 : place] == ["furniture"] and tokens.word(line.last - 1) == "|"  # ![](…) | Petugas … |
        if pictured or is_caption(tokens, line, early=early and not last):
            kinds[place] = "caption"
        elif line.length > _TOLD:
            early = False
