"""Which line of a page is its headline, and which lines above it only lead to it or say it again."""

from __future__ import annotations

import re
from collections import Counter
from typing import Final

from msgspec.structs import replace

from berita_extract.lexicon.columns import BlockKind
from berita_extract.lexicon.fold import fold_case
from berita_extract.text.furniture import is_title
from berita_extract.text.lines import Line
from berita_extract.text.tokens import Tokens

# A title of more characters than this is a paragraph; the longest real ones seen have about 190.
_LONGEST_HEADLINE: Final = 230
# An excerpt cut off by the content system repeats at least this much of the paragraph that follows.
_SHORTEST_EXCERPT: Final = 60
_SHORTEST_REPEAT: Final = 12
# Lines that differ in so many letters from the start are no repeats; more than the shortest repeat has.
_LEAD: Final = 24
_SHORTEST_TITLE: Final = 4
# The name of the medium behind a repeated title: … - JPNN.COM
_LONGEST_TAIL: Final = 24
# A line of more characters with a day in brackets reports what happened then.
_LONGEST_DATED: Final = 150
_MEDIUM_REACH: Final = 5
_LONGEST_RUBRIC: Final = 5
_LONGEST_LABEL: Final = 3
# How far above the title labels of the page may stand.
_LABEL_REACH: Final = 6
_BREADCRUMB: Final = re.compile(r"(?:[^\W\d]\w*(?: \w+){0,2}\s*[/\u203a>|]\s*){1,4}[^\W\d]\w*(?: \w+){0,2}$")
_STEP: Final = re.compile(r"\s*[/\u203a>|]\s")
_DOMAIN: Final = re.compile(r"[\w-]{3,}(?:\.[A-Za-z]{2,4})+$")
_NOT_WORD: Final = re.compile(r"\W+")
_AREAS: Final = ("regions", "region_aliases", "seat_towns")


def name_headline(tokens: Tokens, lines: list[Line], kinds: list[BlockKind]) -> None:
    """Name the headline: the first line that is no furniture and no label of the page, if a body follows it."""
    candidates = [place for place, kind in enumerate(kinds) if kind == "body"]
    first = 0
    while first + 1 < len(candidates):
        kind = _lead_kind(tokens, lines, candidates[first : first + _LABEL_REACH])
        if kind is None:
            break
        kinds[candidates[first]] = kind
        first += 1
    if first + 1 >= len(candidates):
        return
    line = lines[candidates[first]]
    length = len(tokens.clean[line.start : line.end].strip())
    if length <= _LONGEST_HEADLINE and not _opens_body(tokens, line):
        kinds[candidates[first]] = "headline"


def _lead_kind(tokens: Tokens, lines: list[Line], candidates: list[int]) -> BlockKind | None:
    """What a first line is that only leads to the title: a rubric, a breadcrumb, an office's name or address, a day."""
    line, others = lines[candidates[0]], [lines[place] for place in candidates[1:]]
    if _is_breadcrumb(tokens, line, others[0]):
        return "category"
    if line.length == 1 and others[0].length >= _SHORTEST_TITLE and line.width < _SHORTEST_TITLE:
        return "category"  # C
    if line.length <= _LONGEST_LABEL and _DOMAIN.match(tokens.clean[line.start : line.end].strip()):
        return "category"  # WARTAKITA.CO
    if len(candidates) < 3:
        return None
    if _is_letterhead(tokens, line, others) and others[0].length >= _SHORTEST_TITLE and not _opens_body(tokens, others[0]):
        return "category"
    if _is_address(tokens, line):
        return "footer"
    if _is_day(tokens, line):
        return "metadata" if _is_headline(tokens, others[0]) else None
    return "category" if _is_label(tokens, line, others, candidates) else None


def _is_breadcrumb(tokens: Tokens, line: Line, title: Line) -> bool:
    """`Beranda > Berita > Daerah`, also with the title itself as its last step, also without marks between the steps."""
    content = tokens.clean[line.start : line.end].strip()
    if _BREADCRUMB.match(content):
        return True
    if not any(
        hit.start == line.first and hit.entry.value == "footer" for hit in tokens.between("boilerplate", line.first, line.first + 1)
    ):
        return False
    if _STEP.match(tokens.clean, tokens.ends[line.first]):
        return True
    trail, goal = _fingerprint(_content(tokens, line)), _fingerprint(_content(tokens, title))
    return title.length >= _SHORTEST_TITLE and trail != goal and trail.endswith(goal)


