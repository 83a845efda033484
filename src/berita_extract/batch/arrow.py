"""The unit of work of a cluster: one function from a record batch of documents to a record batch of results.

It keeps nothing but the extractor, needs no file, and gives every document one row, in their order: any engine that hands
record batches around can run it, on any machine on which the package is installed.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import msgspec
import pyarrow as pa

from berita_extract.batch.outcomes import Failure, Options, describe_failure
from berita_extract.confidence.cut import leave_out
from berita_extract.documents import read_day
from berita_extract.errors import InputError
from berita_extract.io.decode import is_blank
from berita_extract.io.write import encode_extraction, encode_json
from berita_extract.io.writers.arrow_schema import make_nested_arrays, make_nested_fields
from berita_extract.schema import Extraction

if TYPE_CHECKING:
    from berita_extract.pipeline import Extractor

DOCUMENTS_SCHEMA: Final = pa.schema([("text", pa.string()), ("source", pa.string()), ("published", pa.date32())])

_ERROR_FIELDS: Final = (pa.field("error", pa.string()), pa.field("error_message", pa.string()), pa.field("error_digest", pa.string()))
_DEFAULTS: Final = Options()


class Lines(NamedTuple):
    """What a batch of results is in JSON Lines, without line ends: documents, and failures."""

    results: list[bytes]
    failures: list[bytes]


def make_results_schema(fields: Sequence[str] | None = None) -> Any:
    """The columns of results with these fields, all if `None`: those of the nested Parquet, then what went wrong."""
    return pa.schema([*make_nested_fields(None if fields is None else tuple(fields)), *_ERROR_FIELDS])


RESULTS_SCHEMA: Final = make_results_schema()


def extract_batch(batch: pa.RecordBatch, options: Options = _DEFAULTS) -> pa.RecordBatch:
    """Extract from every document of a batch; the result has a row for each, in their order.

    `text` is needed; `source` and `published`, a day, a time or `2024-01-10`, may be missing. A document that fails has its kind
    of failure in `error`, the reason in `error_message`, and null in all columns but these and `source`. Raises
    `ValueError` for a batch without texts, and what `berita_extract.load` raises. The extractor is kept for the next
    batch in this process.
    """
    texts, sources, days = (_read_column(batch, name) for name in DOCUMENTS_SCHEMA.names)
    extractor = _find_extractor(options)
    outcomes = [_extract(extractor, text, source, day, options) for text, source, day in zip(texts, sources, days, strict=True)]
    documents = [outcome if isinstance(outcome, Extraction) else None for outcome in outcomes]
    failures = [outcome if isinstance(outcome, Failure) else None for outcome in outcomes]
    arrays = make_nested_arrays(documents, options.fields)
    schema = make_results_schema(options.fields)
    # The source is told for failures too.
    arrays[schema.names.index("source")] = pa.array(sources, pa.string())
    for name in ("error", "message", "digest"):
        arrays.append(pa.array([getattr(failure, name, None) for failure in failures], pa.string()))
    return pa.record_batch(arrays, schema=schema)


def read_results(batch: pa.RecordBatch) -> Iterator[Extraction | Failure]:
    """The records behind the rows of a batch of results."""
    for row in batch.to_pylist():
        if row["error"] is None:
            yield msgspec.convert(row, Extraction)
        else:
            told = {"source": row["source"] or "", "error": row["error"], "message": row["error_message"], "digest": row["error_digest"]}
            yield msgspec.convert({name: value for name, value in told.items() if value is not None}, Failure)


def encode_results(batch: pa.RecordBatch, fields: Sequence[str] | None = None) -> Lines:
    """The lines that a batch on one machine writes for the same documents, byte for byte."""
    lines = Lines([], [])
    for record in read_results(batch):
        if isinstance(record, Extraction):
            lines.results.append(encode_extraction(record, fields=fields))
        else:
            lines.failures.append(encode_json(record))
    return lines


def _extract(extractor: Extractor, text: object, source: str | None, published: Any, options: Options) -> Extraction | Failure:
    try:
        day = _read_published(published, source or "") or options.published
        found = extractor.extract(_check_text(text, source or ""), published=day, source=source)
        return found if options.min_confidence is None else leave_out(found, options.min_confidence).extraction
    except Exception as error:  # a document never makes a batch stop
        return describe_failure(error, source or "")


def _check_text(text: object, source: str) -> str:
    if not isinstance(text, str):
        raise InputError(source, "record", 'the record has no "text" of type string. Put the release there.')
    if is_blank(text):
        raise InputError(source, "empty", '"text" is empty. Check how the records were made.')
    return text


def _read_published(published: Any, source: str) -> Any:
    if published is None or published == "":
        return None
    try:
        # A time of day behind the date is no news about the date.
        return read_day(published[:10] if isinstance(published, str) else published)
    except (TypeError, ValueError) as error:
        message = f'"published" is {published!r}. Write the day of publication as 2024-01-10, or leave it out.'
        raise InputError(source, "record", message) from error


def _read_column(batch: Any, name: str) -> list[Any]:
    if name in batch.schema.names:
        values: list[Any] = batch.column(name).to_pylist()
        return values if name != "source" else [None if value is None else str(value) for value in values]
    if name == "text":
        there = ", ".join(batch.schema.names) or "none"
        raise ValueError(f'the batch has no column "text"; its columns are: {there}. Rename the one that holds the releases.')
    return [None] * batch.num_rows


def _find_extractor(options: Options) -> Extractor:
    """The extractor of this process; a new one when other lists are asked for, or one of them was edited."""
    lists = tuple(None if path is None else (path, _stamp(path)) for path in (options.lexicon, options.regions))
    return _load_extractor(options.lexicon, options.regions, lists)


@lru_cache(maxsize=1)
def _load_extractor(lexicon: Path | None, regions: Path | None, _: object) -> Extractor:
    import berita_extract

    return berita_extract.load(lexicon=lexicon, regions=regions)


def _stamp(path: Path) -> tuple[int, int] | None:
    try:
        status = os.stat(path)  # noqa: PTH116 - the options of a job may hold the path as text
    except OSError:
        return None  # loading says what is wrong
    return status.st_mtime_ns, status.st_size
