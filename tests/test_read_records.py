"""Records of JSON: one a line, an array of them, or one alone."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from berita_extract.io.entries import Limits
from berita_extract.io.read import list_entries
from made_files import list_texts, read_all, write


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ('{"text": "Satu"}', [("a.json", "Satu")]),
        ('[{"text": "Satu", "id": 1.0}, {"isi": "Dua", "judul": "J"}]', [("1", "Satu"), ("a.json:2", "J\n\nDua")]),
        ('{"text": "Satu"}\n{"text": "Dua"}\n', [("a.json:1", "Satu"), ("a.json:2", "Dua")]),
        ('{"n": 2, "posts": [{"text": "Satu"}, {"text": "Dua"}]}', [("a.json:1", "Satu"), ("a.json:2", "Dua")]),
        ('[{"title": {"rendered": "J"}, "content": {"rendered": "<p>Isi</p>"}, "link": "https://x/1"}]', [("https://x/1", "J\n\nIsi")]),
        ("\ufeff[\n]", []),
    ],
)
def test_records_of_json_files(content: str, expected: list[tuple[str, str]]) -> None:
    write("a.json", content)
    documents, problems = read_all("a.json")
    assert [(document.source, document.text) for document in documents] == expected
    assert [problem.problem for problem in problems.values()] == ([] if expected else ["empty"])


@pytest.mark.parametrize(
    ("content", "kind", "kept"),
    [
        ('[{"text": "Satu"}, {"text": "Du', "damaged", 1),
        ('[{"text": "Satu"}', "damaged", 1),
        ("[" * 100_000, "damaged", 0),
        ("bukan json", "damaged", 0),
        ("", "empty", 0),
        ("  ", "empty", 0),
        ('[{"text": "Satu"}, 5]', "record", 1),
        ('{"x": 1}', "record", 0),
        ('["' + "x" * 3_000_000 + '"]', "limit", 0),
    ],
)
def test_json_that_is_not_whole(content: str, kind: str, kept: int) -> None:
    write("a.json", content)
    documents, problems = read_all("a.json", limits=Limits(document=1 << 20))
    assert len(documents) == kept
    (problem,) = problems.values()
    assert problem.problem == kind


def test_a_long_array_is_cut_where_its_records_end() -> None:
    records = [{"text": f"Rilis {number} " + "é" * 1_000, "n": [1, {"a": "]},"}]} for number in range(3_000)]
    write("a.json", json.dumps(records, ensure_ascii=False, indent=1))
    assert list_texts("a.json") == [record["text"] for record in records]


def test_lines_of_json_with_usual_names_and_old_encodings() -> None:
    Path("a.jsonl").write_bytes('{"judul": "J", "isi": "“Siap”", "tanggal": "10 Januari 2024"}\n'.encode("cp1252") + b'{"teks": "Dua"}\n')
    first, second = read_all("a.jsonl")[0]
    assert (first.text, first.published, second.text) == ("J\n\n“Siap”", dt.date(2024, 1, 10), "Dua")
    assert first.note is not None
    assert "cp1252" in first.note


def test_a_line_that_is_too_long_costs_only_itself() -> None:
    write("a.jsonl", '{"text": "Satu"}\n{"text": "' + "x" * 5_000_000 + '"}\n{"text": "Tiga"}\n')
    documents, problems = read_all("a.jsonl", limits=Limits(document=1_000))
    assert [document.source for document in documents] == ["a.jsonl:1", "a.jsonl:3"]
    assert problems["a.jsonl:2"].problem == "limit"


def test_the_same_lines_whatever_is_taken_of_them() -> None:
    write("a.jsonl", "".join(f'{{"text": "Rilis {number}"}}\n' for number in range(50)))
    entries = list_entries(["a.jsonl"])
    assert [next(entries) for _ in range(20)] == list(list_entries(["a.jsonl"]))[:20]