def _is_label(tokens: Tokens, line: Line, others: list[Line], candidates: list[int]) -> bool:
    """A rubric or picture's name of a word or two (`Pemerintahan`, `Main Image`) above a longer title.

    The page says the title twice, or it is written as one; with the day of publication between them a label may be longer.
    """
    words = sum(shape.isalpha() for shape in tokens.shapes[line.first : line.last])
    if line.length <= _LONGEST_RUBRIC and others[0].length >= _SHORTEST_TITLE:
        prints = {_fingerprint(_content(tokens, other)) for other in others[1:4]}
        if _fingerprint(_content(tokens, others[0])) in prints:
            return True
    if words != line.length or any(shape in "Nwdy0" for shape in tokens.shapes[line.first : line.last]):
        return False
    dated = _is_day(tokens, others[0]) or candidates[1] - candidates[0] > 1
    goal = others[1] if _is_day(tokens, others[0]) and len(others) > 1 else others[0]
    return line.length <= (_LONGEST_LABEL + 1 if dated else _LONGEST_LABEL - 1) and _is_headline(tokens, goal) and len(candidates) > 2


def _is_headline(tokens: Tokens, line: Line) -> bool:
    titled = is_title(tokens, line) or is_title(tokens, replace(line, last=line.last - 1), share=1)
    if tokens.hit_at("weekdays", line.first) or tokens.shapes[line.first] in "dn":
        return False  # Rabu, 19 Februari 2025 pukul 14.22 WITA di Aula Setda
    return line.length > _SHORTEST_TITLE and titled and not _opens_body(tokens, line)


def _is_address(tokens: Tokens, line: Line) -> bool:
    """`Jl. Abd. Silondae No. 8 Kendari`: a street and a number, and nothing that happens there."""
    hit = tokens.hit_at("venue_nouns", line.first)
    figures = any(shape in "d08y" for shape in tokens.shapes[line.first : line.last])
    return hit is not None and hit.entry.get("kind") == "street" and figures and "w" not in tokens.shapes[line.first : line.last]


def _is_day(tokens: Tokens, line: Line) -> bool:
    """Whether a line is nothing but a day."""
    return all(
        tokens.shapes[token] in "dyn,./-()" or any(tokens.hit_at(name, token) for name in ("weekdays", "months"))
        for token in range(line.first, line.last)
    )


def _opens_body(tokens: Tokens, line: Line) -> bool:
    """Whether a first line is text already: a full sentence, a quotation, a greeting, a dateline, a date."""
    shapes = tokens.shapes
    if tokens.word(line.last - 1) == "." and line.length > 3 and not is_title(tokens, replace(line, last=line.last - 1), share=1):
        return True
    marks = shapes[line.first : line.last].count('"')
    if marks % 2 or (shapes[line.first] == '"' and tokens.between("speech_verbs", line.first, line.last)):
        return True  # a mark that the line does not close: a title has no half quotations
    if tokens.hit_at("greetings", line.first) is not None:
        return True
    if line.width > _LONGEST_DATED and "(n)" in shapes[line.first : line.last]:
        return True
    return _opens_with_area(tokens, line) or _opens_with_medium(tokens, line) or _is_day(tokens, line)


def _opens_with_area(tokens: Tokens, line: Line) -> bool:
    """`Palopo (5/2) …`, `BLORA – …`, and a place and a medium alone: `Tapteng, Demokratis`."""
    shapes = tokens.shapes
    area = max((hit.end for name in _AREAS if (hit := tokens.hit_at(name, line.first)) is not None), default=line.first)
    if not line.first < area < line.last:
        return False
    if shapes[area] in "-(" or (shapes[area] == "," and shapes[area + 1 : area + 2] in ("d", "n")):
        return True
    rest = shapes[area : line.last].strip("?,/-.()")
    return shapes[area] in ",/?" and (len(rest) == 1 or (len(rest) == 2 and all(shape in "XU" for shape in rest)))


