"""Words between quotation marks that report what somebody said, whatever the marks look like."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from berita_extract.grammar.quotation_marks import Quoted, cue_behind, pair_marks
from berita_extract.lexicon.lexicon import Hit
from berita_extract.record import Record
from berita_extract.text.blocks import Block
from berita_extract.text.reading import Reading
from berita_extract.text.words import CAPITALISED

RULES: Final[Mapping[str, str]] = {
    "quotes.cue_after": 'a quotation followed by its speech verb: "Kami siap," ujar Camat',
    "quotes.cue_before": 'a quotation led in by a speech verb: Camat mengatakan, "Kami siap."',
    "quotes.colon": 'a quotation behind a name and a colon: Camat Wahyu: "Kami siap menyambut tamu."',
    "quotes.signed": 'a quotation with a name behind it: "Kami siap menyambut tamu." – Wahyu, Camat Jati',
    "quotes.sentence": "a quotation between the sentences of a paragraph, without any verb",
    "quotes.paragraph": "a quotation that is a paragraph of its own and goes on with whoever spoke last",
    "quotes.unopened": 'the opening mark is missing: Kami siap," ujar Camat',
    "quotes.unclosed": "the closing mark is missing: the quotation ends with its paragraph or before its speech verb",
}

# A quotation without any speech verb must have this many words to be taken for somebody's statement.
_SHORTEST_UNCUED: Final = 6
# One that a colon leads in, that has a name or comma at its end, or that never closes, must have this many.
_SHORTEST_NAMED: Final = 3
# How far before an opening mark its speech verb may stand, in tokens.
_REACH_BEFORE: Final = 24
# The words for a speaker between a speech verb and a mark: `kata Kepala Dinas Pertanian Wandi`.
_LONGEST_SPEAKER: Final = 6
# How far before it stands what makes it a theme, and what makes it scripture (`firman Allah dalam surah Al-Insyirah,`).
_REACH_THEME: Final = 1
_REACH_RECITED: Final = 6


class Quotation(Record, frozen=True):
    """Words between marks, as tokens and as trimmed tokens, and the speech verb that carries them, if one does.

    `signed` is the token where the name begins that stands behind the words.
    """

    start: int
    end: int
    first: int
    last: int
    rule: str
    cue: Hit | None
    cue_after: bool
    signed: int | None = None


class Unbalanced(Record, frozen=True):
    """A quotation mark without its partner."""

    token: int
    missing: str


def find_quotations(reading: Reading) -> tuple[list[Quotation], list[Unbalanced]]:
    """Find direct quotations block by block (`"A," ujarnya, "B."` is two); one lost mark costs its paragraph only."""
    found: list[Quotation] = []
    unbalanced: list[Unbalanced] = []
    for block in reading.of_kind("body"):
        spans, strays = pair_marks(reading, block)
        unbalanced += (Unbalanced(token, "opening") for token in strays)
        for order, span in enumerate(spans):
            limit = spans[order - 1].end + 1 if order else block.start
            reach = spans[order + 1].start if order + 1 < len(spans) else block.end
            quotation = _judge(reading, block, span, limit, reach)
            if quotation is not None:
                found.append(quotation)
            if not span.closed:
                unbalanced.append(Unbalanced(max(span.start - 1, block.start), "closing"))
            elif not span.opened:
                unbalanced.append(Unbalanced(span.end, "opening"))
    return found, unbalanced


def _judge(reading: Reading, block: Block, span: Quoted, limit: int, reach: int) -> Quotation | None:
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
    if _is_recited(reading, span, max(limit, block.start)):
        return None
    after = cue_behind(reading, end - 1 if not span.closed else end, reach)
    if after is not None and not _ends_a_name(reading, span, after, last):
        rule = "quotes.cue_after" if span.opened and span.closed else "quotes.unopened" if not span.opened else "quotes.unclosed"
        return Quotation(span.start, span.end, start, last, rule, after, cue_after=True)
    if not span.opened:
        return None
    before = _cue_before(reading, span.start - 1, max(limit, block.start))
    if _is_theme(reading, span.start - 1, before, words):
        return None
    if before is not None:
        if words < _SHORTEST_NAMED and _is_mere_term(reading, span.start - 1, start, last, before):
            return None
        if before.entry.has("trap") and "w" not in reading.shapes[start:last]:
            return None  # Bupati membuka rangkaian acara, "Pesta Panen Raya"
        rule = "quotes.cue_before" if span.closed else "quotes.unclosed"
        return Quotation(span.start, span.end, start, last, rule, before, cue_after=False)
    uncued = _uncued_rule(reading, block, span, start, last, words)
    if uncued is None:
        return None
    signed = _signature(reading, span.end, block.end) if uncued == "quotes.signed" else None
    return Quotation(span.start, span.end, start, last, uncued, None, cue_after=False, signed=signed)


def _uncued_rule(reading: Reading, block: Block, span: Quoted, start: int, last: int, words: int) -> str | None:
    """By which rule words without a speech verb are somebody's statement."""
    opening = span.start - 1
    if words >= _SHORTEST_NAMED and span.closed and _signature(reading, span.end, block.end) is not None:
        return "quotes.signed"
    if reading.shapes[opening - 1] == ":" and opening - 1 > block.start and words >= _SHORTEST_NAMED:
        return "quotes.colon"
    if "w" not in reading.shapes[start:last]:
        return None  # a heading or motto: "MELAYANI SEPENUH HATI TANPA PAMRIH"
    told = reading.shapes[last : last + 1] == ","
    if opening <= block.start:
        enough = words >= (_SHORTEST_NAMED if told or not span.closed else _SHORTEST_UNCUED)
        return "quotes.paragraph" if enough and (span.end + 3 >= block.end or reading.shapes[last - 1] in ".,") else None
    sentence = reading.shapes[start] != "w" and (told or reading.shapes[last - 1] == ".")
    if span.closed and sentence and words >= _SHORTEST_UNCUED and reading.sentence_at(opening).start == opening:
        return "quotes.sentence"
    return None


