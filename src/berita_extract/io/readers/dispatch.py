"""From a file or member to the documents in it, whatever its format."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from typing import Final

from berita_extract.errors import InputError
from berita_extract.io.blobs import Blob, BombError, explain_damage, read_whole
from berita_extract.io.entries import Entry
from berita_extract.io.formats import COMPRESSED, Format, recognise
from berita_extract.io.readers.compressed import list_unpacked
from berita_extract.io.readers.containers import list_tar, list_zip
from berita_extract.io.readers.databases import list_database
from berita_extract.io.readers.delimited import list_delimited
from berita_extract.io.readers.descent import check_depth
from berita_extract.io.readers.parquet_files import list_parquet
from berita_extract.io.readers.records import list_lines, list_values
from berita_extract.io.readers.sheets import list_workbook
from berita_extract.io.readers.warc import list_records
from berita_extract.io.readers.wordpress import list_posts

_RECORDS: Final[dict[str, Callable[[Blob], Iterator[Entry]]]] = {
    "jsonl": list_lines,
    "json": list_values,
    "csv": list_delimited,
    "xlsx": list_workbook,
    "parquet": list_parquet,
    "sqlite": list_database,
    "wordpress": list_posts,
    "warc": list_records,
}


def list_documents(blob: Blob, form: Format | None) -> Iterator[Entry]:
    """The documents in a file of this format; one of an unknown format is read as text.

    What goes wrong on the way is an entry with its problem, after those that were read before.
    """
    try:
        yield from _list(blob, form)
    except InputError as problem:
        yield Entry(problem.source, problem=problem)


def _descend(blob: Blob) -> Iterator[Entry]:
    """The documents in a member; only a bomb ends the archive around it too."""
    try:
        yield from _list(blob, recognise(blob.name))
    except BombError:
        raise
    except InputError as problem:
        yield Entry(problem.source, problem=problem)


def _list(blob: Blob, form: Format | None) -> Iterator[Entry]:
    if form is None or form.kind == "document":
        kind = form.form if form is not None and form.form is not None else "text"
        if blob.path is not None:
            yield Entry(blob.source, kind, path=blob.path, options=blob.options, on_disk=blob.size)
        else:
            yield Entry(blob.source, kind, content=read_whole(blob), options=blob.options)
        return
    if form.kind == "archive":
        check_depth(blob)
    try:
        yield from _choose_lister(form)(blob)
    except InputError:
        raise
    except Exception as error:  # whatever a library makes of a file that is wrong: the rest of the batch goes on
        raise explain_damage(error, blob.source) from error


def _choose_lister(form: Format) -> Callable[[Blob], Iterator[Entry]]:
    if form.name in COMPRESSED:
        return functools.partial(list_unpacked, descend=_descend, packing=form.name)
    if form.name in ("zip", "tar"):
        return functools.partial(list_zip if form.name == "zip" else list_tar, descend=_descend)
    return _RECORDS[form.name]
