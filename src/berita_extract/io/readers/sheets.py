"""Excel workbooks, row by row; what formulas last gave is read, not the formulas."""

from __future__ import annotations

import itertools
import warnings
from collections.abc import Iterator
from typing import Any, Final

from berita_extract.errors import InputError
from berita_extract.io.blobs import Blob, check_zip, explain_damage, open_seekable
from berita_extract.io.columns import choose_columns, has_text_column
from berita_extract.io.entries import Entry, ReadOptions
from berita_extract.io.extras import need
from berita_extract.io.readers.office import refuse_old_office

# Offices write a heading or two above the head of a table.
_ROWS_ABOVE: Final = 10


def list_workbook(blob: Blob) -> Iterator[Entry]:
    """The rows of every sheet that has a column for the release, by sheet and row."""
    openpyxl = need("openpyxl", extra="tables", source=blob.source)
    with open_seekable(blob) as file:
        refuse_old_office(file.read(1 << 16), blob.source, "Save it again as .xlsx without one")
        check_zip(file, blob.source, blob.options.limits)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what it does not support (styles, validation) we do not need
            try:
                book = openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)
            except Exception as error:
                raise explain_damage(error, blob.source) from error
        try:
            yield from _list_sheets(book, blob)
        finally:
            book.close()


def _list_sheets(book: Any, blob: Blob) -> Iterator[Entry]:
    sheets = {sheet.title: sheet for sheet in book.worksheets}
    wanted = blob.options.table
    if wanted is not None and wanted not in sheets:
        message = f"there is no sheet {wanted!r}. There are: {', '.join(sheets)}. Name one of them: --table NAME."
        raise InputError(blob.source, "columns", message)
    heads: list[str] = []
    found = False
    for title, sheet in sheets.items():
        if wanted is not None and title != wanted:
            continue
        sheet.reset_dimensions()  # what programs write there is often wrong, and rows beyond it would be lost
        rows = enumerate(sheet.iter_rows(values_only=True), 1)
        first = list(itertools.islice(rows, _ROWS_ABOVE))
        place = _find_head(first, blob.options)
        if place is None:
            likely = max((_name_cells(row) for _, row in first), key=lambda cells: sum(map(bool, cells)), default=[])
            heads += [name for name in likely if name]
            continue
        found = True
        names = _name_cells(first[place][1])
        columns = choose_columns(names, blob.options, blob.source)
        for number, row in itertools.chain(first[place + 1 :], rows):
            if any(cell is not None and str(cell).strip() for cell in row):
                cells = columns.pick(dict(zip(names, row, strict=False)))
                yield Entry(f"{blob.source}#{title}:{number}", "cells", cells=cells, options=blob.options)
    if not found:
        choose_columns(heads, blob.options, blob.source)  # says what is missing, and what there is
        raise InputError(blob.source, "empty", "there is no table in it. Check how it was made.")


def _find_head(rows: list[tuple[int, tuple[Any, ...]]], options: ReadOptions) -> int | None:
    return next((place for place, (_, row) in enumerate(rows) if has_text_column(_name_cells(row), options)), None)


def _name_cells(row: tuple[Any, ...]) -> list[str]:
    return ["" if cell is None else str(cell) for cell in row]
