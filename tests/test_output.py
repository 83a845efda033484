"""Files of results: complete or absent, and what cannot be created says what to do."""

from __future__ import annotations

import stat
from pathlib import Path
from typing import IO

import pytest

from berita_extract.errors import OutputError
from berita_extract.io.write import open_output


def list_names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_an_output_appears_only_when_it_is_complete(tmp_path: Path) -> None:
    output = tmp_path / "hasil.jsonl"
    with open_output(output) as file:
        file.write(b"one")
        assert not output.exists()
    assert output.read_bytes() == b"one"
    with pytest.raises(KeyboardInterrupt), open_output(output) as file:
        interrupt_writing(file)
    assert output.read_bytes() == b"one"
    assert list_names(tmp_path) == ["hasil.jsonl"]


def interrupt_writing(file: IO[bytes]) -> None:
    file.write(b"two")
    raise KeyboardInterrupt


def test_an_output_keeps_the_mode_and_the_link_of_what_it_replaces(tmp_path: Path) -> None:
    target, link = tmp_path / "target.jsonl", tmp_path / "link.jsonl"
    target.touch(mode=0o640)
    link.symlink_to(target)
    with open_output(link) as file:
        file.write(b"new")
    assert link.is_symlink()
    assert target.read_bytes() == b"new"
    assert stat.S_IMODE(target.stat().st_mode) == 0o640


def test_a_device_is_written_and_not_replaced() -> None:
    with open_output("/dev/null") as file:
        file.write(b"gone")
    assert stat.S_ISCHR(Path("/dev/null").stat().st_mode)


def test_an_output_that_cannot_be_created_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="Create it first"), open_output(tmp_path / "no" / "hasil.jsonl"):
        raise AssertionError("must not be reached")
    with pytest.raises(OutputError, match="this is a folder"), open_output(tmp_path):
        raise AssertionError("must not be reached")
