"""The documentation, executed: commands run, Python blocks print what they say, excerpts are excerpts, cases pass."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import berita_extract
from cases_format import Case, agrees, found_lines, read_cases, report
from doc_blocks import Block, read_blocks, shows
from releases import ROOT

PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What a reader has in front of him after cloning, in a place where the commands may write."""
    for name in ("samples", "models", "tests/gold"):
        shutil.copytree(ROOT / name, tmp_path / name)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_block_does_what_it_shows(page: Path, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    names: dict[str, object] = {}
    for block in read_blocks(page):
        place = f"{block.file}:{block.line}"
        if block.is_left_alone:
            continue
        if block.remark.startswith("excerpt of "):
            assert shows(block.body, (ROOT / block.remark.removeprefix("excerpt of ")).read_text(encoding="utf-8")), place
        elif block.language == "console":
            run_console(block, folder, place)
        elif block.language == "python":
            # The blocks of a page go on from each other, as a reader would type them.
            exec(compile(block.body, place, "exec"), names)
            assert capsys.readouterr().out.splitlines() == block.printed(), place
        elif block.language == "cases":
            run_cases(block, folder, place)
        else:
            pytest.fail(f"{place}: say in a comment above the block what it is an excerpt of, or why it is not run")


def run_console(block: Block, folder: Path, place: str) -> None:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    for command, shown in block.commands():
        done = subprocess.run(
            ["bash", "-c", f"set -o pipefail; {command}"],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            cwd=folder,
            env={**os.environ, "PATH": path},
            check=False,
        )
        output = done.stdout.decode()
        assert done.returncode == 0, f"{place}: {command}\n{output}"
        assert not shown or shows(shown, output), f"{place}: {command} does not print what stands under it, but:\n{output}"


def run_cases(block: Block, folder: Path, place: str) -> None:
    file = folder / f"{block.argument}.cases"
    file.write_text(block.body, encoding="utf-8")
    for case in read_cases(file):
        assert isinstance(case, Case), f"{place}: {case}"
        found = found_lines(case.field, berita_extract.extract(case.text, published=case.reference))
        assert agrees(case, found), f"{place}: {report(case, found)}"


@pytest.mark.parametrize(
    ("shown", "text", "agree"),
    [
        ("a\nb\n", "a\nb\n", True),
        ("a\n", "a\nb\n", False),
        ("a\n…\nd\n", "a\nb\nc\nd\n", True),
        ("a\n…\nd\n", "a\nd\n", True),
        ("…\nb\n", "a\nb\nc\n", False),
        ("a … c\n", "a b c\n", True),
        ("a … c\n", "a b\nc\n", False),
        ("a.c\n", "abc\n", False),
        ("a\n", "a  \n", True),
    ],
)
def test_an_ellipsis_stands_for_anything_and_nothing_else_does(shown: str, text: str, agree: bool) -> None:
    assert shows(shown, text) is agree


def test_the_readme_gives_one_command_to_run_and_one_to_test() -> None:
    # `.ci/run` takes them from here.
    commands = [command for block in read_blocks(ROOT / "README.md") if block.is_left_alone for command, _ in block.commands()]
    assert sum("berita-extract samples/" in command for command in commands) == 1
    assert sum("pytest" in command for command in commands) == 1
