"""The compiled lexicon is kept in the user's cache folder, so that a command starts as fast as it can be read."""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
import sys
from collections.abc import Callable, Mapping
from importlib import metadata
from pathlib import Path
from typing import Final

from berita_extract.lexicon.compiled import Compiled, unpack

_FOLDER_VARIABLE: Final = "BERITA_EXTRACT_CACHE_DIR"
_PREFIX: Final = "lexicon-"
# To be counted up when the form of what is packed changes.
_FORM: Final = 1
# So many may lie there: of several environments with versions of their own.
_MOST: Final = 4


def remember(texts: Mapping[str, str], build: Callable[[], Compiled]) -> Compiled:
    """What was built from the same texts before, else what is built now.

    Where nothing can be read or written there, it is built each time, which takes a tenth of a second.
    """
    path = _find_folder() / f"{_PREFIX}{_digest(texts)}"
    # Whatever is wrong with the file: it holds nothing that cannot be built again.
    with contextlib.suppress(Exception):
        if _is_ours(path):
            return unpack(path.read_bytes())
    built = build()
    with contextlib.suppress(OSError):
        _save(path, built.pack())
    return built


def _find_folder() -> Path:
    """`BERITA_EXTRACT_CACHE_DIR`, or the user's cache folder."""
    folder = os.environ.get(_FOLDER_VARIABLE)
    if folder:
        return Path(folder)
    import platformdirs

    return Path(platformdirs.user_cache_dir("berita-extract", appauthor=False))


def _digest(texts: Mapping[str, str]) -> str:
    """What the packed form depends on: the words, and who reads and writes it."""
    versions = (_FORM, sys.version_info[:2], metadata.version("pyahocorasick"), sys.byteorder, sys.maxsize)
    digest = hashlib.sha256(repr(versions).encode())
    for name, text in texts.items():
        digest.update(f"\n{name}\n".encode())
        digest.update(text.encode())
    return digest.hexdigest()[:32]


def _is_ours(path: Path) -> bool:
    """Whether the file is the user's own: reading a pickle runs what is in it."""
    return not hasattr(os, "getuid") or path.stat().st_uid == os.getuid()


def _save(path: Path, packed: bytes) -> None:
    """Write the file whole or not at all, and remove the oldest of too many."""
    path.parent.mkdir(parents=True, exist_ok=True)
    hidden = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    try:
        hidden.write_bytes(packed)
        hidden.replace(path)
    finally:
        hidden.unlink(missing_ok=True)
    kept = sorted(path.parent.glob(f"{_PREFIX}*"), key=lambda file: file.stat().st_mtime, reverse=True)
    for old in kept[_MOST:]:
        old.unlink(missing_ok=True)
