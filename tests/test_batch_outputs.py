"""A batch whose output is no file of lines: through the command, interrupted and gone on with, and refused."""

from __future__ import annotations

import csv
import sqlite3
from pathlib import Path

import pytest

import berita_extract.batch
from batch_runs import write_archive
from berita_extract.batch.job import run_batch
from berita_extract.batch.outcomes import Options, Outcome, Summary
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
