"""The lines of a page, those that only a narrow column broke joined again."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from itertools import pairwise
from typing import Final

from msgspec.structs import replace

from berita_extract.record import Record
from berita_extract.text.tokens import Tokens

# The widths of lines that a narrow column broke.
_NARROW: Final = range(30, 111)
_WIDEST: Final = 130
# A line that reaches this part of the usual width was broken by the column, not by its writer.
_FULL: Final = 0.7
_WORD: Final = re.compile(r"[a-z]+(?:-[a-z]+)*$")


class Line(Record, frozen=True):
    """A line as characters and as tokens, ends exclusive; `spaced` if an empty line stands above it."""

    start: int
    end: int
    first: int
    last: int
    spaced: bool

    @property
    def width(self) -> int:
        """How many characters it has."""
        return self.end - self.start

    @property
    def length(self) -> int:
        """How many tokens it has."""
        return self.last - self.first


def read_lines(tokens: Tokens, is_text: Callable[[Line], bool], find_glued: Callable[[Line], int | None]) -> list[Line]:
    """Cut a text into its lines and join the broken ones.

    `is_text` says whether a line is none of the page's furniture, `find_glued` at which token the text begins that lost its
    line break: `19:49 WIBPALEMBANG, …`.
    """
    runs: list[list[Line]] = []
    for line in _cut_lines(tokens):
        if line.spaced or not runs:
            runs.append([])
        body = find_glued(line)
        if body is not None:
            offset = tokens.starts[body]
            runs[-1].append(replace(line, end=offset, last=body))
            line = Line(offset, line.end, body, line.last, spaced=False)
        runs[-1].append(line)
    told = {line.first for run in runs if len(run) > 1 for line in run if is_text(line)}
    usual = _column(tokens, runs, told)
    return [line for run in runs for line in (_join_run(tokens, run, told, usual) if len(run) > 1 else run)]


def _cut_lines(tokens: Tokens) -> Iterator[Line]:
    clean, offset, spaced = tokens.clean, 0, True
    first = 0
    for raw in clean.split("\n"):
        end = offset + len(raw)
        last = tokens.token_at(end)
        if last > first:
            yield Line(offset, end, first, last, spaced)
            first, spaced = last, False
        else:
            spaced = True
        offset = end + 1


def _column(tokens: Tokens, runs: Iterable[list[Line]], told: Collection[int]) -> int:
    """The usual width of lines where a narrow column broke them, else 0.

    Many of the lines above another then end no sentence, and of those many go on with a small letter.
    """
    pairs = [pair for run in runs for pair in pairwise(run) if pair[0].first in told and pair[1].first in told]
    inner = [(line, after) for line, after in pairs if line.width <= _WIDEST]
    if len(inner) < 2 or len(inner) * 3 < len(pairs) * 2:
        return 0
    broken = [after for line, after in inner if not ends_sentence(tokens, line)]
    continued = sum(tokens.shapes[after.first] == "w" for after in broken)
    width = sorted(line.width for line, _ in inner)[len(inner) // 2]
    return width if width in _NARROW and len(broken) * 2 >= len(inner) and continued * 3 >= len(broken) > 1 else 0


class _Paragraph:
    """Joined lines, with what is known of them all, so that joining one more needs no look back."""

    def __init__(self, tokens: Tokens, line: Line) -> None:
        self.line = line
        self.marks = self.open_brackets = 0
        self.dashed = False
        self.capitalised = line.first == 0  # nobody asks this of a later paragraph
        self._capitals = self._small_letters = False
        self._look_at(tokens, line)

    @property
    def is_upper(self) -> bool:
        """Whether it is all in capitals."""
        return self._capitals and not self._small_letters

    @property
    def is_open(self) -> bool:
        """Whether a quotation or a bracket is left open."""
        return self.marks % 2 == 1 or self.open_brackets > 0

    def join(self, tokens: Tokens, line: Line) -> None:
        """Put a line at its end."""
        whole = self.line
        self.line = Line(whole.start, line.end, whole.first, line.last, whole.spaced)
        self._look_at(tokens, line)

    def _look_at(self, tokens: Tokens, line: Line) -> None:
        shapes, words = tokens.shapes[line.first : line.last], tokens.span(line.first, line.last)
        self.marks += shapes.count('"')
        self.open_brackets += shapes.count("(") - shapes.count(")")
        self.dashed = self.dashed or "-" in shapes
        self.capitalised = self.capitalised and is_capitalised(tokens, line)
        self._capitals = self._capitals or words.isupper()
        self._small_letters = self._small_letters or not f"A{words}".isupper()


def _join_run(tokens: Tokens, run: list[Line], told: Collection[int], usual: int) -> list[Line]:
    """Join what belongs together of lines without an empty one between them."""
    width = usual or _column(tokens, [run], told)
    joined: list[Line] = []
    whole = _Paragraph(tokens, run[0])
    for before, line, after in zip(run, run[1:], [*run[2:], None], strict=False):
        listed = any(other is not None and tokens.folded(other.first) == tokens.folded(line.first) for other in (before, after))
        text = line.first in told and (before.first in told or tokens.shapes[line.first] == ":")
        if text and not listed and _goes_on(tokens, whole, before, line, width):
            whole.join(tokens, line)
        else:
            joined.append(whole.line)
            whole = _Paragraph(tokens, line)
    return [*joined, whole.line]


def _goes_on(tokens: Tokens, whole: _Paragraph, last: Line, line: Line, width: int) -> bool:
    """Whether a line goes on with the one before; `whole` is that one with what was joined to it."""
    shapes, end = tokens.shapes, last.last - 1
    opening, closing = shapes[line.first], shapes[end]
    if opening == "w" and closing in '",' and tokens.hit_at("speech_verbs", line.first):
        return True  # `"Kami ingin jalan ini diperbaiki,"` / `kata Karto`
    if _is_item(tokens, line):
        return False
    if opening in ":,;" and line.length > 1:
        return True
    if whole.line.length > 2 and whole.is_upper != _is_upper(tokens, line):
        return False  # a title in capitals
    stopped = closing in ".:;" or (closing in '")' and shapes[end - 1] == ".") or (closing == "w" and tokens.word(end)[-1] == ".")
    if stopped:
        return bool(width) and closing not in ":;" and last.width >= width
    if opening == "w" and closing not in '")':
        return _WORD.match(tokens.word(line.first)) is not None
    if opening == '"' and not width:
        return False
    if (closing == "," and not whole.marks) or tokens.in_group(end, "line_unfinished") or whole.is_open:
        return True
    titled = whole.line.first == 0 and whole.capitalised and not whole.dashed
    if not width or last.width > _WIDEST or tokens.word(end) == "|" or titled:
        return False
    return last.width >= width * _FULL or last.length == 1 or not is_capitalised(tokens, last)


def is_capitalised(tokens: Tokens, line: Line, share: float = 1) -> bool:
    """Whether a line is written as titles are: of its words, small function words left out, so many have a capital."""
    words = [token for token in range(line.first, line.last) if tokens.shapes[token].isalpha() and tokens.shapes[token] not in "dync"]
    small = sum(tokens.shapes[token] == "w" and not tokens.is_function_word(token) for token in words)
    return small <= len(words) * (1 - share)


def _is_upper(tokens: Tokens, line: Line) -> bool:
    return tokens.span(line.first, line.last).isupper()


def _is_item(tokens: Tokens, line: Line) -> bool:
    """Whether a line begins as an item of a list does: `- beras`, `1. gula`, `a) minyak`."""
    opening, behind = tokens.shapes[line.first], tokens.shapes[line.first + 1 : line.first + 2]
    if opening == "-":
        return not tokens.touches(line.first) or behind in ("w", "-")
    return opening == "?" or (line.length > 2 and behind in (".", ")") and (opening == "d" or len(tokens.word(line.first)) == 1))


def ends_sentence(tokens: Tokens, line: Line) -> bool:
    """Whether a line ends as sentences do, or as what announces a list."""
    return tokens.shapes[line.last - 1] in '.:")'
