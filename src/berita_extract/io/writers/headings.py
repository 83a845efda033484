"""The Indonesian names of tables and columns, as a workbook shows them to those who read no English."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from berita_extract.io.writers.model import Table

SHEETS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "documents": "Dokumen",
        "bylines": "Penulis",
        "dates": "Tanggal",
        "locations": "Tempat",
        "location_mentions": "Penyebutan tempat",
        "officials": "Pejabat",
        "titles": "Jabatan",
        "official_mentions": "Penyebutan pejabat",
        "attendance": "Kehadiran",
        "quotes": "Kutipan",
        "warnings": "Peringatan",
        "errors": "Kegagalan",
        "long_texts": "Teks panjang",
    }
)

# Records whose columns stand in the row of another: their name goes in front.
PREFIXES: Final[Mapping[str, str]] = MappingProxyType(
    {"headline": "judul", "dateline": "titimangsa", "event": "peristiwa", "speaker_mention": "sebutan penutur"}
)

COLUMNS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "document_id": "No. dokumen",
        "byline_id": "No. penulis",
        "date_id": "No. tanggal",
        "location_id": "No. tempat",
        "mention_id": "No. penyebutan",
        "official_id": "No. pejabat",
        "title_id": "No. jabatan",
        "attendance_id": "No. kehadiran",
        "quote_id": "No. kutipan",
        "warning_id": "No. peringatan",
        "error_id": "No. kegagalan",
        "acting": "Pelaksana tugas",
        "activity": "Kegiatan",
        "approximate": "Kira-kira",
        "candidates": "Kode yang mungkin",
        "code": "Kode",
        "confidence": "Tingkat keyakinan",
        "cue": "Kata pengantar",
        "date": "Tanggal",
        "date_confidence": "Keyakinan tanggal",
        "degrees": "Gelar",
        "digest": "Sidik kesalahan",
        "duplicate_of": "Salinan dari",
        "end_char": "Posisi akhir",
        "end_date": "Tanggal akhir",
        "end_time": "Jam selesai",
        "error": "Jenis kegagalan",
        "former": "Mantan",
        "granularity": "Satuan waktu",
        "group": "Kelompok",
        "honorifics": "Sapaan",
        "id": "ID dalam dokumen",
        "kind": "Jenis",
        "level": "Tingkat wilayah",
        "max": "Paling banyak",
        "medium": "Media",
        "message": "Pesan",
        "min": "Paling sedikit",
        "min_confidence": "Batas keyakinan",
        "name": "Nama",
        "of_event": "Jumlah seluruh peristiwa",
        "organization": "Instansi",
        "place": "Tempat",
        "place_code": "Kode tempat",
        "rank": "Pangkat",
        "reference_date": "Tanggal acuan",
        "region": "Wilayah",
        "region_code": "Kode wilayah",
        "region_list": "Daftar wilayah",
        "relative": "Tanggal relatif",
        "role": "Peran",
        "roles": "Peran",
        "rule": "Kaidah",
        "schema_version": "Versi skema",
        "sha256": "SHA-256 teks",
        "source": "Sumber",
        "speaker": "Penutur",
        "speaker_id": "ID penutur",
        "speaker_missing": "Mengapa tanpa penutur",
        "start_char": "Posisi awal",
        "start_date": "Tanggal mulai",
        "start_time": "Jam mulai",
        "text": "Teks",
        "time_confidence": "Keyakinan jam",
        "timezone": "Zona waktu",
        "unit": "Satuan",
        "venue": "Lokasi",
        "venue_confidence": "Keyakinan lokasi",
    }
)


def name_sheet(table: str, language: str) -> str:
    """What the sheet of a table is called: its own name, or in Indonesian."""
    return SHEETS[table] if language == "id" else table


def list_headings(table: Table, language: str) -> list[str]:
    """The headings of a table: the names of its columns, or in Indonesian: `Tanggal mulai (peristiwa)`."""
    names = [column.name for column in table.list_columns()]
    return [_translate(name) for name in names] if language == "id" else names


def _translate(name: str) -> str:
    if name in COLUMNS:
        return COLUMNS[name]
    for prefix, words in PREFIXES.items():
        if name.startswith(f"{prefix}_"):
            return f"{COLUMNS[name.removeprefix(f'{prefix}_')]} ({words})"
    return name
