"""Names of documents as users see them, and what the system says against a file in words that help."""

from __future__ import annotations

import errno
import os
import re
from pathlib import Path
from typing import Final

from berita_extract.errors import InputError

_DRIVE: Final = re.compile(r"^[A-Za-z]:")


def name_source(path: str | Path) -> str:
    """The path as text; a file name that is no valid UTF-8 still gets a printable name."""
    return os.fsencode(path).decode("utf-8", "replace")


def name_member(name: str) -> str:
    """The name of an archive's member without the ways out of the archive: no drive, no root, no `..`."""
    plain = name.encode("utf-8", "replace").decode().replace("\\", "/").replace("\0", "")
    parts = [part for part in _DRIVE.sub("", plain).split("/") if part not in ("", ".", "..")]
    return "/".join(parts) or "?"


def is_hidden(name: str) -> bool:
    """Whether a member is nothing that its maker put there on purpose: `.git/x`, `__MACOSX/x`."""
    return any(part.startswith(".") or part == "__MACOSX" for part in name.split("/"))


def explain_os_error(error: OSError, source: str) -> InputError:
    """What kept a file from being read, and what to do."""
    match error:
        case FileNotFoundError() if source.endswith(("/", os.sep)):
            return InputError(source, "missing", "there is no such folder. Check its name.")
        case FileNotFoundError():
            return InputError(source, "missing", "there is no such file or folder. Check the name.")
        case IsADirectoryError():
            command = f"berita-extract batch {source} -o hasil.jsonl"
            message = f"this is a folder, not a file. For the releases in it: {command}"
            return InputError(source, "folder", message)
        case PermissionError():
            return InputError(source, "unreadable", "no permission to read it. Ask its owner, or change its mode.")
        case OSError(errno=errno.ENAMETOOLONG):
            return InputError(source, "unreadable", "the name is too long for this system. Shorten it.")
    return InputError(source, "unreadable", f"it cannot be read ({error.strerror or error}).")
