"""The imported list of regions: reading it, looking it up, and what it changes for places and people."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import berita_extract
from berita_extract.errors import RegionsError
from berita_extract.io.regions import import_regions
from berita_extract.lexicon.gazetteer import Gazetteer, Region, compile_regions, fold_name
from berita_extract.lexicon.lexicon import load_lexicon
from cli_runner import run_cli

CASES = Path(__file__).parent / "cases"
OFFICIAL = Path(__file__).resolve().parents[2] / "shared" / "reference" / "wilayah.csv"
RELEASE = "Warga Desa Hulosobo, Kecamatan Kaligesing, Kabupaten Purworejo, bergotong royong."


@pytest.fixture
def compiled(tmp_path: Path) -> Path:
    target = tmp_path / "regions.tsv"
    import_regions(CASES / "regions.csv", target)
    return target


@pytest.mark.parametrize(
    "content",
    [
        "kode,nama\n11,Aceh\n11.01,Kabupaten Aceh Selatan\n11.01.01,Ba'kongan\n",
        "\ufeffnama;kode\r\nAceh;11\r\nKabupaten Aceh Selatan;11.01\r\nBa'kongan;11.01.01\r\n",
        'id\tnama\n11\tAceh\n1101\t"Kabupaten  Aceh Selatan"\n110101\tBa\'kongan\n',
        "INSERT INTO wilayah (kode, nama) VALUES\n('11','Aceh'),\n('11.01','Kabupaten Aceh Selatan'),('11.01.01','Ba''kongan');\n",
        "insert into `wilayah` values ('11','Aceh'),('11.01', 'Kabupaten Aceh Selatan'),('11.01.01','Ba\\'kongan');",
    ],
    ids=["csv", "semicolons and byte order mark", "tabs and codes without dots", "sql", "sql with backslashes"],
)
def test_the_list_is_read_in_the_forms_in_which_it_is_published(content: str, tmp_path: Path) -> None:
    source, target = tmp_path / "wilayah", tmp_path / "folder" / "regions.tsv"
    source.write_text(content, encoding="utf-8")
    assert import_regions(source, target) == {"province": 1, "regency": 1, "district": 1}
    gazetteer = Gazetteer(target)
    assert gazetteer.count == 3
    assert gazetteer.find("Aceh Selatan") == [Region("11.01", "Kabupaten Aceh Selatan")]
    assert gazetteer.find("BAKONGAN") == [Region("11.01.01", "Ba'kongan")]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "is empty"),
        ("kode,nama\n", "no region in it"),
        ("code,population\n11,5\n", ":1: there are no columns kode and nama"),
        ("kode,nama\n11,Aceh\n11.1,X\n", ":3: '11.1' is no region code"),
        ("kode,nama\n11,\n", ":2: 11 has no name"),
        ("kode,nama\n11,Aceh\n11,Aceh\n", ":3: 11 stands in line 2 already"),
        ("kode,nama\n11.01,Kabupaten Aceh Selatan\n", ":2: 11.01 Kabupaten Aceh Selatan lies in 11, which is not in the list"),
        ("kode,nama\n11\n", ":2: 11 has no name"),
        ("kode,nama\n" + "x,y\n" * 30, "and 20 more lines like these"),
    ],
)
def test_a_list_that_cannot_be_right_is_refused_as_a_whole(content: str, message: str, tmp_path: Path) -> None:
    source, target = tmp_path / "wilayah.csv", tmp_path / "regions.tsv"
    source.write_text(content, encoding="utf-8")
    result = run_cli("regions", "import", source, "--regions", target)
    assert result.status != 0
    assert message in result.err
    assert not target.exists()


def test_an_earlier_list_survives_a_failed_import(compiled: Path, tmp_path: Path) -> None:
    before = compiled.read_bytes()
    (tmp_path / "wilayah.csv").write_text("kode,nama\nx,y\n")
    with pytest.raises(RegionsError):
        import_regions(tmp_path / "wilayah.csv", compiled)
    assert compiled.read_bytes() == before


@pytest.mark.parametrize("content", [b"", b"kode,nama\n11,Aceh\n", b"\n", b"\x00\xff"])
def test_what_is_no_imported_list_is_refused_with_the_command_that_makes_one(content: bytes, tmp_path: Path) -> None:
    path, release = tmp_path / "daftar", tmp_path / "rilis.txt"
    path.write_bytes(content)
    release.write_text(RELEASE)
    result = run_cli(release, "--regions", path)
    assert (result.status, result.out) == (2, b"")
    assert "berita-extract regions import FILE" in result.err


def test_a_missing_list_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RegionsError, match="no such region list"):
        berita_extract.load(regions=tmp_path / "none.tsv")


def test_an_imported_list_serves_every_later_extraction(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BERITA_EXTRACT_DATA_DIR", str(tmp_path / "data"))
    (tmp_path / "rilis.txt").write_text(RELEASE)
    assert b"33.06.05.2004" not in run_cli(tmp_path / "rilis.txt").out
    assert run_cli("regions", "show").status == 1
    assert run_cli("regions", "import", CASES / "regions.csv").status == 0
    assert run_cli("regions", "show").out.startswith(str(tmp_path / "data").encode())
    told = run_cli(tmp_path / "rilis.txt").out
    assert b'"33.06.05.2004"' in told
    assert f'"region_list": "{Gazetteer(tmp_path / "data" / "regions.tsv").digest}"'.encode() in told


def test_a_batch_uses_the_list_in_every_process(compiled: Path, tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(RELEASE)
    result = run_cli("batch", tmp_path / "a.txt", tmp_path / "b.txt", "-o", tmp_path / "out.jsonl", "--regions", compiled)
    assert result.status == 0
    assert (tmp_path / "out.jsonl").read_bytes().count(b"33.06.05.2004") == 2


def test_the_official_list_is_not_overwritten_by_its_import(tmp_path: Path) -> None:
    source = tmp_path / "wilayah.csv"
    source.write_bytes((CASES / "regions.csv").read_bytes())
    result = run_cli("regions", "import", source, "--regions", source)
    assert result.status == 2
    assert source.read_bytes() == (CASES / "regions.csv").read_bytes()


CODES = st.from_regex(r"[0-9]{2}\.[0-9]{2}\.[0-9]{2}", fullmatch=True)
NAMES = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1)


@given(st.lists(st.tuples(CODES, NAMES), max_size=30))
def test_every_region_of_a_list_is_found_and_nothing_else(tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str]]) -> None:
    regions = {Region(code, name) for code, name in rows if fold_name(name)}
    path = tmp_path_factory.mktemp("list") / "regions.tsv"
    path.write_bytes(compile_regions(regions, "0"))
    gazetteer = Gazetteer(path)
    for region in regions:
        same = sorted(other for other in regions if fold_name(other.name) == fold_name(region.name))
        assert sorted(gazetteer.find(region.name)) == same
    assert gazetteer.find("nothing") == [] or "nothing" in {fold_name(region.name) for region in regions}


@pytest.mark.skipif(not OFFICIAL.exists(), reason=f"the full official list is not at {OFFICIAL}")
def test_the_packaged_regions_have_the_codes_of_the_official_list(tmp_path: Path) -> None:
    assert import_regions(OFFICIAL, tmp_path / "regions.tsv")["village"] > 80_000
    with OFFICIAL.open(encoding="utf-8", newline="") as file:
        official = {row["kode"]: row["nama"] for row in csv.DictReader(file)}
    wide = {code for code in official if len(code) <= len("11.01")}
    assert {code for entry in load_lexicon().lists["regions"] for code in entry.value.split("|")} == wide
    for name in ("region_aliases", "seat_towns"):
        assert {code for entry in load_lexicon().lists[name] for code in entry.value.split("|") if code} <= wide
