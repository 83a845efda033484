"""One Parquet file with a row for each document, its findings nested in it as in the JSON."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from berita_extract.io.writers.arrow_schema import DOCUMENT_ID, make_nested_arrays, make_nested_fields
from berita_extract.io.writers.rows import decode_lines, split_lines
from berita_extract.schema import Extraction


def write_parquet(records: Iterable[bytes], path: Path, fields: tuple[str, ...] | None) -> None:
    """Write the documents as they come, a row group for each few thousand."""
    schema = pa.schema([DOCUMENT_ID, *make_nested_fields(fields)])
    written = 0
    with path.open("wb") as file, pq.ParquetWriter(file, schema, compression="zstd") as writer:
        for lines in split_lines(records):
            documents = list(decode_lines(lines, Extraction))
            numbers = pa.array(range(written + 1, written + len(documents) + 1), pa.int64())
            writer.write_batch(pa.record_batch([numbers, *make_nested_arrays(documents, fields)], schema=schema))
            written += len(documents)
