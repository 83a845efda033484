"""The databases: keys that hold, and views that answer what they say."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from berita_extract.io.results import WriteOptions, write_results
from berita_extract.io.writers.model import find_row_id, list_tables
from berita_extract.io.writers.sql import VIEWS, list_views
from result_records import FAILURES, list_lines, read_extractions

Query = Callable[[str], list[tuple[Any, ...]]]


@pytest.fixture(scope="module", params=["sqlite", "duckdb"])
def query(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Query]:
    output = tmp_path_factory.mktemp("db") / f"hasil.{request.param}"
    write_results(list_lines(), FAILURES, output, WriteOptions())
    if request.param == "sqlite":
        database = sqlite3.connect(output)
        yield lambda sql: database.execute(sql).fetchall()
        database.close()
    else:
        with duckdb.connect(str(output), read_only=True) as connection:
            yield lambda sql: connection.execute(sql).fetchall()


def test_keys_are_declared_and_hold(tmp_path: Path) -> None:
    write_results(list_lines(), FAILURES, tmp_path / "h.sqlite", WriteOptions())
    database = sqlite3.connect(tmp_path / "h.sqlite")
    assert database.execute("PRAGMA foreign_key_check").fetchall() == []
    assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    for table in list_tables():
        declared = {(row[3], row[2], row[4]) for row in database.execute(f'PRAGMA foreign_key_list("{table.name}")')}
        assert declared == {(key.name, key.refers, find_row_id(key.refers)) for key in table.keys if key.refers}
        columns = database.execute(f'PRAGMA table_info("{table.name}")').fetchall()
        assert [(row[1], bool(row[3] or row[5])) for row in columns] == [
            (column.name, not column.nullable) for column in table.list_columns()
        ]
        indexed = {row[1] for row in database.execute(f'PRAGMA index_list("{table.name}")')}
        assert indexed == {f"{table.name}_by_{key.name}" for key in table.keys if key.refers}
    database.close()


def test_duckdb_refuses_rows_that_lead_nowhere(tmp_path: Path) -> None:
    write_results(list_lines(), FAILURES, tmp_path / "h.duckdb", WriteOptions())
    with duckdb.connect(str(tmp_path / "h.duckdb")) as database:
        types = database.execute("SELECT column_name, data_type FROM duckdb_columns() WHERE table_name = 'dates'").fetchall()
        assert ("start_date", "DATE") in types
        assert ("confidence", "DOUBLE") in types
        with pytest.raises(duckdb.ConstraintException):
            database.execute("INSERT INTO warnings VALUES (999, 999, 'impossible_date', 'm', 0, 1)")
        with pytest.raises(duckdb.ConstraintException):
            database.execute("INSERT INTO documents SELECT * FROM documents LIMIT 1")


def test_events_have_their_figure(query: Query) -> None:
    expected = []
    for number, found in enumerate(read_extractions(), 1):
        if found.event is None:
            continue
        count = None if found.event.attendance is None else found.attendance[found.event.attendance]
        expected.append((number, found.event.venue, found.event.region_code, count and count.min, count and count.max))
    assert query('SELECT document_id, venue, region_code, "min", "max" FROM events ORDER BY 1') == expected


def test_attendance_is_summed_by_month_and_region(query: Query) -> None:
    events: Counter[tuple[str, str | None]] = Counter()
    sums: Counter[tuple[str, str | None]] = Counter()
    for found in read_extractions():
        if found.event is None or found.event.start_date is None:
            continue
        key = (f"{found.event.start_date:%Y-%m}", found.event.region_code)
        events[key] += 1
        if found.event.attendance is not None:
            count = found.attendance[found.event.attendance]
            sums[key] += count.max if count.max is not None else count.min or 0
    rows = query("SELECT month, region_code, events, coalesce(upper_sum, 0) FROM attendance_per_month_and_region")
    assert {(month, code): (number, total) for month, code, number, total in rows} == {key: (events[key], sums[key]) for key in events}
    assert sum(sums.values()) > 0


def test_quotes_are_counted_by_name(query: Query) -> None:
    quotes: Counter[str] = Counter()
    direct: Counter[str] = Counter()
    for found in read_extractions():
        names = {person.id: person.name for person in found.officials}
        for quote in found.quotes:
            if quote.speaker_id:
                quotes[names[quote.speaker_id]] += 1
                direct[names[quote.speaker_id]] += quote.kind == "direct"
    rows = query("SELECT name, quotes, direct, direct + indirect FROM quotes_per_official")
    assert sorted(rows) == sorted((name, number, direct[name], number) for name, number in quotes.items())
    assert [row[1] for row in rows] == sorted(quotes.values(), reverse=True)


def test_every_quote_has_its_speaker_and_office(query: Query) -> None:
    expected = []
    for found in read_extractions():
        people = {person.id: person for person in found.officials}
        for quote in found.quotes:
            person = people.get(quote.speaker_id or "")
            title = person.titles[0].text if person and person.titles else None
            expected.append((found.source, person.name if person else quote.speaker, title, quote.text))
    assert query("SELECT source, speaker, title, text FROM quotes_with_speakers ORDER BY quote_id") == expected


def test_the_other_views_count_documents(query: Query) -> None:
    offices = {(person.name, title.text) for found in read_extractions() for person in found.officials for title in person.titles}
    assert {(name, title) for name, title, *_ in query("SELECT * FROM offices_of_officials")} == offices
    codes = Counter(code for found in read_extractions() for code in {place.code for place in found.locations if place.code})
    assert dict(query("SELECT region_code, documents FROM documents_per_region")) == dict(codes)
    warned = Counter(warning.code for found in read_extractions() for warning in found.warnings)
    assert dict(query("SELECT code, warnings FROM warnings_per_code")) == dict(warned)


@pytest.mark.parametrize("suffix", ["sqlite", "duckdb"])
@pytest.mark.parametrize("fields", [("event", "attendance"), ("officials",), ("warnings", "byline"), ("headline",)])
def test_views_are_there_where_their_fields_are(tmp_path: Path, suffix: str, fields: tuple[str, ...]) -> None:
    output = tmp_path / f"h.{suffix}"
    write_results(list_lines(fields=fields), (), output, WriteOptions(fields=fields))
    expected = {view.name for view in VIEWS if view.needs <= set(fields)}
    assert {view.name for view in list_views(fields)} == expected
    database: Any = sqlite3.connect(output) if suffix == "sqlite" else duckdb.connect(str(output))
    views = (
        "sqlite_master WHERE type = 'view'" if suffix == "sqlite" else "(SELECT view_name AS name FROM duckdb_views() WHERE NOT internal)"
    )
    assert {name for (name,) in database.execute(f"SELECT name FROM {views}").fetchall()} == expected
    for name in expected:
        database.execute(f"SELECT * FROM {name}").fetchall()
    database.close()
