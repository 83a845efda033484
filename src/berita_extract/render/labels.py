"""The Indonesian words that a reader sees for the values of the schema."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

SECTIONS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "headline": "Judul",
        "byline": "Penulis",
        "dateline": "Kepala berita",
        "event": "Peristiwa",
        "dates": "Tanggal",
        "locations": "Tempat",
        "officials": "Pejabat",
        "attendance": "Kehadiran",
        "quotes": "Kutipan",
        "warnings": "Peringatan",
    }
)

BYLINE_ROLES: Final[Mapping[str, str]] = MappingProxyType(
    {"author": "penulis", "reporter": "pewarta", "editor": "penyunting", "photographer": "fotografer"}
)
DATE_ROLES: Final[Mapping[str, str]] = MappingProxyType({"dateline": "kepala berita", "event": "peristiwa", "mention": "disebut"})
LOCATION_ROLES: Final[Mapping[str, str]] = MappingProxyType({"dateline": "kepala berita", "venue": "tempat acara", "mention": "disebut"})
LOCATION_KINDS: Final[Mapping[str, str]] = MappingProxyType({"venue": "lokasi", "region": "wilayah"})
LOCATION_LEVELS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "country": "negara",
        "province": "provinsi",
        "regency": "kabupaten",
        "city": "kota",
        "district": "kecamatan",
        "village": "desa/kelurahan",
        "other": "",
    }
)
OFFICIAL_ROLES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "opened": "membuka",
        "closed": "menutup",
        "led": "memimpin",
        "spoke": "berbicara",
        "attended": "hadir",
        "accompanied": "mendampingi",
        "represented": "mewakili",
        "absent": "tidak hadir",
        "inaugurated": "meresmikan",
        "swore_in": "melantik",
        "handed_over": "menyerahkan",
        "received": "menerima",
        "signed": "menandatangani",
        "inspected": "meninjau",
    }
)
ATTENDANCE_ROLES: Final[Mapping[str, str]] = MappingProxyType(
    {"participants": "peserta", "guests": "tamu", "personnel": "personel", "crowd": "massa"}
)
QUOTE_KINDS: Final[Mapping[str, str]] = MappingProxyType({"direct": "langsung", "indirect": "tidak langsung"})
OUTCOMES: Final[Mapping[str, str]] = MappingProxyType({"kept": "dipakai", "dropped": "dibuang"})
