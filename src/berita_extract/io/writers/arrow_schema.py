"""Results in Arrow: the nested schema made from the types of the schema, the flat ones from the tables."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Sequence
from functools import cache
from typing import Any, Final, Literal, get_args, get_origin, get_type_hints

import msgspec
import pyarrow as pa

from berita_extract.io.write import FIELDS, PROVENANCE
from berita_extract.io.writers.model import Kind, Table, read_optional
from berita_extract.io.writers.rows import Row
from berita_extract.schema import Extraction

_SCALARS: Final = {int: pa.int64(), float: pa.float64(), str: pa.string(), bool: pa.bool_(), dt.date: pa.date32()}
KINDS: Final[dict[Kind, Any]] = {
    "integer": pa.int64(),
    "number": pa.float64(),
    "text": pa.string(),
    "flag": pa.bool_(),
    "day": pa.date32(),
}
DOCUMENT_ID: Final = pa.field("document_id", pa.int64(), nullable=False)


@cache
def make_nested_fields(fields: tuple[str, ...] | None = None) -> tuple[Any, ...]:
    """A field for each field of an extraction: records as structs, days as date32, closed lists of words as strings."""
    chosen = [*PROVENANCE, *(name for name in FIELDS if fields is None or name in fields)]
    hints = get_type_hints(Extraction, include_extras=True)
    return tuple(pa.field(name, _find_type(hints[name])) for name in chosen)


@cache
def make_flat_schema(table: Table) -> Any:
    """The schema of one table; columns without `null` are marked so."""
    return pa.schema([pa.field(column.name, KINDS[column.kind], nullable=column.nullable) for column in table.list_columns()])


def make_flat_batch(table: Table, rows: Sequence[Row]) -> Any:
    """Rows of one table as a record batch."""
    schema = make_flat_schema(table)
    columns = list(zip(*rows, strict=True)) or [()] * len(schema)
    return pa.record_batch([pa.array(values, field.type) for values, field in zip(columns, schema, strict=True)], schema=schema)


def make_nested_arrays(documents: Sequence[Extraction | None], fields: tuple[str, ...] | None = None) -> list[Any]:
    """An array for each of `make_nested_fields`; a document that is `None` is null in all of them."""
    return [
        _make_array([None if document is None else getattr(document, field.name) for document in documents], field.type)
        for field in make_nested_fields(fields)
    ]


def _find_type(hint: Any) -> Any:
    kind, _ = read_optional(hint)
    if get_origin(kind) is tuple:
        return pa.list_(_find_type(get_args(kind)[0]))
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        hints = get_type_hints(kind, include_extras=True)
        return pa.struct([(name, _find_type(hints[name])) for name in kind.__struct_fields__])
    return pa.string() if get_origin(kind) is Literal else _SCALARS[kind]


def _make_array(values: Sequence[Any], kind: Any) -> Any:
    """An array from columns, not from dicts: several times as fast on nested records."""
    if pa.types.is_struct(kind):
        parts = [_make_array([None if value is None else getattr(value, field.name) for value in values], field.type) for field in kind]
        missing = pa.array([value is None for value in values], pa.bool_())
        return pa.StructArray.from_arrays(parts, fields=list(kind), mask=missing)
    if pa.types.is_list(kind):
        held = [value or () for value in values]
        ends = itertools.accumulate((len(items) for items in held), initial=0)
        missing = pa.array([value is None for value in values], pa.bool_())
        items = _make_array(list(itertools.chain.from_iterable(held)), kind.value_type)
        return pa.ListArray.from_arrays(pa.array(ends, pa.int32()), items, type=kind, mask=missing)
    return pa.array(values, kind)
