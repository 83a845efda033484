"""Web pages: the article with its headline, and the day that the page gives for it."""

from __future__ import annotations

import functools
import logging
import re
from typing import Any, Final

from berita_extract.errors import InputError
from berita_extract.io.blobs import explain_damage
from berita_extract.io.composing import join_title
from berita_extract.io.days import read_publication_day
from berita_extract.io.entries import ReadDocument
from berita_extract.io.extras import need

# Only what the page says of itself counts as its day; `max_date` because a reading must not depend on the day it is done.
_DATES: Final = {"original_date": True, "extensive_search": False, "max_date": "2100-01-01"}
# Where there is no article the library gives what it finds: a menu, a notice.
_FEWEST_WORDS: Final = 10
_SITE: Final = re.compile(r" [|\-–—»:] ")


def read_page(content: bytes, source: str) -> ReadDocument:
    """The article of a web page; raises `InputError` where there is none."""
    trafilatura = need("trafilatura", extra="documents", source=source)
    _keep_quiet()
    try:
        found = trafilatura.bare_extraction(
            content, with_metadata=True, include_comments=False, include_tables=True, date_extraction_params=_DATES
        )
    except Exception as error:  # a page can be wrong in any way
        raise explain_damage(error, source) from error
    body = (found.text or "").strip() if found is not None else ""
    if len(body.split()) < _FEWEST_WORDS:
        message = "no article is found on this page. If there is one, save its text as a .txt file in UTF-8."
        raise InputError(source, "article", message)
    # It gives a paragraph a line; lines that stand together would be taken for one paragraph in a narrow column.
    text = join_title(_read_title(found), body.replace("\n", "\n\n"))
    return ReadDocument(text=text, source=source, published=read_publication_day(found.date) if found.date else None)


def _read_title(found: Any) -> str | None:
    """The headline without the name of the site that stands behind it."""
    title = " ".join((found.title or "").split())
    site = (found.sitename or "").strip()
    parts = _SITE.split(title)
    if len(parts) > 1 and site and parts[-1].casefold() in (site.casefold(), (found.hostname or "").casefold()):
        title = title[: -len(parts[-1])].rstrip(" |-–—»:")
    return title or None


@functools.cache
def _keep_quiet() -> None:
    """What libraries log of a page that is none, the user is told by us."""
    for name in ("trafilatura", "htmldate", "courlan", "justext"):
        logging.getLogger(name).addHandler(logging.NullHandler())
        logging.getLogger(name).propagate = False