def _opens_with_medium(tokens: Tokens, line: Line) -> bool:
    """`Jayapura, JayaTv.com – Selasa …`, without a stop at its end: a medium and a dash among the first words."""
    hits = tokens.between("media", line.first, min(line.last, line.first + _MEDIUM_REACH))
    ends = [hit.end for hit in hits] + [
        token + 1
        for token in range(line.first, min(line.last, line.first + _MEDIUM_REACH))
        if "." in tokens.word(token)[2:-2] and tokens.shapes[token] in "XUw" and not tokens.hit_at("degrees", token)
    ]
    return any(
        tokens.shapes[place] == "-" and not (tokens.touches(place) and tokens.touches(place - 1))
        for end in ends
        for place in range(end, min(line.last - _MEDIUM_REACH, end + 5))
    )


def _is_letterhead(tokens: Tokens, line: Line, others: list[Line]) -> bool:
    """Whether a line is nothing but the name of an office: `Diskominfo Kota Payakumbuh`, `KEMENTERIAN KELAUTAN DAN PERIKANAN`."""
    token = line.first
    if tokens.hit_at("organisations", token) is None:
        return False
    heads = _is_upper(tokens, line) and not all(_is_upper(tokens, other) for other in others[:3])
    while token < line.last:
        hits = [hit for name in ("organisations", "level_words", *_AREAS) if (hit := tokens.hit_at(name, token)) is not None]
        topic = heads and (tokens.shapes[token] in "KXU&" or tokens.folded(token) == "dan")  # … KELAUTAN DAN PERIKANAN
        if not hits and not topic and tokens.shapes[token] not in ",-":
            return False
        token = max((hit.end for hit in hits), default=token + 1)
    return token == line.last


def _is_upper(tokens: Tokens, line: Line) -> bool:
    return tokens.clean[line.start : line.end].isupper()


def name_repeats(tokens: Tokens, lines: list[Line], kinds: list[BlockKind]) -> None:
    """Name the lines that say the headline again, and excerpts that a later paragraph repeats in full."""
    places = [place for place, kind in enumerate(kinds) if kind in ("headline", "body", "caption")]
    prints = _take_fingerprints(tokens, lines, places)
    seen: set[str] = set()
    title: Line | None = None
    for order, place in enumerate(places):
        print_ = prints[place]
        if kinds[place] == "headline":
            title = lines[place]
        if kinds[place] != "body":
            seen.add(print_)
            continue
        following = prints[places[order + 1]] if order + 1 < len(places) else ""
        excerpt = len(print_) >= _SHORTEST_EXCERPT and following != print_ and following.startswith(print_)
        again = title is not None and _says_again(tokens, title, lines[place])
        if (len(print_) > _SHORTEST_REPEAT and print_ in seen) or excerpt or again:
            kinds[place] = "repeat"
        seen.add(print_)


def _says_again(tokens: Tokens, title: Line, line: Line) -> bool:
    """Whether a line is the title with the medium's name behind it: `… Tahun Ini - JPNN.COM`."""
    if title.length < _SHORTEST_TITLE or line.length < title.length or tokens.folds[title.first] != tokens.folds[line.first]:
        return False
    given, content = (_content(tokens, part).strip() for part in (title, line))
    tail = content[len(given) :].strip()
    return content.startswith(given) and len(tail) <= _LONGEST_TAIL and tail[:1] in ("-", "|", "(")


def _take_fingerprints(tokens: Tokens, lines: list[Line], places: list[int]) -> dict[int, str]:
    """The letters and figures of lines; only the first of them where no other line begins in the same way."""
    contents = {place: _content(tokens, lines[place]) for place in places}
    leads = {}
    for place, content in contents.items():
        lead = _fingerprint(content[: 4 * _LEAD])
        leads[place] = lead[:_LEAD] if len(lead) >= _LEAD else _fingerprint(content)[:_LEAD]
    shared = Counter(leads.values())
    return {place: _fingerprint(contents[place]) if shared[lead] > 1 else lead for place, lead in leads.items()}


def _fingerprint(content: str) -> str:
    return _NOT_WORD.sub("", fold_case(content))


def _content(tokens: Tokens, line: Line) -> str:
    return tokens.clean[line.start : line.end]
