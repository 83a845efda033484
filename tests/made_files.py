"""Files of all formats that are read, made where a test needs them."""

from __future__ import annotations

import io
import sqlite3
import zipfile
import zlib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from berita_extract.errors import InputError
from berita_extract.io.read import ReadDocument, ReadOptions, list_entries, read_entry

TITLE = "Bupati Rina Buka Rapat"
LEAD = "Ambon, Rabu (10/1/2024) - Bupati Rina Sari membuka rapat yang dihadiri 300 orang di Balai Kota Ambon."
STATEMENT = "“Kami siap,” ujar Bupati Rina Sari kepada para wartawan yang hadir dalam kegiatan itu."
PAGE = f"""<!doctype html><html lang="id"><head><meta charset="utf-8"><title>{TITLE} - Pemkot Ambon</title>
<meta property="og:site_name" content="Pemkot Ambon"><meta property="article:published_time" content="2024-01-11T08:30:00+07:00"></head>
<body><nav><a href="/">Beranda</a> <a href="/berita">Berita</a></nav><article><h1>{TITLE}</h1><p>{LEAD}</p><p>{STATEMENT}</p></article>
<footer>Hak cipta 2020</footer></body></html>"""
MENU = "<html><body><nav><a href='/'>Beranda</a> <a href='/berita'>Berita</a></nav></body></html>"

Rows = list[list[Any]]
Found = tuple[list[ReadDocument], dict[str, InputError]]


def read_all(*inputs: object, **options: Any) -> Found:
    """The documents behind the inputs, and the problems by their source."""
    documents: list[ReadDocument] = []
    problems: dict[str, InputError] = {}
    for entry in list_entries(map(str, inputs), ReadOptions(**options)):
        try:
            documents.append(read_entry(entry))
        except InputError as problem:
            problems[problem.source] = problem
    return documents, problems


def list_texts(*inputs: object, **options: Any) -> list[str]:
    """The texts behind the inputs, where nothing may go wrong."""
    documents, problems = read_all(*inputs, **options)
    assert problems == {}
    return [document.text for document in documents]


def write_workbook(name: str, **sheets: Rows) -> str:
    import openpyxl

    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    book.save(name)
    return name


def write_parquet(name: str, columns: dict[str, list[Any]]) -> str:
    import pyarrow
    from pyarrow import parquet

    parquet.write_table(pyarrow.table(columns), name)
    return name


def write_database(name: str, *statements: str) -> str:
    database = sqlite3.connect(name)
    for statement in statements:
        database.execute(statement)
    database.commit()
    database.close()
    return name


def write(name: str, content: str, encoding: str = "utf-8") -> str:
    Path(name).write_bytes(content.encode(encoding))
    return name


def make_zip(path: Path, members: Mapping[str, bytes | str]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def make_docx(paragraphs: Sequence[str], rows: Sequence[Sequence[str]] = ()) -> bytes:
    import docx

    document = docx.Document()
    for paragraph in paragraphs[:-1]:
        document.add_paragraph(paragraph)
    if rows:
        table = document.add_table(len(rows), len(rows[0]))
        for row, texts in zip(table.rows, rows, strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                cell.text = text
    document.add_paragraph(paragraphs[-1])
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def make_pdf(pages: Sequence[Sequence[str]], *, trailer: bytes = b"") -> bytes:
    """A PDF document with these lines on its pages; a page without lines holds nothing but a picture."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    picture = zlib.compress(bytes(64))
    objects.append(
        b"<< /Type /XObject /Subtype /Image /Width 8 /Height 8 /ColorSpace /DeviceGray /BitsPerComponent 8 "
        b"/Filter /FlateDecode /Length %d >>"
        b"\nstream\n%s\nendstream" % (len(picture), picture)
    )
    kids = []
    for lines in pages:
        shown = b"BT /F1 11 Tf 14 TL 50 780 Td " + b" ".join(b"(%s) Tj T*" % _escape(line) for line in lines) + b" ET"
        content = shown if lines else b"q 400 0 0 400 50 300 cm /Im1 Do Q"
        kids.append(len(objects) + 1)
        resources = b"<< /Font << /F1 3 0 R >> /XObject << /Im1 4 0 R >> >>"
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources %s /Contents %d 0 R >>" % (resources, len(objects) + 2)
        )
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content))
    objects[1] = b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(kids), b" ".join(b"%d 0 R" % kid for kid in kids))
    return _join_objects(objects, trailer)


def make_warc(pages: Iterable[tuple[str, bytes]], *, kind: str = "text/html", status: str = "200 OK") -> bytes:
    from fastwarc.warc import WarcRecord, WarcRecordType

    file = io.BytesIO()
    for address, content in pages:
        record = WarcRecord()
        record.init_headers(WarcRecordType.response)
        record.is_http = True
        record.headers["WARC-Target-URI"] = address
        record.headers["Content-Type"] = "application/http; msgtype=response"
        record.set_bytes_content(f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n\r\n".encode() + content)
        record.write(file)
    return file.getvalue()


def make_export(items: Iterable[Mapping[str, str]]) -> str:
    """A WordPress export with these posts."""
    fields = ["".join(f"<{name}><![CDATA[{value}]]></{name}>" for name, value in item.items()) for item in items]
    posts = "".join(f"<item>{field}</item>\n" for field in fields)
    names = 'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:wp="http://wordpress.org/export/1.2/"'
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" {names}><channel><title>Situs</title>\n{posts}</channel></rss>'


def _escape(line: str) -> bytes:
    return line.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")


def _join_objects(objects: Sequence[bytes], trailer: bytes) -> bytes:
    file = io.BytesIO()
    file.write(b"%PDF-1.4\n")
    places = []
    for number, content in enumerate(objects, 1):
        places.append(file.tell())
        file.write(b"%d 0 obj\n%s\nendobj\n" % (number, content))
    start = file.tell()
    file.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + b"".join(b"%010d 00000 n \n" % place for place in places))
    file.write(b"trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, trailer, start))
    return file.getvalue()
