"""Exports of content systems and crawls: WordPress and other RSS, web archives."""

from __future__ import annotations

import datetime as dt
import gzip
import itertools
from pathlib import Path

import pytest

from berita_extract.io.entries import Limits
from berita_extract.io.read import list_entries
from made_files import LEAD, MENU, PAGE, STATEMENT, TITLE, list_texts, make_export, make_pdf, make_warc, read_all

POST = {
    "title": TITLE,
    "link": "https://humas.example.id/rapat/",
    "pubDate": "Thu, 11 Jan 2024 01:30:00 +0000",
    "content:encoded": f"<!-- wp:paragraph -->\n<p>{LEAD}</p>\n<p>{STATEMENT}</p>\n[gallery ids='1,2']",
    "wp:post_id": "7",
    "wp:post_date": "2024-01-11 08:30:00",
    "wp:status": "publish",
    "wp:post_type": "post",
}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def change(**fields: str) -> dict[str, str]:
    return POST | {name.replace("__", ":"): value for name, value in fields.items()}


# WordPress


def test_published_posts_are_read_with_headline_day_and_address() -> None:
    posts = [
        POST,
        change(wp__status="draft"),
        change(wp__post_type="attachment"),
        change(wp__post_type="page"),
        change(wp__post_type="siaran-pers", link="", wp__post_id="9", wp__post_date="0000-00-00 00:00:00"),
        change(content__encoded="Satu\nkalimat.\n\nDua &amp; <b>tiga</b>.", title="", link="https://humas.example.id/dua/"),
    ]
    Path("a.xml").write_text(make_export(posts), encoding="utf-8")
    documents, problems = read_all("a.xml")
    assert problems == {}
    text = f"{TITLE}\n\n{LEAD}\n\n{STATEMENT}"
    assert [(document.source, document.text, document.published) for document in documents] == [
        ("https://humas.example.id/rapat/", text, dt.date(2024, 1, 11)),
        ("a.xml#9", text, dt.date(2024, 1, 11)),
        ("https://humas.example.id/dua/", "Satu\nkalimat.\n\nDua & tiga.", dt.date(2024, 1, 11)),
    ]


def test_a_post_without_text_costs_only_itself() -> None:
    Path("a.xml").write_text(make_export([change(content__encoded=" "), change(link="https://x.id/2")]), encoding="utf-8")
    documents, problems = read_all("a.xml")
    assert [document.source for document in documents] == ["https://x.id/2"]
    assert problems["https://humas.example.id/rapat/"].problem == "empty"


def test_other_feeds_are_read_by_their_descriptions() -> None:
    item = {"title": TITLE, "link": "https://x.id/1", "description": f"<p>{LEAD}</p>", "pubDate": "Thu, 11 Jan 2024 01:30:00 +0000"}
    Path("a.xml").write_text(make_export([item]), encoding="utf-8")
    (document,) = read_all("a.xml")[0]
    assert (document.text, document.published) == (f"{TITLE}\n\n{LEAD}", dt.date(2024, 1, 11))


def test_characters_that_xml_forbids_are_left_out() -> None:
    Path("a.xml").write_bytes(make_export([POST]).replace("Bupati", "Bu\x0bpa\x00ti").encode())
    assert list_texts("a.xml") == [f"{TITLE}\n\n{LEAD}\n\n{STATEMENT}"]


