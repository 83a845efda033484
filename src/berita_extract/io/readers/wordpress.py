"""WordPress exports and other RSS files: the published posts, one after the other."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final
from xml.parsers import expat

from berita_extract.errors import InputError
from berita_extract.io.blobs import Blob, check_size, explain_damage
from berita_extract.io.entries import Cells, Entry
from berita_extract.io.markup import strip_markup

_CHUNK: Final = 1 << 16
_CONTENT: Final = "http://purl.org/rss/1.0/modules/content/ encoded"
_EXPORT: Final = "http://wordpress.org/export/"
_PLAIN: Final = ("title", "link", "pubDate", "description")
# What WordPress keeps beside its posts. Kinds of one's own (`berita`, `siaran-pers`) are posts.
_NO_POSTS: Final = frozenset(
    [
        "attachment",
        "custom_css",
        "customize_changeset",
        "nav_menu_item",
        "oembed_cache",
        "page",
        "revision",
        "user_request",
        "wp_block",
        "wp_font_face",
        "wp_font_family",
        "wp_global_styles",
        "wp_navigation",
        "wp_template",
        "wp_template_part",
    ]
)
# Old editors left characters in posts that XML does not allow at all.
_CONTROLS: Final = bytes({*range(0x20)} - {*b"\t\n\r"})


def list_posts(blob: Blob) -> Iterator[Entry]:
    """The published posts, by their address, else by their number."""
    items = _Items(blob)
    number = 0
    with blob.open() as stream:
        while True:
            chunk = stream.read1(_CHUNK)
            try:
                items.parser.Parse(chunk.translate(None, _CONTROLS), not chunk)
            except expat.ExpatError as error:
                kept = f"The {number:,} entries before that are kept. " if number else ""
                yield from _enter_items(items, number, blob)
                raise explain_damage(error, blob.source, kept) from error
            yield from _enter_items(items, number, blob)
            number += items.take_count()
            if not chunk:
                break
    if not items.is_feed:
        raise InputError(blob.source, "record", "it is XML, but no WordPress export or RSS. Export the posts again (Tools, Export).")
    if not number:
        raise InputError(blob.source, "empty", "there is no post in it. Check what was exported.")


def _enter_items(items: _Items, number: int, blob: Blob) -> Iterator[Entry]:
    for count, item in enumerate(items.finished, number + 1):
        if item.get("post_type", "post") in _NO_POSTS or item.get("status", "publish") != "publish":
            continue
        body = item.get("content") or item.get("description", "")
        title, name = item.get("title", ""), item.get("link", "").strip()
        day = item.get("post_date", "")
        # Drafts that were published in bulk have no day of their own there.
        day = item.get("pubDate", "") if day.startswith("0000") or not day else day
        text = strip_markup(body, keep_breaks="<p" not in body)
        cells = Cells(text, strip_markup(title), day or None, name or None)
        yield Entry(f"{blob.source}#{item.get('post_id') or count}", "cells", cells=cells, options=blob.options)


class _Items:
    """The items of a feed as they end, with the elements that matter; declarations of entities are refused: they can be bombs."""

    def __init__(self, blob: Blob) -> None:
        self.finished: list[dict[str, str]] = []
        self.is_feed = False
        self._blob = blob
        self._item: dict[str, str] | None = None
        self._name: str | None = None
        self._pieces: list[str] = []
        self._length = 0
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._hear
        self.parser.EntityDeclHandler = self._refuse

    def take_count(self) -> int:
        """How many items have ended since the last time; they are let go."""
        count = len(self.finished)
        self.finished = []
        return count

    def _start(self, name: str, _: dict[str, str]) -> None:
        if name in ("rss", "channel"):
            self.is_feed = True
        if name == "item":
            self._item, self._length = {}, 0
        elif self._item is not None:
            self._name, self._pieces = _name_element(name), []

    def _hear(self, data: str) -> None:
        if self._name is not None:
            self._length += len(data)
            check_size(self._length, self._blob.source, self._blob.options.limits)
            self._pieces.append(data)

    def _end(self, name: str) -> None:
        if name == "item" and self._item is not None:
            self.finished.append(self._item)
            self._item = None
        elif self._item is not None and self._name is not None:
            self._item.setdefault(self._name, "".join(self._pieces))
        self._name = None

    def _refuse(self, *_: object) -> None:
        message = "it declares entities of its own, which no export does and which can be a bomb. Remove its <!DOCTYPE …>."
        raise InputError(self._blob.source, "limit", message)


def _name_element(name: str) -> str | None:
    if name == _CONTENT:
        return "content"
    if name.startswith(_EXPORT):
        return name.rpartition(" ")[2]
    return name if name in _PLAIN else None
