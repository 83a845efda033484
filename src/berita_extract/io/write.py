"""Writing results: encoded as JSON, and into files that are either complete or absent."""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO, Any, Final

import msgspec

from berita_extract.errors import OutputError
from berita_extract.schema import Extraction

PROVENANCE: Final = ("schema_version", "source", "sha256", "reference_date", "region_list")
FIELDS: Final = tuple(name for name in Extraction.__struct_fields__ if name not in PROVENANCE)


def encode_extraction(extraction: Extraction, *, fields: Sequence[str] | None = None, indent: int | None = None) -> bytes:
    """One JSON object in UTF-8; `fields` keeps these and the provenance, in the order of the schema."""
    if fields is None:
        return extraction.to_json(indent=indent).encode()
    plain = extraction.to_dict()
    kept = {name: value for name, value in plain.items() if name in PROVENANCE or name in fields}
    return encode_json(kept, indent=indent)


def encode_json(value: Any, *, indent: int | None = None) -> bytes:
    """Any plain value as JSON in UTF-8; lone surrogates, which UTF-8 cannot hold, as `\\ud800`."""
    try:
        packed = msgspec.json.encode(value)
    except UnicodeEncodeError:
        value = msgspec.to_builtins(value)
        return json.dumps(value, indent=indent, separators=None if indent else (",", ":")).encode()
    return msgspec.json.format(packed, indent=indent) if indent else packed


@contextlib.contextmanager
def open_output(path: str | Path) -> Iterator[IO[bytes]]:
    """A file to write into that appears under its name only when everything has been written.

    Until then the data is in a hidden file beside it, which is removed on any failure. Raises `OutputError`
    where the file cannot be created.
    """
    # Replacing a link would leave its target untouched and the link gone.
    target = Path(os.path.realpath(path))
    if target.exists() and not target.is_file():
        yield from _open_special(target)
        return
    temporary = target.with_name(f".{target.name[:100]}.{secrets.token_hex(6)}.tmp")
    try:
        file = temporary.open("xb")
    except OSError as error:
        raise _explain_os_error(error, path, target.parent) from error
    try:
        with file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        _keep_mode(target, temporary)
        temporary.replace(target)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise
    _sync_folder(target.parent)


def remove_stale(path: Path) -> None:
    """Remove a file of an earlier run, if there is one."""
    path.unlink(missing_ok=True)


def _open_special(target: Path) -> Iterator[IO[bytes]]:
    """`/dev/stdout` or a named pipe: there is nothing to replace."""
    try:
        file = target.open("wb")
    except OSError as error:
        raise _explain_os_error(error, target, target.parent) from error
    with file:
        yield file


def _explain_os_error(error: OSError, path: str | Path, folder: Path) -> OutputError:
    match error:
        case IsADirectoryError():
            return OutputError(f"{path}: this is a folder. Give the name of a file to write.")
        case FileNotFoundError() | NotADirectoryError():
            return OutputError(f"{path}: there is no folder {folder}. Create it first, or write somewhere else.")
        case PermissionError():
            return OutputError(f"{path}: no permission to write in {folder}. Write somewhere else.")
    return OutputError(f"{path}: it cannot be written ({error.strerror or error}).")


def _keep_mode(target: Path, temporary: Path) -> None:
    with contextlib.suppress(OSError):
        temporary.chmod(stat.S_IMODE(target.stat().st_mode))


def _sync_folder(folder: Path) -> None:
    """Make the new name survive a power cut, where the system lets a folder be opened."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
