"""Libraries that only some outputs need: whether they are installed, and what to type if not."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterable


def tell_missing(modules: Iterable[str]) -> str | None:
    """Which of these libraries is missing and the command that installs it, if one is."""
    missing = [module for module in modules if importlib.util.find_spec(module) is None]
    if not missing:
        return None
    # Whoever wants a frame of pandas or Polars has that library; what is ours is between Arrow and the results.
    own = [module for module in missing if module in ("pandas", "polars")]
    install = " ".join([*(["'berita-extract[tables]'"] if len(missing) > len(own) else []), *own])
    return f"{' and '.join(missing)} must be installed for it: pip install {install}"