def test_an_export_that_is_cut_keeps_what_stands_before() -> None:
    export = make_export([change(link=f"https://x.id/{number}") for number in range(300)])
    Path("a.xml").write_text(export[: len(export) * 2 // 3], encoding="utf-8")
    documents, problems = read_all("a.xml")
    assert 190 < len(documents) < 210
    assert [document.source for document in documents[:2]] == ["https://x.id/0", "https://x.id/1"]
    assert problems["a.xml"].problem == "damaged"
    assert "before that are kept" in problems["a.xml"].message


def test_posts_are_listed_as_the_export_is_read() -> None:
    Path("a.xml").write_text(make_export(change(link=f"https://x.id/{number}") for number in range(3_000)), encoding="utf-8")
    entries = list_entries(["a.xml"])
    first = [entry.cells.name for entry in itertools.islice(entries, 2) if entry.cells]
    assert first == ["https://x.id/0", "https://x.id/1"]
    # The rest has not been looked at: damage in it is met only later.
    with Path("a.xml").open("r+b") as file:
        file.truncate(1_000_000)
    rest = list(entries)
    assert rest[-1].problem is not None
    assert 100 < len(rest) < 3_000


BOMB = """<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>
<rss><channel><item><title>&b;</title></item></channel></rss>"""
FILES = """<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss><channel><item><title>&x;</title></item></channel></rss>"""


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (BOMB, "limit"),
        (FILES, "limit"),
        ("<urlset><url/></urlset>", "record"),
        (make_export([]), "empty"),
        ("", "damaged"),
        ("bukan xml", "damaged"),
        (make_export([change(content__encoded="x" * 300_000)]), "limit"),
    ],
)
def test_xml_that_is_no_export(content: str, kind: str) -> None:
    Path("a.xml").write_text(content, encoding="utf-8")
    documents, problems = read_all("a.xml", limits=Limits(document=100_000))
    assert documents == []
    assert problems["a.xml"].problem == kind


# Web archives


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz"])
def test_pages_of_a_web_archive_are_read_by_their_address(name: str) -> None:
    archive = make_warc([("https://x.id/1", PAGE.encode()), ("https://x.id/menu", MENU.encode())])
    archive += make_warc([("https://x.id/foto", b"\x89PNG")], kind="image/png")
    archive += make_warc([("https://x.id/hilang", PAGE.encode())], status="404 Not Found")
    archive += make_warc([("https://x.id/2.pdf", make_pdf([[LEAD]]))], kind="application/pdf; x=y")
    Path(name).write_bytes(gzip.compress(archive) if name.endswith("gz") else archive)
    documents, problems = read_all(name)
    assert [(document.source, document.published) for document in documents] == [
        (f"{name}#https://x.id/1", dt.date(2024, 1, 11)),
        (f"{name}#https://x.id/2.pdf", None),
    ]
    assert documents[0].text == f"{TITLE}\n\n{LEAD}\n\n{STATEMENT}"
    assert {source: problem.problem for source, problem in problems.items()} == {f"{name}#https://x.id/menu": "article"}


def test_packed_pages_of_a_web_archive_are_unpacked_up_to_the_limit() -> None:
    pages = [("https://x.id/1", gzip.compress(PAGE.encode())), ("https://x.id/2", gzip.compress(bytes(5_000_000)))]
    archive = b"".join(make_warc([page], kind="text/html\r\nContent-Encoding: gzip") for page in pages)
    Path("a.warc").write_bytes(archive)
    documents, problems = read_all("a.warc", limits=Limits(document=100_000))
    assert [document.source for document in documents] == ["a.warc#https://x.id/1"]
    assert problems["a.warc#https://x.id/2"].problem == "limit"


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("cut", [40, 200, 600])
def test_a_web_archive_that_is_cut_keeps_what_stands_before(packed: bool, cut: int) -> None:
    pages = [make_warc([(f"https://x.id/{number}", PAGE.encode())]) for number in range(3)]
    name = "a.warc.gz" if packed else "a.warc"
    if packed:
        last = gzip.compress(pages[2])
        Path(name).write_bytes(b"".join(map(gzip.compress, pages[:2])) + last[: -min(cut, len(last) - 20)])
    else:
        Path(name).write_bytes(b"".join(pages)[:-cut])
    documents, problems = read_all(name)
    assert [document.source for document in documents] == [f"{name}#https://x.id/0", f"{name}#https://x.id/1"]
    assert [(problem.source, problem.problem) for problem in problems.values()] == [(name, "damaged")]


@pytest.mark.parametrize(("content", "kind"), [(b"", "empty"), (b"halo dunia " * 100, "damaged"), (make_warc([]), "empty")])
def test_a_web_archive_that_is_none(content: bytes, kind: str) -> None:
    Path("a.warc").write_bytes(content)
    assert read_all("a.warc")[1]["a.warc"].problem == kind
