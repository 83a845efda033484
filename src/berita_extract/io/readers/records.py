"""JSON: a record a line, an array of records, or one record; each is read where its document is extracted."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator
from typing import Any, Final, TextIO

from berita_extract.errors import InputError
from berita_extract.io.blobs import Blob, check_size
from berita_extract.io.columns import choose_columns, has_text_column
from berita_extract.io.composing import compose
from berita_extract.io.decode import decode_text, is_blank
from berita_extract.io.entries import Entry, Limits, ReadDocument, ReadOptions
from berita_extract.io.readers.streams import open_text

_CHUNK: Final = 1 << 20
_DECODER: Final = json.JSONDecoder()


def list_lines(blob: Blob) -> Iterator[Entry]:
    """The records of a `.jsonl` file, by their line."""
    found = False
    with blob.open() as stream:
        limit = blob.options.limits.document
        number = 0
        while line := stream.readline(limit + 1):
            number += 1
            source = f"{blob.source}:{number}"
            if len(line) > limit and not line.endswith(b"\n"):
                yield _refuse_long(source, blob.options.limits)
                found = True
                while (rest := stream.readline(_CHUNK)) and not rest.endswith(b"\n"):
                    pass
            elif line.strip():
                found = True
                yield Entry(source, "record", content=line, options=blob.options)
    if not found:
        raise InputError(blob.source, "empty", 'there is no record in it. Write one {"text": …} a line.')


def list_values(blob: Blob) -> Iterator[Entry]:
    """The records of a `.json` file: of its array, of the one list in its object, or the object itself."""
    with open_text(blob) as text:
        values = _cut_values(text.stream, blob)
        first = next(values, None)
        if first is None:
            raise InputError(blob.source, "empty", 'there is no record in it. Write {"text": …}, or an array of such objects.')
        taken = [first]
        if not text.beginning.lstrip().startswith("["):
            try:
                taken += [value for value in (next(values, None),) if value is not None]
            except InputError:
                yield _enter(first, f"{blob.source}:1", blob)
                raise
            if len(taken) == 1:
                yield from _list_object(first, blob)
                return
        for number, value in enumerate(itertools.chain(taken, values), 1):
            yield _enter(value, f"{blob.source}:{number}", blob)


def read_record(content: bytes, source: str, options: ReadOptions) -> ReadDocument:
    """A document from a JSON object: its text, and if they stand there its title, name and day of publication."""
    record, note = _parse(content, source)
    if not isinstance(record, dict):
        raise InputError(source, "record", 'the record has no "text" of type string. Put the release there.')
    try:
        columns = choose_columns(list(record), options, source)
    except InputError as error:
        if options.text is None:
            message = f'the record has no "text" of type string, and {error.message}'
            raise InputError(source, "record", message) from error
        raise
    cells = columns.pick(record)
    named = cells.name if isinstance(cells.name, str) and cells.name.strip() else source
    value = record[columns.text]
    if (not isinstance(value, str) and cells.text is None) or isinstance(value, int | float):
        message = f'the record has no "{columns.text}" of type string. Put the release there.'
        raise InputError(named, "record", message)
    if cells.text is not None and is_blank(cells.text):
        raise InputError(named, "empty", f'"{columns.text}" is empty. Check how the records were made.')
    document = compose(cells, source)
    if note is None:
        return document
    return ReadDocument(
        text=document.text,
        source=document.source,
        published=document.published,
        note="; ".join(part for part in (note, document.note) if part),
    )


def _enter(written: str, source: str, blob: Blob) -> Entry:
    return Entry(source, "record", content=written.encode("utf-8", "surrogatepass"), options=blob.options)


def _parse(content: bytes, source: str) -> tuple[Any, str | None]:
    content = content.removeprefix(b"\xef\xbb\xbf")
    note = None
    try:
        try:
            text = content.decode("utf-8", "surrogatepass")
        except UnicodeDecodeError:
            decoded = decode_text(content, source=source)
            text, note = decoded.text, decoded.note
        return json.loads(text), note
    # RecursionError: a line of ten thousand brackets.
    except (ValueError, RecursionError) as error:
        message = f'the line is not JSON ({error}). Write one {{"text": …}} a line.'
        raise InputError(source, "record", message) from error


def _list_object(written: str, blob: Blob) -> Iterator[Entry]:
    """A single object: a record, or what an export puts around its records: `{"posts": [{…}, {…}]}`."""
    value = json.loads(written)
    lists = [(key, held) for key, held in value.items() if _is_list_of_records(held)] if isinstance(value, dict) else []
    if len(lists) != 1 or has_text_column(list(value), blob.options):
        yield _enter(written, blob.source, blob)
        return
    for number, record in enumerate(lists[0][1], 1):
        yield Entry(f"{blob.source}:{number}", "record", content=json.dumps(record).encode(), options=blob.options)


def _is_list_of_records(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(item, dict) for item in value)


def _cut_values(stream: TextIO, blob: Blob) -> Iterator[str]:
    """The JSON values one after the other, as they are written: those of the array, or of the whole file if it is none."""
    buffer, place, ended, in_array, count = "", 0, False, False, 0
    problem: Exception | None
    while True:
        while place < len(buffer) and (buffer[place].isspace() or (in_array and buffer[place] == ",")):
            place += 1
        if place == len(buffer):
            buffer, place = stream.read(_CHUNK), 0
            if buffer:
                continue
            if in_array:
                raise _explain_cut(blob, count, "the ] at its end is missing")
            return
        if not count and not in_array and buffer[place] == "[":
            place, in_array = place + 1, True
            continue
        if in_array and buffer[place] == "]":
            return
        try:
            _, end = _DECODER.raw_decode(buffer, place)
            problem = None
        except (ValueError, RecursionError) as error:
            end, problem = len(buffer), error
        # A number or a word that ends with the buffer may go on behind it.
        if end == len(buffer) and not ended:
            more = stream.read(max(_CHUNK, len(buffer) - place))
            ended = not more
            buffer, place = buffer[place:] + more, 0
            check_size(len(buffer) - len(more), f"{blob.source}:{count + 1}", blob.options.limits)
            continue
        if problem is not None:
            raise _explain_cut(blob, count, str(problem)) from problem
        count += 1
        yield buffer[place:end]
        place = end


def _explain_cut(blob: Blob, count: int, reason: str) -> InputError:
    kept = f"The {count:,} before it are kept. " if count else ""
    return InputError(blob.source, "damaged", f"it is not JSON from record {count + 1:,} on ({reason}). {kept}Export it again.")


def _refuse_long(source: str, limits: Limits) -> Entry:
    try:
        check_size(limits.document + 1, source, limits)
    except InputError as problem:
        return Entry(source, problem=problem)
    raise AssertionError("the limit is one")
