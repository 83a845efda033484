"""Word documents: paragraphs and tables in their order; what is too old or locked is told with a way out."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any, Final

from berita_extract.errors import InputError
from berita_extract.io.blobs import check_zip, explain_damage
from berita_extract.io.entries import Limits, ReadDocument
from berita_extract.io.extras import need

_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCKED: Final = "EncryptedPackage".encode("utf-16-le")


def read_word(content: bytes, source: str, limits: Limits) -> ReadDocument:
    """The text of a `.docx` file; raises `InputError` where there is none."""
    refuse_old_office(content, source, "Save it again as .docx without one")
    docx = need("docx", extra="documents", source=source)
    file = io.BytesIO(content)
    check_zip(file, source, limits)
    try:
        blocks = list(_read_blocks(docx.Document(file)))
    except Exception as error:  # what the library raises depends on which part is wrong
        raise explain_damage(error, source) from error
    text = "\n\n".join(block for block in blocks if block.strip())
    if not text:
        raise InputError(
            source, "empty", "there is no text in this document. If it holds pictures of text, run text recognition (OCR) first."
        )
    return ReadDocument(text=text, source=source)


def refuse_old_office(head: bytes, source: str, remedy: str) -> None:
    """Raise `InputError` for the container that Office uses for locked documents, and used for all of them before 2007."""
    if not head.startswith(_OLE):
        return
    if _LOCKED in head:
        raise InputError(source, "protected", f"it is protected with a password. {remedy}.")
    raise refuse_obsolete(head, source)


def refuse_obsolete(content: bytes, source: str) -> InputError:
    """The problem of a format that has to be converted first."""
    if content.startswith(_OLE) and _LOCKED in content:
        return InputError(source, "protected", "it is protected with a password. Save it again as .docx without one.")
    quoted = source.rpartition("!")[2]
    command = f"soffice --headless --convert-to docx {quoted!r}"
    return InputError(source, "binary", f"this is an old or foreign Office format. Convert it first: {command}")


def _read_blocks(document: Any) -> Iterator[str]:
    for block in document.iter_inner_content():
        if hasattr(block, "rows"):
            yield "\n".join(_read_rows(block))
        else:
            yield block.text.strip()


def _read_rows(table: Any) -> Iterator[str]:
    for row in table.rows:
        texts: list[str] = []
        seen: list[Any] = []
        for cell in row.cells:
            # A cell that spans several columns is given once for each.
            if any(cell._tc is other for other in seen):
                continue
            seen.append(cell._tc)
            texts.append("\n".join(part for part in _read_blocks(cell) if part))
        line = "\t".join(texts).strip()
        if line:
            yield line