def _signature(reading: Reading, closing: int, end: int) -> int | None:
    """Where a name begins behind a dash or in brackets: `" – Rina Sari, Ketua PKK`, `" (Wahyu, Camat Jati)`."""
    token = closing + 1
    if token + 1 >= end or reading.shapes[token] not in "-(":
        return None
    name = token + 1
    personal = reading.shapes[name] in "NM" or any(reading.hit_at(which, name) for which in ("offices", "honorifics", "ranks"))
    return name if personal and reading.shapes[name] != "w" else None


def _is_recited(reading: Reading, span: Quoted, limit: int) -> bool:
    """Scripture and verse are nobody's statement: `firman Allah, "…"`, `"…" (QS. Al-Insyirah: 6)`."""
    if reading.shapes[span.end + 1 : span.end + 2] == "(" and reading.in_group(span.end + 2, "scripture"):
        return True
    opening = span.start - 1
    return span.opened and any(
        hit.entry.value == "scripture" and hit.start >= limit and opening - hit.end <= _REACH_RECITED
        for hit in reading.between("quote_traps", opening - _REACH_RECITED - 3, opening)
    )


def _cue_before(reading: Reading, opening: int, limit: int) -> Hit | None:
    """The speech verb that leads a quotation in, nearest first, in the same sentence."""
    if opening <= limit:
        return None
    sentence = reading.sentence_at(opening - 1)
    start = max(sentence.start, limit, opening - _REACH_BEFORE)
    best: Hit | None = None
    for hit in reading.between("speech_verbs", start, opening):
        form = hit.entry.get("form")
        if form in ("post", "nya") and reading.shapes[opening - 1] not in ",:." and not _runs_up(reading, hit, sentence.start, opening):
            continue  # `tutur Menteri dalam Program "Prime Talk"`
        if form == "post" and hit.entry.has("trap") and hit.start > sentence.start and reading.shapes[hit.start - 1] not in ',"':
            continue  # tanggung jawab sosial. "Komitmen …
        if not hit.entry.has("trap") or opening - hit.end <= 6:
            best = hit
    return best


def _runs_up(reading: Reading, cue: Hit, start: int, opening: int) -> bool:
    """`Lebih lanjut, kata Gubernur "Penggunaan …"`: nothing but the speaker stands between the verb and the mark."""
    if cue.entry.has("trap") or cue.entry.get("form") != "post" or not 0 < opening - cue.end <= _LONGEST_SPEAKER:
        return False
    opens = cue.start == start or reading.shapes[cue.start - 1] == ","
    return opens and set(reading.shapes[cue.end : opening]) <= CAPITALISED


def _is_theme(reading: Reading, opening: int, cue: Hit | None, words: int) -> bool:
    """`bertema "Desa Cantik"`, `program "Satu RT Satu Taman"`: a name, not a statement."""
    for hit in reading.between("quote_traps", opening - 8, opening):
        near = opening - hit.end <= _REACH_THEME
        if near and (cue is None or cue.end <= hit.start) and "," not in reading.shapes[hit.end : opening]:
            return True
    return cue is None and words < _SHORTEST_NAMED and reading.shapes[opening - 1] != ":" and opening > reading.block_at(opening).start


def _is_mere_term(reading: Reading, opening: int, start: int, last: int, cue: Hit) -> bool:
    """`menyebut kasus itu "ulah oknum"`: a word or two inside a report, not what was said."""
    if reading.shapes[last - 1] in ".!?" or reading.shapes[start] not in "wKMNX":
        return False
    return cue.entry.get("form") != "pre" or (cue.end < opening and reading.shapes[opening - 1] not in ",:")


def _ends_a_name(reading: Reading, span: Quoted, cue: Hit, last: int) -> bool:
    """`Pidato berjudul "Merawat Persatuan" dibacakan siswa`: the verb behind the marks has the name as its object."""
    if not span.opened or not span.closed or last < span.end or cue.entry.get("form") != "passive":
        return False
    return any(span.start - 1 - hit.end <= 1 for hit in reading.between("quote_traps", span.start - 9, span.start - 1))
