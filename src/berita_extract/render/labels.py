"""The Indonesian words that a reader sees for the values of the schema."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

SECTIONS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "headline": "Judul",
        "byline": "Penulis",
        "dateline": "Titimangsa",
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
DATE_ROLES: Final[Mapping[str, str]] = MappingProxyType({"dateline": "titimangsa", "event": "peristiwa", "mention": "disebut"})
LOCATION_ROLES: Final[Mapping[str, str]] = MappingProxyType({"dateline": "titimangsa", "venue": "lokasi peristiwa", "mention": "disebut"})
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
        "sent_off": "melepas",
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
SPEAKER_MISSING: Final[Mapping[str, str]] = MappingProxyType(
    {
        "nobody is named before it": "belum ada orang yang disebut sebelumnya",
        "nobody is named near it": "tidak ada orang yang disebut di dekatnya",
        "several people may be meant": "ada beberapa orang yang mungkin dimaksud",
    }
)
WARNINGS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "date_without_year": "tahunnya tidak disebut dan tidak dapat disimpulkan; tanggal ini tidak dipakai",
        "impossible_date": "tanggal ini tidak ada dalam kalender atau tidak mungkin dimaksud; tidak dipakai",
        "range_backwards": "akhir rentangnya mendahului awalnya; tidak dipakai",
        "relative_without_reference": "tanggal acuannya tidak diketahui (beri --published); tidak dipakai",
        "unbalanced_quotation_mark": "tanda kutip ini tidak berpasangan",
        "weekday_conflict": "nama harinya tidak cocok dengan tanggalnya; tanggalnya yang dipakai",
        "year_repaired": "tahunnya tidak cocok dengan nama harinya; dipakai tahun yang cocok di dekat tanggal acuan",
    }
)
CONFIDENCE: Final = "Yakin"
SIGNALS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "again": "muncul lebih dari sekali",
        "attributes": "ada pangkat atau gelar",
        "capital": "diawali huruf besar",
        "code": "kode wilayahnya pasti",
        "count": "jumlah yang hadir diketahui",
        "date": "harinya diketahui",
        "end": "waktu selesainya tertulis",
        "fixed": "tidak dihitung dari hari lain",
        "full_name": "namanya dua kata atau lebih",
        "group": "kelompoknya tertulis",
        "level": "jenis tempatnya tertulis",
        "near": "penuturnya tepat di dekatnya",
        "not_far": "penuturnya tidak jauh",
        "official": "penuturnya pejabat dalam teks",
        "only": "satu-satunya jabatannya",
        "only_day": "satu-satunya hari dalam teks",
        "only_speaker": "satu-satunya penutur dalam teks",
        "only_venue": "satu-satunya lokasi dalam teks",
        "place": "tempatnya tertulis",
        "placed": "instansi atau wilayah jabatannya tertulis",
        "plain_name": "tanpa titik atau angka di tengah nama",
        "several_words": "beberapa kata",
        "single_day": "satu hari saja",
        "undisputed": "nama harinya tidak bertentangan",
        "unit": "satuannya tertulis",
        "used": "dipakai peristiwa atau titimangsa",
        "venue": "lokasinya diketahui",
        "year": "tahunnya tertulis",
        "zone": "zona waktunya tertulis",
    }
)
OUTCOMES: Final[Mapping[str, str]] = MappingProxyType({"kept": "dipakai", "dropped": "dibuang", "doubted": "diragukan"})
REASONS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "another_event": "akhir jangka waktu, hari raya, rencana, atau kejadian sebelumnya",
        "another_first": "ada yang lain sebelumnya",
        "another_larger": "ada jumlah lain yang lebih besar, atau yang menghitung orang, bukan kelompok",
        "another_nearer": "ada yang lebih erat dengan peristiwa, menurut kata di depannya atau harinya",
        "below_confidence": "keyakinannya, atau keyakinan yang mendasarinya, di bawah yang diminta",
        "capacity": "{about}: daya tampung atau rencana, bukan kehadiran",
        "counted_before": "menunjuk kembali jumlah yang sudah disebut",
        "history": "{about}: jumlah pada waktu lain",
        "in_a_name": "bilangan ini bagian dari nama atau kode",
        "in_a_quotation": "berada di dalam kutipan",
        "long_before": "lebih dari setahun sebelum hari lain dalam teks",
        "names_no_day": "tidak menyebut hari tertentu",
        "no_attendance": "{about}: bukan kehadiran",
        "no_attendance_verb": "tidak ada kata kerja kehadiran di dekatnya",
        "no_speaker": "penuturnya tidak diketahui: {about}",
        "office_of": "jabatan {about}",
        "office_without_name": "jabatan tanpa nama",
        "other_document": "tanggal dokumen lain, kelahiran, atau jadwal yang dibatalkan",
        "other_meaning": "menurut kata di depannya ini nomor, nama, atau istilah",
        "outside_the_body": "tidak berada di dalam isi rilis",
        "part_of_another": "bagian dari jumlah lain",
        "population": "{about}: jumlah penduduk atau anggota",
        "read_as": "{about}",
        "recipients": "{about}: jumlah penerima",
        "said_by": "penutur: {about}",
        "statistics": "{about}: angka umum",
        "still_ahead": "hari yang masih akan datang, sedangkan rilis ini punya harinya sendiri",
        "told_by_dateline": "harinya sudah diketahui dari titimangsa",
        "told_in_the_body": "isi rilis menyebut harinya sendiri",
        "too_far": "jauh dari hari dalam titimangsa",
        "too_long": "terlalu lama untuk satu peristiwa",
        "victims": "{about}: jumlah korban atau yang dikenai tindakan",
        "votes": "{about}: jumlah suara atau pemilih",
        "where_words_were_said": "menyebut kapan atau di mana seseorang berbicara",
        "whole_of_parts": "keseluruhan yang bagiannya dihitung",
    }
)
