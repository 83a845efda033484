"""Dates, places, officials, attendance and quotes from Indonesian press releases, each with its evidence."""

from __future__ import annotations

import datetime as dt
import os
from functools import cache
from typing import TYPE_CHECKING, Any

from berita_extract.documents import Document
from berita_extract.errors import BeritaError, GoldError, InputError, LexiconError, MissingExtraError, OutputError, RegionsError
from berita_extract.schema import (
    Attendance,
    Byline,
    Dateline,
    DateMention,
    Event,
    Extraction,
    Headline,
    Location,
    Mention,
    Official,
    PersonMention,
    Quote,
    Title,
    Value,
)
from berita_extract.schema import Warning as Warning  # not in __all__: `import *` must not hide Python's own
from berita_extract.trace import Explanation, Step

if TYPE_CHECKING:
    from berita_extract.io.frames import to_arrow, to_pandas, to_polars
    from berita_extract.pipeline import Extractor

    __version__: str

__all__ = [
    "Attendance",
    "BeritaError",
    "Byline",
    "DateMention",
    "Dateline",
    "Document",
    "Event",
    "Explanation",
    "Extraction",
    "Extractor",
    "GoldError",
    "Headline",
    "InputError",
    "LexiconError",
    "Location",
    "Mention",
    "MissingExtraError",
    "Official",
    "OutputError",
    "PersonMention",
    "Quote",
    "RegionsError",
    "Step",
    "Title",
    "Value",
    "__version__",
    "batch",
    "extract",
    "load",
    "to_arrow",
    "to_pandas",
    "to_polars",
]


def __getattr__(name: str) -> Any:
    # spaCy takes most of a second to import, the metadata of the package a tenth: a mere import of this package needs neither.
    if name == "Extractor":
        from berita_extract.pipeline import Extractor

        return Extractor
    if name in ("to_arrow", "to_pandas", "to_polars"):
        from berita_extract.io import frames

        return getattr(frames, name)
    if name == "__version__":
        from importlib.metadata import version

        return version("berita-extract")
    if name == "batch":
        import importlib

        return importlib.import_module("berita_extract.batch")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


def load(
    *,
    lexicon: str | os.PathLike[str] | None = None,
    regions: str | os.PathLike[str] | None = None,
    min_confidence: float | None = None,
) -> Extractor:
    """Build an extractor; keep it for many documents.

    `lexicon` names a file with further words for any list; `regions` a list of districts and villages made by
    `berita-extract regions import`, if not the one in your data folder is meant. Both are read now: load again when
    one has changed. Raises `LexiconError` or `RegionsError` for a file that cannot be used. Values with a confidence under
    `min_confidence`, a number from 0 to 1, are left out.
    """
    from berita_extract.pipeline import Extractor

    return Extractor(lexicon, regions, min_confidence)


def extract(text: str, *, published: dt.date | str | None = None) -> Extraction:
    """Extract from one release; `published`, a date or `"2024-01-10"`, is the day against which relative dates are read."""
    return _shared().extract(text, published=published)


@cache
def _shared() -> Extractor:
    return load()
