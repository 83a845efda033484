"""The flat tables that results become, made from the types of the schema: their columns, types and keys."""

from __future__ import annotations

import datetime as dt
import types
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache
from operator import attrgetter
from typing import Annotated, Any, Final, Literal, Union, get_args, get_origin, get_type_hints

import msgspec

from berita_extract.io.write import FIELDS, PROVENANCE
from berita_extract.schema import Extraction

Kind = Literal["integer", "number", "text", "flag", "day"]
Get = Callable[[Any], Any]

SEPARATOR: Final = "|"
_SCALARS: Final[dict[Any, Kind]] = {int: "integer", float: "number", str: "text", bool: "flag", dt.date: "day"}

# The table in which the records of a list stand, by the table that holds the list and the field.
_TABLES: Final = {
    ("documents", "byline"): "bylines",
    ("documents", "dates"): "dates",
    ("documents", "locations"): "locations",
    ("locations", "mentions"): "location_mentions",
    ("documents", "officials"): "officials",
    ("officials", "titles"): "titles",
    ("officials", "mentions"): "official_mentions",
    ("documents", "attendance"): "attendance",
    ("documents", "quotes"): "quotes",
    ("documents", "warnings"): "warnings",
}
_ROW_IDS: Final = {
    "documents": "document_id",
    "bylines": "byline_id",
    "dates": "date_id",
    "locations": "location_id",
    "location_mentions": "mention_id",
    "officials": "official_id",
    "titles": "title_id",
    "official_mentions": "mention_id",
    "attendance": "attendance_id",
    "quotes": "quote_id",
    "warnings": "warning_id",
    "errors": "error_id",
}
ERRORS: Final = "errors"
# The event names its figure by its place in the list; a table says it in the row of the figure.
_INDEX_OF_ATTENDANCE: Final = "event_attendance"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, what it holds, and where that stands in the JSON.

    `values` lists what may stand there, if that is a closed list; `refers` is the table whose row a key names;
    `listed` marks several words joined with `|`.
    """

    name: str
    kind: Kind
    nullable: bool
    path: str = ""
    values: tuple[str, ...] = ()
    refers: str | None = None
    listed: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """One table: its keys first, then a column for each value of a record.

    `field` is the list of the parent's record that becomes the rows; `getters` read the columns behind the keys.
    """

    name: str
    keys: tuple[Column, ...]
    columns: tuple[Column, ...]
    getters: tuple[Get, ...] = field(compare=False, repr=False)
    parent: str | None = None
    field: str | None = None

    def list_columns(self) -> tuple[Column, ...]:
        """All columns in their order, the row's own number first."""
        return self.keys + self.columns


@cache
def list_tables(fields: tuple[str, ...] | None = None) -> tuple[Table, ...]:
    """The tables of results with these fields (all if `None`), each behind those that it refers to; `errors` is last."""
    chosen = FIELDS if fields is None else tuple(name for name in FIELDS if name in fields)
    hints = get_type_hints(Extraction, include_extras=True)
    lists = [name for name in chosen if _read_list(hints[name]) is not None]
    plain = [name for name in (*PROVENANCE, *chosen) if name not in lists]
    columns, getters = _split(_list_columns({name: hints[name] for name in plain}, "", ""))
    tables = [Table("documents", (Column("document_id", "integer", False),), columns, getters)]
    for name in lists:
        tables += _make_tables("documents", name, _read_list(hints[name]), chosen, name)
    return (*tables, _ERRORS_TABLE)


def find_row_id(table: str) -> str:
    """The column that numbers the rows of a table: `date_id` of `dates`."""
    return _ROW_IDS[table]


