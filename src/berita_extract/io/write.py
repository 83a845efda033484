"""Writing results: encoded as JSON, and into files that are either complete or absent."""

from __future__ import annotations

import contextlib
import errno
import json
import os
import secrets
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO, Any, Final

import msgspec

from berita_extract.errors import OutputError
from berita_extract.schema import Extraction, Warning

PROVENANCE: Final = ("schema_version", "source", "sha256", "duplicate_of", "reference_date", "region_list", "min_confidence")
FIELDS: Final = tuple(name for name in Extraction.__struct_fields__ if name not in PROVENANCE)

_STREAMS: Final = ("/dev/stdout", "/dev/stderr", "/dev/fd/", "/proc/")
_WRITABLE: Final = stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH


def encode_extraction(extraction: Extraction, *, fields: Sequence[str] | None = None, indent: int | None = None) -> bytes:
    """One JSON object in UTF-8; `fields` keeps these and the provenance, in the order of the schema."""
    if fields is None:
        return extraction.to_json(indent=indent).encode()
    plain = extraction.to_dict()
    kept = {name: value for name, value in plain.items() if name in PROVENANCE or name in fields}
    return encode_json(kept, indent=indent)


def choose_fields(names: Sequence[str]) -> tuple[str, ...]:
    """The named fields in the order of the schema; `ValueError` says which there are where one is unknown or none is named."""
    unknown = [name for name in names if name not in FIELDS]
    if unknown or not names:
        wrong = f"{unknown[0]!r} is not a field" if unknown else "no field is named"
        raise ValueError(f"{wrong}. Fields are: {', '.join(FIELDS)}.")
    return tuple(name for name in FIELDS if name in names)


def list_withheld(extraction: Extraction, fields: Sequence[str] | None) -> tuple[Warning, ...]:
    """The warnings that an output with these fields does not show."""
    return () if fields is None or "warnings" in fields else extraction.warnings


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
    check_output(path)
    if is_special(path):
        yield from _open_special(Path(path))
        return
    # File systems count bytes, not letters.
    begin = os.fsencode(target.name)[:100].decode("utf-8", "ignore")
    temporary = target.with_name(f".{begin}.{secrets.token_hex(6)}.tmp")
    try:
        file = temporary.open("xb")
    except OSError as error:
        raise explain_os_error(error, path, target.parent) from error
    try:
        with file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        keep_mode(target, temporary)
        temporary.replace(target)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise
    sync_folder(target.parent)


def check_output(path: str | Path) -> None:
    """Raise `OutputError` where a file that is complete later could not appear under this name."""
    target = Path(os.path.realpath(path))
    try:
        mode = target.stat().st_mode
    except FileNotFoundError:
        return  # a missing folder is told by who creates the file
    except OSError as error:
        raise explain_os_error(error, path, target.parent) from error
    if stat.S_ISDIR(mode):
        raise explain_os_error(IsADirectoryError(), path, target.parent)
    if stat.S_ISREG(mode) and not is_special(path) and not (mode & _WRITABLE and os.access(target, os.W_OK)):
        raise OutputError(f"{path}: this file is write-protected. Give another name, or make it writable first.")


def is_special(path: str | Path) -> bool:
    """`/dev/stdout`, a named pipe or a device: nothing to replace, and nothing of ours belongs beside it."""
    if os.path.abspath(path).startswith(_STREAMS):  # noqa: PTH100 - resolve() would follow the link
        return True
    try:
        mode = Path(path).stat().st_mode
    except OSError:
        return False
    return not stat.S_ISREG(mode) and not stat.S_ISDIR(mode)


def _open_special(target: Path) -> Iterator[IO[bytes]]:
    """Write on where the stream is: what the shell has already put there (`>>`) stays."""
    try:
        file = target.open("ab")
    except OSError as error:
        raise explain_os_error(error, target, target.parent) from error
    with file:
        yield file


def explain_os_error(error: OSError, path: str | Path, folder: Path) -> OutputError:
    """What a system's error means for whoever asked for this output, and what to do."""
    match error:
        case IsADirectoryError():
            return OutputError(f"{path}: this is a folder. Give the name of a file to write.")
        case FileNotFoundError() | NotADirectoryError():
            return OutputError(f"{path}: there is no folder {folder}. Create it first, or write somewhere else.")
        case PermissionError():
            return OutputError(f"{path}: no permission to write in {folder}. Write somewhere else.")
        case OSError(errno=errno.ENAMETOOLONG):
            return OutputError(f"{path}: the name is too long for this system. Give a shorter name.")
        case OSError(errno=errno.ENOSPC | errno.EDQUOT | errno.EFBIG):
            return OutputError(f"{path}: there is no room for it in {folder} ({error.strerror}). Make room, or write somewhere else.")
    return OutputError(f"{path}: it cannot be written ({error.strerror or error}).")


def keep_mode(target: Path, temporary: Path) -> None:
    """Give the new file the permissions of the one that it replaces."""
    with contextlib.suppress(OSError):
        temporary.chmod(stat.S_IMODE(target.stat().st_mode))


def sync_folder(folder: Path) -> None:
    """Make the new name survive a power cut, where the system lets a folder be opened."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
