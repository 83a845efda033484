"""From the finished lines of a batch to the output that was asked for: its form follows from its name."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

from berita_extract.errors import OutputError
from berita_extract.io.write import check_output, explain_os_error, is_special, open_output
from berita_extract.io.writers.folder import FolderForm, find_strange, write_folder
from berita_extract.io.writers.libraries import tell_missing
from berita_extract.io.writers.lines import write_lines
from berita_extract.io.writers.model import Table, list_tables
from berita_extract.io.writers.placing import explain_library_error, place_output, remove_leftovers
from berita_extract.io.writers.rows import FailureRecord, Row, decode_lines, iterate_rows
from berita_extract.io.writers.sqlite_file import write_sqlite

Form = Literal["lines", "parquet", "xlsx", "duckdb", "sqlite", "folder"]
Tabled = Iterable[tuple[Table, Sequence[Row]]]

ERRORS_SUFFIX: Final = ".errors.jsonl"
SUFFIXES: Final[dict[str, Form]] = {
    ".jsonl": "lines",
    ".jsonl.gz": "lines",
    ".jsonl.zst": "lines",
    ".parquet": "parquet",
    ".xlsx": "xlsx",
    ".duckdb": "duckdb",
    ".sqlite": "sqlite",
}


@dataclass(frozen=True, slots=True)
class WriteOptions:
    """How results are written.

    `headings` is the language of the headings of a workbook; `fields` are those that the results have, all if `None`;
    `tables` makes the output a folder with a file of this form for each table, whatever its name is; `overwrite` replaces
    an output that is there already.
    """

    headings: Literal["en", "id"] = "en"
    fields: tuple[str, ...] | None = None
    overwrite: bool = False
    tables: FolderForm | None = None


def choose_form(output: Path, options: WriteOptions) -> Form:
    """The form that the end of a name asks for; raises `OutputError` for an end that is not known."""
    if options.tables is not None:
        return "folder"
    if is_special(output):
        return "lines"
    name = output.name.lower()
    for suffix, form in SUFFIXES.items():
        if name.endswith(suffix):
            return form
    if name.endswith((".csv", ".csv.gz")):
        raise OutputError(f"{output}: results are several tables, which no single .csv holds. Name a folder: -o hasil/ --tables csv")
    if "." not in name.strip(".") or output.is_dir():
        return "folder"
    known = ", ".join(SUFFIXES)
    raise OutputError(f"{output}: what kind of file is this? Give another name, with {known}, or a folder for CSV tables: -o hasil/")


def name_errors_file(output: Path) -> Path:
    """Where failures are listed beside an output that has no table for them: `hasil.errors.jsonl` for `hasil.jsonl.gz`."""
    suffix = next((suffix for suffix, form in SUFFIXES.items() if _lists_beside(form) and output.name.lower().endswith(suffix)), "")
    return output.with_name(output.name[: len(output.name) - len(suffix)] + ERRORS_SUFFIX)


def choose_errors_file(output: Path, options: WriteOptions) -> Path | None:
    """The file beside the output in which failures are listed; `None` where the output has a table for them, or is no file."""
    return name_errors_file(output) if _lists_beside(choose_form(output, options)) and not is_special(output) else None


def check_results(output: Path, options: WriteOptions) -> None:
    """Raise `OutputError`, which says what to do, if results could not be written there later."""
    form = choose_form(output, options)
    _check_libraries(output, form, options)
    if options.headings != "en" and form != "xlsx":
        raise OutputError(f"{output}: only a workbook (.xlsx) has headings in Indonesian. Leave out --headings, or write one.")
    if is_special(output):
        if form != "lines":
            raise OutputError(f"{output}: this is no folder. Give the name of one.")
        return
    if form == "folder" and output.is_dir():
        _check_folder(output)
    else:
        check_output(output)
    if form == "folder" and output.is_file():
        raise OutputError(f"{output}: this is a file, and the tables go into a folder. Give another name.")
    if os.path.lexists(output) and not options.overwrite:
        raise OutputError(f"{output} exists already. Add --overwrite to replace it, or give another name.")
    _check_parent(output)
    errors_file = choose_errors_file(output, options)
    if errors_file is not None:
        _check_errors_file(errors_file)


def write_results(records: Iterable[bytes], failures: Iterable[bytes], output: Path, options: WriteOptions) -> None:
    """Write the lines of a batch, and those of its failures, in the form that the name of the output asks for.

    A few thousand lines are held at a time. The output appears under its name when it is complete, with its list of
    failures, if they have no table in it; on any failure neither does. Raises `OutputError`.
    """
    check_results(output, options)
    form = choose_form(output, options)
    if is_special(output):
        with open_output(output) as stream:
            stream.writelines(line.rstrip(b"\r\n") + b"\n" for line in records)
        return
    remove_leftovers(output)
    errors_file = choose_errors_file(output, options)
    listed = True
    with contextlib.ExitStack() as stack:
        # Closed, and thus placed, in reverse: the list of failures first, so that no output is there without it.
        path = stack.enter_context(place_output(output))
        if errors_file is not None:
            listed = _write_failures(failures, errors_file, stack)
        with _explain_errors(output):
            _WRITERS[form](records, failures, path, options)
    if errors_file is not None and not listed:
        errors_file.unlink(missing_ok=True)


def _write_failures(failures: Iterable[bytes], errors_file: Path, stack: contextlib.ExitStack) -> bool:
    """Write the list of failures, if there are any; it is placed when the stack is closed."""
    errors = None
    for line in failures:
        errors = errors or stack.enter_context(open_output(errors_file))
        errors.write(line.rstrip(b"\r\n") + b"\n")
    return errors is not None


def _write_lines(records: Iterable[bytes], _: Iterable[bytes], path: Path, __: WriteOptions) -> None:
    write_lines(records, path)


def _write_parquet(records: Iterable[bytes], _: Iterable[bytes], path: Path, options: WriteOptions) -> None:
    from berita_extract.io.writers.parquet import write_parquet

    write_parquet(records, path, options.fields)


def _write_folder(records: Iterable[bytes], failures: Iterable[bytes], path: Path, options: WriteOptions) -> None:
    tables = list_tables(options.fields)
    write_folder(iterate_rows(records, failures, tables), path, tables, options.tables or "csv")


def _write_xlsx(records: Iterable[bytes], failures: Iterable[bytes], path: Path, options: WriteOptions) -> None:
    from berita_extract.io.writers.workbook import write_workbook

    tables = list_tables(options.fields)
    write_workbook(iterate_rows(records, failures, tables), path, tables, options.headings)


def _write_duckdb(records: Iterable[bytes], failures: Iterable[bytes], path: Path, options: WriteOptions) -> None:
    from berita_extract.io.writers.duckdb_file import write_duckdb

    tables = list_tables(options.fields)
    write_duckdb(iterate_rows(records, failures, tables), path, tables, options.fields)


def _write_sqlite(records: Iterable[bytes], failures: Iterable[bytes], path: Path, options: WriteOptions) -> None:
    tables = list_tables(options.fields)
    write_sqlite(iterate_rows(records, failures, tables), path, tables, options.fields)


_WRITERS: Final[dict[Form, Callable[[Iterable[bytes], Iterable[bytes], Path, WriteOptions], None]]] = {
    "lines": _write_lines,
    "parquet": _write_parquet,
    "folder": _write_folder,
    "xlsx": _write_xlsx,
    "duckdb": _write_duckdb,
    "sqlite": _write_sqlite,
}


def _lists_beside(form: Form) -> bool:
    return form in ("lines", "parquet")


@contextlib.contextmanager
def _explain_errors(output: Path) -> Iterator[None]:
    """What libraries raise in their own ways, as an `OutputError`."""
    try:
        yield
    except sqlite3.Error as error:
        raise explain_library_error(error, output) from error
    except Exception as error:
        # By the name of the module: neither library is imported for this.
        if type(error).__module__.partition(".")[0] in ("duckdb", "_duckdb", "xlsxwriter"):
            raise explain_library_error(error, output) from error
        raise


def _check_libraries(output: Path, form: Form, options: WriteOptions) -> None:
    needed: dict[Any, tuple[str, ...]] = {
        "parquet": ("pyarrow",),
        "xlsx": ("xlsxwriter",),
        "duckdb": ("duckdb", "pyarrow"),
        "folder": ("pyarrow",) if options.tables == "parquet" else (),
        "lines": ("zstandard",) if output.suffix.lower() == ".zst" else (),
    }
    missing = tell_missing(needed.get(form, ()))
    if missing is not None:
        raise OutputError(f"{output}: {missing}")


def _check_folder(output: Path) -> None:
    """Stop before a folder is replaced that holds anything but tables of ours."""
    try:
        strange = find_strange(output)
    except OSError as error:
        raise explain_os_error(error, output, output) from error
    if strange is not None:
        raise OutputError(f"{output}: this folder holds {strange}, which is no table of ours. Name a new folder.")


def _check_parent(output: Path) -> None:
    parent = Path(os.path.realpath(output)).parent
    if not parent.is_dir():
        raise explain_os_error(FileNotFoundError(), output, parent)
    if not os.access(parent, os.W_OK | os.X_OK):
        raise explain_os_error(PermissionError(), output, parent)


def _check_errors_file(path: Path) -> None:
    """Stop before a file that is not ours stands where failures would be listed, or none can be written there."""
    check_output(path)
    try:
        with path.open("rb") as lines:
            for _ in decode_lines(lines, FailureRecord):
                pass
    except FileNotFoundError:
        return
    except OSError as error:
        raise OutputError(f"{path}: it cannot be read ({error.strerror}), and errors are listed there. Move it away.") from error
    except ValueError as error:
        message = "errors are listed there, but this file is no such list. Move it away, or give another name for the output."
        raise OutputError(f"{path}: {message}") from error
