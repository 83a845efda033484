"""The code blocks of the documentation, and how what they print is compared with what they show.

In a block that shows text, `…` stands for what is left out: alone on a line for any lines, within a line for any
characters of that line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_BLOCK = re.compile(r"(?:^<!-- (?P<remark>[^>\n]*) -->\n)?^```(?P<info>[^\n]*)\n(?P<body>.*?)^```$", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block: its language, the words behind it, the comment right above it, and where it starts."""

    file: str
    line: int
    language: str
    argument: str
    remark: str
    body: str

    @property
    def is_left_alone(self) -> bool:
        """Whether a comment says why the block is not run, or that it is generated."""
        return self.remark.startswith(("not run", "generated: "))

    def commands(self) -> Iterator[tuple[str, str]]:
        """The commands of a console block, each with the output shown under it."""
        for part in re.split(r"^\$ ", self.body, flags=re.MULTILINE)[1:]:
            command, _, output = part.partition("\n")
            yield command, output

    def printed(self) -> list[str]:
        """What a Python block says that it prints: the comment behind each `print`."""
        return re.findall(r"^ *print\(.*\)  # (.+)$", self.body, re.MULTILINE)


def read_blocks(path: Path) -> list[Block]:
    """The blocks of a page, in order."""
    page = path.read_text(encoding="utf-8")
    blocks = []
    for match in _BLOCK.finditer(page):
        language, _, argument = match["info"].partition(" ")
        line = page.count("\n", 0, match.start("info")) + 1
        blocks.append(Block(path.name, line, language, argument, match["remark"] or "", match["body"]))
    return blocks


def shows(shown: str, text: str) -> bool:
    """Whether `text` is what `shown` shows, with something in place of every `…`."""
    lines = (
        r"(?:[^\n]*\n)*?" if line.strip() == "…" else r"[^\n]*?".join(map(re.escape, line.split("…"))) + r"[ ]*\n"
        for line in shown.splitlines()
    )
    return re.fullmatch("".join(lines), text.rstrip("\n") + "\n") is not None
