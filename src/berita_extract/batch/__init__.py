"""Many documents: the same result as one at a time, on as many cores as there are."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from berita_extract.batch.outcomes import Outcome, Summary
    from berita_extract.io.read import ReadOptions

_COLUMNS: Final = ("text", "title", "date", "id", "table")

TIMEOUT = 60.0


def run(
    inputs: str | os.PathLike[str] | Iterable[str | os.PathLike[str]],
    output: str | os.PathLike[str],
    *,
    workers: int | None = None,
    resume: bool = False,
    overwrite: bool = False,
    dedupe: bool = False,
    timeout: float | None = TIMEOUT,
    published: dt.date | str | None = None,
    lexicon: str | os.PathLike[str] | None = None,
    regions: str | os.PathLike[str] | None = None,
    fields: Sequence[str] | None = None,
    min_confidence: float | None = None,
    columns: Mapping[str, str] | None = None,
    tables: Literal["csv", "parquet"] | None = None,
    headings: Literal["en", "id"] = "en",
    watch: Callable[[Outcome, Summary], None] | None = None,
) -> Summary:
    """Extract from files, folders and records into a file, as `berita-extract batch` does, and tell what became of them.

    `workers` processes at most, all cores if not given; 0 stays in this process, where nothing guards against a document
    that takes too long or more memory than there is. `timeout` is in seconds, for each document; None is no limit. An
    output that exists raises `OutputError` unless `overwrite`; a run that was interrupted goes on with `resume`, and from the
    start where there is none. `columns` names those of tables and keys of records, of `text`, `title`, `date` and `id`, and under
    `table` the one that is read. The end of the name of the output says what it is; `tables` makes it a folder of such files,
    `headings` are those of a workbook. With `dedupe` copies are not written. `watch` is called with each outcome and the sum up to it.
    A script that uses processes needs `if __name__ == "__main__":`.
    """
    from pathlib import Path

    from berita_extract.batch.job import run_batch
    from berita_extract.batch.outcomes import Options
    from berita_extract.confidence.cut import check_confidence
    from berita_extract.documents import read_day
    from berita_extract.io.read import measure_inputs
    from berita_extract.io.results import WriteOptions
    from berita_extract.io.write import choose_fields
    from berita_extract.processes.engine import Engine, SerialEngine, choose_engine, count_cores

    if resume and overwrite:
        raise ValueError("resume goes on with what is there, overwrite begins anew. Give one of them.")
    if workers is not None and workers < 0:
        raise ValueError(f"workers is {workers}. Give how many processes there may be, or 0 for none but this one.")
    if timeout is not None and timeout <= 0:
        raise ValueError(f"timeout is {timeout}. Give seconds for a document, or None for no limit.")
    given = [inputs] if isinstance(inputs, str | os.PathLike) else [*inputs]
    names = [os.fspath(each) for each in given]
    if not names:
        raise ValueError("there is no input. Give files, folders or a .jsonl file.")
    options = Options(
        published=read_day(published),
        lexicon=None if lexicon is None else Path(lexicon),
        regions=None if regions is None else Path(regions),
        fields=None if fields is None else choose_fields(fields),
        min_confidence=None if min_confidence is None else check_confidence(min_confidence),
        dedupe=dedupe,
        reading=_choose_columns(columns or {}),
    )
    writing = WriteOptions(headings=headings, fields=options.fields, tables=tables)
    engine: Engine = SerialEngine()
    if workers != 0:
        documents, size = measure_inputs(names)
        engine = choose_engine(workers or count_cores(), documents=documents, size=size, timeout=timeout)
    return run_batch(names, Path(output), engine=engine, options=options, writing=writing, resume=resume, overwrite=overwrite, watch=watch)


def _choose_columns(columns: Mapping[str, str]) -> ReadOptions:
    from berita_extract.io.read import ReadOptions

    unknown = [name for name in columns if name not in _COLUMNS]
    if unknown:
        raise ValueError(f"there is no column for {unknown[0]!r}. Name those for {', '.join(_COLUMNS)}.")
    text, title, date, key, table = (columns.get(name) for name in _COLUMNS)
    return ReadOptions(text=text, title=title, date=date, id=key, table=table)
