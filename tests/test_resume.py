"""Runs that are killed or stopped from outside, and go on: the bytes are those of one that never was."""

from __future__ import annotations

import os
import random
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from batch_runs import go_on, read_both, run_whole, write_archive
from berita_extract.batch import journal
from berita_extract.batch.spool import name_spool
from cli_runner import run_cli

# What saves often: else a test would have to run for minutes before there is anything to go on with.
PROGRAM = """
import signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)
signal.signal(signal.SIGHUP, signal.SIG_DFL)
from berita_extract.batch import spool
spool._DOCUMENTS_UNSAVED = 4
if __name__ == "__main__":
    from berita_extract.cli.main import main
    main()
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def start(*arguments: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", PROGRAM, *arguments]
    return subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True)


def count_lines(output: Path) -> int:
    path = name_spool(output) / "journal"
    return len(journal.read_journal(path)) if path.exists() else 0


def wait_for(condition: Callable[[], bool], seconds: float = 120) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.005)
    return False


@pytest.mark.parametrize(("seed", "more"), [(1, ["--workers", "1"]), (2, ["--workers", "2", "--dedupe"])])
def test_ten_kills_at_random_leave_no_trace(folder: Path, seed: int, more: list[str]) -> None:
    rng = random.Random(seed)
    archive, output = folder / "arsip.jsonl", folder / "hasil.jsonl"
    write_archive(archive, 300)
    expected = run_whole(Path(archive.name), folder / "utuh.jsonl", dedupe="--dedupe" in more)
    killed = 0
    for _ in range(10):
        before = count_lines(output)
        with start("batch", "arsip.jsonl", "-o", "hasil.jsonl", "--resume", *more) as process:
            wanted = before + rng.randint(0, 5)
            assert wait_for(lambda: count_lines(output) >= wanted or process.poll() is not None)  # noqa: B023 - used at once
            time.sleep(rng.random() * 0.1)
            killed += process.poll() is None
            os.killpg(process.pid, signal.SIGKILL)
    assert killed == 10
    assert not output.exists()
    result = run_cli("batch", "arsip.jsonl", "-o", "hasil.jsonl", "--resume", *more)
    assert result.status == 1  # because of those that cannot be read
    assert "done before." in result.err
    assert read_both(output) == expected
    assert sorted(path.name for path in folder.glob("hasil*")) == ["hasil.errors.jsonl", "hasil.jsonl"]


@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_a_signal_ends_it_cleanly_and_tells_how_to_go_on(folder: Path, number: signal.Signals, status: int) -> None:
    archive, output = folder / "arsip dua.jsonl", folder / "hasil.jsonl"
    write_archive(archive, 2000)
    with start("batch", archive.name, "-o", output.name, "--workers", "2", "--fields", "dates", "--published", "2024-02-01") as process:
        assert wait_for(lambda: count_lines(output) > 1)
        # To the whole group, as a terminal does it.
        os.killpg(process.pid, number)
        # Standard error ends only when the last of the workers, which share it, has ended.
        _, told = process.communicate(timeout=60)
        assert process.returncode == status
    assert "Traceback" not in told
    assert sorted(path.name for path in folder.iterdir()) == ["arsip dua.jsonl", "hasil.jsonl.part"]
    saved = journal.read_journal(name_spool(output) / "journal")[-1][0].summary.documents
    command = "berita-extract batch 'arsip dua.jsonl' -o hasil.jsonl --workers 2 --published 2024-02-01 --fields dates --resume"
    assert f"stopped: {saved:,} documents are done and saved. To go on: {command}\n" in told
    assert run_cli(*shlex.split(command)[1:]).status == 1


def test_a_limit_of_the_system_on_files_is_told_and_what_was_saved_stays(folder: Path) -> None:
    resource = pytest.importorskip("resource")
    archive, output = folder / "arsip.jsonl", folder / "hasil.jsonl"
    write_archive(archive, 30)
    expected = run_whole(archive, folder / "utuh.jsonl")
    size = len(expected[0]) // 2
    limited = f"import resource; resource.setrlimit(resource.RLIMIT_FSIZE, ({size}, {size}))\n{PROGRAM}"
    command = [sys.executable, "-c", limited, "batch", str(archive), "-o", str(output)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert resource
    assert done.returncode == 2, done.stderr
    assert "Traceback" not in done.stderr
    assert "go on with --resume" in done.stderr
    assert not output.exists()
    assert go_on(archive, output).resumed > 0
    assert read_both(output) == expected
