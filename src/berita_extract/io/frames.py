"""Results as tables in memory, for those who work with Arrow, pandas or Polars."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any

import msgspec

from berita_extract.errors import MissingExtraError
from berita_extract.io.writers.libraries import tell_missing
from berita_extract.io.writers.model import ERRORS, Table, list_tables
from berita_extract.io.writers.rows import BATCH_DOCUMENTS, RowMaker, mend_text
from berita_extract.schema import Extraction

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl
    import pyarrow as pa


def to_arrow(extractions: Iterable[Extraction], table: str | None = None) -> pa.Table:
    """Results as an Arrow table: a row for each document with all its findings nested, or one flat table, such as `"dates"`.

    The columns are those of docs/tables.md. Raises `MissingExtraError` without pyarrow, `ValueError` for an unknown table.
    """
    _need("to_arrow", ["pyarrow"])
    import pyarrow as pa

    from berita_extract.io.writers.arrow_schema import make_flat_batch, make_flat_schema

    chunks = _split(extractions)
    if table is None:
        batches = list(_make_nested_batches(chunks))
        return pa.Table.from_batches(batches, _make_nested_schema())
    chosen = _find_table(table)
    maker = RowMaker(list_tables())
    flat = [make_flat_batch(chosen, maker.make_rows(chunk).get(table, ())) for chunk in chunks]
    return pa.Table.from_batches(flat, make_flat_schema(chosen))


def to_pandas(extractions: Iterable[Extraction], table: str | None = None) -> pd.DataFrame:
    """Results as a pandas frame, as `to_arrow` gives them; days are `datetime64`, whole numbers and flags may be missing.

    Raises `MissingExtraError` without pandas or pyarrow, `ValueError` for an unknown table.
    """
    _need("to_pandas", ["pandas", "pyarrow"])
    import pandas as pd
    import pyarrow as pa

    kinds = {pa.int64(): pd.Int64Dtype(), pa.bool_(): pd.BooleanDtype()}
    return to_arrow(extractions, table).to_pandas(types_mapper=kinds.get, date_as_object=False)


def to_polars(extractions: Iterable[Extraction], table: str | None = None) -> pl.DataFrame:
    """Results as a Polars frame, as `to_arrow` gives them.

    Raises `MissingExtraError` without Polars or pyarrow, `ValueError` for an unknown table.
    """
    _need("to_polars", ["polars", "pyarrow"])
    import polars as pl

    frame = pl.from_arrow(to_arrow(extractions, table))
    assert isinstance(frame, pl.DataFrame)
    return frame


def _need(purpose: str, modules: list[str]) -> None:
    missing = tell_missing(modules)
    if missing is not None:
        raise MissingExtraError(f"{purpose}: {missing}")


def _make_nested_batches(chunks: Iterable[list[Extraction]]) -> Iterator[Any]:
    import pyarrow as pa

    from berita_extract.io.writers.arrow_schema import make_nested_arrays

    written = 0
    for chunk in chunks:
        numbers = pa.array(range(written + 1, written + len(chunk) + 1), pa.int64())
        yield pa.record_batch([numbers, *make_nested_arrays(chunk)], schema=_make_nested_schema())
        written += len(chunk)


def _make_nested_schema() -> Any:
    import pyarrow as pa

    from berita_extract.io.writers.arrow_schema import DOCUMENT_ID, make_nested_fields

    return pa.schema([DOCUMENT_ID, *make_nested_fields()])


def _split(extractions: Iterable[Extraction]) -> Iterator[list[Extraction]]:
    if isinstance(extractions, Extraction):
        raise TypeError("this is one result. Give a list of results: [result].")
    source = iter(extractions)
    while chunk := list(islice(source, BATCH_DOCUMENTS)):
        yield [_make_writable(document) for document in chunk]


def _make_writable(document: Extraction) -> Extraction:
    """The document, or one without halves of surrogate pairs, which Arrow cannot hold."""
    try:
        msgspec.json.encode(document)
    except UnicodeEncodeError:
        return mend_text(document, Extraction)
    return document


def _find_table(name: str) -> Table:
    known = {table.name: table for table in list_tables() if table.name != ERRORS}
    if name not in known:
        raise ValueError(f"{name!r} is no table. Tables are: {', '.join(known)}.")
    return known[name]
