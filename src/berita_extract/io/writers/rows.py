"""From lines of JSON to rows of the tables, numbered over the whole archive, a few thousand documents at a time."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, TypeVar

import msgspec

from berita_extract.io.writers.model import ERRORS, Table
from berita_extract.schema import Extraction

Row = tuple[Any, ...]
Rows = Mapping[str, Sequence[Row]]
Record = TypeVar("Record")

BATCH_DOCUMENTS: Final = 2000
BATCH_BYTES: Final = 16_000_000
_SURROGATE: Final = re.compile("[\ud800-\udfff]")


class FailureRecord(msgspec.Struct, frozen=True, kw_only=True):
    """A document that could not be processed; `digest` is the same for faults of the same kind."""

    source: str
    error: str
    message: str
    digest: str | None = None


class RowMaker:
    """Turns documents into rows; the rows of every table are numbered from 1 in the order of the documents."""

    def __init__(self, tables: Sequence[Table]) -> None:
        self._documents = next(table for table in tables if table.name == "documents")
        self._lists = [table for table in tables if table.parent == "documents"]
        self._inner = {table.name: [inner for inner in tables if inner.parent == table.name] for table in tables}
        self._errors = next(table for table in tables if table.name == ERRORS)
        self._keys = {table.name: [column.name for column in table.keys] for table in tables}
        self._numbers = dict.fromkeys(self._keys, 0)
        self._rows: dict[str, list[Row]] = {}

    def make_rows(self, documents: Iterable[Extraction]) -> Rows:
        """The rows of some documents, by table, the tables in their order."""
        self._rows = {name: [] for name in self._keys}
        for document in documents:
            self._add_document(document)
        return {name: rows for name, rows in self._rows.items() if rows}

    def make_error_rows(self, failures: Iterable[FailureRecord]) -> Rows:
        """The rows of some failures."""
        self._rows = {ERRORS: []}
        for failure in failures:
            self._add_row(self._errors, failure, [self._count(ERRORS)])
        return {name: rows for name, rows in self._rows.items() if rows}

    def _add_document(self, document: Extraction) -> None:
        number = self._count("documents")
        self._add_row(self._documents, document, [number])
        people: dict[str, int] = {}
        main = document.event.attendance if document.event else None
        for table in self._lists:
            assert table.field is not None
            for place, record in enumerate(getattr(document, table.field)):
                own = self._count(table.name)
                keys: list[Any] = [own, number]
                if table.name == "officials":
                    people[record.id] = own
                if "of_event" in self._keys[table.name]:
                    keys.append(place == main)
                if table.name == "quotes" and "official_id" in self._keys[table.name]:
                    keys.append(people.get(record.speaker_id))
                self._add_row(table, record, keys)
                self._add_inner_rows(table, record, number, own)

    def _add_inner_rows(self, table: Table, record: Any, document: int, parent: int) -> None:
        for inner in self._inner[table.name]:
            assert inner.field is not None
            for item in getattr(record, inner.field):
                self._add_row(inner, item, [self._count(inner.name), document, parent])

    def _add_row(self, table: Table, record: Any, keys: list[Any]) -> None:
        self._rows[table.name].append((*keys, *[get(record) for get in table.getters]))

    def _count(self, name: str) -> int:
        self._numbers[name] += 1
        return self._numbers[name]


def iterate_rows(records: Iterable[bytes], failures: Iterable[bytes], tables: Sequence[Table]) -> Iterator[tuple[Table, Sequence[Row]]]:
    """The rows of everything, table by table, a batch of documents at a time."""
    maker = RowMaker(tables)
    named = {table.name: table for table in tables}
    for lines in split_lines(records):
        rows = maker.make_rows(decode_lines(lines, Extraction))
        yield from ((named[name], held) for name, held in rows.items())
    for lines in split_lines(failures):
        rows = maker.make_error_rows(decode_lines(lines, FailureRecord))
        yield from ((named[name], held) for name, held in rows.items())


def split_lines(lines: Iterable[bytes]) -> Iterator[list[bytes]]:
    """Batches of lines, limited in number and in bytes, so that memory does not depend on how many there are."""
    batch: list[bytes] = []
    size = 0
    for line in lines:
        if not line.strip():
            continue
        if batch and (len(batch) >= BATCH_DOCUMENTS or size + len(line) > BATCH_BYTES):
            yield batch
            batch, size = [], 0
        batch.append(line)
        size += len(line)
    if batch:
        yield batch


def decode_lines(lines: Iterable[bytes], kind: type[Record]) -> Iterator[Record]:
    """The records of lines of JSON; what no table can hold, half of a surrogate pair, becomes `\ufffd`."""
    decoder = msgspec.json.Decoder(kind)
    for line in lines:
        # msgspec takes no half of a pair; Python's own reader does.
        yield mend_text(json.loads(line), kind) if b"\\ud" in line.lower() else decoder.decode(line)


def mend_text(value: Any, kind: type[Record]) -> Record:
    """A record, or the plain form of one, with every half of a surrogate pair replaced by `\ufffd`."""
    return msgspec.convert(_replace_surrogates(msgspec.to_builtins(value)), kind)


def _replace_surrogates(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _replace_surrogates(held) for name, held in value.items()}
    if isinstance(value, list | tuple):
        return [_replace_surrogates(held) for held in value]
    return _SURROGATE.sub("\ufffd", value) if isinstance(value, str) else value
