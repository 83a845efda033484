"""The `.cases` format: lines of Indonesian text, each with the whole result it must give.

    # why: a regulation, not a date
    Perda Nomor 5 Tahun 2024
    => -

The prefix of the file name (up to the first `_` or `.`) names the field of the extraction that is compared.
A block ends with an empty line. In a block come, in this order: comments (`#`), lines of text, expectations.

- `=> VALUE`: one line for each entry that must be found, in the order of the text; `=> -` alone: nothing may be found.
- `=>? VALUE` on every expectation line: a known failure. The comment above it must say why.
- `@reference 2024-08-05` in a block of its own: the publication date of the cases below it; `@reference -` clears it.
- `@regions regions.csv` in a block of its own: the cases below it are read with this list of regions, a file beside
  them in the form of the official one; `@regions -` clears it.
- A line that is only `\\` is an empty line of the text. A line of text that would begin with `#`, `@`, `=>` or `\\`
  is written with a `\\` before it.

Nothing is evaluated and nothing is skipped: what cannot be read becomes a `Malformed`, which is a failing test.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from berita_extract.schema import Extraction
from cases_notation import FIELDS, Field, Line, iso_day

ORDER = {"a comment": 0, "text": 1, "an expectation": 2}


@dataclass(frozen=True, slots=True)
class Case:
    """A text, the day it was published, and everything that the field `field` must hold for it."""

    file: str
    line: int
    field: str
    text: str
    expected: tuple[Line, ...]
    comment: str = ""
    reference: date | None = None
    known_failure: bool = False
    regions: str | None = None


@dataclass(frozen=True, slots=True)
class Setting:
    """What holds for the cases below a directive."""

    reference: date | None = None
    regions: str | None = None


@dataclass(frozen=True, slots=True)
class Malformed:
    """A stretch of a file that is not a case, and what to write instead."""

    file: str
    line: int
    message: str


class FormatError(ValueError):
    """A line that cannot be read; the message says what to write instead."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line


def discover(folder: Path) -> list[Case | Malformed]:
    """The cases of every `*.cases` file of `folder`, in the order of the file names and lines."""
    return [item for path in sorted(folder.glob("*.cases")) for item in read_cases(path)]


def read_cases(path: Path) -> list[Case | Malformed]:
    """The cases of one file; a block that cannot be read is a `Malformed` and the reading goes on below it."""
    prefix = re.split(r"[_.]", path.name, maxsplit=1)[0]
    if prefix not in FIELDS:
        return [Malformed(path.name, 1, f"begin the file name with one of: {', '.join(FIELDS)}")]
    items: list[Case | Malformed] = []
    seen: dict[tuple[str, Setting], int] = {}
    setting = Setting()
    for number, block in _blocks(path.read_text(encoding="utf-8")):
        try:
            if block[-1].startswith("@"):
                setting = _directive(number, block, setting)
            elif not all(line.startswith("#") for line in block):
                case = _case(path.name, prefix, number, block, setting)
                first = seen.setdefault((case.text, setting), case.line)
                if first != case.line:
                    raise FormatError(case.line, f"the same text stands in line {first}; keep one of the two")
                items.append(case)
        except FormatError as error:
            items.append(Malformed(path.name, error.line, str(error)))
    return items or [Malformed(path.name, 1, "the file has no case; write one, or remove the file")]


def _blocks(content: str) -> Iterator[tuple[int, list[str]]]:
    """The stretches between empty lines, each with the number of its first line."""
    block: list[str] = []
    for number, line in enumerate([*content.split("\n"), ""], start=1):
        if line.strip(" \t"):
            block.append(line)
        elif block:
            yield number - len(block), block
            block = []


def _directive(number: int, block: list[str], setting: Setting) -> Setting:
    *above, last = block
    if not all(line.startswith("#") for line in above):
        raise FormatError(number, "leave an empty line before and after a line with `@`")
    word, _, value = last.partition(" ")
    given = None if value == "-" else value
    if word == "@regions":
        if value == "":
            raise FormatError(number + len(above), "write `@regions FILE.csv` or `@regions -`")
        return replace(setting, regions=given)
    if word != "@reference":
        raise FormatError(number + len(above), f"'{word}' is unknown; write `@reference 2024-08-05` or `@regions FILE.csv`")
    try:
        return replace(setting, reference=None if given is None else iso_day(given))
    except ValueError as error:
        raise FormatError(number + len(above), f"{error}; `@reference -` clears it") from None


