"""Web archives: the pages and PDF documents that were fetched, one record after the other."""

from __future__ import annotations

from collections.abc import Iterator
from io import BufferedIOBase
from typing import Any, Final

from berita_extract.errors import InputError
from berita_extract.io.blobs import Blob, check_size, explain_damage
from berita_extract.io.entries import Entry, Form, Limits
from berita_extract.io.extras import need

_FORMS: Final[dict[str, Form]] = {"text/html": "page", "application/xhtml+xml": "page", "application/pdf": "pdf"}
_FETCHED: Final = 200
_CUT: Final = EOFError("the last record is cut off")


def list_records(blob: Blob) -> Iterator[Entry]:
    """The responses that hold a page or a PDF document, by the address they came from.

    The day of a record is the one of the crawl; the day of publication is what the page itself says.
    """
    warc = need("fastwarc.warc", extra="documents", source=blob.source)
    kinds = warc.WarcRecordType.response | warc.WarcRecordType.resource
    kept = "The records before that are kept. "
    found = False
    with blob.open() as stream:
        watched = _Watched(stream)
        try:
            for record in warc.ArchiveIterator(watched, record_types=kinds, parse_http=False):
                for entry in _enter_record(record, blob):
                    found = True
                    yield entry
        except InputError:
            raise
        except BaseException as error:  # a panic of the library is no Exception
            if not isinstance(error, Exception) and type(error).__name__ != "PanicException":
                raise
            raise watched.problem or explain_damage(error, blob.source, kept if found else "") from error
        if watched.problem is not None:
            raise watched.problem
    if not found:
        raise InputError(blob.source, "empty", "there is no page or PDF document in it. Check what was crawled.")


def _enter_record(record: Any, blob: Blob) -> Iterator[Entry]:
    address = record.headers.get("WARC-Target-URI")
    if address is None and not record.content_length:
        raise _CUT
    source = f"{blob.source}#{str(address or record.record_id).strip('<>')}"
    try:
        content, form = _read_record(record, source, blob.options.limits)
    except InputError as problem:
        yield Entry(source, problem=problem)
        return
    if form is not None:
        yield Entry(source, form, content=content, options=blob.options)


def _read_record(record: Any, source: str, limits: Limits) -> tuple[bytes, Form | None]:
    """What was fetched, without the packing in which it was sent, and its form; none if it is no document."""
    expected = record.content_length
    check_size(expected, source, limits)
    record.freeze()  # into memory
    if record.content_length < expected:
        raise _CUT
    record.parse_http(auto_decode="all")
    form = _find_form(record)
    content = bytes(record.reader.read(limits.document + 1)) if form is not None else b""
    check_size(len(content), source, limits)
    return content, form


def _find_form(record: Any) -> Form | None:
    if record.is_http:
        http = record.http_headers
        if http is None or http.status_code != _FETCHED:
            return None
        kind = record.http_content_type
    else:
        kind = record.headers.get("Content-Type")
    return _FORMS.get(str(kind or "").partition(";")[0].strip().lower())


class _Watched:
    """The stream as the library reads it; what goes wrong on the way is kept for later, because the library would not hand it on."""

    def __init__(self, stream: BufferedIOBase) -> None:
        self._stream = stream
        self._place = 0
        self.problem: InputError | None = None

    def read(self, size: int = -1) -> bytes:
        """The next bytes; none where they cannot be read."""
        try:
            data = self._stream.read1(size) if self.problem is None else b""
        except InputError as problem:
            self.problem = problem
            return b""
        self._place += len(data)
        return data

    def tell(self) -> int:
        """How much has been read."""
        return self._place
