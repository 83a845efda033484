"""Consoles: colours where a person looks, plain characters everywhere else."""

from __future__ import annotations

import os
import re
from typing import IO, Final

from rich.console import Console
from rich.text import Text

# Control characters could steer the reader's terminal, and bidirectional ones could hide what stands there.
_UNSAFE: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_WIDTH_WITHOUT_TERMINAL: Final = 120


def open_console(stream: IO[str]) -> Console:
    """A console on `stream`: wide and without colours where it is no terminal; `NO_COLOR` and `FORCE_COLOR` are respected."""
    console = Console(file=stream, highlight=False, markup=False, emoji=False)
    if not console.is_terminal and "COLUMNS" not in os.environ:
        console.width = _WIDTH_WITHOUT_TERMINAL
    return console


def show_text(text: str, style: str = "") -> Text:
    """Words from a document, safe for a terminal, of the same length so that offsets stay right."""
    # rich drops some control characters itself, which would move every highlight behind them.
    return Text(_UNSAFE.sub(" ", text), style=style)
