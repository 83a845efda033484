"""Write, or with `--check` compare, the parts of the documentation that come from the code.

`schema.json` from the types, the help texts in `cli.md`, the tables and views in `tables.md`, the formats in `reading.md`, and
the list of modules in `architecture.md`. A generated
part of a page stands between `<!-- generated: WHAT -->` and the next `<!-- end -->`.
"""

from __future__ import annotations

import argparse
import ast
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from berita_extract.io.columns import list_usual_names
from berita_extract.io.formats import FORMATS
from berita_extract.io.results import SUFFIXES
from berita_extract.io.write import encode_json
from berita_extract.io.writers import duckdb_file, sqlite_file
from berita_extract.io.writers.arrow_schema import KINDS
from berita_extract.io.writers.headings import SHEETS, list_headings
from berita_extract.io.writers.model import Column, list_tables
from berita_extract.io.writers.sql import VIEWS
from berita_extract.schema import json_schema

_DOCS: Final = Path(__file__).parent
_PACKAGE: Final = _DOCS.parent / "src" / "berita_extract"
_GENERATED: Final = re.compile(r"(<!-- generated: (?P<what>[^>\n]+) -->\n).*?(?=<!-- end -->)", re.DOTALL)
_COMMAND: Final = (sys.executable, "-c", "from berita_extract.cli.main import main; main()")


def main() -> None:
    """Write the files, or name those that differ and end with status 1."""
    parser = argparse.ArgumentParser(description="Write the parts of the documentation that come from the code.")
    parser.add_argument("--check", action="store_true", help="change nothing; name what differs and end with status 1")
    options = parser.parse_args()
    files = render_files()
    stale = [path for path, content in files.items() if not path.exists() or path.read_text(encoding="utf-8") != content]
    if options.check:
        sys.exit("\n".join(f"{path.name} is not current; run: python docs/update_docs.py" for path in stale) or None)
    for path in stale:
        path.write_text(files[path], encoding="utf-8", newline="\n")
        print(f"{path.name} written")


def render_files() -> dict[Path, str]:
    """What every file with a generated part should hold."""
    files = {_DOCS / "schema.json": (encode_json(json_schema(), indent=2) + b"\n").decode()}
    for path in sorted(_DOCS.glob("*.md")):
        files[path] = _GENERATED.sub(lambda match: match[1] + _render(match["what"]), path.read_text(encoding="utf-8"))
    return files


def _render(what: str) -> str:
    if what == "modules":
        return "".join(f"- `{name}`: {summary}\n" for name, summary in list_modules())
    if what in _PARTS:
        return "".join(f"{line}\n" for line in _PARTS[what]())
    return f"```text\n{read_help(what.split()[1:])}```\n"


def render_types() -> Iterator[str]:
    """How each kind of value is kept in each form."""
    yield "| kind | Parquet, Arrow | DuckDB | SQLite |"
    yield "|---|---|---|---|"
    for kind, arrow in KINDS.items():
        yield f"| {kind} | `{arrow}` | `{duckdb_file.TYPES[kind]}` | `{sqlite_file.TYPES[kind]}` |"


def render_tables() -> Iterator[str]:
    """Every column of every table, with its Indonesian heading."""
    for table in list_tables():
        yield f"### {table.name}"
        yield ""
        yield f"In a workbook with Indonesian headings: `{SHEETS[table.name]}`."
        yield ""
        yield "| column | kind | in the JSON | Indonesian heading |"
        yield "|---|---|---|---|"
        for column, heading in zip(table.list_columns(), list_headings(table, "id"), strict=True):
            kind = column.kind + (", several" if column.listed else "") + (" or null" if column.nullable else "")
            yield f"| `{column.name}` | {kind} | {_say_origin(table.name, column)} | {heading} |"
        yield ""


def _say_origin(table: str, column: Column) -> str:
    if column.refers:
        return f"the row of `{column.refers}`" + (f" that `{column.path}` means" if column.path else "")
    if table == "errors":
        return f"`{column.path}` of the list of errors" if column.path else "counts the failures"
    return f"`{column.path}`" if column.path else "counts the rows"


def render_views() -> Iterator[str]:
    """Every view and what it answers."""
    for view in VIEWS:
        yield f"- `{view.name}`: {view.summary}."


def render_suffixes() -> Iterator[str]:
    """The ends of names that are known."""
    yield ", ".join(f"`{suffix}`" for suffix in SUFFIXES) + "."


def render_formats() -> Iterator[str]:
    """What is read, by the ends of names."""
    yield "| ends in | is read as | needs |"
    yield "|---|---|---|"
    for form in FORMATS:
        ends = ", ".join(f"`{suffix}`" for suffix in form.suffixes)
        yield f"| {ends} | {form.told} | {f'`{form.extra}`' if form.extra else 'nothing'} |"


def render_columns() -> Iterator[str]:
    """What columns are usually called."""
    roles = {"text": "the release", "title": "its headline", "date": "its day of publication", "id": "its name"}
    for role, told in roles.items():
        yield f"- {told} (`--{role}-column`): " + ", ".join(f"`{name}`" for name in list_usual_names(role)) + "."


_PARTS: Final = {
    "types": render_types,
    "tables": render_tables,
    "views": render_views,
    "suffixes": render_suffixes,
    "formats": render_formats,
    "columns": render_columns,
}


def read_help(arguments: list[str]) -> str:
    """What the command line prints in a terminal of 80 columns."""
    done = subprocess.run([*_COMMAND, *arguments], capture_output=True, check=True, text=True, env={**os.environ, "COLUMNS": "80"})
    return done.stdout


def list_modules() -> Iterator[tuple[str, str]]:
    """Every module of the package and the first line of its docstring."""
    for path in sorted(_PACKAGE.rglob("*.py"), key=lambda path: (len(path.parents), path)):
        summary = (ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or "").partition("\n")[0]
        if path.name != "__init__.py" or path.parent == _PACKAGE:
            yield path.relative_to(_PACKAGE).as_posix(), summary


if __name__ == "__main__":
    main()
