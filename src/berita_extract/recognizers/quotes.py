"""Words between quotation marks that report what somebody said, whatever the marks look like."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from berita_extract.lexicon.lexicon import Hit
from berita_extract.text.blocks import Block
from berita_extract.text.page import CLOSING_MARKS, OPENING_MARKS
from berita_extract.text.reading import Reading
from berita_extract.text.words import CAPITALISED

RULES: Final[Mapping[str, str]] = {
    "quotes.cue_after": 'a quotation followed by its speech verb: "Kami siap," ujar Camat',
    "quotes.cue_before": 'a quotation led in by a speech verb: Camat mengatakan, "Kami siap."',
    "quotes.colon": 'a quotation behind a name and a colon: Camat Wahyu: "Kami siap menyambut tamu."',
    "quotes.paragraph": "a quotation that is a paragraph of its own and goes on with the speaker before",
    "quotes.unopened": 'the opening mark is missing: Kami siap," ujar Camat',
    "quotes.unclosed": "the closing mark is missing: the quotation ends with its paragraph or before its speech verb",
}

# A quotation without any speech verb must have this many words to be taken for somebody's statement.
_SHORTEST_UNCUED: Final = 6
# One that a colon leads in, or that never closes, must have this many.
_SHORTEST_NAMED: Final = 3
# How far before an opening mark its speech verb may stand, in tokens.
_REACH_BEFORE: Final = 24
_AFTER_MARK: Final = frozenset(",.;-:")
_VERB_FORMS_AFTER: Final = frozenset(("post", "nya", "passive", "noun"))


class Quotation(NamedTuple):
    """Words between marks, as tokens and as trimmed tokens, and the speech verb that carries them, if one does."""

    start: int
    end: int
    first: int
    last: int
    rule: str
    cue: Hit | None
    cue_after: bool


class Unbalanced(NamedTuple):
    """A quotation mark without its partner."""

    token: int
    missing: str


class _Mark(NamedTuple):
    token: int
    opens: bool
    closes: bool


class _Span(NamedTuple):
    """A stretch between marks, as tokens without the marks; `start` may lack its mark, and so may `end`."""

    start: int
    end: int
    opened: bool
    closed: bool


def find_quotations(reading: Reading) -> tuple[list[Quotation], list[Unbalanced]]:
    """Find direct quotations block by block (`"A," ujarnya, "B."` is two); one lost mark costs its paragraph only."""
    found: list[Quotation] = []
    unbalanced: list[Unbalanced] = []
    previous_end = -1
    for block in reading.of_kind("body"):
        spans, strays = _pair_marks(reading, block)
        unbalanced += (Unbalanced(token, "opening") for token in strays)
        for order, span in enumerate(spans):
            limit = spans[order - 1].end + 1 if order else block.start
            reach = spans[order + 1].start if order + 1 < len(spans) else block.end
            quotation = _judge(reading, block, span, limit, reach, follows_quote=previous_end == block.start)
            if quotation is not None:
                found.append(quotation)
                previous_end = block.end
            if not span.closed:
                unbalanced.append(Unbalanced(max(span.start - 1, block.start), "closing"))
            elif not span.opened:
                unbalanced.append(Unbalanced(span.end, "opening"))
    return found, unbalanced


def _pair_marks(reading: Reading, block: Block) -> tuple[list[_Span], list[int]]:
    """Pair the marks of a block; an inner pair of the same mark belongs to the outer quotation.

    A closing mark that closes nothing, and that no speech verb follows, stays over.
    """
    spans: list[_Span] = []
    strays: list[int] = []
    opening: int | None = None
    depth = 0
    free_from = block.start
    for mark in _marks(reading, block):
        if opening is None:
            if mark.opens:
                opening, depth = mark.token, 0
            elif _has_cue_behind(reading, mark.token, block):
                start = _statement_start(reading, mark.token, free_from)
                spans.append(_Span(start, mark.token, opened=False, closed=True))
                free_from = mark.token + 1
            elif reading.shapes[mark.token] == '"':
                strays.append(mark.token)
        elif mark.closes and depth:
            depth -= 1
            if _has_cue_behind(reading, mark.token, block):
                spans.append(_Span(opening + 1, mark.token, opened=True, closed=True))
                opening, free_from = None, mark.token + 1
        elif mark.closes:
            spans.append(_Span(opening + 1, mark.token, opened=True, closed=True))
            opening, free_from = None, mark.token + 1
        elif _leads_in(reading, mark.token, opening):
            end = reading.sentence_at(mark.token).start
            if end <= opening + 1:
                end = mark.token
            spans.append(_Span(opening + 1, end, opened=True, closed=False))
            opening, depth, free_from = mark.token, 0, end
        else:
            depth += 1
    if opening is not None and opening + 1 < block.end:
        end = _unclosed_end(reading, opening + 1, block)
        closed = reading.shapes[end] == '"' if end < block.end else False
        spans.append(_Span(opening + 1, end, opened=True, closed=closed))
    return spans, strays


def _marks(reading: Reading, block: Block) -> Iterator[_Mark]:
    """The quotation marks of a block with what they can be by the spaces around them and, if that does not tell, by their glyph."""
    shapes = reading.shapes
    single = '"' not in shapes[block.start : block.end]
    for token in range(block.start, block.end):
        if shapes[token] != '"' and not (single and shapes[token] == "'"):
            continue
        start, end = reading.starts[token], reading.ends[token]
        before = reading.clean[start - 1 : start]
        after = reading.clean[end : end + 1]
        opens = token == block.start or before.isspace() or before in "([-:"
        closes = token + 1 == block.end or not after or after.isspace() or after in ",.;:!?)]-*"
        if opens == closes:
            glyph = reading.text[start]
            if glyph in OPENING_MARKS:
                opens, closes = True, False
            elif glyph in CLOSING_MARKS:
                opens, closes = not opens or token == block.start, True
        if shapes[token] == "'" and not _is_outer_single(reading, token, block, opens):
            continue
        yield _Mark(token, opens, closes)


def _is_outer_single(reading: Reading, token: int, block: Block, opens: bool) -> bool:
    """A single mark counts as a quotation mark where it stands like one: before a capital, or before a speech verb."""
    if opens:
        return token + 1 < block.end and reading.shapes[token + 1] in "NMXKIF" and "'" in reading.shapes[token + 1 : block.end]
    return "'" in reading.shapes[block.start : token] and (_has_cue_behind(reading, token, block) or token + 1 >= block.end)


def _cue_behind(reading: Reading, closing: int, end: int) -> Hit | None:
    """The speech verb right behind a closing mark: `," ujar`, `". Jelas`, `" ,katanya`."""
    place = closing + 1
    while place < end and place < closing + 4 and reading.shapes[place] in _AFTER_MARK:
        place += 1
    for step in range(3):
        hit = reading.hit_at("speech_verbs", place + step) if place + step < end else None
        if hit is not None and hit.entry.get("form") in _VERB_FORMS_AFTER:
            return hit
        if place + step >= end or not _may_precede_cue(reading, place + step):
            return None
    return None


def _may_precede_cue(reading: Reading, token: int) -> bool:
    return reading.in_group(token, "before_speech_verb")


def _has_cue_behind(reading: Reading, closing: int, block: Block) -> bool:
    return _cue_behind(reading, closing, block.end) is not None


def _statement_start(reading: Reading, closing: int, free_from: int) -> int:
    """Where words that lack their opening mark begin: with their sentence."""
    last = closing - 1
    while last > free_from and reading.shapes[last] in ".,":
        last -= 1
    return max(reading.sentence_at(last).start, free_from)


def _leads_in(reading: Reading, mark: int, opening: int) -> bool:
    """Whether a mark inside an open quotation starts a new one: a speech verb or colon stands before it in its sentence."""
    if reading.shapes[mark - 1] == ":":
        return True
    start = max(reading.sentence_at(mark).start, opening + 1)
    return any(
        hit.entry.get("form") in ("pre", "nya", "post") and not hit.entry.has("trap") and mark - hit.end <= 4
        for hit in reading.between("speech_verbs", start, mark)
    )


def _unclosed_end(reading: Reading, start: int, block: Block) -> int:
    """The end of a quotation without closing mark: before `, katanya …` at its end, else the end of its paragraph."""
    for token in range(block.end - 1, start, -1):
        if reading.shapes[token] == '"':
            return token
    for hit in reversed(reading.between("speech_verbs", start + 1, block.end)):
        before = reading.shapes[hit.start - 1]
        form = hit.entry.get("form")
        behind = block.end - hit.end
        if (
            form in ("nya", "post")
            and before in ",."
            and behind <= 14
            and (form == "nya" or reading.shapes[hit.end : hit.end + 1] not in "w")
        ):
            return hit.start - (before == ",")
    return block.end


def _judge(reading: Reading, block: Block, span: _Span, limit: int, reach: int, *, follows_quote: bool) -> Quotation | None:
    """Whether words between marks are somebody's statement, and by which verb."""
    start, end = span.start, span.end
    while start < end and reading.shapes[start] in ',.;"' and reading.word(start) != "...":
        start += 1
    last = end
    doubled = '"' in reading.shapes[span.start : start]
    while last > start and (reading.shapes[last - 1] == "," or (doubled and reading.shapes[last - 1] == '"')):
        last -= 1
    if last <= start or not any(shape.isalpha() for shape in reading.shapes[start:last]):
        return None
    words = sum(shape.isalpha() for shape in reading.shapes[start:last])
    after = _cue_behind(reading, end - 1 if not span.closed else end, reach)
    if after is not None and not _ends_a_name(reading, span, after, last):
        rule = "quotes.cue_after" if span.opened and span.closed else "quotes.unopened" if not span.opened else "quotes.unclosed"
        return Quotation(span.start, span.end, start, last, rule, after, cue_after=True)
    if not span.opened:
        return None
    before = _cue_before(reading, span.start - 1, max(limit, block.start))
    if _is_theme(reading, span.start - 1, before, words):
        return None
    if before is not None:
        if words < 3 and reading.shapes[start] in "wKMNX" and reading.shapes[last - 1] not in ".!?" and before.entry.get("form") != "pre":
            return None
        rule = "quotes.cue_before" if span.closed else "quotes.unclosed"
        return Quotation(span.start, span.end, start, last, rule, before, cue_after=False)
    if reading.shapes[span.start - 2] == ":" and span.start - 2 > block.start and words >= _SHORTEST_NAMED:
        return Quotation(span.start, span.end, start, last, "quotes.colon", None, cue_after=False)
    starts_block = span.start - 1 <= block.start
    enough = words >= (_SHORTEST_UNCUED if span.closed else _SHORTEST_NAMED)
    if starts_block and enough and (span.end + 3 >= block.end or reading.shapes[last - 1] in ".,"):
        return Quotation(span.start, span.end, start, last, "quotes.paragraph", None, cue_after=False)
    return None


