"""Which files are read, in which order, and that no bytes whatever stop the others from being read."""

from __future__ import annotations

import gzip
import io
import itertools
import json
import random
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from berita_extract.errors import InputError
from berita_extract.io.formats import FORMATS, is_taken_from_folder, recognise, recognise_content
from berita_extract.io.naming import name_member
from berita_extract.io.read import Limits, ReadOptions, find_among, list_entries, measure_inputs, read_entry
from made_files import (
    LEAD,
    PAGE,
    list_texts,
    make_docx,
    make_export,
    make_pdf,
    make_warc,
    make_zip,
    read_all,
    write_database,
    write_parquet,
    write_workbook,
)

SUFFIXES = sorted(suffix for form in FORMATS for suffix in form.suffixes)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def fill(*names: str) -> None:
    for name in names:
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_text(LEAD, encoding="utf-8")


def list_sources(*inputs: str) -> list[str]:
    return [entry.source for entry in list_entries(inputs)]


@pytest.mark.usefixtures("folder")
def test_a_folder_gives_releases_and_archives_but_no_tables() -> None:
    fill(
        "a/x.txt", "a/b/x.html", "a/x.docx", "a/x.pdf", "a/x.doc", "a/x.csv", "a/x.json", "a/x.csv.gz", "a/x.jpg", "a/x.txt.gz", "a/.x.txt"
    )
    make_zip(Path("a/z.zip"), {"y.txt": LEAD, "t.csv": "text\nSatu\n"})
    assert list_sources("a") == [
        "a/b/x.html",
        "a/x.doc",
        "a/x.docx",
        "a/x.pdf",
        "a/x.txt",
        "a/x.txt.gz",
        "a/z.zip!y.txt",
        "a/z.zip!t.csv:2",
    ]


@pytest.mark.usefixtures("folder")
def test_patterns_give_files_in_order_through_all_folders() -> None:
    fill("a/2.html", "a/b/1.html", "a/b/c/3.html", "a/b/x.txt", "a/.git/4.html", "a/rilis[1].txt", "b.html/1.html")
    assert list_sources("a/**/*.html") == ["a/2.html", "a/b/1.html", "a/b/c/3.html"]
    assert list_sources("a/?.html", "a/b/*") == ["a/2.html", "a/b/1.html", "a/b/x.txt"]
    assert list_sources("a/rilis[1].txt") == ["a/rilis[1].txt"]
    assert list_sources("*.html") == ["*.html"]
    (problem,) = read_all("*.html")[1].values()
    assert problem.problem == "missing"
    assert "no file matches" in problem.message


@pytest.mark.usefixtures("folder")
def test_what_a_pattern_means_is_protected_from_the_output() -> None:
    fill("a/1.html", "a/2.html")
    assert find_among(Path("a/2.html"), ["a/*.html"]) == "a/2.html"
    assert find_among(Path("a/2.html"), ["a/1*"]) is None


@pytest.mark.usefixtures("folder")
def test_measuring_unpacks_and_parses_nothing() -> None:
    fill("a/1.html", "a/2.html", "x.csv")
    Path("r.jsonl").write_text('{"text": "a"}\n\n{"text": "b"}\n', encoding="utf-8")
    Path("rusak.zip").write_bytes(b"no archive")
    size = len(LEAD.encode())
    assert measure_inputs(["a", "r.jsonl"]) == (4, 2 * size + 29)
    assert measure_inputs(["a", "x.csv"]) == (None, 3 * size)
    assert measure_inputs(["rusak.zip"]) == (None, 10)
    assert measure_inputs(["a/1.html", "tidak-ada", "a/*.html"]) == (4, 3 * size)


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (PAGE.encode(), "page"),
        (b"\n <HTML lang=id>", "page"),
        (make_pdf([[LEAD]]), "pdf"),
        (make_docx([LEAD]), "word"),
        (gzip.compress(b"x"), "gz"),
        (make_warc([("https://x.id", b"x")]), "warc"),
        (b"PK\x03\x04" + bytes(26) + b"mimetypeapplication/vnd.oasis.opendocument.text", None),
        (LEAD.encode(), None),
        (b"", None),
    ],
)
def test_formats_are_known_by_their_first_bytes(content: bytes, name: str | None) -> None:
    form = recognise_content(content[:8192])
    assert (form.name if form else None) == name


