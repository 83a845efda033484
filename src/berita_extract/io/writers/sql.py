"""The tables and views of a database, in the SQL that SQLite and DuckDB share."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from berita_extract.io.writers.model import Kind, Table, find_row_id

Types = Mapping[Kind, str]


@dataclass(frozen=True, slots=True)
class View:
    """A question that many ask of an archive, answered by the database; `needs` are the fields that it reads."""

    name: str
    summary: str
    needs: frozenset[str]
    query: str


VIEWS: Final = (
    View(
        "events",
        "each document that reports an event: its day, place and region, and how many came",
        frozenset({"event", "attendance"}),
        """
        SELECT d.document_id, d.source, d.event_activity AS activity, d.event_start_date AS start_date, d.event_end_date AS end_date,
               d.event_venue AS venue, d.event_region_code AS region_code, a."min", a."max", a.approximate, a.unit
        FROM documents d LEFT JOIN attendance a ON a.document_id = d.document_id AND a.of_event
        WHERE d.event_start_date IS NOT NULL OR d.event_venue IS NOT NULL OR d.event_activity IS NOT NULL
        ORDER BY d.document_id
        """,
    ),
    View(
        "attendance_per_month_and_region",
        "for each month and region: events, events with a figure, sums of the lower and upper ends; an open end counts as the other",
        frozenset({"event", "attendance"}),
        """
        SELECT substr(CAST(d.event_start_date AS VARCHAR), 1, 7) AS month, d.event_region_code AS region_code,
               count(*) AS events, count(a.attendance_id) AS counted,
               sum(coalesce(a."min", a."max")) AS lower_sum, sum(coalesce(a."max", a."min")) AS upper_sum
        FROM documents d LEFT JOIN attendance a ON a.document_id = d.document_id AND a.of_event
        WHERE d.event_start_date IS NOT NULL
        GROUP BY 1, 2
        ORDER BY 1, 2
        """,
    ),
    View(
        "quotes_per_official",
        "for each name: how many quotes, of which kind, in how many documents; namesakes count as one",
        frozenset({"officials", "quotes"}),
        """
        SELECT o.name, count(*) AS quotes, sum(CASE WHEN q.kind = 'direct' THEN 1 ELSE 0 END) AS direct,
               sum(CASE WHEN q.kind = 'indirect' THEN 1 ELSE 0 END) AS indirect, count(DISTINCT q.document_id) AS documents
        FROM quotes q JOIN officials o ON o.official_id = q.official_id
        GROUP BY o.name
        ORDER BY quotes DESC, o.name
        """,
    ),
    View(
        "quotes_with_speakers",
        "each quote with its speaker and the first office that the document gives him or her",
        frozenset({"officials", "quotes"}),
        """
        SELECT q.quote_id, q.document_id, d.source, d.reference_date, coalesce(o.name, q.speaker) AS speaker, t.text AS title,
               q.kind, q.text
        FROM quotes q
        JOIN documents d ON d.document_id = q.document_id
        LEFT JOIN officials o ON o.official_id = q.official_id
        LEFT JOIN (SELECT official_id, min(title_id) AS title_id FROM titles GROUP BY official_id) f ON f.official_id = q.official_id
        LEFT JOIN titles t ON t.title_id = f.title_id
        ORDER BY q.quote_id
        """,
    ),
    View(
        "offices_of_officials",
        "for each name and office as written: in how many documents, and from when to when",
        frozenset({"officials"}),
        """
        SELECT o.name, t.text AS title, count(DISTINCT o.document_id) AS documents,
               min(d.reference_date) AS first_date, max(d.reference_date) AS last_date
        FROM officials o
        JOIN documents d ON d.document_id = o.document_id
        JOIN titles t ON t.official_id = o.official_id
        GROUP BY o.name, t.text
        ORDER BY documents DESC, o.name, t.text
        """,
    ),
    View(
        "documents_per_region",
        "for each region code: in how many documents the region is named",
        frozenset({"locations"}),
        """
        SELECT code AS region_code, min(name) AS name, count(DISTINCT document_id) AS documents
        FROM locations
        WHERE code IS NOT NULL
        GROUP BY code
        ORDER BY documents DESC, code
        """,
    ),
    View(
        "warnings_per_code",
        "for each kind of warning: how often, and in how many documents",
        frozenset({"warnings"}),
        """
        SELECT code, count(*) AS warnings, count(DISTINCT document_id) AS documents
        FROM warnings
        GROUP BY code
        ORDER BY warnings DESC, code
        """,
    ),
)


def list_views(fields: Sequence[str] | None) -> list[View]:
    """The views that results with these fields can answer."""
    return [view for view in VIEWS if fields is None or view.needs <= set(fields)]


def create_table(table: Table, types: Types) -> str:
    """The statement that makes a table with its keys."""
    own = find_row_id(table.name)
    lines = []
    for column in table.list_columns():
        rule = " PRIMARY KEY" if column.name == own else "" if column.nullable else " NOT NULL"
        if column.refers:
            rule += f" REFERENCES {quote_name(column.refers)} ({quote_name(find_row_id(column.refers))})"
        lines.append(f"    {quote_name(column.name)} {types[column.kind]}{rule}")
    return f"CREATE TABLE {quote_name(table.name)} (\n" + ",\n".join(lines) + "\n)"


def create_indexes(table: Table) -> Iterator[str]:
    """The statements that make the ways from a row to its children fast."""
    for column in table.keys:
        if column.refers:
            name = quote_name(f"{table.name}_by_{column.name}")
            yield f"CREATE INDEX {name} ON {quote_name(table.name)} ({quote_name(column.name)})"


def create_view(view: View) -> str:
    """The statement that makes a view."""
    lines = [line.removeprefix(" " * 8) for line in view.query.strip("\n").rstrip().splitlines()]
    return f"CREATE VIEW {quote_name(view.name)} AS\n" + "\n".join(lines)


def quote_name(name: str) -> str:
    """A name that may be a word of SQL, such as `group`."""
    return f'"{name}"'