def _cue_before(reading: Reading, opening: int, limit: int) -> Hit | None:
    """The speech verb that leads a quotation in, nearest first, in the same sentence."""
    if opening <= limit:
        return None
    sentence = reading.sentence_at(opening - 1)
    start = max(sentence.start, limit, opening - _REACH_BEFORE)
    best: Hit | None = None
    for hit in reading.between("speech_verbs", start, opening):
        form = hit.entry.get("form")
        if form in ("post", "nya") and reading.shapes[opening - 1] not in ",:.":
            continue  # `tutur Menteri dalam Program "Prime Talk"`
        if not hit.entry.has("trap") or opening - hit.end <= 6:
            best = hit
    return best


def _is_theme(reading: Reading, opening: int, cue: Hit | None, words: int) -> bool:
    """`bertema "Desa Cantik"`, `program "Satu RT Satu Taman"`: a name, not a statement."""
    for hit in reading.between("quote_traps", opening - 8, opening):
        if opening - hit.end <= 1 and (cue is None or cue.end <= hit.start) and "," not in reading.shapes[hit.end : opening]:
            return True
    return cue is None and words < _SHORTEST_UNCUED and reading.shapes[opening - 1] != ":" and opening > reading.block_at(opening).start


def _ends_a_name(reading: Reading, span: _Span, cue: Hit, last: int) -> bool:
    """`Pidato berjudul "Merawat Persatuan" dibacakan siswa`: the verb behind the marks has the name as its object."""
    if not span.opened or not span.closed or last < span.end:
        return False
    if cue.entry.has("trap") and cue.entry.get("form") == "post" and not _names_speaker(reading, cue.end):
        return True  # "Selamat Panen" lanjut doa bersama
    if cue.entry.get("form") != "passive":
        return False
    return any(span.start - 1 - hit.end <= 1 for hit in reading.between("quote_traps", span.start - 9, span.start - 1))


def _names_speaker(reading: Reading, token: int) -> bool:
    if token >= len(reading):
        return False
    return reading.shapes[token] in CAPITALISED or any(
        reading.hit_at(name, token) for name in ("offices", "pronouns", "honorifics", "count_nouns")
    )
