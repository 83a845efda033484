"""Every province, regency and city of the word list is found under its own name in the ways in which releases name it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import pytest

import berita_extract
from berita_extract.lexicon.entries import read_packaged_lists

LEVEL_WORDS = {"province": "Provinsi", "regency": "Kabupaten", "city": "Kota"}
SHORT_LEVEL_WORDS = {"province": "Prov.", "regency": "Kab.", "city": "Kota"}
HEADS = {"province": "Gubernur", "regency": "Bupati", "city": "Wali Kota"}


class Listed(NamedTuple):
    """One region of the list; `first` is the code that its bare name has."""

    name: str
    code: str
    level: str
    first: str


def read_regions() -> Iterator[Listed]:
    for entry in read_packaged_lists():
        if entry.list == "regions":
            codes, levels = entry.value.split("|"), entry.get("level").split("|")
            levels = levels * len(codes) if len(levels) < len(codes) else levels
            for code, level in zip(codes, levels, strict=True):
                yield Listed(entry.surface, code, level, codes[0])


REGIONS = [*read_regions()]
PROVINCES = {region.code: region.name for region in REGIONS if region.level == "province"}
EXTRACTOR = berita_extract.load()


def finds(text: str, name: str, code: str) -> bool:
    return any(place.kind == "region" and (place.name, place.code) == (name, code) for place in EXTRACTOR.extract(text).locations)


def test_the_list_holds_all_of_them() -> None:
    assert len(REGIONS) == 552
    assert len(PROVINCES) == 38


@pytest.mark.parametrize(
    "frame",
    [
        "Bantuan itu disalurkan di {level} {name} kemarin pagi.",
        "{level} {name} menerima bantuan itu.",
        "Bantuan itu disalurkan di {short} {name}, kemarin pagi.",
        "Warga {level} {name} menerima bantuan itu.",
        "Bantuan itu disalurkan ke Kabupaten Konawe, {level} {name}, dan Kota Kendari.",
    ],
)
def test_behind_its_level_word(frame: str) -> None:
    lost = [
        region
        for region in REGIONS
        if not finds(
            frame.format(level=LEVEL_WORDS[region.level], short=SHORT_LEVEL_WORDS[region.level], name=region.name), region.name, region.code
        )
    ]
    assert lost == []


@pytest.mark.parametrize(
    "frame",
    [
        "Bantuan itu disalurkan di {name} kemarin pagi.",
        "Bantuan itu disalurkan di {name}, kemarin pagi.",
        "Bantuan itu disalurkan ke Konawe, {name}, dan Wonosobo.",
    ],
)
def test_by_its_bare_name(frame: str) -> None:
    lost = [region for region in REGIONS if not finds(frame.format(name=region.name), region.name, region.first)]
    assert lost == []


def test_before_its_province() -> None:
    lost = []
    for region in REGIONS:
        code = region.first if region.first[:2] == region.code[:2] else region.code
        text = f"Bantuan itu disalurkan petugas ke sekolah di {region.name}, {PROVINCES[region.code[:2]]}."
        if region.level != "province" and not finds(text, region.name, code):
            lost.append(region)
    assert lost == []


def test_in_a_dateline() -> None:
    lost = []
    for region in REGIONS:
        dateline = EXTRACTOR.extract(f"{region.name}, 10 Januari 2024 - Warga menerima bantuan itu kemarin pagi.").dateline
        if dateline is None or (dateline.place, dateline.place_code) != (region.name, region.first):
            lost.append(region)
    assert lost == []


def test_in_the_title_of_its_head_it_is_no_place() -> None:
    lost = []
    for region in REGIONS:
        title = f"{HEADS[region.level]} {region.name}"
        result = EXTRACTOR.extract(f"{title} Ahmad Fauzi membuka rapat itu kemarin pagi.")
        held = [(person.name, [held.text for held in person.titles]) for person in result.officials]
        if held != [("Ahmad Fauzi", [title])] or result.locations:
            lost.append(region)
    assert lost == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Rapat digelar di Kantor Bupati Bogor, Rabu (10/1/2024).", "32.01"),
        ("Rapat digelar di Kantor Wali Kota Bogor, Rabu (10/1/2024).", "32.71"),
        ("Rapat digelar di Aula BPK Perwakilan Provinsi Jambi, Rabu (10/1/2024).", "15"),
        ("Rapat digelar di Aula Setda Konawe, Rabu (10/1/2024).", "74.02"),
        # words inside a venue's name that only look like regions
        ("Rapat digelar di Ruang Batu Gughi, Rabu (10/1/2024).", None),
        ("Rapat digelar di Gedung Rumoh Agam Manyang, Rabu (10/1/2024).", None),
        ("Rapat digelar di Kantor Wali Nagari Pasir, Rabu (10/1/2024).", None),
        # the chain behind the venue, and the narrower of two
        ("Rapat digelar di Balai Desa Sukamaju, Kecamatan Ngaglik, Sleman, Rabu (10/1/2024).", "34.04"),
        ("Bazar digelar di Pelataran Eks MTQ Kendari, Sulawesi Tenggara, Rabu (10/1/2024).", "74.71"),
        # where guests come from
        ("SLEMAN - Rapat digelar di Balai Sidang Utama bersama warga Kabupaten Sidoarjo, Rabu (10/1/2024).", "34.04"),
    ],
)
def test_the_region_of_the_event_is_the_one_around_its_venue(text: str, code: str | None) -> None:
    event = EXTRACTOR.extract(text).event
    assert event is not None
    assert event.region_code == code
