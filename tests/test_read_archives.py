"""Archives: what is in them, nothing outside of them, and no more than a machine can hold."""

from __future__ import annotations

import bz2
import gzip
import io
import itertools
import json
import lzma
import pickle
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
import zstandard

from berita_extract.io.entries import Limits
from berita_extract.io.read import ReadOptions, list_entries, read_document, read_entry
from cli_runner import run_cli
from made_files import LEAD, PAGE, TITLE, list_texts, make_docx, make_pdf, make_zip, read_all, write_database

PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "gz": gzip.compress,
    "bz2": bz2.compress,
    "xz": lzma.compress,
    "zst": zstandard.ZstdCompressor(write_checksum=True).compress,
}
ODD_NAMES = ("../../etc/x.txt", "/root/y.txt", "C:\\Users\\z.txt", "..\\w.txt")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "kerja").mkdir()
    monkeypatch.chdir(tmp_path / "kerja")
    return tmp_path


def make_tar(path: str, members: Mapping[str, bytes | str], mode: str = "w") -> str:
    with tarfile.open(path, mode) as archive:  # type: ignore[call-overload]
        for name, content in members.items():
            data = content.encode() if isinstance(content, str) else content
            header = tarfile.TarInfo(name)
            header.size = len(data)
            archive.addfile(header, io.BytesIO(data))
    return path


def list_kinds(*inputs: str, **options: object) -> dict[str, str]:
    return {source: problem.problem for source, problem in read_all(*inputs, **options)[1].items()}


def make_members() -> dict[str, bytes | str]:
    write_database("a.sqlite", "CREATE TABLE t (text)", f"INSERT INTO t VALUES ('{LEAD}')")
    return {
        "b/rilis.html": PAGE,
        "a/rilis.docx": make_docx([LEAD]),
        "rilis.pdf": make_pdf([[LEAD]]),
        "rekaman.jsonl": json.dumps({"text": LEAD}),
        "rekaman.csv": f'text\n"{LEAD}"\n',
        "a.sqlite": Path("a.sqlite").read_bytes(),
        "dalam.zip": make_zip(Path("dalam.zip"), {"x.txt": LEAD, "y.txt.gz": gzip.compress(LEAD.encode())}).read_bytes(),
        "foto.jpg": b"\xff\xd8",
        ".git/x.txt": "no",
        "__MACOSX/._rilis.html": "no",
    }


SOURCES = [
    "b/rilis.html",
    "a/rilis.docx",
    "rilis.pdf",
    "rekaman.jsonl:1",
    "rekaman.csv:2",
    "a.sqlite#t:1",
    "dalam.zip!x.txt",
    "dalam.zip!y.txt.gz",
]


@pytest.mark.parametrize("packing", ["zip", "tar", "tar.gz", "tar.bz2", "tar.xz", "tar.zst", "tgz", "zip.gz"])
def test_every_format_is_read_inside_every_archive(packing: str) -> None:
    members = make_members()
    name = f"arsip.{packing}"
    if packing.startswith("zip"):
        make_zip(Path("arsip.zip"), members)
    else:
        make_tar("arsip.tar", members)
    outer = packing.replace("tgz", "tar.gz").rpartition(".")[2]
    if outer in PACKERS:
        Path(name).write_bytes(PACKERS[outer](Path("arsip.zip" if packing.startswith("zip") else "arsip.tar").read_bytes()))
    documents, problems = read_all(name)
    assert problems == {}
    assert [document.source for document in documents] == [f"{name}!{source}" for source in SOURCES]
    assert all(LEAD in document.text for document in documents)


@pytest.mark.parametrize("packing", PACKERS)
def test_a_packed_release_is_one_release(packing: str) -> None:
    Path(f"rilis.html.{packing}").write_bytes(PACKERS[packing](PAGE.encode()))
    document = read_document(f"rilis.html.{packing}")
    assert document.text.startswith(TITLE)
    assert document.source == f"rilis.html.{packing}"


@pytest.mark.parametrize("packing", PACKERS)
@pytest.mark.parametrize("damage", ["cut", "changed", "empty", "none of it"])
def test_packed_files_that_are_damaged_are_told(packing: str, damage: str) -> None:
    packed = PACKERS[packing]("".join(f"Rilis {number} di Ambon. " for number in range(2_000)).encode())
    middle = len(packed) // 2
    wrong = {
        "cut": packed[:middle],
        "changed": packed[:middle] + bytes(byte ^ 255 for byte in packed[middle : middle + 40]) + packed[middle + 40 :],
        "empty": b"",
        "none of it": b"Bupati hadir di Ambon",
    }
    Path(f"rilis.txt.{packing}").write_bytes(wrong[damage])
    (problem,) = read_all(f"rilis.txt.{packing}")[1].values()
    assert problem.source == f"rilis.txt.{packing}"
    assert problem.problem in ("damaged", "empty")