def _case(file: str, field: str, number: int, block: list[str], setting: Setting) -> Case:
    """Read one block as comments, text and expectations, in this order."""
    kinds = [_kind(line) for line in block]
    for offset, (kind, before) in enumerate(zip(kinds[1:], kinds, strict=False), start=1):
        if ORDER[kind] < ORDER[before]:
            advice = "put an empty line between two cases, and a `\\` before text that begins with `#` or `=>`"
            raise FormatError(number + offset, f"{kind} cannot follow {before}; {advice}")
    comments, lines, expectations = ([line for line in block if _kind(line) == kind] for kind in ORDER)
    first = number + len(comments)
    if not lines:
        raise FormatError(first, "write the text of the case above its `=>`")
    for offset, line in enumerate(lines):
        if line.startswith("@"):
            raise FormatError(first + offset, "give `@reference` a block of its own; write text as `\\@reference`")
        if line != line.rstrip(" \t"):
            raise FormatError(first + offset, "remove the space at the end of the line")
    if not expectations:
        raise FormatError(first, "write the expected result under the text: `=> -`, or `=> " + FIELDS[field].syntax + "`")
    known_failure = expectations[0].startswith("=>?")
    comment = " ".join(line.lstrip("# ") for line in comments)
    if known_failure and not comment:
        raise FormatError(first, "say in a `#` comment above the case why it is a known failure")
    expected = _expected(FIELDS[field], expectations, first + len(lines), known_failure)
    text = "\n".join(line.removeprefix("\\") for line in lines)
    return Case(file, first, field, text, expected, comment, setting.reference, known_failure, setting.regions)


def _kind(line: str) -> str:
    return "a comment" if line.startswith("#") else "an expectation" if line.startswith("=>") else "text"


def _expected(field: Field, lines: Sequence[str], number: int, known_failure: bool) -> tuple[Line, ...]:
    arrow = "=>? " if known_failure else "=> "
    expected: list[Line] = []
    for offset, line in enumerate(lines):
        value = line.removeprefix(arrow).strip()
        if not line.startswith(arrow) or not value:
            raise FormatError(number + offset, f"begin every expectation of this case with `{arrow}` and a value")
        if value == "-":
            if len(lines) > 1:
                raise FormatError(number + offset, f"`{arrow}-` means that nothing is found; it must stand alone")
            return ()
        mention = None
        if field.has_mentions:
            value, _, wording = value.partition(" :: ")
            mention = wording or None
        try:
            expected.append(Line(field.read(value), mention))
        except ValueError as error:
            raise FormatError(number + offset, f"cannot read `{value}`: {error}. Write: {field.syntax}") from None
    return tuple(expected)


# --- Comparing


def found_lines(field: str, result: Extraction) -> tuple[Line, ...]:
    """What the extraction holds in the field, in the notation of the cases."""
    return tuple(FIELDS[field].render(result))


def agrees(case: Case, found: Sequence[Line]) -> bool:
    """Whether `found` is exactly what the case expects, entry by entry."""
    same_length = len(found) == len(case.expected)
    return same_length and all(line.accepts(other) for line, other in zip(case.expected, found, strict=True))


def report(case: Case, found: Sequence[Line]) -> str:
    """Text, expected and found result one above the other, for a reader of the failure."""
    lines = [f"{case.file}:{case.line} ({case.field}, published {case.reference or 'unknown'})"]
    lines += [f"  # {case.comment}"] if case.comment else []
    lines += [f"  {line}" for line in case.text.split("\n")]
    lines += [f"  expected => {line}" for line in case.expected or ("-",)]
    lines += [f"  found    => {line}" for line in found or ("-",)]
    return "\n".join(lines)
