"""Dates, places, officials, attendance and quotes from Indonesian press releases, each with its evidence."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Any

from berita_extract.schema import Extraction

if TYPE_CHECKING:
    from berita_extract.pipeline import Extractor

__all__ = ["Extraction", "Extractor", "extract", "load"]


def __getattr__(name: str) -> Any:
    # spaCy takes most of a second to import; a mere import of this package must not.
    if name == "Extractor":
        from berita_extract.pipeline import Extractor

        return Extractor
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def load(*, lexicon: Path | None = None, regions: Path | None = None) -> Extractor:
    """Build an extractor; keep it for many documents.

    `lexicon` names a file with further words for any list; `regions` a list of districts and villages made by
    `berita-extract regions import`, if not the one in your data folder is meant. Raises `LexiconError` or
    `RegionsError` for a file that cannot be used.
    """
    from berita_extract.pipeline import Extractor

    return Extractor(lexicon, regions)


def extract(text: str, *, published: dt.date | None = None) -> Extraction:
    """Extract from one release; `published` is the day against which relative dates are read."""
    return _shared().extract(text, published=published)


def _shared() -> Extractor:
    global _extractor
    if _extractor is None:
        _extractor = load()
    return _extractor


_extractor: Extractor | None = None
