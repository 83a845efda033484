"""The tables that results become: their columns stay, and every row leads to its document."""

from __future__ import annotations

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from berita_extract import schema
from berita_extract.io.write import FIELDS, PROVENANCE
from berita_extract.io.writers import rows as rows_module
from berita_extract.io.writers.arrow_schema import make_flat_schema, make_nested_arrays, make_nested_fields
from berita_extract.io.writers.headings import COLUMNS, PREFIXES, SHEETS, list_headings
from berita_extract.io.writers.model import Table, find_row_id, list_tables
from berita_extract.io.writers.rows import decode_lines, iterate_rows, split_lines
from berita_extract.schema import Extraction
from result_records import FAILURES, list_lines, make_nasty, read_extractions

PINNED = Path(__file__).with_name("pinned_columns.txt")
Record = dict[str, Any]


def list_columns_in_words() -> Iterator[str]:
    for table in list_tables():
        for column in table.list_columns():
            null = " or null" if column.nullable else ""
            yield f"{table.name}.{column.name} {column.kind}{null}" + (f" -> {column.refers}" if column.refers else "")
    for field in make_nested_fields():
        yield f"nested.{field.name} {field.type}"


def read_rows(lines: list[bytes], failures: tuple[bytes, ...] = (), fields: tuple[str, ...] | None = None) -> dict[str, list[Record]]:
    """Every table as dicts."""
    found: dict[str, list[Record]] = defaultdict(list)
    for table, held in iterate_rows(lines, failures, list_tables(fields)):
        names = [column.name for column in table.list_columns()]
        found[table.name] += [dict(zip(names, row, strict=True)) for row in held]
    return found


def find_column(name: str, column: str, fields: tuple[str, ...] | None = None) -> bool:
    return any(table.name == name and column in {item.name for item in table.list_columns()} for table in list_tables(fields))


# Columns


def test_no_column_disappears_or_changes_its_type_within_version_1() -> None:
    """New columns are added to the file by hand: `python tests/test_tables.py >> tests/pinned_columns.txt`, then look."""
    assert schema.SCHEMA_VERSION.startswith("1.")
    pinned = PINNED.read_text(encoding="utf-8").splitlines()
    now = list(list_columns_in_words())
    assert [line for line in pinned if not line.startswith("nested.") and line not in now] == []
    assert [line for line in now if not line.startswith("nested.") and line not in pinned] == []
    # A record that is nested may grow inside: then its line changes, and somebody looks.
    assert [line for line in pinned + now if line.startswith("nested.") and (line not in now or line not in pinned)] == []


def test_every_value_of_the_schema_has_its_column() -> None:
    paths = {column.path for table in list_tables() for column in table.list_columns()}
    leaves = set(list_leaves(msgspec.json.schema(Extraction)))
    # Told by the key of the parent row, or a row of its own.
    assert leaves - paths == set()


def list_leaves(document: dict[str, Any]) -> Iterator[str]:
    def walk(node: dict[str, Any], path: str) -> Iterator[str]:
        options = [part for part in node.get("anyOf", [node]) if part.get("type") != "null"]
        for option in options:
            if "$ref" in option:
                inner = document["$defs"][option["$ref"].rpartition("/")[2]]
                for name, part in inner["properties"].items():
                    yield from walk(part, f"{path}.{name}" if path else name)
            elif option.get("type") == "array" and "$ref" in option.get("items", {}):
                yield from walk(option["items"], f"{path}[]")
            else:
                yield path

    yield from walk(document, "")


@pytest.mark.parametrize("table", list_tables(), ids=lambda table: table.name)
def test_every_column_has_an_indonesian_heading_of_its_own(table: Table) -> None:
    headings = list_headings(table, "id")
    assert len(set(headings)) == len(headings)
    assert not set(headings) & {column.name for column in table.list_columns()}
    assert len(SHEETS[table.name]) <= 31


def test_every_indonesian_heading_is_used() -> None:
    names = {column.name for table in list_tables() for column in table.list_columns()}
    unused = {name for name in COLUMNS if not any(column in (name, *(f"{prefix}_{name}" for prefix in PREFIXES)) for column in names)}
    assert unused <= {"duplicate_of"}


def test_fields_leave_out_tables_and_columns() -> None:
    tables = {table.name: [column.name for column in table.list_columns()] for table in list_tables(("dates", "quotes"))}
    assert list(tables) == ["documents", "dates", "quotes", "errors"]
    assert tables["documents"] == ["document_id", *PROVENANCE]
    assert "official_id" not in tables["quotes"]
    assert find_column("attendance", "of_event")
    assert not find_column("attendance", "of_event", ("attendance",))
    assert [field.name for field in make_nested_fields(("event",))] == [*PROVENANCE, "event"]


@pytest.mark.parametrize("fields", [(name,) for name in FIELDS])
def test_results_with_one_field_fill_their_tables(fields: tuple[str, ...]) -> None:
    whole, part = read_rows(list_lines()), read_rows(list_lines(fields=fields), fields=fields)
    for name, held in part.items():
        kept = [column for column in held[0] if column not in ("official_id", "of_event") or name in ("officials", "titles")]
        assert [[row[column] for column in kept] for row in held] == [[row[column] for column in kept] for row in whole[name]]


# Rows


