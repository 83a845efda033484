"""What a person sees of an extraction: highlights in the text, tables in Indonesian, colours only where they help."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import berita_extract
from berita_extract.io.write import FIELDS
from berita_extract.render import labels
from berita_extract.render.terminal import highlight_mentions
from cli_runner import run_cli

QUOTES = """\
Ambon, Rabu (10/1/2024) - Bupati Rina Sari membuka rapat di Aula Setda.

"Kami siap menanam padi dan jagung di seluruh kecamatan mulai bulan depan dengan bantuan semua pihak," ujar Rina Sari.

"Terima kasih," katanya.
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    monkeypatch.delenv("NO_COLOR", raising=False)
    return tmp_path


def view(text: str, *options: str, columns: int = 80, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("COLUMNS", str(columns))
    Path("rilis.txt").write_text(text, encoding="utf-8")
    result = run_cli("rilis.txt", "--view", *options)
    assert result.status == 0
    return result.out.decode()


def read_section(shown: str, field: str) -> list[str]:
    """The lines of a section, without its heading."""
    return shown.partition(f"\n{labels.SECTIONS[field]}\n")[2].partition("\n\n")[0].splitlines()


def test_rows_of_several_lines_stand_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    def line_before_the_second(columns: int) -> str:
        shown = view(QUOTES, "--fields", "quotes", columns=columns, monkeypatch=monkeypatch)
        return shown.rpartition("Terima kasih")[0].splitlines()[-2].strip()

    assert line_before_the_second(80) == ""
    assert "semua pihak" in line_before_the_second(200)


def test_the_legend_needs_colours(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "Keterangan" not in view(QUOTES, monkeypatch=monkeypatch)
    monkeypatch.setenv("FORCE_COLOR", "1")
    coloured = view(QUOTES, monkeypatch=monkeypatch)
    assert re.search(r"Keterangan: .*\x1b\[[\d;]*33mTanggal", coloured)
    monkeypatch.setenv("NO_COLOR", "1")
    assert "Keterangan" not in view(QUOTES, monkeypatch=monkeypatch)


def test_the_office_is_highlighted_with_the_name() -> None:
    for text in (
        "Rapat dibuka Bupati Konawe La Ode Muhammad Rina.",
        "Rapat dibuka Kepala Dinas Pariwisata Kota Kendari, La Ode Hasan, S.E.",
        "La Ode Hasan selaku Camat Sampara membuka rapat.",
    ):
        extraction = berita_extract.extract(text)
        shown = highlight_mentions(text, extraction, fields=("officials",))
        highlighted = {place for span in shown.spans for place in range(span.start, span.end)}
        (official,) = extraction.officials
        assert official.titles
        for mention in (official, *official.titles):
            assert set(range(mention.start_char, mention.end_char)) <= highlighted


@pytest.mark.parametrize(
    ("count", "shown"),
    [
        ("300 orang", "300"),
        ("sekitar 300 orang", "± 300"),
        ("lebih dari 500 orang", "500 atau lebih"),
        ("maksimal 500 orang", "sampai 500"),
        ("8 sampai 10 orang", "8-10"),
    ],
)
def test_a_count_shows_what_is_known_of_it(count: str, shown: str, monkeypatch: pytest.MonkeyPatch) -> None:
    page = view(f"Rapat itu dihadiri {count}.", "--fields", "attendance", monkeypatch=monkeypatch)
    row = read_section(page, "attendance")[-1]
    assert re.split(r"\s{3,}", row.strip())[1] == shown


def test_who_sends_off_does_not_inaugurate(monkeypatch: pytest.MonkeyPatch) -> None:
    page = view("Bupati Rina Sari melepas kontingen di Ambon.", "--fields", "officials", monkeypatch=monkeypatch)
    assert read_section(page, "officials")[-1].split()[-1] == "melepas"


def test_warnings_and_reasons_are_in_indonesian(monkeypatch: pytest.MonkeyPatch) -> None:
    text = 'Rapat digelar kemarin. "Kami siap," katanya. Rabu (11/1/2024) rapat ditutup; 31/2/2024 libur. “Siap.'
    page = " ".join(view(text, columns=200, monkeypatch=monkeypatch).split())
    extraction = berita_extract.extract(text)
    assert len({warning.code for warning in extraction.warnings}) >= 3
    for warning in extraction.warnings:
        assert labels.WARNINGS[warning.code] in page
        assert warning.code not in page
        assert warning.message not in page
    missing = {quote.speaker_missing for quote in extraction.quotes} - {None}
    assert missing
    for reason in missing:
        assert labels.SPEAKER_MISSING[str(reason)] in page
        assert str(reason) not in page


def test_every_section_is_shown_under_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    text = (
        "Rapat Koordinasi di Ambon\n\nAmbon, Rabu (10/1/2024) - Bupati Rina Sari membuka rapat di Aula Setda yang dihadiri 300 orang. "
        '"Kami siap," ujarnya. “Siap.\n\nditulis oleh : Adam Alkhairi\n'
    )
    page = view(text, monkeypatch=monkeypatch)
    for field in FIELDS:
        assert f"\n{labels.SECTIONS[field]}\n" in page
    assert "Titimangsa" in page
    assert not re.search(r"\b(?:dateline|venue|mention|region|crowd|direct)\b", page)


def test_a_text_without_findings_is_only_the_text(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = view("Selamat pagi.\n", monkeypatch=monkeypatch).splitlines()
    assert lines[1:] == ["Selamat pagi."]