def _make_tables(parent: str, name: str, record: Any, chosen: Sequence[str], path: str) -> list[Table]:
    """The table of the records in a list, and those of the lists in them."""
    own = _TABLES[parent, name]
    hints = get_type_hints(record, include_extras=True)
    inner = {item: _read_list(hint) for item, hint in hints.items() if _read_list(hint) is not None}
    columns, getters = _split(_list_columns({item: hint for item, hint in hints.items() if item not in inner}, "", f"{path}[]."))
    keys = [Column(_ROW_IDS[own], "integer", False), Column("document_id", "integer", False, refers="documents")]
    if parent != "documents":
        keys.append(Column(_ROW_IDS[parent], "integer", False, refers=parent))
    if own == "quotes" and "officials" in chosen:
        keys.append(Column(_ROW_IDS["officials"], "integer", True, path="quotes[].speaker_id", refers="officials"))
    if own == "attendance" and "event" in chosen:
        keys.append(Column("of_event", "flag", False, path="event.attendance"))
    tables = [Table(own, tuple(keys), columns, getters, parent, name)]
    for item, kind in inner.items():
        tables += _make_tables(own, item, kind, chosen, f"{path}[].{item}")
    return tables


def _list_columns(hints: dict[str, Any], prefix: str, path: str) -> list[tuple[Column, Get]]:
    """A column for each value; the values of a record within it carry its name in front."""
    columns: list[tuple[Column, Get]] = []
    for name, hint in hints.items():
        kind, nullable = read_optional(hint)
        if f"{prefix}{name}" == _INDEX_OF_ATTENDANCE:
            continue
        if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
            inner = _list_columns(get_type_hints(kind, include_extras=True), f"{prefix}{name}_", f"{path}{name}.")
            columns += [(_make_nullable(column) if nullable else column, _reach(name, get)) for column, get in inner]
        elif get_origin(kind) is tuple:
            item = get_args(kind)[0]
            column = Column(f"{prefix}{name}", "text", False, f"{path}{name}", _read_values(item), listed=True)
            columns.append((column, _join(name)))
        else:
            values = _read_values(kind)
            column = Column(f"{prefix}{name}", "text" if values else _SCALARS[kind], nullable, f"{path}{name}", values)
            columns.append((column, attrgetter(name)))
    return columns


def read_optional(hint: Any) -> tuple[Any, bool]:
    """A type without `None`, and whether it had it; what `Annotated` adds is left off."""
    if get_origin(hint) is Annotated:
        return read_optional(get_args(hint)[0])
    if get_origin(hint) in (Union, types.UnionType):
        parts = [part for part in get_args(hint) if part is not types.NoneType]
        return read_optional(parts[0])[0], len(parts) < len(get_args(hint))
    return hint, False


def _read_list(hint: Any) -> Any:
    """The type of the records in a list of records, else `None`."""
    item = get_args(hint)[0] if get_origin(hint) is tuple else None
    return item if isinstance(item, type) and issubclass(item, msgspec.Struct) else None


def _read_values(kind: Any) -> tuple[str, ...]:
    return get_args(kind) if get_origin(kind) is Literal else ()


def _make_nullable(column: Column) -> Column:
    return Column(column.name, column.kind, True, column.path, column.values, column.refers, column.listed)


def _reach(name: str, get: Get) -> Get:
    """Read through a record that may not be there."""

    def reach(record: Any) -> Any:
        inner = getattr(record, name)
        return None if inner is None else get(inner)

    return reach


def _join(name: str) -> Get:
    """Several words as one text; should one hold the separator, it gets a bar that looks like it."""

    def join(record: Any) -> str:
        return SEPARATOR.join(word.replace(SEPARATOR, "¦") for word in getattr(record, name))

    return join


def _split(pairs: list[tuple[Column, Get]]) -> tuple[tuple[Column, ...], tuple[Get, ...]]:
    return tuple(column for column, _ in pairs), tuple(get for _, get in pairs)


_FAILURE_COLUMNS: Final = ("source", "error", "message", "digest")
_ERRORS_TABLE: Final = Table(
    ERRORS,
    (Column(_ROW_IDS[ERRORS], "integer", False),),
    tuple(Column(name, "text", name == "digest", name) for name in _FAILURE_COLUMNS),
    tuple(attrgetter(name) for name in _FAILURE_COLUMNS),
)