def test_rows_are_numbered_and_lead_to_their_documents() -> None:
    tables = read_rows(list_lines(), FAILURES)
    assert [row["document_id"] for row in tables["documents"]] == list(range(1, len(read_extractions()) + 1))
    ids = {}
    for table in list_tables():
        own = find_row_id(table.name)
        ids[table.name] = [row[own] for row in tables[table.name]]
        assert ids[table.name] == list(range(1, len(tables[table.name]) + 1))
        assert ids[table.name]
    for table in list_tables():
        for column in table.keys:
            if column.refers:
                assert {row[column.name] for row in tables[table.name]} - {None} <= set(ids[column.refers])


def test_joined_rows_are_what_the_json_says() -> None:
    tables = read_rows(list_lines())
    people = {row["official_id"]: row for row in tables["officials"]}
    sources = {row["document_id"]: row["source"] for row in tables["documents"]}
    expected_titles = [(e.source, o.name, t.text) for e in read_extractions() for o in e.officials for t in o.titles]
    titles = [(sources[row["document_id"]], people[row["official_id"]]["name"], row["text"]) for row in tables["titles"]]
    assert titles == expected_titles
    speakers = [row["official_id"] and people[row["official_id"]]["name"] for row in tables["quotes"]]
    named = [{o.id: o.name for o in e.officials}.get(q.speaker_id or "") for e in read_extractions() for q in e.quotes]
    assert speakers == named
    assert any(speakers)
    main = [row["text"] for row in tables["attendance"] if row["of_event"]]
    events = [e.attendance[e.event.attendance].text for e in read_extractions() if e.event and e.event.attendance is not None]
    assert main == events
    assert len(main) > 3


def test_every_row_is_of_the_kind_of_its_column() -> None:
    kinds = {"integer": int, "number": float, "text": str, "flag": bool, "day": dt.date}
    for table, held in iterate_rows(list_lines(), FAILURES, list_tables()):
        for row in held:
            for column, value in zip(table.list_columns(), row, strict=True):
                assert type(value) is kinds[column.kind] or (value is None and column.nullable), (table.name, column.name, value)
                if column.values and value is not None:
                    assert set(str(value).split("|")) <= {*column.values, ""}


def test_lists_of_words_are_joined() -> None:
    nasty = make_nasty(("a|b", "c", "d"))
    row = read_rows(list_lines(nasty))["officials"][0]
    assert row["honorifics"] == "a¦b|c|d"
    assert row["roles"] == ""


def test_halves_of_surrogate_pairs_are_replaced_one_by_one() -> None:
    line = Extraction(source="a\ud800b\udc00\ud83dc").to_json().encode()
    assert rb"\ud800" in line
    assert [found.source for found in decode_lines([line], Extraction)] == ["a\ufffdb\ufffd\ufffdc"]


@given(st.text(st.characters(codec=None), max_size=20))
def test_any_text_becomes_a_row_of_the_same_length(text: str) -> None:
    tables = read_rows(list_lines(make_nasty((text, text))))
    for row in tables["quotes"]:
        assert len(row["text"]) == len(text)
        row["text"].encode()


def test_only_a_few_lines_are_held(monkeypatch: pytest.MonkeyPatch) -> None:
    taken = 0

    def lines() -> Iterator[bytes]:
        nonlocal taken
        for _ in range(1000):
            taken += 1
            yield list_lines()[0]

    monkeypatch.setattr(rows_module, "BATCH_DOCUMENTS", 10)
    stream = iterate_rows(lines(), [], list_tables())
    table, held = next(stream)
    assert (table.name, len(held), taken) == ("documents", 10, 11)


def test_long_lines_are_few_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows_module, "BATCH_BYTES", 10)
    assert [len(batch) for batch in split_lines([b"1234", b"1234", b"1234", b"12345678901234", b"\n", b"1"])] == [2, 1, 1, 1]


# Arrow


def test_arrow_gives_back_what_it_was_given() -> None:
    documents = [*decode_lines(list_lines(), Extraction)]
    batch = pa.record_batch(make_nested_arrays(documents), schema=pa.schema(make_nested_fields()))
    batch.validate(full=True)
    assert [msgspec.convert(row, Extraction) for row in batch.to_pylist()] == documents


def test_a_document_that_is_missing_is_null_in_every_column() -> None:
    batch = pa.record_batch(make_nested_arrays([None, read_extractions()[0]]), schema=pa.schema(make_nested_fields()))
    batch.validate(full=True)
    assert set(batch.to_pylist()[0].values()) == {None}
    assert msgspec.convert(batch.to_pylist()[1], Extraction) == read_extractions()[0]


def test_days_are_days_and_flat_columns_say_whether_they_may_be_missing() -> None:
    flat = make_flat_schema(next(table for table in list_tables() if table.name == "dates"))
    assert flat.field("start_date").type == pa.date32()
    assert not flat.field("start_date").nullable
    nested = pa.schema(make_nested_fields())
    assert nested.field("dates").type.value_type.field("start_date").type == pa.date32()
    assert nested.field("event").type.field("attendance").type == pa.int64()


def test_the_plain_json_of_a_row_is_that_of_the_document() -> None:
    document = read_extractions()[0]
    batch = pa.record_batch(make_nested_arrays([document]), schema=pa.schema(make_nested_fields()))
    assert json.loads(json.dumps(batch.to_pylist()[0], default=str)) == document.to_dict()


if __name__ == "__main__":
    print("\n".join(list_columns_in_words()))
