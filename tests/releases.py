"""The sample releases, as the tests read them."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]


@cache
def read_samples() -> dict[str, str]:
    """The releases of `samples/` by file name, each exactly as it stands in its file."""
    return {path.name: path.read_bytes().decode() for path in sorted((ROOT / "samples").glob("*.txt"))}
