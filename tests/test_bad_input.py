"""What a user may hand over by mistake: a clear message, the right exit status, and the rest still done."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest

import berita_extract
from berita_extract.errors import InputError
from berita_extract.io.read import read_document
from cli_runner import run_cli

RELEASE = "Ambon, Rabu (10/1/2024) - Bupati Rina Sari membuka rapat yang dihadiri 300 orang.\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with one good release, `baik.txt`."""
    (tmp_path / "baik.txt").write_text(RELEASE, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def read_dates(out: bytes) -> list[str]:
    return [found["start_date"] for found in json.loads(out)["dates"]]


@pytest.mark.parametrize(
    ("name", "content", "advice"),
    [
        ("tidak-ada.txt", None, "there is no such file or folder. Check the name."),
        ("tidak-ada/", None, "there is no such folder. Check its name."),
        ("kosong.txt", b"", "Check that the release was saved into it."),
        ("spasi.txt", b" \r\n\t \n", "Check that the release was saved."),
        ("rilis.pdf", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "save its text as a .txt file in UTF-8."),
        ("rilis.bin", bytes(range(256)), "give the release as a text file in UTF-8."),
    ],
)
def test_a_file_that_cannot_be_used_is_named_with_what_to_do(folder: Path, name: str, content: bytes | None, advice: str) -> None:
    if content is not None:
        (folder / name).write_bytes(content)
    result = run_cli(name)
    assert result.status == 1
    assert result.out == b""
    assert result.err.startswith(f"{name}: ")
    assert result.err.rstrip("\n").endswith(advice)
    assert result.err.count("\n") == 1


@pytest.mark.usefixtures("folder")
def test_the_other_files_are_processed_all_the_same() -> None:
    result = run_cli("tidak-ada.txt", "baik.txt")
    assert result.status == 1
    (line,) = result.out.splitlines()
    assert json.loads(line)["source"] == "baik.txt"


def test_a_folder_where_a_file_is_expected(folder: Path) -> None:
    (folder / "arsip").mkdir()
    for command in (("arsip",), ("explain", "arsip")):
        result = run_cli(*command)
        assert result.status == 1
        assert result.err == ("arsip: this is a folder, not a file. For the releases in it: berita-extract batch arsip -o hasil.jsonl\n")


def test_a_file_of_records_where_a_release_is_expected(folder: Path) -> None:
    (folder / "rekaman.jsonl").write_text(json.dumps({"text": RELEASE}), encoding="utf-8")
    result = run_cli("rekaman.jsonl")
    assert result.status == 1
    assert "berita-extract batch rekaman.jsonl -o hasil.jsonl" in result.err


@pytest.mark.usefixtures("folder")
def test_a_file_without_permission(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    # Taking the permission away would not stop a test that runs as root.
    monkeypatch.setattr(Path, "read_bytes", refuse)
    for command in (("baik.txt",), ("explain", "baik.txt")):
        result = run_cli(*command)
        assert result.status == 1
        assert "baik.txt: no permission to read it." in result.err
    told: list[object] = []
    berita_extract.batch.run("baik.txt", "hasil.jsonl", workers=0, watch=lambda outcome, _: told.append(outcome))
    assert [(type(each).__name__, getattr(each, "error", "")) for each in told] == [("Failure", "unreadable")]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--published", "10/1/2024"), "'10/1/2024' is no day. Write it as 2024-01-10."),
        (("--fields", "dates,tanggal"), "Fields are: headline, byline, dateline, event, dates, locations, "),
        (("--fields", ","), "no field is named"),
        (("--format", "xml"), "json"),
        (("--lexicon", "tidak-ada.tsv"), "tidak-ada.tsv"),
        (("--view", "--format", "json"), "leave one out"),
        (("--tampil",), "--tampil"),
        (("-o", "tidak/ada/hasil.json"), "Create it first"),
        (("-o", "."), "this is a folder"),
        (("-o", "baik.txt"), "would be lost"),
    ],
)
def test_wrong_usage_ends_with_status_2_before_anything_is_done(folder: Path, arguments: tuple[str, ...], message: str) -> None:
    result = run_cli("baik.txt", *arguments)
    assert result.status == 2
    assert result.out == b""
    assert message in " ".join(result.err.split())
    assert [path.name for path in folder.iterdir()] == ["baik.txt"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("batch", "baik.txt"), "--output"),
        (("batch", "-o", "hasil.jsonl"), "INPUT"),
        (("batch", "baik.txt", "-o", "-"), "a batch goes to a file"),
        (("batch", "baik.txt", "-o", "baik.txt"), "would be lost"),
        (("batch", "baik.txt", "-o", "tidak/hasil.jsonl"), "Create it first"),
        (("batch", "baik.txt", "-o", "hasil.jsonl", "--workers", "0"), "--workers"),
        (("explain", "baik.txt", "--field", "tanggal"), "Fields are: "),
        (("extract",), "FILE"),
        (("bacth", "baik.txt"), "Did you mean 'batch'?"),
        ((), "Usage"),
    ],
)
def test_wrong_usage_of_commands(folder: Path, arguments: tuple[str, ...], message: str) -> None:
    result = run_cli(*arguments)
    assert result.status == 2
    assert result.out == b""
    assert message in " ".join(result.err.split())
    assert [path.name for path in folder.iterdir()] == ["baik.txt"]


