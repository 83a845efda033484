"""Copies in an archive: what is one, what only looks like one, and what a batch makes of them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from berita_extract.batch.copies import CopyIndex, Fingerprint, is_copy, take_fingerprint
from berita_extract.batch.job import run_batch
from berita_extract.batch.outcomes import Options, Summary
from berita_extract.pipeline import Extractor
from berita_extract.processes.engine import Engine, ProcessEngine, SerialEngine
from cli_runner import run_cli
from releases import read_samples

RELEASE = """Bupati Rina Sari Buka Musrenbang di Aula Setda

Ambon, Rabu (10/1/2024) - Bupati Rina Sari membuka musyawarah perencanaan pembangunan di Aula Setda yang dihadiri 300 peserta \
dari dua belas kecamatan. Menurut Rina, usulan dari desa akan disaring bersama dinas terkait sebelum dibawa ke tingkat provinsi.

“Kami ingin setiap usulan punya alasan yang jelas dan anggaran yang masuk akal,” ujarnya di hadapan para camat dan kepala desa. \
Ketua DPRD Budi Lestari menambahkan bahwa pokok pikiran dewan telah dikirim lewat sistem sejak awal tahun.
"""

PRICES = """Harga Bahan Pokok di Pasar Mardika

Ambon - Dinas Perdagangan Kota Ambon mencatat harga bahan pokok di Pasar Mardika pada {day}. Beras medium dijual {rice} rupiah \
per kilogram, cabai rawit {chili} rupiah, bawang merah {onion} rupiah, dan telur ayam {eggs} rupiah per kilogram. Pasokan dari \
Pelabuhan Yos Sudarso dinyatakan cukup dan petugas akan terus memantau harga setiap hari agar warga tidak dirugikan.
"""

VISIT = """Babinsa Komsos dengan Warga Desa {village}

