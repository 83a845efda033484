"""PDF documents with a text layer: pages one after the other, words that a line end divided whole again."""

from __future__ import annotations

import re
import threading
from typing import Any, Final

from berita_extract.errors import InputError
from berita_extract.io.blobs import explain_damage
from berita_extract.io.entries import ReadDocument
from berita_extract.io.extras import need

_PASSWORD: Final = 4  # FPDF_ERR_PASSWORD
_ONE_AT_A_TIME: Final = threading.Lock()  # the library is not made for threads
# It marks a hyphen at a line end by U+0002 or U+FFFE, and mostly leaves out the line end.
_DIVIDED: Final = re.compile("(?:[\ufffe\x02][ \t]*\n?|-[ \t]*\n)[ \t]*")
_SENTENCE_END: Final = re.compile(r"[.!?:][\"”’')\]]*$")
# A line that ends a sentence and stays below this part of the usual width ends a paragraph too.
_SHORT: Final = 0.85


def read_pdf(content: bytes, source: str) -> ReadDocument:
    """The text of a PDF document; raises `InputError` where it has none, or cannot be opened."""
    pdfium = need("pypdfium2", extra="documents", source=source)
    with _ONE_AT_A_TIME:
        try:
            document = pdfium.PdfDocument(content)
        except pdfium.PdfiumError as error:
            if getattr(error, "err_code", None) == _PASSWORD or "assword" in str(error):
                raise InputError(source, "protected", "this PDF is protected with a password. Save it again without one.") from error
            reason = str(error).partition("(")[2].rstrip(").") or str(error)
            message = f"this PDF is damaged ({reason}). Get it again, or save its text as a .txt file in UTF-8."
            raise InputError(source, "damaged", message) from error
        try:
            pages = [_read_page(document, number) for number in range(len(document))]
        except Exception as error:  # a page tree can be wrong in any way
            raise explain_damage(error, source) from error
        finally:
            document.close()
    blank = [number for number, page in enumerate(pages, 1) if not page.strip()]
    if len(blank) == len(pages):
        message = "this PDF has no text layer: it is scanned, or empty. Run text recognition first: ocrmypdf rilis.pdf rilis-teks.pdf"
        raise InputError(source, "scanned", message)
    note = f"no text on {len(blank)} of its {len(pages)} pages (pictures?)" if blank else None
    return ReadDocument(text=join_pages(pages), source=source, note=note)


def join_pages(pages: list[str]) -> str:
    """The text of all pages, with a blank line where a paragraph ends."""
    cut = [[line.strip() for line in _join_divided(page).strip().split("\n")] for page in pages]
    widths = sorted(len(line) for lines in cut for line in lines if line)
    usual = widths[len(widths) * 3 // 4] if widths else 0
    told: list[str] = []
    for lines in cut:
        for line in lines:
            told.append(line)
            if line and len(line) < usual * _SHORT and _SENTENCE_END.search(line):
                told.append("")
        # A sentence that goes on over the page belongs to one paragraph.
        if _SENTENCE_END.search(lines[-1]):
            told.append("")
    return re.sub(r"\n{3,}", "\n\n", "\n".join(told)).strip()


def _join_divided(page: str) -> str:
    text = page.replace("\r\n", "\n").replace("\r", "\n")
    return _DIVIDED.sub(_join_word, text)


def _join_word(match: re.Match[str]) -> str:
    """`ber-` and `sama` are one word, `undang-` and `undang` a doubled one; a name (`Al-` and `Amin`) keeps its hyphen."""
    text, start, end = match.string, match.start(), match.end()
    first, second = start, end
    while first and text[first - 1].isalpha():
        first -= 1
    while second < len(text) and text[second].isalpha():
        second += 1
    before, behind = text[first:start], text[end:second]
    if not before or not behind:
        return match[0] if match[0].startswith("-") else match[0].replace("\ufffe", "-").replace("\x02", "-")
    is_name = behind[0].isupper() or (match[0].startswith("-") and before[0].isupper() and len(before) < 4)
    return "-" if is_name or before.casefold() == behind[: len(before)].casefold() else ""


def _read_page(document: Any, number: int) -> str:
    page = document[number]
    try:
        text = page.get_textpage()
        try:
            return str(text.get_text_bounded())
        finally:
            text.close()
    finally:
        page.close()
