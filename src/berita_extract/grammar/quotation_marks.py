"""Quotation marks and what stands beside them: which mark opens, which closes, and which speech verb carries the words between."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from berita_extract.lexicon.lexicon import Hit
from berita_extract.record import Record
from berita_extract.text.blocks import Block
from berita_extract.text.page import CLOSING_MARKS, OPENING_MARKS
from berita_extract.text.reading import Reading
from berita_extract.text.words import CAPITALISED

_AFTER_MARK: Final = frozenset(",.;-:")
_VERB_FORMS_AFTER: Final = frozenset(("post", "nya", "passive", "noun"))
# Behind a quotation that never closes its speech verb and speaker have at most so many tokens.
_LONGEST_TAIL: Final = 14
# A speech verb that leads a quotation in begins within so many tokens of the mark.
_FARTHEST_CUE: Final = 16


class Mark(Record, frozen=True):
    """A quotation mark and what it can be; a `loose` one stands between spaces, so only its glyph says that it closes."""

    token: int
    opens: bool
    closes: bool
    loose: bool


class Quoted(Record, frozen=True):
    """A stretch between marks, as tokens without the marks; `start` may lack its mark, and so may `end`."""

    start: int
    end: int
    opened: bool
    closed: bool


def pair_marks(reading: Reading, block: Block) -> tuple[list[Quoted], list[int]]:
    """Pair the marks of a block; an inner pair of the same mark belongs to the outer quotation.

    A closing mark that closes nothing, and that no speech verb follows, stays over.
    """
    spans: list[Quoted] = []
    strays: list[int] = []
    opening: int | None = None
    depth = 0
    free_from = block.start
    for mark in _marks(reading, block):
        carried = mark.closes and cue_behind(reading, mark.token, block.end) is not None
        if opening is None:
            if mark.opens and not (mark.loose and carried):
                opening, depth = mark.token, 0
            elif carried:
                start = _statement_start(reading, mark.token, free_from)
                spans.append(Quoted(start, mark.token, opened=False, closed=True))
                free_from = mark.token + 1
            elif reading.shapes[mark.token] == '"':
                strays.append(mark.token)
        elif mark.closes and depth:
            depth -= 1
            if carried:
                spans.append(Quoted(opening + 1, mark.token, opened=True, closed=True))
                opening, free_from = None, mark.token + 1
        elif mark.closes:
            spans.append(Quoted(opening + 1, mark.token, opened=True, closed=True))
            opening, free_from = None, mark.token + 1
        elif _leads_in(reading, mark.token, opening):
            end = reading.sentence_at(mark.token).start
            if end <= opening + 1:
                end = mark.token
            spans.append(Quoted(opening + 1, end, opened=True, closed=False))
            opening, depth, free_from = mark.token, 0, end
        else:
            depth += 1
    if opening is not None and opening + 1 < block.end:
        end = _unclosed_end(reading, opening + 1, block)
        spans.append(Quoted(opening + 1, end, opened=True, closed=end < block.end and reading.shapes[end] in "\"'"))
    return spans, strays


def _marks(reading: Reading, block: Block) -> Iterator[Mark]:
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
        loose = False
        if opens == closes:
            glyph = reading.text[start]
            if glyph in OPENING_MARKS:
                opens, closes = True, False
            elif glyph in CLOSING_MARKS:
                loose = opens and token > block.start
                opens = closes = True
        if shapes[token] == "'" and not _is_outer_single(reading, token, block, opens):
            continue
        yield Mark(token, opens, closes, loose)


def _is_outer_single(reading: Reading, token: int, block: Block, opens: bool) -> bool:
    """A single mark counts as a quotation mark where it stands like one: before a capital, or before a speech verb."""
    if opens:
        return token + 1 < block.end and reading.shapes[token + 1] in "NMXKIF" and reading.shapes.find("'", token + 1, block.end) > 0
    carried = cue_behind(reading, token, block.end) is not None
    return reading.shapes.find("'", block.start, token) >= 0 and (carried or token + 1 >= block.end)


def cue_behind(reading: Reading, closing: int, end: int) -> Hit | None:
    """The speech verb right behind a closing mark: `," ujar`, `". Jelas`, `" ,katanya`, `". Demikian ditegaskan`."""
    place = closing + 1
    while place < end and place < closing + 4 and reading.shapes[place] in _AFTER_MARK:
        place += 1
    told = "," in reading.shapes[max(closing - 1, 0) : place]
    for token in range(place, min(place + 3, end)):
        hit = reading.hit_at("speech_verbs", token)
        opener = reading.in_group(token, "before_speech_verb")
        if hit is not None and hit.entry.get("form") in _VERB_FORMS_AFTER and _is_cue(reading, hit, told=told, opener=opener):
            return hit
        if not opener:
            break
    return _pointing_back(reading, place, end)


def _is_cue(reading: Reading, hit: Hit, *, told: bool, opener: bool) -> bool:
    """Whether a word behind the marks is the speech verb: `demikian` before one is not, nor `lanjut` in `"Padi" lanjut doa`."""
    if names_speaker(reading, hit.end) or (opener and reading.in_group(hit.end, "speech_noun")):
        return True
    return not opener and (told or not hit.entry.has("trap") or hit.entry.get("form") == "nya")


def _pointing_back(reading: Reading, place: int, end: int) -> Hit | None:
    """`." Pesan itu disampaikan Camat`: a sentence that points at the words before it and says whose they are."""
    if place + 2 >= end or not reading.in_group(place + 1, "demonstrative") or reading.shapes[place] not in CAPITALISED:
        return None
    token = place + 2
    while token < end and reading.in_group(token, "verb_adverb"):
        token += 1
    hit = reading.hit_at("speech_verbs", token)
    if hit is None or hit.entry.get("form") != "passive" or hit.entry.has("trap") or hit.entry.get("agent"):
        return None
    agent = hit.end
    while agent < end and reading.in_group(agent, "after_verb"):
        agent += 1
    return hit if names_speaker(reading, agent) else None


def names_speaker(reading: Reading, token: int) -> bool:
    """Whether a word can begin the words for a speaker: a capital, an office, a pronoun, a noun for people."""
    if token >= len(reading):
        return False
    return reading.shapes[token] in CAPITALISED or any(
        reading.hit_at(name, token) for name in ("offices", "pronouns", "honorifics", "count_nouns")
    )


def _statement_start(reading: Reading, closing: int, free_from: int) -> int:
    """Where words that lack their opening mark begin: with their sentence, or with an earlier one in which somebody says `kami`."""
    last = closing - 1
    while last > free_from and reading.shapes[last] in ".,":
        last -= 1
    start = earliest = max(reading.sentence_at(last).start, free_from)
    while start > free_from:
        sentence = reading.sentence_at(start - 1)
        verbs = reading.between("speech_verbs", sentence.start, sentence.end)
        if sentence.start < free_from or any(not hit.entry.has("trap") for hit in verbs):
            break
        start = sentence.start
        if reading.any_of_group("first_person", sentence.start, sentence.end):
            earliest = start
    return earliest


def _leads_in(reading: Reading, mark: int, opening: int) -> bool:
    """Whether a mark inside an open quotation starts a new one: a speech verb or colon stands before it in its sentence."""
    if reading.shapes[mark - 1] == ":":
        return True
    start = max(reading.sentence_at(mark).start, opening + 1, mark - _FARTHEST_CUE)
    return any(
        hit.entry.get("form") in ("pre", "nya", "post") and not hit.entry.has("trap") and mark - hit.end <= 4
        for hit in reading.between("speech_verbs", start, mark)
    )


def _unclosed_end(reading: Reading, start: int, block: Block) -> int:
    """The end of a quotation without closing mark.

    A single mark before a speech verb, else the last mark of the block, else the place before `, katanya …` at its end, else all of it.
    """
    for token in range(start, block.end):
        if reading.shapes[token] == "'" and cue_behind(reading, token, block.end) is not None:
            return token
    for token in range(block.end - 1, start, -1):
        if reading.shapes[token] == '"':
            return token
    for hit in reversed(reading.between("speech_verbs", start + 1, block.end)):
        before = reading.shapes[hit.start - 1]
        form = hit.entry.get("form")
        if (
            form in ("nya", "post")
            and before in ",."
            and block.end - hit.end <= _LONGEST_TAIL
            and (form == "nya" or reading.shapes[hit.end : hit.end + 1] not in "w")
        ):
            return hit.start - (before == ",")
    return block.end
