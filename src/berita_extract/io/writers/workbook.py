"""An Excel workbook with a sheet for each table, written row by row, whatever its size."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import xlsxwriter

from berita_extract.io.writers.headings import list_headings, name_sheet
from berita_extract.io.writers.model import Table
from berita_extract.io.writers.neutral import is_formula
from berita_extract.io.writers.rows import Row

# Excel's limits: rows of a sheet, and UTF-16 units of a cell.
MAX_ROWS: Final = 1_048_576
MAX_CELL: Final = 32_767

_LONG_TEXTS: Final = "long_texts"
_CUT_MARK: Final = " …"
_WIDEST: Final = 60
_CREATED: Final = dt.datetime(2000, 1, 1)  # a clock would make every workbook differ
_FIRST_DAY: Final = dt.date(1900, 3, 1)  # before it, Excel's calendar is not ours
_LONG_COLUMNS: Final = {
    "en": ("table", "row_id", "column", "part", "text"),
    "id": ("Tabel", "No. baris", "Kolom", "Bagian", "Teks"),
}


def write_workbook(rows: Iterable[tuple[Table, Sequence[Row]]], path: Path, tables: Sequence[Table], language: str) -> None:
    """Write every table; what exceeds Excel's limits goes on in further sheets, and nothing is a formula."""
    workbook = xlsxwriter.Workbook(str(path), {"constant_memory": True, "tmpdir": str(path.parent), "use_zip64": True})
    try:
        workbook.set_properties({"created": _CREATED})
        writer = _WorkbookWriter(workbook, language)
        sheets = {table.name: writer.add_table(table) for table in tables}
        for table, held in rows:
            for row in held:
                sheets[table.name].write_row(row)
        writer.finish()
    except BaseException:
        with contextlib.suppress(Exception):
            workbook.close()  # it closes the files that it keeps rows in
        raise
    workbook.close()


class _WorkbookWriter:
    """The workbook, its formats, and the texts that are too long for a cell."""

    def __init__(self, workbook: Any, language: str) -> None:
        self.workbook = workbook
        self.language = language
        self.heading = workbook.add_format({"bold": True, "bottom": 1})
        self.day = workbook.add_format({"num_format": "yyyy-mm-dd"})
        # Excel then keeps a text a text, also when somebody edits the cell.
        self.text = workbook.add_format({"quote_prefix": True})
        self.sheets: list[_TableSheet] = []
        self.long_texts: _TableSheet | None = None

    def add_table(self, table: Table) -> _TableSheet:
        """A sheet for a table."""
        names = [column.name for column in table.list_columns()]
        return self._add_sheet(table.name, names, list_headings(table, self.language))

    def keep_long_text(self, table: str, row: int, column: str, text: str) -> None:
        """Keep the whole of a text in parts, each as long as a cell may be."""
        if self.long_texts is None:
            self.long_texts = self._add_sheet(_LONG_TEXTS, _LONG_COLUMNS["en"], _LONG_COLUMNS[self.language])
        for number, part in enumerate(_split_text(text, MAX_CELL), 1):
            self.long_texts.write_row((table, row, column, number, part))

    def finish(self) -> None:
        """Give every sheet its widths and filter."""
        for sheet in self.sheets:
            sheet.finish()

    def _add_sheet(self, table: str, names: Sequence[str], headings: Sequence[str]) -> _TableSheet:
        sheet = _TableSheet(self, table, names, headings)
        self.sheets.append(sheet)
        return sheet


class _TableSheet:
    """A table on one sheet, and on more where one is not long enough."""

    def __init__(self, writer: _WorkbookWriter, table: str, names: Sequence[str], headings: Sequence[str]) -> None:
        self._writer = writer
        self._table = table
        self._names = names
        self._headings = headings
        self._count = 0
        self._begin_sheet()

    def write_row(self, values: Sequence[Any]) -> None:
        """Write one row below the last one."""
        if self._row >= MAX_ROWS:
            self.finish()
            self._begin_sheet()
        for place, value in enumerate(values):
            if value is not None:
                self._write_cell(place, value, values[0])
        self._row += 1

    def finish(self) -> None:
        """Set widths, filter and what stays in sight."""
        for place, width in enumerate(self._widths):
            self._sheet.set_column(place, place, min(width, _WIDEST) + 2)
        self._sheet.autofilter(0, 0, self._row - 1, len(self._headings) - 1)

    def _begin_sheet(self) -> None:
        self._count += 1
        name = name_sheet(self._table, self._writer.language)
        self._sheet = self._writer.workbook.add_worksheet(name if self._count == 1 else f"{name} ({self._count})")
        self._sheet.freeze_panes(1, 0)
        for place, heading in enumerate(self._headings):
            self._sheet.write_string(0, place, heading, self._writer.heading)
        self._widths = [len(heading) + 2 for heading in self._headings]  # the button of the filter
        self._row = 1

    def _write_cell(self, place: int, value: Any, row_id: Any) -> None:
        sheet, row = self._sheet, self._row
        match value:
            case bool():
                sheet.write_boolean(row, place, value)
                width = 5
            case int() | float():
                sheet.write_number(row, place, value)
                width = len(str(value))
            case dt.date() if value >= _FIRST_DAY:
                sheet.write_datetime(row, place, dt.datetime.combine(value, dt.time()), self._writer.day)
                width = 10
            case _:
                text = self._shorten(str(value), place, row_id)
                sheet.write_string(row, place, _unmark(text), self._writer.text if is_formula(text) else None)
                width = len(text)
        self._widths[place] = max(self._widths[place], width)

    def _shorten(self, text: str, place: int, row_id: Any) -> str:
        if _measure(text) <= MAX_CELL:
            return text
        self._writer.keep_long_text(self._table, row_id, self._names[place], text)
        return next(_split_text(text, MAX_CELL - len(_CUT_MARK))) + _CUT_MARK


def _measure(text: str) -> int:
    """How long Excel takes a text to be."""
    return len(text) if text.isascii() or len(text) <= MAX_CELL // 2 else len(text.encode("utf-16-le")) // 2


def _split_text(text: str, limit: int) -> Iterator[str]:
    """Parts of a text that fit, no character cut in two."""
    begin = used = 0
    for place, character in enumerate(text):
        size = 2 if character > "\uffff" else 1
        if used + size > limit:
            yield text[begin:place]
            begin, used = place, 0
        used += size
    yield text[begin:]


def _unmark(text: str) -> str:
    # The library takes what looks like its own marks for marks, and writes it unescaped: the file would be damaged.
    return f"{text} " if text.startswith("<r>") and text.endswith("</r>") else text
