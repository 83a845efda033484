"""What a page is made of: which lines belong together, and which of them the release does not say."""

import pytest

import berita_extract

BODY = "Kendari - Wali Kota Rina Sari meresmikan puskesmas baru di Kelurahan Mandonga, Rabu (19/2/2025), bersama camat dan lurah."

# A line, and the kind of its block between a title and the body.
BETWEEN = [
    ("Rabu, 19 Februari 2025 | 14:22 WITA | Oleh: Redaksi", "metadata"),
    ("Senin, 04 Agustus 2025 | 08:15:43 WIB", "metadata"),
    ("5.19.2025 | 3:55:00 PM WIB Last Updated 2025-05-19T12:19:03Z", "metadata"),
    ("oleh Tono Wijaya diperbarui 12 Apr 2018, 07:00 WIB", "metadata"),
    ("Dibaca 794 Kali", "metadata"),
    ("3 jam lalu", "metadata"),
    ("1009", "metadata"),
    ("#kendari #puskesmas", "metadata"),
    ("Facebook Twitter WhatsApp Telegram", "share"),
    ("https://contoh.go.id/berita/puskesmas-baru", "footer"),
    ("WARTANUSA.COM", "footer"),
    ("Tono Wijaya - detikNews", "byline"),
    ("Petugas memeriksa ruang rawat. (Foto: Ist)", "caption"),
    ("Petugas memeriksa ruang rawat, Rabu (19/2/2025)/RMOL", "caption"),
    # and what looks like them
    ("Rabu, 19 Februari 2025 pukul 14.22 WITA di Aula Setda", "body"),
    ("Hari/Tanggal : Rabu, 19 Februari 2025, pukul 09.00 WITA", "body"),
    ("Sebanyak 794 kali warga mengadu", "body"),
    ("Share loker menjadi keluhan warga", "body"),
    ("Petugas memeriksa ruang rawat (Rabu)", "body"),
]


@pytest.fixture(scope="module")
def extractor() -> berita_extract.Extractor:
    return berita_extract.load()


def _blocks(extractor: berita_extract.Extractor, text: str) -> list[tuple[str, str]]:
    reading = extractor._reader.read(text)
    return [(block.kind, reading.given(block.start, block.end)) for block in reading.blocks]


@pytest.mark.parametrize(("line", "kind"), BETWEEN)
def test_a_line_between_title_and_body_is_told_apart(extractor: berita_extract.Extractor, line: str, kind: str) -> None:
    blocks = _blocks(extractor, f"Puskesmas Baru Diresmikan Wali Kota\n\n{line}\n\n{BODY}")
    assert blocks == [("headline", "Puskesmas Baru Diresmikan Wali Kota"), (kind, line), ("body", BODY)]


@pytest.mark.parametrize(
    "text",
    [
        # a venue, a quotation and a bracket go on
        "Panglima memimpin upacara di Lapangan Silang\nMonas, Jakarta Pusat, bersama prajurit yang\nberbaris sejak pagi.",
        'Camat mengajak warga. "Kami akan terus\nmenyalurkan bantuan sampai air surut,"\nujarnya di posko banjir (tiga hari\nlalu).',
        "Tim meninjau puskesmas dan\nBalai Desa Sari bersama camat.",
        "Hadir Camat Sari Rina Dewi,\nLurah Puday Tono Wijaya.",
    ],
)
def test_lines_that_a_narrow_column_broke_are_one_paragraph(extractor: berita_extract.Extractor, text: str) -> None:
    assert _blocks(extractor, text) == [("body", text)]


@pytest.mark.parametrize(
    "lines",
    [
        # a title in capitals above its body, items of a list, a rubric, and lines that end their sentence
        ["UPACARA HARI JADI KOTA", "Wali kota memimpin upacara di lapangan."],
        ["Bantuan terdiri atas:", "- beras", "- gula", "- minyak goreng"],
        ["1. Pembangunan jalan", "2. Pembangunan jembatan"],
        ["tanggal 8 Juni pembukaan,", "tanggal 9 Juni pelatihan,", "tanggal 10 Juni ujian."],
        ["Camat membuka rapat.", "Lurah menutup rapat."],
    ],
)
def test_lines_of_their_own_stay_apart(extractor: berita_extract.Extractor, lines: list[str]) -> None:
    assert [content for _, content in _blocks(extractor, "\n".join(lines))] == lines


def test_what_was_broken_is_found_whole(extractor: berita_extract.Extractor) -> None:
    result = extractor.extract(
        "Upacara Hari Jadi di Monas\n\n(JAKARTA) - Panglima TNI Jenderal Agung Subianto memimpin upacara di Lapangan Silang\n"
        "Monas, Jakarta Pusat, Kamis (21/12/2023). Ia meminta prajurit menjaga\n"
        'kekompakan. "Kami siap\nmembantu masyarakat," kata Agung.'
    )
    assert result.event is not None
    assert result.event.venue == "Lapangan Silang\nMonas"
    assert "Kami siap\nmembantu masyarakat" in [quote.text for quote in result.quotes]


def test_emphasis_does_not_disturb_names(extractor: berita_extract.Extractor) -> None:
    text = (
        "*Bupati Konawe Lepas Jemaah*\n\nUnaaha - Bupati Konawe *Yusran Akbar, S.T.* melepas jemaah di *Masjid Agung Unaaha*, "
        '_Rabu (19/2/2025)_. "*Jaga kesehatan*," kata *Yusran*.'
    )
    result = extractor.extract(text)
    assert result.headline is not None
    assert result.headline.text == "Bupati Konawe Lepas Jemaah"
    assert [(official.name, official.degrees) for official in result.officials] == [("Yusran Akbar", ("S.T.",))]
    assert [(quote.text, quote.speaker) for quote in result.quotes] == [("Jaga kesehatan", "Yusran Akbar")]
    assert [date.text for date in result.dates] == ["Rabu (19/2/2025)"]
    assert text[result.headline.start_char : result.headline.end_char] == result.headline.text


def test_an_arrow_between_spaces_is_no_quotation_mark(extractor: berita_extract.Extractor) -> None:
    result = extractor.extract(f"Beranda » Berita Daerah\nPuskesmas Baru Diresmikan\n{BODY}")
    assert result.warnings == ()
    assert result.quotes == ()
    quoted = extractor.extract("«Kami siap,» kata Camat Rina Sari.")
    assert [quote.text for quote in quoted.quotes] == ["Kami siap"]


def test_a_page_that_says_everything_twice_says_it_once(extractor: berita_extract.Extractor) -> None:
    title = "Puskesmas Baru Diresmikan Wali Kota"
    kinds = [kind for kind, _ in _blocks(extractor, f"{title}\n\n{title} - JPNN.COM\n\n{BODY}\n\n{BODY}")]
    assert kinds == ["headline", "repeat", "body", "repeat"]
