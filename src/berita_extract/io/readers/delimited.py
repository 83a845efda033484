"""CSV and its relatives: encoding and delimiter found, one row after the other."""

from __future__ import annotations

import csv
import io
import itertools
from collections.abc import Iterator
from typing import Final

from berita_extract.errors import InputError
from berita_extract.io.blobs import Blob
from berita_extract.io.columns import choose_columns, has_text_column
from berita_extract.io.entries import Cells, Entry, ReadOptions
from berita_extract.io.readers.streams import open_text, read_lines

_DELIMITERS: Final = ",;\t|"
_SAMPLE_ROWS: Final = 50
_SAMPLE: Final = 1 << 16


def list_delimited(blob: Blob) -> Iterator[Entry]:
    """The rows of a table, by their number as a spreadsheet shows it, the head being row 1."""
    csv.field_size_limit(blob.options.limits.document)
    with open_text(blob) as text:
        lines = read_lines(blob, text.stream)
        said = _read_said_delimiter(text.beginning)
        if said:
            next(lines)
        rows = csv.reader(lines, delimiter=said or find_delimiter(text.beginning[:_SAMPLE], blob.options))
        number = 0
        try:
            names = next((row for row in rows if any(cell.strip() for cell in row)), None)
            if names is None:
                raise InputError(blob.source, "empty", "there is no row in it. Check how the table was made.")
            columns = choose_columns(names, blob.options, blob.source)
            number = 1
            for row in rows:
                number += 1
                if not any(cell.strip() for cell in row):
                    continue
                yield _enter_row(row, names, f"{blob.source}:{number}", columns.pick(dict(zip(names, row, strict=False))), blob)
        except csv.Error as error:
            kept = f"The rows up to {number:,} are kept. " if number else ""
            message = f"row {number + 1:,} cannot be read ({error}); mostly a quotation mark is never closed. {kept}Export the table again."
            raise InputError(blob.source, "damaged", message) from error
    if number == 1:
        raise InputError(blob.source, "empty", "there is no row below the head of the table. Check how it was made.")


def find_delimiter(beginning: str, options: ReadOptions) -> str:
    """The sign between the columns: the one with which the head names a column for the release, and rows are as long as the head."""
    lines = beginning.splitlines(keepends=True)
    whole = lines if len(beginning) < _SAMPLE or len(lines) < 2 else lines[:-1]

    def rate(delimiter: str) -> tuple[bool, float, int]:
        try:
            rows = list(itertools.islice(csv.reader(io.StringIO("".join(whole), newline=""), delimiter=delimiter), _SAMPLE_ROWS))
        except csv.Error:
            return False, 0.0, 0
        rows = [row for row in rows if row]
        if not rows:
            return False, 0.0, 0
        alike = sum(len(row) == len(rows[0]) for row in rows) / len(rows)
        return has_text_column(rows[0], options), alike, len(rows[0])

    return max(_DELIMITERS, key=rate)


def _enter_row(row: list[str], names: list[str], source: str, cells: Cells, blob: Blob) -> Entry:
    if any(cell.strip() for cell in row[len(names) :]):
        message = f"the row has {len(row)} cells where the head has {len(names)}: a cell with the delimiter in it needs quotes."
        message += " Export the table again."
        return Entry(source, problem=InputError(source, "record", message))
    return Entry(source, "cells", cells=cells, options=blob.options)


def _read_said_delimiter(beginning: str) -> str | None:
    """What Excel says in a first line of its own: `sep=;`."""
    first = beginning.partition("\n")[0].rstrip("\r")
    return first[4] if first.lower().startswith("sep=") and len(first) == 5 else None