Blora - Babinsa Desa {village} Koramil 07/Jepon {soldier} melaksanakan komunikasi sosial dengan warga di rumah {host} untuk \
mempererat hubungan antara TNI dan masyarakat. Dalam kesempatan itu Babinsa mengajak warga menjaga keamanan lingkungan, \
mengaktifkan kembali ronda malam, dan segera melapor bila ada orang asing yang mencurigakan di sekitar tempat tinggal mereka. \
{host} menyampaikan terima kasih karena Babinsa selalu hadir di tengah masyarakat dan siap membantu kesulitan warga.
"""


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor()


def take(extractor: Extractor, text: str) -> Fingerprint:
    fingerprint = take_fingerprint(extractor.analyse(text).reading)
    assert fingerprint is not None
    return fingerprint


def headed(text: str, headline: str) -> str:
    return headline + text[text.index("\n") :]


@pytest.mark.parametrize(
    "copy",
    [
        RELEASE,
        RELEASE.replace("\n", "\r\n"),
        RELEASE.replace("“", '"').replace("”", '"'),
        headed(RELEASE, "Musrenbang Dibuka, Bupati Minta Usulan yang Masuk Akal"),
        RELEASE + "\nditulis oleh : Nadia Kusumastuti\n\nBagikan:\n",
        "Berita\n\n" + RELEASE + "\nBaca juga: Jalan Lingkar Segera Diperbaiki\n\nDibaca: 87 kali\n#Ambon #Musrenbang\n",
        RELEASE.replace("terkait sebelum", "terkait, sebelum").replace("akan disaring", "disaring"),
    ],
    ids=["itself", "line ends", "marks", "headline", "byline", "furniture", "a word less"],
)
def test_the_same_release_in_another_place_is_a_copy(extractor: Extractor, copy: str) -> None:
    assert is_copy(take(extractor, RELEASE), take(extractor, copy))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        # Two offices about one event.
        (
            RELEASE,
            headed(RELEASE, "DPRD Kawal Usulan Musrenbang").replace(
                RELEASE.split("\n")[2],
                "Ambon, Rabu (10/1/2024) - Ketua DPRD Budi Lestari menghadiri pembukaan musrenbang oleh Bupati Rina Sari di Aula Setda. "
                "Ia datang bersama dua wakil ketua dan para ketua komisi, lalu menyerahkan daftar pokok pikiran dewan kepada Bappeda.",
            ),
        ),
        # The prices of another day.
        (
            PRICES.format(day="Senin (8/1/2024)", rice="13.500", chili="62.000", onion="34.000", eggs="29.500"),
            PRICES.format(day="Selasa (9/1/2024)", rice="13.700", chili="58.000", onion="35.500", eggs="29.000"),
        ),
        # One figure was put right.
        (RELEASE, RELEASE.replace("300 peserta", "450 peserta").replace("10/1/2024", "11/1/2024")),
        # The same visit to another village.
        (
            VISIT.format(village="Semampir", soldier="Serda Kuswanto", host="Sutrisno"),
            VISIT.format(village="Gersi", soldier="Kopda Mulyadi", host="Parjo"),
        ),
        # An excerpt.
        (RELEASE, RELEASE[: RELEASE.index("“Kami")] + RELEASE[:60]),
    ],
    ids=["offices", "prices", "figures", "village", "excerpt"],
)
def test_what_only_looks_alike_is_no_copy(extractor: Extractor, one: str, other: str) -> None:
    assert not is_copy(take(extractor, one), take(extractor, other))


def test_no_two_samples_are_copies(extractor: Extractor) -> None:
    prints = [take(extractor, text) for text in read_samples().values()]
    assert [is_copy(one, other) for one in prints for other in prints].count(True) == len(prints)


@pytest.mark.parametrize("text", ["", "Rapat", "Rapat dibuka di aula. " * 4, "Foto: Humas\n\nBagikan:\n"])
def test_a_body_that_is_too_short_is_copy_of_nothing(extractor: Extractor, text: str) -> None:
    assert take_fingerprint(extractor.analyse(text).reading) is None


def test_a_text_of_a_megabyte_has_a_fingerprint(extractor: Extractor) -> None:
    text = " ".join(f"kata{number} rapat dibuka di aula" for number in range(20_000))
    assert is_copy(take(extractor, text), take(extractor, text + " dan ditutup"))


def test_the_first_of_several_is_named_and_copies_of_copies_too(extractor: Extractor) -> None:
    index = CopyIndex()
    texts = [RELEASE, VISIT.format(village="Gersi", soldier="Serda Kuswanto", host="Parjo"), RELEASE, headed(RELEASE, "Lain")]
    found = [index.find_first(number, f"r{number}", take(extractor, text)) for number, text in enumerate(texts)]
    assert found == [None, None, "r0", "r0"]
    index.forget_from(0)
    assert index.find_first(0, "r\udc80", take(extractor, RELEASE)) is None
    assert index.find_first(1, "r1", take(extractor, RELEASE)) == "r\udc80"
    index.close()


def test_among_many_of_one_template_the_copy_is_found(extractor: Extractor) -> None:
    index = CopyIndex()
    texts = [VISIT.format(village=f"Sidomulyo{n}", soldier=f"Serda Kus{n}", host=f"Parj{n}") for n in range(120)]
    for number, text in enumerate(texts):
        assert index.find_first(number, str(number), take(extractor, text)) is None
    assert index.find_first(120, "x", take(extractor, texts[77])) == "77"
    index.close()


def write_archive(path: Path, *texts: str) -> Path:
    path.write_text("".join(json.dumps({"id": f"r{n}", "text": text}) + "\n" for n, text in enumerate(texts)), "utf-8")
    return path


@pytest.mark.parametrize("engine", [SerialEngine(), ProcessEngine(3, chunk_size=1)])
def test_a_batch_marks_copies_or_leaves_them_out(tmp_path: Path, engine: Engine) -> None:
    samples = list(read_samples().values())[:3]
    path = write_archive(tmp_path / "arsip.jsonl", RELEASE, *samples, RELEASE, samples[1], "", RELEASE)

    def run(name: str, *, dedupe: bool) -> tuple[Summary, dict[str, str | None]]:
        output = tmp_path / name
        summary = run_batch([str(path)], output, engine=engine, options=Options(dedupe=dedupe))
        lines = [json.loads(line) for line in output.read_bytes().splitlines()]
        return summary, {line["source"]: line["duplicate_of"] for line in lines}

    marked, sources = run("semua.jsonl", dedupe=False)
    assert sources == {"r0": None, "r1": None, "r2": None, "r3": None, "r4": "r0", "r5": "r2", "r7": "r0"}
    dropped, left = run("tanpa.jsonl", dedupe=True)
    assert left == {"r0": None, "r1": None, "r2": None, "r3": None}
    for summary in (marked, dropped):
        assert (summary.documents, summary.failures, summary.copies) == (8, 1, 3)


def test_the_summary_tells_of_copies(tmp_path: Path) -> None:
    path = write_archive(tmp_path / "arsip.jsonl", RELEASE, RELEASE, RELEASE)
    told = run_cli("batch", path, "-o", tmp_path / "a.jsonl").err
    assert "2 documents are copies of one that came before (duplicate_of)." in told
    told = run_cli("batch", path, "-o", tmp_path / "b.jsonl", "--dedupe").err
    assert "2 documents are copies of one that came before, and left out." in told


def test_a_name_with_any_character_is_written_as_json_has_it(tmp_path: Path) -> None:
    name = 'a"\\\ud800"duplicate_of":null'
    path = tmp_path / "arsip.jsonl"
    path.write_text("".join(json.dumps({"id": n, "text": RELEASE}) + "\n" for n in (name, "b")), "utf-8")
    run_batch([str(path)], tmp_path / "hasil.jsonl", engine=SerialEngine(), options=Options())
    first, second = (json.loads(line) for line in (tmp_path / "hasil.jsonl").read_bytes().splitlines())
    assert (first["source"], first["duplicate_of"]) == (name, None)
    assert (second["source"], second["duplicate_of"]) == ("b", name)
