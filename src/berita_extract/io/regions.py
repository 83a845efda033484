"""Reading the official list of regions as it is published, and keeping it where every extraction finds it."""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

from berita_extract.errors import RegionsError
from berita_extract.io.decode import decode_text
from berita_extract.io.write import open_output
from berita_extract.lexicon.gazetteer import Region, compile_regions

_CODE: Final = re.compile(r"\d\d(?:\.\d\d(?:\.\d\d(?:\.\d{4})?)?)?")
_DIGITS: Final = re.compile(r"\d{2}|\d{4}|\d{6}|\d{10}")
# A row of an SQL dump: ('11.01.01','Bakongan')
_SQL_ROW: Final = re.compile(r"\(\s*'([\d.]+)'\s*,\s*'((?:[^'\\]|''|\\.)*)'")
_CODE_COLUMNS: Final = ("kode", "code", "kode_wilayah", "id")
_NAME_COLUMNS: Final = ("nama", "name", "nama_wilayah")
_MISTAKES_SHOWN: Final = 10
_WHAT_IT_IS: Final = "Give the official list as CSV with the columns kode,nama, or as the SQL dump."


class Line(NamedTuple):
    """A region with the line of the file in which it stands, counted from 1."""

    number: int
    code: str
    name: str


def import_regions(source: Path, target: Path) -> Counter[str]:
    """Check the official list in `source`, compile it into `target`, and count the regions by level.

    Raises `RegionsError`, naming the lines, where anything in it cannot be right; `target` is then untouched.
    """
    try:
        data = source.read_bytes()
    except OSError as error:
        raise RegionsError(f"{source}: it cannot be read ({error.strerror or error}).") from error
    text = decode_text(data, source=str(source)).text
    regions = [*_check(source, _read_lines(source, text))]
    if not regions:
        raise RegionsError(f"{source}: no region in it. {_WHAT_IT_IS}")
    compiled = compile_regions(regions, hashlib.sha256(data).hexdigest()[:12])
    target.parent.mkdir(parents=True, exist_ok=True)
    with open_output(target) as file:
        file.write(compiled)
    return Counter(region.level for region in regions)


def _read_lines(source: Path, text: str) -> Iterator[Line]:
    if re.search(r"\binsert\s+into\b", text, re.IGNORECASE):
        yield from _read_sql(text)
    else:
        yield from _read_csv(source, text)


def _read_sql(text: str) -> Iterator[Line]:
    for number, line in enumerate(text.split("\n"), 1):
        for match in _SQL_ROW.finditer(line):
            yield Line(number, match[1], re.sub(r"\\(.)", r"\1", match[2].replace("''", "'")))


def _read_csv(source: Path, text: str) -> Iterator[Line]:
    first = text.partition("\n")[0]
    delimiter = max(",;\t|", key=first.count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        header = [name.strip().casefold() for name in next(rows, [])]
        code_column = next((header.index(name) for name in _CODE_COLUMNS if name in header), None)
        name_column = next((header.index(name) for name in _NAME_COLUMNS if name in header), None)
        if code_column is None or name_column is None:
            raise RegionsError(f"{source}:1: there are no columns kode and nama. {_WHAT_IT_IS}")
        for row in rows:
            if row:
                cells = [*row, *[""] * (max(code_column, name_column) + 1 - len(row))]
                yield Line(rows.line_num, cells[code_column].strip(), cells[name_column].strip())
    except csv.Error as error:
        raise RegionsError(f"{source}:{rows.line_num}: this is no CSV ({error}). {_WHAT_IT_IS}") from None


def _check(source: Path, lines: Iterator[Line]) -> Iterator[Region]:
    """The regions of the lines; what is wrong is gathered, so that one look at the message mends the whole file."""
    seen: dict[str, int] = {}
    mistakes: list[tuple[int, str]] = []
    regions: list[tuple[int, Region]] = []
    for number, given, name in lines:
        code = _dot(given)
        if code is None:
            mistakes.append((number, f"{given!r} is no region code. Write 11, 11.01, 11.01.01 or 11.01.01.2001."))
        elif not name:
            mistakes.append((number, f"{code} has no name."))
        elif code in seen:
            mistakes.append((number, f"{code} stands in line {seen[code]} already."))
        else:
            seen[code] = number
            regions.append((number, Region(code, " ".join(name.split()))))
    for number, region in regions:
        parent = region.code.rpartition(".")[0]
        if parent and parent not in seen:
            mistakes.append((number, f"{region.code} {region.name} lies in {parent}, which is not in the list."))
    if mistakes:
        more = len(mistakes) - _MISTAKES_SHOWN
        shown = [f"{source}:{number}: {message}" for number, message in sorted(mistakes)[:_MISTAKES_SHOWN]]
        if more > 0:
            shown.append(f"{source}: and {more} more lines like these.")
        raise RegionsError("\n".join((*shown, "Nothing was imported.")))
    return (region for _, region in regions)


def _dot(code: str) -> str | None:
    """A code in dotted form; `1101012001` is written so in some lists."""
    if _CODE.fullmatch(code):
        return code
    if _DIGITS.fullmatch(code):
        return ".".join(part for part in (code[:2], code[2:4], code[4:6], code[6:]) if part)
    return None
