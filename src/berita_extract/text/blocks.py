"""What a page is made of: headline, category line, body, captions, credits, share lines, related links."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from berita_extract.lexicon.columns import BlockKind
from berita_extract.lexicon.fold import fold_case
from berita_extract.lexicon.lexicon import Hit
from berita_extract.text.tokens import Tokens

# A title of more characters than this is a paragraph; the longest real ones seen have about 190.
_LONGEST_HEADLINE: Final = 230
# An excerpt cut off by the content system repeats at least this much of the paragraph that follows.
_SHORTEST_EXCERPT: Final = 60
_SHORTEST_TITLE: Final = 4
_LONGEST_CREDIT: Final = 12
_MARKUP: Final = re.compile(r"(?:\s*<[^>]*>\s*)+$|\W*$")
_CREDIT: Final = re.compile(r"[(\[][^()\[\]\n]{1,40}[)\]][.*\s]*$|\*[\s*.]*$")
_BREADCRUMB: Final = re.compile(r"(?:[^\W\d]\w*(?: \w+){0,2}\s*[/\u203a\u00bb>|]\s*){1,4}[^\W\d]\w*(?: \w+){0,2}$")
_NOT_WORD: Final = re.compile(r"\W+")
_LEADING_MARKS: Final = frozenset("?-*/&.(\"'")


class Block(NamedTuple):
    """A paragraph or line of the page: its kind and its tokens, end exclusive."""

    kind: BlockKind
    start: int
    end: int


class _Line(NamedTuple):
    start: int
    end: int
    first: int
    last: int
    spaced: bool


def split_blocks(tokens: Tokens) -> list[Block]:
    """Cut a page into blocks and name what each is.

    1. Lines, hard-wrapped ones joined again.
    2. Page furniture by its markers (`Baca juga`, `Bagikan:`, `Foto:`).
    3. The headline: the first line that is no furniture, if a body follows it.
    4. Repeats of the headline, and excerpts that a later paragraph repeats in full.
    """
    lines = _join_wrapped(tokens, [*_cut_lines(tokens)])
    kinds: list[BlockKind] = []
    for line in lines:
        kinds.append(_furniture_kind(tokens, line, kinds[-1] if kinds else ""))
    _name_headline(tokens, lines, kinds)
    _name_repeats(tokens, lines, kinds)
    return [Block(kind, line.first, line.last) for kind, line in zip(kinds, lines, strict=True)]


def _cut_lines(tokens: Tokens) -> Iterator[_Line]:
    clean, offset, spaced = tokens.clean, 0, True
    first = 0
    for raw in clean.split("\n"):
        end = offset + len(raw)
        last = tokens.token_at(end)
        if last > first:
            yield _Line(offset, end, first, last, spaced)
            first, spaced = last, False
        else:
            spaced = True
        offset = end + 1


def _join_wrapped(tokens: Tokens, lines: list[_Line]) -> list[_Line]:
    """Join lines that only a narrow column broke: three or more of similar width, few ending a sentence."""
    joined: list[_Line] = []
    run: list[_Line] = []
    for line in [*lines, None]:
        if run and (line is None or line.spaced):
            joined += _join_run(tokens, run)
            run = []
        if line is not None:
            run.append(line)
    return joined


def _join_tags(tokens: Tokens, run: list[_Line]) -> list[_Line]:
    """`"Kami ingin jalan ini diperbaiki,"` / `kata Karto`: a line that begins with the speech verb of the one before."""
    joined = run[:1]
    for line in run[1:]:
        last = joined[-1]
        if tokens.shapes[last.last - 1] in '",' and tokens.shapes[line.first] == "w" and tokens.hit_at("speech_verbs", line.first):
            joined[-1] = _Line(last.start, line.end, last.first, line.last, last.spaced)
        else:
            joined.append(line)
    return joined


def _join_run(tokens: Tokens, run: list[_Line]) -> list[_Line]:
    inner = run[:-1]
    if len(run) >= 3:
        widths = sorted(line.end - line.start for line in inner)
        open_ended = sum(not _ends_sentence(tokens, line) for line in inner)
        if 30 <= widths[len(widths) // 2] <= 110 and widths[-1] <= 130 and open_ended * 3 >= len(inner) * 2:
            continued = sum(tokens.shapes[line.first] == "w" for line in run[1:])
            if continued * 3 >= len(inner):
                return [_Line(run[0].start, run[-1].end, run[0].first, run[-1].last, run[0].spaced)]
    return _join_tags(tokens, run)


def _ends_sentence(tokens: Tokens, line: _Line) -> bool:
    return tokens.shapes[line.last - 1] in '.:")'


def _furniture_kind(tokens: Tokens, line: _Line, before: str) -> BlockKind:
    content = tokens.clean[line.start : line.end]
    if _MARKUP.match(content):
        return "furniture"
    if _CREDIT.match(content.strip()):
        return "credit"
    first = line.first
    while first < line.last - 1 and tokens.shapes[first] in _LEADING_MARKS:
        first += 1
    hit = max((hit for hit in tokens.between("boilerplate", first, line.last) if hit.start == first), key=_hit_end, default=None)
    if hit is None:
        return "metadata" if _is_timestamp(tokens, line) else "body"
    behind = tokens.word(hit.end) if hit.end < line.last else ""
    if hit.entry.get("where") == "line" and hit.end < line.last and behind != ":":
        return "body"
    numbered = hit.entry.value == "metadata" and line.last - hit.end == 1 and tokens.shapes[hit.end] in "80"
    if hit.entry.has("mark") and behind not in _MARKS_BEHIND and not numbered:
        return "body"  # but NOMOR 31/SP/II/BKIP/2025
    kind: BlockKind = hit.entry.value  # type: ignore[assignment]  # the list's test holds its values to BlockKind
    if kind == "byline" and hit.entry.get("role") == "photographer" and line.last - line.first > _LONGEST_CREDIT:
        return "caption"  # a sentence behind Foto: is the picture's, not only its maker's
    if kind == "metadata" and hit.entry.has("trap") and before != "metadata":
        return "body"  # Hari/Tanggal : …, Tempat : … are the facts of a field report; below `Siaran Pers` they are its head
    return kind


def _hit_end(hit: Hit) -> int:
    return hit.end


_MARKS_BEHIND: Final = frozenset(":;|/®©")


def _is_timestamp(tokens: Tokens, line: _Line) -> bool:
    """`Selasa, 9 Januari 2024 | 22:10 WIB`: nothing but a day and a clock time."""
    if line.last - line.first > 14 or "c" not in tokens.shapes[line.first : line.last]:
        return False
    for token in range(line.first, line.last):
        if tokens.shapes[token] in "dyn0c,.-:/()?&|":
            continue
        if not any(tokens.hit_at(name, token) for name in ("weekdays", "months", "time_words")):
            return False
    return True


def _name_headline(tokens: Tokens, lines: list[_Line], kinds: list[BlockKind]) -> None:
    candidates = [place for place, kind in enumerate(kinds) if kind == "body"]
    if len(candidates) < 2:
        return
    place = candidates[0]
    while len(candidates) > 1 and _is_category(tokens, lines, candidates):
        kinds[place] = "category"
        candidates = candidates[1:]
        place = candidates[0]
    if len(candidates) < 2:
        return
    line = lines[place]
    length = len(tokens.clean[line.start : line.end].strip())
    if length <= _LONGEST_HEADLINE and not _opens_body(tokens, line):
        kinds[place] = "headline"


def _opens_body(tokens: Tokens, line: _Line) -> bool:
    """Whether a first line is text already: a full sentence, a quotation, a greeting, a dateline, a date."""
    shapes = tokens.shapes
    if tokens.word(line.last - 1) == "." and line.last - line.first > 3:
        return True
    marks = shapes[line.first : line.last].count('"')
    if marks % 2 or (shapes[line.first] == '"' and tokens.between("speech_verbs", line.first, line.last)):
        return True  # a mark that the line does not close: a title has no half quotations
    if tokens.hit_at("greetings", line.first) is not None:
        return True
    area = max((hit.end for name in _AREAS if (hit := tokens.hit_at(name, line.first)) is not None), default=line.first)
    if line.first < area < line.last and (shapes[area] in "-(" or (shapes[area] == "," and shapes[area + 1 : area + 2] in ("d", "n"))):
        return True
    return all(
        shapes[token] in "dyn,./-()" or any(tokens.hit_at(name, token) for name in ("weekdays", "months"))
        for token in range(line.first, line.last)
    )


_AREAS: Final = ("regions", "region_aliases", "seat_towns")


def _is_category(tokens: Tokens, lines: list[_Line], candidates: list[int]) -> bool:
    """A first line of one or two words above a longer title that the page says twice (`Pemerintahan`), or a breadcrumb."""
    first, second = lines[candidates[0]], lines[candidates[1]]
    if _BREADCRUMB.match(tokens.clean[first.start : first.end].strip()):
        return True
    if _is_letterhead(tokens, first, second) and second.last - second.first >= _SHORTEST_TITLE and not _opens_body(tokens, second):
        return len(candidates) > 2
    if first.last - first.first > 2 or second.last - second.first < 4 or len(candidates) < 3:
        return False
    return _fingerprint(tokens, second) in {_fingerprint(tokens, lines[place]) for place in candidates[2:5]}


def _is_letterhead(tokens: Tokens, line: _Line, title: _Line) -> bool:
    """Whether a line is nothing but the name of an office: `Diskominfo Kota Payakumbuh`, `KEMENTERIAN KELAUTAN DAN PERIKANAN`."""
    token = line.first
    if tokens.hit_at("organisations", token) is None:
        return False
    heads = tokens.clean[line.start : line.end].isupper() and not tokens.clean[title.start : title.end].isupper()
    while token < line.last:
        hits = [hit for name in ("organisations", "level_words", *_AREAS) if (hit := tokens.hit_at(name, token)) is not None]
        topic = heads and (tokens.shapes[token] == "K" or tokens.folded(token) == "dan")  # … KELAUTAN DAN PERIKANAN
        if not hits and not topic and tokens.shapes[token] not in ",-":
            return False
        token = max((hit.end for hit in hits), default=token + 1)
    return token == line.last


def _name_repeats(tokens: Tokens, lines: list[_Line], kinds: list[BlockKind]) -> None:
    places = [place for place, kind in enumerate(kinds) if kind in ("headline", "body")]
    prints = {place: _fingerprint(tokens, lines[place]) for place in places}
    seen: set[str] = set()
    for order, place in enumerate(places):
        print_ = prints[place]
        if kinds[place] == "headline":
            seen.add(print_)
            continue
        following = prints[places[order + 1]] if order + 1 < len(places) else ""
        excerpt = len(print_) >= _SHORTEST_EXCERPT and following != print_ and following.startswith(print_)
        if (len(print_) > 12 and print_ in seen) or excerpt:
            kinds[place] = "repeat"
        seen.add(print_)


def _fingerprint(tokens: Tokens, line: _Line) -> str:
    return _NOT_WORD.sub("", fold_case(tokens.clean[line.start : line.end]))
