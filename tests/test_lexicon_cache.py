"""The compiled lexicon that is kept between two starts."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from berita_extract.lexicon import cache
from berita_extract.lexicon.compiled import Compiled, compile_entries, unpack
from berita_extract.lexicon.entries import read_packaged_lists
from berita_extract.lexicon.lexicon import Lexicon
from berita_extract.lexicon.word_class import WordClass

TEXTS = {"months": "januari\t1\n", "offices": "Kepala Dinas\tKepala Dinas\tkind=head takes=org\n"}
CLASSES = {"word_groups": WordClass("word_groups")}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("BERITA_EXTRACT_CACHE_DIR", str(tmp_path / "cache"))
    return tmp_path / "cache"


class Builder:
    """Builds a lexicon and counts how often it was asked to."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self) -> Compiled:
        self.times += 1
        return compile_entries([])


def test_a_kept_lexicon_is_the_same_as_a_built_one() -> None:
    built = compile_entries(read_packaged_lists())
    kept = unpack(built.pack())
    assert [(entry.list, entry.surface, entry.value, dict(entry.attributes)) for entry in kept.entries] == [
        (entry.list, entry.surface, entry.value, dict(entry.attributes)) for entry in built.entries
    ]
    words = ["rabu", "tanggal", "10", "januari", "2024", "kepala", "dinas", "kesehatan", "xyz", "kabupaten", "konawe"]
    scans = []
    for compiled in (built, kept):
        symbols = tuple(symbol for word in words for symbol in compiled.symbols(word))
        found = Lexicon(compiled, CLASSES).scan(symbols)
        scans.append({name: [(hit.start, hit.end, hit.entry.surface) for hit in hits] for name, hits in found.items()})
    assert scans[0] == scans[1]
    assert scans[0]["months"] == [(3, 4, "Januari")]


def test_it_is_built_once_for_the_same_words(folder: Path) -> None:
    builder = Builder()
    for _ in range(3):
        cache.remember(TEXTS, builder)
    assert builder.times == 1
    cache.remember({**TEXTS, "months": "januari\t2\n"}, builder)
    assert builder.times == 2
    assert len([*folder.iterdir()]) == 2


@pytest.mark.parametrize("content", [b"", b"\x00", b"not packed", b"\x94\x90\x90\x90\xc4\x01x"])
def test_a_damaged_file_is_replaced(folder: Path, content: bytes) -> None:
    builder = Builder()
    cache.remember(TEXTS, builder)
    (file,) = folder.iterdir()
    whole = file.read_bytes()
    file.write_bytes(content)
    cache.remember(TEXTS, builder)
    assert builder.times == 2
    assert file.read_bytes() == whole


def test_where_nothing_can_be_kept_it_is_built_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BERITA_EXTRACT_CACHE_DIR", os.devnull)
    builder = Builder()
    for _ in range(2):
        cache.remember(TEXTS, builder)
    assert builder.times == 2


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="files have no owner on this system")
def test_a_file_of_somebody_else_is_not_read(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    builder = Builder()
    cache.remember(TEXTS, builder)
    other = os.getuid() + 1
    monkeypatch.setattr(os, "getuid", lambda: other)
    cache.remember(TEXTS, builder)
    assert builder.times == 2


def test_old_ones_are_removed(folder: Path) -> None:
    for number in range(7):
        cache.remember({"months": f"januari\t{number}\n"}, Builder())
    assert 0 < len([*folder.iterdir()]) <= 4
