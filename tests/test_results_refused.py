"""Outputs that cannot be: refused before anything is written, with what to do, and never half there."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from berita_extract.errors import OutputError
from berita_extract.io.results import SUFFIXES, WriteOptions, check_results, choose_errors_file, write_results
from berita_extract.io.writers.placing import remove_leftovers
from result_records import FAILURES, list_lines

OUTPUTS = ("h.jsonl", "h.jsonl.gz", "h.jsonl.zst", "h.parquet", "h.xlsx", "h.duckdb", "h.sqlite", "h")


def write(output: Path, failures: tuple[bytes, ...] = FAILURES, **options: Any) -> None:
    write_results(list_lines(), failures, output, WriteOptions(**options))


def list_all(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


def refuse(output: Path, told: str, **options: Any) -> None:
    """Both the check beforehand and the writing itself refuse, in the same words."""
    with pytest.raises(OutputError, match=told):
        check_results(output, WriteOptions(**options))
    with pytest.raises(OutputError, match=told):
        write(output, **options)


# Names


@pytest.mark.parametrize("name", ["hasil.json", "hasil.txt", "hasil.xls", "hasil.db", "hasil.parquet.gz"])
def test_an_unknown_end_of_a_name_is_told_with_those_that_are_known(tmp_path: Path, name: str) -> None:
    with pytest.raises(OutputError) as caught:
        check_results(tmp_path / name, WriteOptions())
    assert all(suffix in str(caught.value) for suffix in SUFFIXES)
    refuse(tmp_path / name, "what kind of file")
    assert list_all(tmp_path) == []


def test_a_single_csv_is_refused_with_what_to_write(tmp_path: Path) -> None:
    refuse(tmp_path / "hasil.csv", r"-o hasil/ --tables csv")


def test_indonesian_headings_are_for_workbooks(tmp_path: Path) -> None:
    refuse(tmp_path / "hasil.sqlite", "only a workbook", headings="id")


@pytest.mark.parametrize(("name", "beside"), [("a.jsonl", "a"), ("a.jsonl.gz", "a"), ("A.JSONL.ZST", "A"), ("x.y.parquet", "x.y")])
def test_where_no_table_holds_failures_they_stand_beside(tmp_path: Path, name: str, beside: str) -> None:
    assert choose_errors_file(tmp_path / name, WriteOptions()) == tmp_path / f"{beside}.errors.jsonl"
    write(tmp_path / name)
    assert (tmp_path / f"{beside}.errors.jsonl").read_bytes() == b"".join(FAILURES)
    write(tmp_path / name, failures=(), overwrite=True)
    assert list_all(tmp_path) == [name]


@pytest.mark.parametrize("name", ["a.xlsx", "a.duckdb", "a.sqlite", "a"])
def test_where_a_table_holds_failures_nothing_stands_beside(tmp_path: Path, name: str) -> None:
    write(tmp_path / name)
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_a_pipe_gets_lines() -> None:
    program = """
        from pathlib import Path
        from berita_extract.io.results import WriteOptions, write_results
        write_results([b"{}", b"[]"], [], Path("/dev/stdout"), WriteOptions())
    """
    done = subprocess.run([sys.executable, "-c", textwrap.dedent(program)], capture_output=True, check=True)
    assert done.stdout == b"{}\n[]\n"


# What is there already


@pytest.mark.parametrize("name", OUTPUTS)
def test_an_output_that_exists_is_replaced_only_on_demand(tmp_path: Path, name: str) -> None:
    write(tmp_path / name, failures=())
    before = list_all(tmp_path)
    refuse(tmp_path / name, r"exists already.*--overwrite")
    write(tmp_path / name, failures=(), overwrite=True)
    assert list_all(tmp_path) == before


def test_a_folder_with_other_files_is_never_replaced(tmp_path: Path) -> None:
    write(tmp_path / "hasil")
    (tmp_path / "hasil" / "tesis.docx").write_text("mine")
    refuse(tmp_path / "hasil", r"holds tesis\.docx", overwrite=True)
    refuse(tmp_path / "hasil", r"holds tesis\.docx", overwrite=True, tables="parquet")
    assert (tmp_path / "hasil" / "tesis.docx").read_text() == "mine"


def test_a_folder_and_a_file_do_not_take_each_others_place(tmp_path: Path) -> None:
    (tmp_path / "hasil.xlsx").mkdir()
    refuse(tmp_path / "hasil.xlsx", "is a folder", overwrite=True)
    (tmp_path / "berkas").write_text("mine")
    refuse(tmp_path / "berkas", "is a file", overwrite=True)
    refuse(tmp_path / "berkas", "is a file", overwrite=True, tables="csv")


def test_a_folder_of_one_form_replaces_one_of_the_other_whole(tmp_path: Path) -> None:
    write(tmp_path / "hasil", tables="csv")
    write(tmp_path / "hasil", tables="parquet", overwrite=True)
    assert {path.suffix for path in (tmp_path / "hasil").iterdir()} == {".parquet", ".json"}
    assert [path.name for path in tmp_path.iterdir()] == ["hasil"]


def test_a_list_of_errors_that_is_none_of_ours_stays(tmp_path: Path) -> None:
    (tmp_path / "h.errors.jsonl").write_text('{"mine": 1}\n')
    refuse(tmp_path / "h.parquet", "no such list")
    assert (tmp_path / "h.errors.jsonl").read_text() == '{"mine": 1}\n'


def test_a_link_leads_to_what_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    write(tmp_path / "real" / "a.sqlite")
    (tmp_path / "link.sqlite").symlink_to(tmp_path / "real" / "a.sqlite")
    before = (tmp_path / "real" / "a.sqlite").stat().st_ino
    write(tmp_path / "link.sqlite", overwrite=True)
    assert (tmp_path / "link.sqlite").is_symlink()
    assert (tmp_path / "real" / "a.sqlite").stat().st_ino != before


@pytest.mark.skipif(sys.platform == "win32", reason="there files have no such permissions")
def test_a_new_file_keeps_the_permissions_of_the_old_one(tmp_path: Path) -> None:
    write(tmp_path / "h.xlsx")
    (tmp_path / "h.xlsx").chmod(0o640)
    write(tmp_path / "h.xlsx", overwrite=True)
    assert (tmp_path / "h.xlsx").stat().st_mode & 0o777 == 0o640


# Places


@pytest.mark.parametrize("name", OUTPUTS)
def test_a_folder_that_is_not_there_is_told(tmp_path: Path, name: str) -> None:
    refuse(tmp_path / "tidak-ada" / name, "there is no folder")
    assert list_all(tmp_path) == []


@pytest.mark.parametrize("name", OUTPUTS)
def test_a_folder_without_permission_is_told(tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    # Whoever runs the tests may be allowed everything.
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    refuse(tmp_path / name, "no permission")
    assert list_all(tmp_path) == []


@pytest.mark.parametrize("name", OUTPUTS)
def test_nothing_is_left_when_the_results_break_off(tmp_path: Path, name: str) -> None:
    def break_off() -> Iterator[bytes]:
        yield from list_lines()
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_results(break_off(), FAILURES, tmp_path / name, WriteOptions())
    assert list_all(tmp_path) == []


@pytest.mark.parametrize("name", OUTPUTS)
def test_what_was_there_stays_when_the_results_break_off(tmp_path: Path, name: str) -> None:
    write(tmp_path / name)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}

    def break_off() -> Iterator[bytes]:
        yield from list_lines()
        raise MemoryError

    with pytest.raises(MemoryError):
        write_results(break_off(), (), tmp_path / name, WriteOptions(overwrite=True))
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


@pytest.mark.skipif(sys.platform == "win32", reason="there is no such limit")
@pytest.mark.parametrize("name", OUTPUTS)
def test_a_full_disk_is_told_and_leaves_nothing(tmp_path: Path, name: str) -> None:
    """A limit on the size of files stands in for the end of the disk: the system refuses the same calls."""
    program = f"""
        import resource, sys
        from pathlib import Path
        from berita_extract.errors import OutputError
        from berita_extract.io.results import WriteOptions, check_results, write_results
        lines = sys.stdin.buffer.read().splitlines()
        output = Path({str(tmp_path / name)!r})
        check_results(output, WriteOptions())
        resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
        try:
            write_results(lines, [], output, WriteOptions())
        except OutputError as error:
            print(error)
    """
    lines = b"".join(list_lines() * 20)
    done = subprocess.run([sys.executable, "-c", textwrap.dedent(program)], input=lines, capture_output=True, check=True, cwd=tmp_path)
    assert name in done.stdout.decode()
    assert "room" in done.stdout.decode()
    assert list_all(tmp_path) == []


def test_hidden_folders_of_a_killed_run_are_removed(tmp_path: Path) -> None:
    for name in (".h.sqlite.0123456789ab.tmp", ".h.sqlite.mine.tmp", ".other.sqlite.0123456789ab.tmp"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "h.sqlite").write_text("half")
    write(tmp_path / "h.sqlite")
    assert sorted(path.name for path in tmp_path.iterdir()) == [".h.sqlite.mine.tmp", ".other.sqlite.0123456789ab.tmp", "h.sqlite"]


def test_leftovers_of_a_folder_that_is_not_there_are_none(tmp_path: Path) -> None:
    remove_leftovers(tmp_path / "tidak-ada" / "h.sqlite")


def test_a_folder_comes_back_when_the_new_one_cannot_take_its_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "hasil")
    before = (tmp_path / "hasil" / "dates.csv").stat().st_ino
    rename = Path.rename

    def fail_once(path: Path, target: Path) -> Path:
        if path.name == "hasil" and path.parent != tmp_path:
            raise OSError(5, "Input/output error")
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", fail_once)
    with pytest.raises(OutputError, match="Input/output error"):
        write(tmp_path / "hasil", overwrite=True)
    assert (tmp_path / "hasil" / "dates.csv").stat().st_ino == before
    assert [path.name for path in tmp_path.iterdir()] == ["hasil"]


# Libraries


@pytest.mark.parametrize(
    ("name", "module"),
    [("h.parquet", "pyarrow"), ("h.xlsx", "xlsxwriter"), ("h.duckdb", "duckdb"), ("h.jsonl.zst", "zstandard")],
)
def test_a_missing_library_is_told_with_its_command(tmp_path: Path, name: str, module: str, monkeypatch: pytest.MonkeyPatch) -> None:
    find = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == module else find(name))
    refuse(tmp_path / name, rf"{module} must be installed for it: pip install 'berita-extract\[tables\]'")


@pytest.mark.parametrize("name", ["h.jsonl", "h.jsonl.gz", "h.sqlite", "h"])
def test_what_needs_no_extra_loads_none(tmp_path: Path, name: str) -> None:
    program = f"""
        import sys
        from pathlib import Path
        from berita_extract.io.results import WriteOptions, write_results
        write_results(sys.stdin.buffer, [], Path({name!r}), WriteOptions())
        print({{"pyarrow", "duckdb", "xlsxwriter", "zstandard", "pandas", "polars"}} & set(sys.modules))
    """
    lines = b"".join(list_lines())
    done = subprocess.run([sys.executable, "-c", textwrap.dedent(program)], input=lines, capture_output=True, check=True, cwd=tmp_path)
    assert done.stdout == b"set()\n"