def test_records_before_the_damage_are_kept() -> None:
    lines = "".join(json.dumps({"text": f"Rilis {number} {zlib.crc32(bytes(number))}"}) + "\n" for number in range(5_000)).encode()
    for packing, pack in PACKERS.items():
        packed = pack(lines)
        Path(f"a.jsonl.{packing}").write_bytes(packed[: len(packed) * 9 // 10])
        documents, problems = read_all(f"a.jsonl.{packing}")
        if packing != "bz2":  # which packs so much at a time that nothing is whole
            assert documents[0].source == f"a.jsonl.{packing}:1"
        assert list(problems) == [f"a.jsonl.{packing}"]


@pytest.mark.parametrize("kind", ["zip", "tar"])
def test_names_that_lead_out_of_the_archive_lead_nowhere(kind: str, folder: Path) -> None:
    members = dict.fromkeys(ODD_NAMES, LEAD)
    if kind == "zip":
        make_zip(Path("a.zip"), members)
    else:
        make_tar("a.tar", members)
    documents = read_all(f"a.{kind}")[0]
    assert [document.source for document in documents] == [
        f"a.{kind}!{name}" for name in ("etc/x.txt", "root/y.txt", "Users/z.txt", "w.txt")
    ]
    assert [path.relative_to(folder).as_posix() for path in sorted(folder.rglob("*"))] == ["kerja", f"kerja/a.{kind}"]


def test_links_and_devices_in_a_tar_are_passed_over() -> None:
    with tarfile.open("a.tar", "w") as archive:
        for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE):
            header = tarfile.TarInfo(f"x{kind.decode()}.txt")
            header.type, header.linkname = kind, "/etc/passwd"
            archive.addfile(header)
    make_tar("a.tar", {"rilis.txt": LEAD}, "a")
    assert list_texts("a.tar") == [LEAD]


# Damage


def test_encrypted_and_damaged_members_cost_only_themselves() -> None:
    make_zip(Path("a.zip"), {"kunci.txt": "rahasia " * 50, "rusak.txt": "rusak " * 50, "baik.txt": LEAD, "kunci.csv": "text\nx\n"})
    data = bytearray(Path("a.zip").read_bytes())
    for name in (b"kunci.txt", b"kunci.csv"):
        data[data.rindex(name) - 46 + 8] |= 1
    start = data.index(b"rusak.txt") + len(b"rusak.txt")
    data[start : start + 8] = b"\xff" * 8
    Path("a.zip").write_bytes(data)
    documents, problems = read_all("a.zip")
    assert [document.source for document in documents] == ["a.zip!baik.txt"]
    assert {source: problem.problem for source, problem in problems.items()} == {
        "a.zip!kunci.txt": "protected",
        "a.zip!rusak.txt": "damaged",
        "a.zip!kunci.csv": "protected",
    }
    assert "with its password" in problems["a.zip!kunci.txt"].message


@pytest.mark.parametrize("nested", [False, True])
def test_a_packing_that_is_unknown_is_told(nested: bool) -> None:
    make_zip(Path("a.zip"), {"a.csv" if nested else "a.txt": "text\nx\n"})
    data = bytearray(Path("a.zip").read_bytes())
    data[8:10] = struct.pack("<H", 99)
    place = data.index(b"PK\x01\x02") + 10
    data[place : place + 2] = struct.pack("<H", 99)
    Path("a.zip").write_bytes(data)
    assert list(list_kinds("a.zip").values()) == ["damaged"]


@pytest.mark.parametrize(("name", "content"), [("a.zip", b"PK\x03\x04 cut"), ("a.zip", b""), ("a.tar", b"x" * 600), ("a.tar", b"")])
def test_archives_that_are_none(name: str, content: bytes) -> None:
    Path(name).write_bytes(content)
    assert list_kinds(name) in ({name: "damaged"}, {name: "empty"})


def test_a_zip_that_is_cut_is_damaged() -> None:
    path = make_zip(Path("a.zip"), {"a.txt": LEAD, "b.txt": LEAD})
    path.write_bytes(path.read_bytes()[:-60])
    assert list_kinds("a.zip") == {"a.zip": "damaged"}


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize(("place", "kept"), [(512 + 2, 0), (1024 + 30, 1), (1024 + 512 + 20, 1)])
def test_a_tar_that_is_cut_keeps_what_stands_before(packed: bool, place: int, kept: int) -> None:
    make_tar("a.tar", {"a.txt": "Satu", "b.txt": "Dua " * 200, "c.txt": "Tiga"})
    data = Path("a.tar").read_bytes()[:place]
    name = "b.tar.gz" if packed else "b.tar"
    Path(name).write_bytes(gzip.compress(data) if packed else data)
    documents, problems = read_all(name)
    assert len(documents) == kept
    assert "damaged" in {problem.problem for problem in problems.values()}


def test_a_header_that_is_wrong_does_not_end_a_tar_silently() -> None:
    make_tar("a.tar", {"a.txt": "Satu", "b.txt": "Dua", "c.txt": "Tiga"})
    data = bytearray(Path("a.tar").read_bytes())
    data[1024 + 148 : 1024 + 156] = b"99999999"
    Path("a.tar").write_bytes(data)
    documents, problems = read_all("a.tar")
    assert [document.text for document in documents] == ["Satu"]
    assert "What stands before that is kept." in problems["a.tar"].message


@pytest.mark.parametrize("name", ["a.zip", "a.tar"])
def test_an_archive_without_anything_to_read_is_told(name: str) -> None:
    if name == "a.zip":
        make_zip(Path(name), {"foto.jpg": "x"})
    else:
        make_tar(name, {"foto.jpg": "x"})
    assert list_kinds(name) == {name: "empty"}


# Limits


def make_zeros(size: int) -> bytes:
    """A gzip file that unpacks to so many zeros, made without making them."""
    piece = gzip.compress(bytes(1 << 20), mtime=0)
    return piece * (size >> 20)


def test_a_member_of_two_gigabytes_is_never_taken_into_memory() -> None:
    size = 2 << 30
    header = tarfile.TarInfo("besar.txt")
    header.size = size
    rest = tarfile.TarInfo("baik.txt")
    rest.size = len(LEAD.encode())
    with Path("a.tar").open("wb") as file:
        file.write(header.tobuf())
        file.seek(size, io.SEEK_CUR)  # a hole: no byte of it is on the disk
        file.write(rest.tobuf() + LEAD.encode().ljust(512, b"\0") + bytes(1024))
    documents, problems = read_all("a.tar")
    assert [document.text for document in documents] == [LEAD]
    assert problems["a.tar!besar.txt"].problem == "limit"
    assert "unpack it" in problems["a.tar!besar.txt"].message


def test_a_member_that_says_it_is_huge_is_not_read() -> None:
    make_zip(Path("a.zip"), {"besar.txt": "x", "baik.txt": LEAD})
    data = bytearray(Path("a.zip").read_bytes())
    place = data.index(b"PK\x01\x02")
    data[place + 24 : place + 28] = struct.pack("<I", 2 << 30)
    Path("a.zip").write_bytes(data)
    documents, problems = read_all("a.zip")
    assert [document.text for document in documents] == [LEAD]
    assert problems["a.zip!besar.txt"].problem == "limit"


def test_a_release_that_unpacks_to_two_gigabytes_is_stopped_early(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("a.txt.gz").write_bytes(make_zeros(2 << 30))
    unpacked = 0
    plain = gzip.GzipFile.read

    def count(self: gzip.GzipFile, size: int | None = -1) -> bytes:
        nonlocal unpacked
        data = plain(self, size)
        unpacked += len(data)
        return data

    monkeypatch.setattr(gzip.GzipFile, "read", count)
    (problem,) = read_all("a.txt.gz", limits=Limits(document=1 << 22))[1].values()
    assert problem.problem == "limit"
    assert unpacked < 1 << 24


@pytest.mark.parametrize("packing", PACKERS)
def test_a_bomb_of_records_is_stopped_and_what_stood_before_is_kept(packing: str) -> None:
    lines = b'{"text": "Satu"}\n' + (b" " * 999 + b"\n") * 5_000
    Path(f"a.jsonl.{packing}").write_bytes(PACKERS[packing](lines))
    documents, problems = read_all(f"a.jsonl.{packing}", limits=Limits(free=1 << 20))
    assert [document.text for document in documents] == ["Satu"]
    assert problems[f"a.jsonl.{packing}"].problem == "limit"
    assert "bomb" in problems[f"a.jsonl.{packing}"].message


@pytest.mark.parametrize("kind", ["zip", "tar.gz", "zip in zip"])
def test_a_bomb_of_many_members_ends_its_archive_with_one_message(kind: str) -> None:
    members = {f"{number}.txt": LEAD.encode() + bytes(200_000) for number in range(40)}
    if kind == "tar.gz":
        make_tar("a.tar.gz", members, "w:gz")
    else:
        make_zip(Path("a.zip"), members)
    if kind == "zip in zip":
        make_zip(Path("b.zip"), {"a.zip": Path("a.zip").read_bytes(), "c.txt": LEAD})
    name = {"zip": "a.zip", "tar.gz": "a.tar.gz", "zip in zip": "b.zip"}[kind]
    Path("baik.txt").write_text(LEAD, encoding="utf-8")
    entries = list(list_entries([name, "baik.txt"], options_with(free=1_000_000, ratio=10)))
    told = [entry.problem.problem for entry in entries if entry.problem is not None]
    assert told == ["limit"]
    assert 1 <= len(entries) - 2 <= 5
    assert entries[-1].source == "baik.txt"


def options_with(**limits: int) -> ReadOptions:
    return ReadOptions(limits=Limits(**limits))


def test_archives_in_archives_are_read_down_to_a_depth() -> None:
    data = LEAD.encode()
    name = "rilis.txt"
    for number in range(8):
        data = make_zip(Path("x.zip"), {name: data}).read_bytes()
        name = f"{number}.zip"
        if number == 5:
            Path("enam.zip").write_bytes(data)
    assert list_texts("enam.zip") == [LEAD]
    Path("delapan.zip").write_bytes(data)
    (problem,) = read_all("delapan.zip")[1].values()
    assert (problem.source, problem.problem) == ("delapan.zip!6.zip!5.zip!4.zip!3.zip!2.zip!1.zip", "limit")
    assert "Unpack the outer ones" in problem.message


# Streaming


def test_records_in_an_archive_are_listed_as_they_are_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    with zipfile.ZipFile("a.zip", "w", zipfile.ZIP_DEFLATED) as archive, archive.open("a.jsonl", "w") as lines:
        for number in range(200_000):
            lines.write(b'{"text": "Rilis %d"}\n' % number)
    unpacked = 0
    plain = zipfile.ZipExtFile.read

    def count(self: zipfile.ZipExtFile, n: int | None = -1) -> bytes:
        nonlocal unpacked
        data = plain(self, n)
        unpacked += len(data)
        return data

    monkeypatch.setattr(zipfile.ZipExtFile, "read", count)
    entries = list_entries(["a.zip"])
    assert [entry.source for entry in itertools.islice(entries, 3)] == [f"a.zip!a.jsonl:{number}" for number in (1, 2, 3)]
    assert unpacked < 1 << 20
    entries.close()  # type: ignore[attr-defined]


def test_documents_of_a_zip_are_unpacked_where_they_are_extracted() -> None:
    make_zip(Path("a.zip"), {f"{number}.txt": f"{LEAD} {number} " * 1_000 for number in range(5)})
    entries = list(list_entries(["a.zip"]))
    assert all(len(pickle.dumps(entry)) < 2_000 for entry in entries)
    assert [entry.size for entry in entries] == [len(f"{LEAD} 0 ".encode()) * 1_000] * 5
    assert [read_entry(pickle.loads(pickle.dumps(entry))).text[: len(LEAD) + 2] for entry in entries] == [
        f"{LEAD} {number}" for number in range(5)
    ]


def test_an_archive_that_is_gone_meanwhile_costs_its_documents() -> None:
    make_zip(Path("a.zip"), {"a.txt": LEAD})
    (entry,) = list_entries(["a.zip"])
    Path("a.zip").unlink()
    with pytest.raises(Exception, match=r"a\.zip!a\.txt"):
        read_entry(entry)


def test_nothing_is_left_of_what_was_unpacked_for_a_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import tempfile

    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    make_zip(tmp_path / "a.zip", make_members())
    before = sorted(tmp_path.iterdir())
    list_texts(tmp_path / "a.zip")
    assert sorted(tmp_path.iterdir()) == before


def test_a_batch_over_an_archive_equals_one_over_its_folder() -> None:
    Path("arsip").mkdir()
    for number in range(6):
        Path(f"arsip/{number}.html").write_text(PAGE.replace("300", str(300 + number)), encoding="utf-8")
    make_zip(Path("arsip.zip"), {path.name: path.read_bytes() for path in sorted(Path("arsip").iterdir())})
    for given, output in (("arsip", "folder.jsonl"), ("arsip.zip", "zip.jsonl")):
        assert run_cli("batch", given, "-o", output).status == 0
    assert Path("zip.jsonl").read_text("utf-8").replace("arsip.zip!", "arsip/") == Path("folder.jsonl").read_text("utf-8")
