"""A batch whose output is no file of lines: through the command, interrupted and gone on with, and refused."""

from __future__ import annotations

import csv
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import berita_extract.batch
from batch_runs import Interruption, write_archive
from berita_extract.batch import publish
from berita_extract.batch.job import run_batch
from berita_extract.batch.outcomes import Options, Outcome, Summary
from berita_extract.batch.spool import name_spool
from berita_extract.errors import OutputError
from berita_extract.io.results import WriteOptions, write_results
from berita_extract.processes.engine import SerialEngine
from cli_runner import run_cli

COUNT = 20


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    path = tmp_path / "arsip.jsonl"
    write_archive(path, COUNT)
    return path


def count_rows(path: Path) -> dict[str, int]:
    with sqlite3.connect(path) as database:
        return {table: database.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in ("documents", "officials", "errors")}


def test_a_database_holds_every_document_and_what_could_not_be_read(archive: Path) -> None:
    output = archive.with_name("hasil.sqlite")
    result = run_cli("batch", archive, "-o", output)
    assert result.status == 1
    assert f"the reasons: the table errors in {output}" in result.err
    rows = count_rows(output)
    assert rows["documents"] + rows["errors"] == COUNT
    assert rows["errors"] == 2
    assert rows["officials"] > COUNT
    assert sorted(path.name for path in archive.parent.iterdir()) == ["arsip.jsonl", "hasil.sqlite"]


def test_a_folder_of_tables_and_a_workbook(archive: Path) -> None:
    folder = archive.with_name("hasil")
    assert run_cli("batch", archive, "-o", folder, "--tables", "csv").status == 1
    with (folder / "documents.csv").open(encoding="utf-8-sig", newline="") as file:
        assert len([*csv.DictReader(file)]) == COUNT - 2
    assert run_cli("batch", archive, "-o", archive.with_name("hasil.xlsx"), "--headings", "id").status == 1
    assert archive.with_name("hasil.xlsx").read_bytes()[:2] == b"PK"


def test_a_database_is_gone_on_with(archive: Path) -> None:
    output, whole = archive.with_name("hasil.sqlite"), archive.with_name("utuh.sqlite")

    class Power(BaseException):
        pass

    def fail(_: Outcome, summary: Summary) -> None:
        if summary.documents == COUNT // 2:
            raise Power

    for target, watch in ((output, fail), (whole, None)):
        try:
            run_batch([str(archive)], target, engine=SerialEngine(), options=Options(), watch=watch)
        except Power:
            assert not target.exists()
    run_batch([str(archive)], output, engine=SerialEngine(), options=Options(), resume=True)
    assert output.read_bytes() == whole.read_bytes()


@pytest.mark.parametrize("name", ["hasil.sqlite", "hasil.jsonl.gz", "hasil"])
@pytest.mark.parametrize("moment", ["before", "behind", "cleaning"])
def test_a_power_cut_around_the_writing_leaves_something_to_go_on_with(
    archive: Path, monkeypatch: pytest.MonkeyPatch, name: str, moment: str
) -> None:
    output = archive.with_name(name)
    writing = WriteOptions(tables="csv") if name == "hasil" else WriteOptions()

    def write(*arguments: Any) -> None:
        if moment != "before":
            write_results(*arguments)
        if moment != "cleaning":
            raise Interruption

    def run(*, resume: bool) -> Summary:
        return run_batch([str(archive)], output, engine=SerialEngine(), options=Options(), writing=writing, resume=resume)

    with monkeypatch.context() as patch:
        patch.setattr(publish, "write_results", write)
        if moment == "cleaning":
            patch.setattr(shutil, "rmtree", _fail_for(name_spool(output)))
        with pytest.raises(Interruption):
            run(resume=False)
    if moment == "cleaning":
        assert not (name_spool(output) / "manifest").exists()
    else:
        summary = run(resume=True)
        assert (summary.documents, summary.resumed) == (COUNT, COUNT)
        assert not name_spool(output).exists()
    before = _read_all(output)
    run_batch([str(archive)], output, engine=SerialEngine(), options=Options(), writing=writing, overwrite=True)
    assert _read_all(output) == before
    assert not [path.name for path in archive.parent.iterdir() if path.name.endswith((".part", ".tmp"))]


def _fail_for(folder: Path) -> Callable[..., None]:
    remove = shutil.rmtree

    def act(path: Path, *arguments: Any, **options: Any) -> None:
        if path == folder:
            raise Interruption
        remove(path, *arguments, **options)

    return act


def _read_all(output: Path) -> dict[str, bytes]:
    files = sorted(output.iterdir()) if output.is_dir() else [output]
    return {path.name: path.read_bytes() for path in files}


def test_an_output_that_appears_meanwhile_is_not_replaced(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    output = archive.with_name("hasil.sqlite")

    def write(*_: Any) -> None:
        raise Interruption

    def watch(_: Outcome, summary: Summary) -> None:
        if summary.documents == COUNT:
            output.write_bytes(b"milik orang lain")

    monkeypatch.setattr(publish, "write_results", write)
    with pytest.raises(OutputError, match="has appeared while the batch ran"):
        run_batch([str(archive)], output, engine=SerialEngine(), options=Options(), watch=watch)
    with pytest.raises(OutputError, match="has appeared while the batch ran"):
        run_batch([str(archive)], output, engine=SerialEngine(), options=Options(), resume=True)
    assert output.read_bytes() == b"milik orang lain"


def test_an_output_that_is_there_is_not_replaced(archive: Path) -> None:
    output = archive.with_name("hasil.sqlite")
    output.write_bytes(b"lama")
    result = run_cli("batch", archive, "-o", output)
    assert result.status == 2
    assert "--overwrite" in result.err
    assert output.read_bytes() == b"lama"
    assert run_cli("batch", archive, "-o", output, "--overwrite").status == 1
    assert count_rows(output)["errors"] == 2


def test_columns_and_tables_of_the_library(archive: Path) -> None:
    table = archive.with_name("rilis.csv")
    table.write_text('nomor,catatan\n7,"Ambon, Rabu (10/1/2024) - Rapat dibuka."\n', encoding="utf-8")
    output = archive.with_name("hasil.sqlite")
    berita_extract.batch.run(table, output, workers=0, columns={"text": "catatan", "id": "nomor"})
    assert count_rows(output)["documents"] == 1
    with pytest.raises(ValueError, match="there is no column for 'isi'"):
        berita_extract.batch.run(table, output, workers=0, columns={"isi": "catatan"})