def test_a_word_list_with_a_mistake_is_named_with_its_line(folder: Path) -> None:
    (folder / "kata.tsv").write_text("# mine\nno-such-list\tBupati\n", encoding="utf-8")
    for command in (("baik.txt",), ("batch", "baik.txt", "-o", "hasil.jsonl"), ("explain", "baik.txt")):
        result = run_cli(*command, "--lexicon", "kata.tsv")
        assert result.status == 2
        assert result.err.startswith("kata.tsv:2: ")
        assert not (folder / "hasil.jsonl").exists()


@pytest.mark.parametrize(
    "text",
    [
        "The minister opened the meeting in Geneva and thanked everybody for coming.",
        "Le ministre a ouvert la réunion à Genève.",
        "大臣は会議を開きました。",
        "افتتح الوزير الاجتماع.",
        "1234567890 !!! ??? ---",
    ],
)
def test_text_in_another_language_is_processed(folder: Path, text: str) -> None:
    (folder / "lain.txt").write_text(text, encoding="utf-8")
    result = run_cli("lain.txt")
    assert result.status == 0
    assert json.loads(result.out)["source"] == "lain.txt"


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8-sig", "utf-16", "utf-32"])
def test_other_encodings_give_the_same_facts(folder: Path, encoding: str) -> None:
    text = RELEASE.replace("membuka", "\u2013 \u201csiap\u201d \u2013 membuka")
    (folder / "utf8.txt").write_text(text, encoding="utf-8")
    (folder / "lain.txt").write_text(text, encoding=encoding)
    expected, found = (run_cli(name) for name in ("utf8.txt", "lain.txt"))
    assert found.status == 0
    assert json.loads(found.out) == {**json.loads(expected.out), "source": "lain.txt"}
    assert ("cp1252" in found.err) == (encoding == "cp1252")


def check_offsets(text: str, found: Any) -> int:
    """How many mentions there are in a result; each must stand where it says."""
    if isinstance(found, dict):
        here = "text" in found and "start_char" in found
        if here:
            assert text[found["start_char"] : found["end_char"]] == found["text"]
        return here + sum(check_offsets(text, value) for value in found.values())
    return sum(check_offsets(text, value) for value in found) if isinstance(found, list | tuple) else 0


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(RELEASE.replace("membuka", "mem\x00buka"), id="NUL in a word"),
        pytest.param("\x00" + RELEASE + "\x00\x00", id="NULs around"),
        pytest.param(RELEASE.replace("\n", "\r\n") * 3, id="CRLF"),
        pytest.param(RELEASE.replace("\n", "\r") * 3, id="CR alone"),
        pytest.param("Rapat dibuka. \u201cKami siap, ujar Bupati Rina Sari.\n\n" + RELEASE, id="unclosed mark"),
        pytest.param('"Kami siap, ujar Bupati Rina Sari.\n' + RELEASE, id="unclosed straight mark"),
    ],
)
def test_odd_characters_leave_the_date_and_every_offset_in_place(folder: Path, text: str) -> None:
    (folder / "aneh.txt").write_bytes(text.encode())
    result = run_cli("aneh.txt")
    assert result.status == 0
    assert "2024-01-10" in read_dates(result.out)
    assert check_offsets(text, json.loads(result.out)) > 0


