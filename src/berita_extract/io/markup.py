"""Text out of the pieces of HTML that cells of tables and exports hold; whole pages are for `pages`."""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser
from typing import Final

_TAGS: Final = re.compile(r"</?(?:p|br|div|span|strong|em|b|i|a|ul|ol|li|h[1-6]|table|tr|td|img|figure|blockquote)\b[^<>]*>", re.IGNORECASE)
_ENTITY: Final = re.compile(r"&(?:nbsp|amp|quot|ldquo|rdquo|lsquo|rsquo|ndash|mdash|hellip|#\d{2,6}|#x[0-9a-fA-F]{2,5});")
_PARAGRAPHS: Final = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "dd",
        "div",
        "dl",
        "dt",
        "figcaption",
        "figure",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "footer",
        "hr",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "ul",
    ]
)
_LINES: Final = frozenset(("br", "li", "tr"))
_CELLS: Final = frozenset(("td", "th"))
_UNSEEN: Final = frozenset(("script", "style", "template", "noscript", "iframe", "object"))
_SPACES: Final = re.compile(r"[^\S\n]+")
_BREAKS: Final = re.compile(r" ?\n ?")
_MANY_BREAKS: Final = re.compile(r"\n{3,}")
# `[caption id="x"]…[/caption]` of WordPress: the marks go, what they surround stays.
_SHORTCODE: Final = re.compile(r"\[/?(?:caption|gallery|embed|audio|video|playlist|vc_\w+|et_pb_\w+)\b[^\[\]]*\]")


def is_markup(text: str) -> bool:
    """Whether a cell holds HTML, not words alone."""
    return _TAGS.search(text) is not None


def read_cell(text: str) -> str:
    """The words of a cell: as they stand, or without their HTML."""
    if is_markup(text):
        return strip_markup(text)
    return html.unescape(text) if _ENTITY.search(text) else text


def strip_markup(markup: str, *, keep_breaks: bool = False) -> str:
    """The text of a piece of HTML, a blank line between paragraphs; `keep_breaks` where its line ends mean paragraphs too."""
    parser = _Words(keep_breaks)
    parser.feed(_SHORTCODE.sub("", markup))
    parser.close()
    text = _BREAKS.sub("\n", _SPACES.sub(" ", "".join(parser.pieces)))
    return _MANY_BREAKS.sub("\n\n", text).strip()


class _Words(HTMLParser):
    def __init__(self, keep_breaks: bool) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self._unseen = 0
        self._keep_breaks = keep_breaks

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        if tag in _UNSEEN:
            self._unseen += 1
        self._break(tag, starts=True)

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSEEN:
            self._unseen = max(0, self._unseen - 1)
        self._break(tag, starts=False)

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.pieces.append(data if self._keep_breaks else " ".join(re.split(r"\s+", data)))

    def _break(self, tag: str, *, starts: bool) -> None:
        if tag in _PARAGRAPHS:
            self.pieces.append("\n\n")
        elif tag in _LINES and starts:
            self.pieces.append("\n")
        elif tag in _CELLS and not starts:
            self.pieces.append(" ")
