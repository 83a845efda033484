"""The clean copy of a release: the same length as the given text, with typing noise made uniform."""

from __future__ import annotations

import re
from typing import Final

# Each character is replaced by exactly one other, so every offset in the clean copy is an offset in the text as given.
_DOUBLE_QUOTES: Final = "\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033\u275d\u275e\uff02\u02ba"
_SINGLE_QUOTES: Final = "\u2018\u2019\u201a\u201b\u2032\u02bc\u00b4`\u02b9\uff07"
_DASHES: Final = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d"
_SPACES: Final = (
    "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"  # wide and narrow
    "\u00ad\u200b\u200c\u200d\u2060\ufeff\u200e\u200f\u061c\x00\t\x0b\x0c\x1c\x1d\x1e\x1f"  # invisible ones
)
_LINE_BREAKS: Final = "\r\x85\u2028\u2029"

_UNPAIRED_SURROGATES: Final = range(0xD800, 0xE000)  # they have no UTF-8 form, which tokenizing needs

_CLEAN: Final = (
    dict.fromkeys(_DOUBLE_QUOTES, '"')
    | dict.fromkeys(_SINGLE_QUOTES, "'")
    | dict.fromkeys(_DASHES, "-")
    | dict.fromkeys(_SPACES, " ")
    | dict.fromkeys(_LINE_BREAKS, "\n")
    | dict.fromkeys(map(chr, _UNPAIRED_SURROGATES), "\ufffd")
)
# What most texts are made of stays as it is; of the rest a text holds a few different characters, if any.
_UNUSUAL: Final = re.compile(r"[^ -_a-~\n]")

# `*Bupati Konawe*`, `_Kamis, 10 Januari_`, `**Sekda**`: bold and italics of chat programs, never a mark on its own as in `(*)`.
_EMPHASIS: Final = tuple(
    re.compile(rf"(?<![\w*_/])({mark}{{1,2}})(?=[\w\"'(])([^{mark}\n]*[\w.,:;!?\"')])\1(?![\w*_/])") for mark in (r"\*", "_")
)
# `Beranda » Berita`: with a space on both sides it opens and closes nothing.
_ARROW: Final = re.compile(r"(?<!\S)[\u00ab\u00bb](?!\S)")

OPENING_MARKS: Final = frozenset("\u201c\u201e\u201f\u00ab\u2018\u201a\u201b\u275d")
CLOSING_MARKS: Final = frozenset("\u201d\u00bb\u2019\u275e")


def clean(text: str) -> str:
    """Make quotation marks, dashes, spaces and line breaks uniform, one character for one (`Jum’at` → `Jum'at`).

    The direction of a quotation mark is lost here on purpose; who needs it looks at the given text
    at the same offset (`OPENING_MARKS`, `CLOSING_MARKS`).
    """
    cleaned = text
    unusual = {*_UNUSUAL.findall(text)}
    if not unusual.isdisjoint("\u00ab\u00bb"):
        cleaned = _ARROW.sub(">", cleaned)
    for character in unusual & _CLEAN.keys():
        cleaned = cleaned.replace(character, _CLEAN[character])
    if "*" in cleaned or "_" in cleaned:
        for emphasis in _EMPHASIS:
            cleaned = emphasis.sub(_blank_marks, cleaned)
    return cleaned


def _blank_marks(match: re.Match[str]) -> str:
    blank = " " * len(match[1])
    return f"{blank}{match[2]}{blank}"
