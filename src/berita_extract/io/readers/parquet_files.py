"""Parquet files, a few hundred rows at a time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from berita_extract.io.blobs import Blob, explain_damage, open_seekable
from berita_extract.io.columns import choose_columns
from berita_extract.io.entries import Entry
from berita_extract.io.extras import need

_BATCH: Final = 256


def list_parquet(blob: Blob) -> Iterator[Entry]:
    """The rows of the table, counted from 1."""
    parquet = need("pyarrow.parquet", extra="tables", source=blob.source)
    with open_seekable(blob) as file:
        try:
            table = parquet.ParquetFile(file)
        except Exception as error:  # what the library raises depends on which byte is wrong
            raise explain_damage(error, blob.source) from error
        columns = choose_columns(table.schema_arrow.names, blob.options, blob.source)
        number = 0
        for batch in table.iter_batches(batch_size=_BATCH, columns=columns.names()):
            for row in batch.to_pylist():
                number += 1
                yield Entry(f"{blob.source}:{number}", "cells", cells=columns.pick(row), options=blob.options)
