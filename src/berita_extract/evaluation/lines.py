"""Files with one JSON object a line, read as a whole, with everything that is wrong in them told at once."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from berita_extract.errors import GoldError

_MISTAKES_SHOWN: Final = 10


@dataclass(frozen=True, slots=True)
class Line:
    """A record, and where it stands: `gold.jsonl:3`."""

    place: str
    record: dict[str, Any]


@dataclass(slots=True)
class Mistakes:
    """What is wrong, gathered so that one look at the message mends the whole file."""

    told: list[str] = field(default_factory=list)

    def add(self, place: str, message: str) -> None:
        """Remember a mistake."""
        self.told.append(f"{place}: {message}")

    def stop_if_any(self) -> None:
        """Raise `GoldError` with the first of them."""
        if not self.told:
            return
        shown = self.told[:_MISTAKES_SHOWN]
        more = len(self.told) - len(shown)
        if more:
            shown.append(f"and {more} more like these.")
        raise GoldError("\n".join(shown))


def read_lines(path: Path, mistakes: Mistakes) -> list[Line]:
    """The records of a file; raises `GoldError` where the file cannot be read, or holds none."""
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise GoldError(f"{path}: there is no such file. Check the name and the folder.") from None
    except OSError as error:
        raise GoldError(f"{path}: it cannot be read ({error.strerror or error}).") from error
    lines = []
    for number, line in enumerate(content.removeprefix(b"\xef\xbb\xbf").split(b"\n"), 1):
        if not line.strip():
            continue
        place = f"{path}:{number}"
        try:
            record = json.loads(line)
        # RecursionError: a line of ten thousand brackets.
        except (ValueError, RecursionError) as error:
            mistakes.add(place, f'the line is not JSON ({error}). Write one object {{"id": …}} a line.')
            continue
        if isinstance(record, dict):
            lines.append(Line(place, record))
        else:
            mistakes.add(place, 'the line is no object. Write one object {"id": …} a line.')
    if not lines and not mistakes.told:
        raise GoldError(f'{path}: there is no record in it. Write one object {{"id": …}} a line.')
    return lines