def test_every_suffix_has_one_format_and_known_ends() -> None:
    assert len(SUFFIXES) == len(set(SUFFIXES))
    for suffix in SUFFIXES:
        assert (form := recognise(f"a/b.c{suffix.upper()}")) is not None
        assert suffix in form.suffixes
    assert recognise("csv") is None
    assert recognise(".csv") is None
    assert not is_taken_from_folder("a.jsonl.zst")
    assert is_taken_from_folder("a.tar.zst")


@given(st.text(st.sampled_from("a./\\:C\0é\ud800"), max_size=12))
def test_no_name_leads_out_of_an_archive(name: str) -> None:
    plain = name_member(name)
    assert plain
    plain.encode()
    assert not plain.startswith(("/", "\\"))
    assert not {"..", ".", ""} & set(plain.replace("\\", "/").split("/"))


# Any bytes


def make_examples() -> dict[str, bytes]:
    with tempfile.TemporaryDirectory() as name:
        base = Path(name)
        write_workbook(str(base / "a.xlsx"), A=[["text"], [LEAD]])
        write_parquet(str(base / "a.parquet"), {"text": [LEAD]})
        write_database(str(base / "a.db"), "CREATE TABLE t (text)", f"INSERT INTO t VALUES ('{LEAD}')")
        make_zip(base / "a.zip", {"a.html": PAGE, "a.csv": "text\nSatu\n"})
        made = {path.suffix: path.read_bytes() for path in base.iterdir()}
    made |= {
        ".pdf": make_pdf([[LEAD]]),
        ".docx": make_docx([LEAD]),
        ".html": PAGE.encode(),
        ".warc": make_warc([("https://x.id", PAGE.encode())]),
    }
    made |= {".xml": make_export([{"title": "J", "content:encoded": LEAD}]).encode(), ".csv": b"id;isi\n1;x\n", ".json": b'[{"text": "x"}]'}
    return made | {".gz": gzip.compress(b"x" * 100), ".jsonl": json.dumps({"text": LEAD}).encode()}


EXAMPLES = make_examples()
OPTIONS = ReadOptions(limits=Limits(document=200_000, free=2_000_000))


def read_bytes_as(suffix: str, content: bytes) -> list[str]:
    """What becomes of a file with these bytes; anything but a document or an `InputError` is a failure of the test."""
    with tempfile.TemporaryDirectory() as name:
        path = Path(name, f"a{suffix}")
        path.write_bytes(content)
        outcomes = []
        for entry in itertools.islice(list_entries([str(path)], OPTIONS), 1_000):
            try:
                outcomes.append(read_entry(entry).text)
            except InputError as problem:
                outcomes.append(problem.problem)
    return outcomes


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(SUFFIXES), st.binary(max_size=600))
def test_any_bytes_under_any_suffix_give_documents_or_problems(suffix: str, content: bytes) -> None:
    assert read_bytes_as(suffix, content) == read_bytes_as(suffix, content) != []


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(sorted(EXAMPLES)), st.integers(0, 2**32), st.integers(1, 8), st.booleans())
def test_any_damage_to_a_real_file_gives_documents_or_problems(suffix: str, seed: int, count: int, cut: bool) -> None:
    source = random.Random(seed)
    content = bytearray(EXAMPLES[suffix])
    for _ in range(count):
        content[source.randrange(len(content))] = source.randrange(256)
    if cut:
        del content[source.randrange(len(content)) :]
    assert read_bytes_as(suffix, bytes(content)) == read_bytes_as(suffix, bytes(content)) != []


@pytest.mark.parametrize("suffix", EXAMPLES)
def test_the_examples_are_read_as_they_are(suffix: str) -> None:
    assert not {"damaged", "record", "empty"} & set(read_bytes_as(suffix, EXAMPLES[suffix]))


@pytest.mark.usefixtures("folder")
def test_standard_input_may_be_a_document_of_any_format(monkeypatch: pytest.MonkeyPatch) -> None:
    for content in (make_pdf([[LEAD]]), make_docx([LEAD]), PAGE.encode(), LEAD.encode()):
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(content)))
        (text,) = list_texts("-")
        assert LEAD in text