@pytest.mark.parametrize("code_point", [0xD800, 0xDBFF, 0xDC00, 0xDFFF])
def test_lone_surrogates_given_to_the_library(code_point: int) -> None:
    text = f"{chr(code_point)}{RELEASE}{chr(code_point)}"
    result = berita_extract.extract(text)
    assert check_offsets(text, result.to_dict()) > 0
    assert json.loads(result.to_json()) == result.to_dict()


@pytest.mark.parametrize("text", ["", " \r\n", "\x00"])
def test_nothing_given_to_the_library_is_an_extraction_without_findings(text: str) -> None:
    result = berita_extract.extract(text)
    assert check_offsets(text, result.to_dict()) == 0


def test_a_release_without_an_event(folder: Path) -> None:
    (folder / "profil.txt").write_text("Kabupaten itu terkenal dengan kopinya.\n", encoding="utf-8")
    result = run_cli("profil.txt")
    assert result.status == 0
    assert json.loads(result.out)["event"] is None


@pytest.mark.slow
def test_a_file_of_20_megabytes(folder: Path) -> None:
    prose = "Kegiatan itu berjalan dengan tertib, aman, dan lancar sampai selesai. " * 12 + "\n\n"
    blank = " " * 78 + "\n"
    text = prose * (4_000_000 // len(prose)) + blank * (16_000_000 // len(blank)) + RELEASE
    (folder / "besar.txt").write_text(text, encoding="utf-8")
    result = run_cli("besar.txt", "--format", "jsonl")
    assert result.status == 0
    assert "2024-01-10" in read_dates(result.out)
    assert check_offsets(text, json.loads(result.out)) > 0


@pytest.mark.parametrize("run", ["a" * 100_000, "(" * 20_000, "1" * 5_000, "-a" * 20_000, '"' * 20_000, " " * 100_000])
def test_a_long_run_of_one_kind_is_only_that(run: str) -> None:
    found = berita_extract.extract(f"{RELEASE}\n{run}\n\n{RELEASE}")
    assert "2024-01-10" in [str(date.start_date) for date in found.dates]


@pytest.mark.usefixtures("folder")
def test_an_error_in_the_extractor_is_no_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    class Broken:
        def extract(self, _: str, **__: object) -> None:
            raise ZeroDivisionError("in a rule")

        explain = extract

    monkeypatch.setattr(berita_extract, "load", lambda **_: Broken())
    for command in (("baik.txt",), ("explain", "baik.txt")):
        result = run_cli(*command)
        assert result.status == 1
        assert result.err.startswith("baik.txt: the extraction failed (ZeroDivisionError: in a rule).")


@pytest.mark.usefixtures("folder")
def test_the_traceback_of_an_error_of_ours_is_shown_on_demand(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError("in a rule")

    monkeypatch.setattr("berita_extract.pipeline.Extractor._find", fail)
    for command in (("baik.txt",), ("explain", "baik.txt")):
        monkeypatch.delenv("BERITA_EXTRACT_DEBUG", raising=False)
        assert "Traceback" not in run_cli(*command).err
        monkeypatch.setenv("BERITA_EXTRACT_DEBUG", "1")
        told = run_cli(*command).err
        assert "Traceback" in told
        assert 'raise ZeroDivisionError("in a rule")' in told
        assert "Traceback" not in run_cli("tidak-ada.txt").err
    summary = berita_extract.batch.run("baik.txt", "hasil.jsonl", workers=0)
    assert list(summary.kinds) == ["extraction"]
    assert 'raise ZeroDivisionError("in a rule")' in capsys.readouterr().err


def test_a_full_disk_is_told_and_leaves_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("berita_extract.io.write.os.fsync", fail)
    result = run_cli("baik.txt", "-o", "hasil.json")
    assert result.status == 1
    assert "No space left on device" in result.err
    assert [path.name for path in folder.iterdir()] == ["baik.txt"]


def test_closed_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    with pytest.raises(InputError, match="Give a file name"):
        read_document("-")
