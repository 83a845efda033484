"""Libraries that only some formats need: used where they are installed, named with their command where they are not."""

from __future__ import annotations

import importlib
from typing import Any

from berita_extract.errors import InputError


def need(module: str, *, extra: str, source: str) -> Any:
    """The module, or an `InputError` with the command that installs it."""
    try:
        return importlib.import_module(module)
    except ImportError as error:
        message = f"{module.partition('.')[0]} is needed to read it. Install it: pip install 'berita-extract[{extra}]'"
        raise InputError(source, "extra", message) from error
