"""Outputs that appear under their name only when they are complete: files that libraries write, and folders."""

from __future__ import annotations

import contextlib
import os
import re
import secrets
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from berita_extract.errors import OutputError
from berita_extract.io.write import explain_os_error, keep_mode, sync_folder

_TOKEN_BYTES: Final = 6


@contextlib.contextmanager
def place_output(path: Path) -> Iterator[Path]:
    """A path to fill with a file or a folder, which then becomes `path`, or is removed on any failure.

    It lies in a hidden folder beside `path`, where libraries may put files of their own. Raises `OutputError` where
    nothing can be written; a full disk is one too.
    """
    target = Path(os.path.realpath(path))
    workspace = _make_workspace(path, target)
    try:
        try:
            filled = workspace / target.name
            yield filled
            _sync(filled)
            if target.is_dir():
                _replace_folder(target, filled)
            else:
                keep_mode(target, filled)
                filled.replace(target)
        except OSError as error:
            raise explain_os_error(error, path, target.parent) from error
    finally:
        shutil.rmtree(workspace, ignore_errors=True)
    sync_folder(target.parent)


def remove_leftovers(path: Path) -> None:
    """Remove hidden folders that a killed run has left beside this output; no other run may be writing it."""
    target = Path(os.path.realpath(path))
    left = re.compile(re.escape(_begin_name(target)) + rf"[0-9a-f]{{{2 * _TOKEN_BYTES}}}\.tmp")
    with contextlib.suppress(OSError):
        for folder in list(target.parent.iterdir()):
            if left.fullmatch(folder.name) and folder.is_dir() and not folder.is_symlink():
                shutil.rmtree(folder, ignore_errors=True)


def _replace_folder(target: Path, filled: Path) -> None:
    """A folder that holds files cannot be replaced in one step: the old one steps aside, and back if that fails."""
    aside = filled.with_name(f"{filled.name}.old")
    target.rename(aside)
    try:
        filled.rename(target)
    except OSError:
        aside.rename(target)
        raise


def _make_workspace(path: Path, target: Path) -> Path:
    workspace = target.with_name(f"{_begin_name(target)}{secrets.token_hex(_TOKEN_BYTES)}.tmp")
    try:
        workspace.mkdir()
    except OSError as error:
        raise explain_os_error(error, path, target.parent) from error
    return workspace


def _begin_name(target: Path) -> str:
    # File systems count bytes, not letters.
    return f".{os.fsencode(target.name)[:100].decode('utf-8', 'ignore')}."


def _sync(path: Path) -> None:
    """Have the system write everything to disk before the name appears."""
    for part in (path, *sorted(path.iterdir())) if path.is_dir() else (path,):
        if part.is_dir():
            sync_folder(part)
            continue
        with part.open("rb") as file:
            os.fsync(file.fileno())


def explain_library_error(error: Exception, path: Path) -> OutputError:
    """What a library could not write, as an `OutputError`; most often the disk is full."""
    told = " ".join(str(error).split())
    return OutputError(f"{path}: it cannot be written ({told}). See that there is room and permission, or write somewhere else.")
