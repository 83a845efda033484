"""Files that are no plain files, names and folders out of bounds, and outputs that would destroy something."""

from __future__ import annotations

import json
import os
import re
import shlex
import stat
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

from berita_extract.batch.job import run_batch
from berita_extract.batch.outcomes import Options
from berita_extract.errors import OutputError
from berita_extract.io.read import list_entries, measure_inputs
from berita_extract.processes.engine import SerialEngine
from cli_runner import Result, run_cli

RELEASE = "Ambon, Rabu (10/1/2024) - Bupati Rina Sari membuka rapat yang dihadiri 300 orang.\n"
COMMAND = shlex.join([sys.executable, "-c", "from berita_extract.cli.main import main; main()"])


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with a release, `baik.txt`, and another in `arsip`."""
    (tmp_path / "arsip").mkdir()
    for name in ("baik.txt", "arsip/a.txt"):
        (tmp_path / name).write_text(RELEASE, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def read_lines(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in Path(name).read_bytes().splitlines()]


def run_shell(line: str) -> subprocess.CompletedProcess[str]:
    """Run a line in bash, with `BE` for the command."""
    return subprocess.run(["bash", "-c", line.replace("BE ", f"{COMMAND} ")], capture_output=True, text=True, check=False, timeout=120)


def check_batch(*inputs: object) -> tuple[Result, list[str], dict[str, str]]:
    """A batch: its result, the sources that were read, and those that were not, with their problems."""
    result = run_cli("batch", *inputs, "-o", "hasil.jsonl")
    errors = Path("hasil.errors.jsonl")
    failed = {line["source"]: line["message"] for line in read_lines(errors.name)} if errors.exists() else {}
    return result, [line["source"] for line in read_lines("hasil.jsonl")], failed


@pytest.mark.parametrize("mode", [0o000, 0o444])
def test_a_folder_that_may_not_be_searched_costs_only_its_own_documents(folder: Path, mode: int) -> None:
    locked = folder / "arsip" / "kunci"
    locked.mkdir()
    (locked / "x.txt").write_text(RELEASE, encoding="utf-8")
    (locked / "bawah").mkdir()
    locked.chmod(mode)
    try:
        if os.access(locked, os.X_OK):
            pytest.skip("permissions do not bind this user")
        result, sources, failed = check_batch("arsip", "arsip/kunci/x.txt", "baik.txt")
        single = run_cli("arsip/kunci/x.txt", "baik.txt", "-o", "satu.jsonl")
    finally:
        locked.chmod(0o755)
    assert result.status == single.status == 1
    assert sources == ["arsip/a.txt", "baik.txt"]
    assert "arsip/kunci/x.txt" in failed
    assert all(message.startswith("no permission to read it") for message in failed.values())
    assert [line["source"] for line in read_lines("satu.jsonl")] == ["baik.txt"]


@pytest.mark.parametrize(("name", "advice"), [("n" * 300, "too long"), ("n" * 300 + ".jsonl", "too long"), ("", "name is empty")])
def test_a_name_that_cannot_be_costs_only_itself(name: str, advice: str) -> None:
    result, sources, failed = check_batch(name, "baik.txt")
    assert (result.status, sources) == (1, ["baik.txt"])
    (message,) = failed.values()
    assert advice in message
    single = run_cli(name, "baik.txt", "-o", "satu.jsonl")
    assert single.status == 1
    assert advice in single.err
    assert [line["source"] for line in read_lines("satu.jsonl")] == ["baik.txt"]


def test_folders_deeper_than_calls_may_be(folder: Path) -> None:
    depth = 1_500
    os.chdir(folder / "arsip")
    for _ in range(depth):
        os.mkdir("d")  # noqa: PTH102 - the whole path would be looked up each time
        os.chdir("d")
    Path("x.txt").write_text(RELEASE, encoding="utf-8")
    os.chdir(folder)
    try:
        if not os.path.lexists(Path("arsip", *["d"] * depth, "x.txt")):
            pytest.skip("paths of this length are too long for this system")
        assert [entry.source.count("/") for entry in list_entries(["arsip"])] == [1, depth + 1]
    finally:
        # What clears temporary folders away may itself not go that deep.
        os.chdir(Path("arsip", *["d"] * depth))
        Path("x.txt").unlink()
        for _ in range(depth):
            os.chdir("..")
            Path("d").rmdir()
        os.chdir(folder)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_in_a_folder_is_reported_and_not_waited_for(folder: Path) -> None:
    os.mkfifo(folder / "pipa")
    (folder / "arsip" / "x.txt").symlink_to(folder / "pipa")
    result, sources, failed = check_batch("arsip")
    assert (result.status, sources) == (1, ["arsip/a.txt"])
    assert failed["arsip/x.txt"].startswith("this is a pipe or a device")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
@pytest.mark.parametrize(("name", "written"), [("pipa", RELEASE), ("pipa.jsonl", json.dumps({"text": RELEASE}) + "\n")])
def test_a_pipe_that_is_named_is_read_once(name: str, written: str) -> None:
    os.mkfifo(name)
    assert measure_inputs([name, "baik.txt"]) == (2, len(RELEASE))
    writer = threading.Thread(target=Path(name).write_text, args=(written,), daemon=True)
    writer.start()
    result, sources, _ = check_batch(name)
    writer.join(60)
    assert (result.status, len(sources)) == (0, 1)


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="no such device here")
def test_a_device_is_refused() -> None:
    result, sources, failed = check_batch("/dev/zero", "baik.txt")
    assert (result.status, sources) == (1, ["baik.txt"])
    assert failed["/dev/zero"].startswith("this is a device")
    assert run_cli("/dev/zero").err.startswith("/dev/zero: this is a device")


@pytest.mark.skipif(not Path("/dev/fd").exists(), reason="no such folder here")
def test_standard_input_by_its_path_and_the_output_of_a_command() -> None:
    for line in ("BE /dev/stdin < baik.txt", "cat baik.txt | BE /dev/stdin", "BE <(cat baik.txt)"):
        result = run_shell(line)
        assert (result.returncode, result.stderr) == (0, "")
        assert json.loads(result.stdout)["dates"][0]["start_date"] == "2024-01-10"
    assert run_shell("BE batch <(cat baik.txt) /dev/stdin -o hasil.jsonl < baik.txt").returncode == 0
    assert [len(line["dates"]) for line in read_lines("hasil.jsonl")] == [1, 1]


def test_standard_input_that_cannot_be_read_costs_only_itself() -> None:
    result = run_shell("BE batch - baik.txt -o hasil.jsonl 0>lain")
    assert result.returncode == 1
    assert "<stdin>: standard input cannot be read" in result.stderr
    assert [line["source"] for line in read_lines("hasil.jsonl")] == ["baik.txt"]


@pytest.mark.parametrize(
    "line",
    [
        "BE batch arsip -o arsip/a.txt",
        "BE batch - -o baik.txt < baik.txt",
        "BE - -o baik.txt < baik.txt",
        "BE baik.txt --lexicon kata.tsv -o kata.tsv",
        "BE batch baik.txt --lexicon kata.tsv -o kata.tsv",
        "BE batch baik.txt --lexicon kata.errors.jsonl -o kata.jsonl",
        "BE batch baik.txt --regions daerah.tsv -o daerah.tsv",
        "BE batch baik.txt -o lain.jsonl",
        "BE batch baik.txt -o kunci.txt",
        "BE baik.txt -o kunci.txt",
        "BE batch baik.txt -o map.jsonl",
    ],
)
def test_an_output_that_would_destroy_something_is_refused(folder: Path, line: str) -> None:
    for name in ("kata.tsv", "kata.errors.jsonl", "daerah.tsv", "kunci.txt"):
        (folder / name).write_text("# mine\n", encoding="utf-8")
    (folder / "lain.errors.jsonl").write_text('{"source": "x", "error": "missing", "message": "m"}\n{"mine": 1}\n', encoding="utf-8")
    (folder / "kunci.txt").chmod(0o444)
    (folder / "map.errors.jsonl").mkdir()
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    result = run_shell(line)
    assert (result.returncode, result.stdout) == (2, "")
    assert re.search(r"[Gg]ive (?:another name|the name of a file)", " ".join(result.stderr.split()))
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


def test_names_are_as_long_as_they_may_be(folder: Path) -> None:
    name = "é" * 120
    assert run_cli("baik.txt", "-o", name).status == 0
    assert json.loads(Path(name).read_bytes())["source"] == "baik.txt"
    for base in ("a" * 245, "a" * 300):  # 245: only the list of errors has no room
        with pytest.raises(OutputError, match="Give a shorter name"):
            run_batch(["baik.txt"], Path(f"{base}.jsonl"), engine=SerialEngine(), options=Options())
    assert sorted(path.name for path in folder.iterdir()) == ["arsip", "baik.txt", name]


@pytest.mark.skipif(not Path("/dev/stdout").exists(), reason="no such path here")
def test_a_batch_into_standard_output_tells_what_failed_and_lists_it_nowhere() -> None:
    gone = " ".join(f"no{number}" for number in range(15))
    result = run_shell(f"BE batch {gone} baik.txt -o /dev/stdout | cat")
    assert json.loads(result.stdout)["source"] == "baik.txt"
    assert result.stderr.count("no such file") == 15
    assert "15 could not be processed (15 missing); the reasons: above" in result.stderr
    assert not Path("/dev/stdout.errors.jsonl").exists()
    assert run_shell("echo awal > semua; BE batch baik.txt -o /dev/stdout >> semua").returncode == 0
    assert Path("semua").read_text(encoding="utf-8").startswith('awal\n{"schema_version"')


@pytest.mark.parametrize("text", ["\u200b \u200b\n", "\ufeff\u2060\u00ad\u200e"])
def test_what_nobody_can_see_is_empty(folder: Path, text: str) -> None:
    (folder / "kosong.txt").write_text(text, encoding="utf-8")
    (folder / "kosong.jsonl").write_text(json.dumps({"text": text}) + "\n", encoding="utf-8")
    for command in (("kosong.txt",), ("batch", "kosong.txt", "kosong.jsonl", "-o", "hasil.jsonl")):
        assert run_cli(*command).status == 1
    assert {line["error"] for line in read_lines("hasil.errors.jsonl")} == {"empty"}


def test_a_new_output_keeps_the_mode_of_the_old(folder: Path) -> None:
    (folder / "hasil.json").touch(mode=0o640)
    (folder / "hasil.json").chmod(0o640)
    assert run_cli("baik.txt", "-o", "hasil.json").status == 0
    assert stat.S_IMODE((folder / "hasil.json").stat().st_mode) == 0o640
