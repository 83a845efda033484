"""The word lists: their form, their labels, the official regions, and lists of a user's own."""

from __future__ import annotations

import csv
import re
import subprocess
import sys
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from berita_extract.errors import LexiconError
from berita_extract.lexicon.columns import COLUMNS, word_form
from berita_extract.lexicon.entries import Entry, read_packaged_lists
from berita_extract.lexicon.lexicon import WORD_CLASSES, load_lexicon
from berita_extract.text.reading import Reader
from releases import ROOT
from tidy_lexicon import fold, read_list, read_texts, tidy

TEXTS = read_texts()
LISTS = sorted(TEXTS)

# The official list of region codes, `kode,nama`, where a checkout of the reference data lies beside this one; it is no part of the package.
OFFICIAL_REGIONS = ROOT.parent / "shared" / "reference" / "wilayah.csv"


@cache
def read_entries() -> dict[str, list[Entry]]:
    lists: dict[str, list[Entry]] = {}
    for entry in read_packaged_lists():
        lists.setdefault(entry.list, []).append(entry)
    return lists


@cache
def tidy_texts() -> dict[str, str]:
    return tidy(TEXTS)


# The form of the files


@pytest.mark.parametrize("name", LISTS)
def test_a_file_begins_with_what_it_is(name: str) -> None:
    header = read_list(TEXTS[name]).header
    assert len(header) >= 2
    assert all(line.startswith("# ") for line in header)
    assert re.search(r"\b(?:Source|Facts): ", "\n".join(header)), "name the source of the facts"


@pytest.mark.parametrize("name", LISTS)
def test_a_file_is_tidy(name: str) -> None:
    assert "\r" not in TEXTS[name]
    assert "\ufeff" not in TEXTS[name]
    assert TEXTS[name] == tidy_texts()[name], "run: python tests/tidy_lexicon.py --write"


@pytest.mark.parametrize("name", LISTS)
def test_every_comment_stands_above_an_entry(name: str) -> None:
    _, items, rest = read_list(TEXTS[name])
    assert items
    assert rest == []
    assert all(comment.startswith("# ") for item in items for comment in item.comments)


@pytest.mark.parametrize("name", LISTS)
def test_a_surface_stands_once_in_a_list(name: str) -> None:
    counts = Counter(fold(entry.surface) for entry in read_entries()[name])
    assert [surface for surface, count in counts.items() if count > 1] == []


# What the columns hold


def test_the_columns_of_every_list_are_defined() -> None:
    assert sorted(COLUMNS) == LISTS


@pytest.mark.parametrize("name", LISTS)
def test_values_and_attributes_are_of_their_closed_sets(name: str) -> None:
    wrong = [f"{entry.surface}: {problem}" for entry in read_entries()[name] for problem in COLUMNS[name].check(entry)]
    assert wrong == []


@pytest.mark.parametrize("name", LISTS)
def test_the_header_explains_every_attribute(name: str) -> None:
    header = " ".join(read_list(TEXTS[name]).header)
    used = {attribute for entry in read_entries()[name] for attribute in entry.attributes} - {"also"}
    assert [attribute for attribute in sorted(used) if not re.search(rf"\b{attribute}[=:]", header)] == []


def test_the_header_of_word_groups_explains_every_group() -> None:
    header = read_list(TEXTS["word_groups"]).header
    explained = [match[1] for line in header if (match := re.match(r"# ([a-z_]+): ", line))]
    assert explained == sorted({group for entry in read_entries()["word_groups"] for group in entry.value.split(",")})


def test_also_names_lists_that_have_the_word_too() -> None:
    where: dict[str, set[str]] = {}
    for name, entries in read_entries().items():
        for entry in entries:
            where.setdefault(fold(entry.surface), set()).add(name)
    wrong = [
        f"{name}: {entry.surface} also={other}"
        for name, entries in read_entries().items()
        for entry in entries
        for other in filter(None, entry.get("also").split("|"))
        if other == name or other not in where[fold(entry.surface)]
    ]
    assert wrong == []


def test_words_of_a_class_are_single_words() -> None:
    for name in WORD_CLASSES:
        assert [entry.surface for entry in read_entries()[name] if re.search(r"\s", entry.surface)] == []


def test_vague_numbers_are_ranges_and_others_are_not() -> None:
    for entry in read_entries()["number_words"]:
        low, dash, high = entry.value.partition("-")
        assert bool(dash) == (entry.get("kind") == "vague"), entry.surface
        assert not high or int(low) <= int(high), entry.surface


def test_time_zones_have_their_offset() -> None:
    zones = {entry.surface.upper(): int(entry.value) for entry in read_entries()["time_words"] if entry.get("tag") == "zone"}
    assert zones == {"WIB": 7, "WITA": 8, "WIT": 9}


# Regions


def read_codes() -> dict[str, str]:
    """The bare name of each region by its code."""
    return {code: entry.surface for entry in read_entries()["regions"] for code in entry.value.split("|")}


def test_every_region_has_its_code_once() -> None:
    codes = [code for entry in read_entries()["regions"] for code in entry.value.split("|")]
    assert len(set(codes)) == len(codes)
    assert Counter(len(code) for code in codes) == {2: 38, 5: 514}


def test_the_level_of_a_region_fits_its_code() -> None:
    for entry in read_entries()["regions"]:
        levels = entry.get("level").split("|")
        for code, level in zip(entry.value.split("|"), levels, strict=True):
            province, _, number = code.partition(".")
            assert level == ("province" if not number else "city" if int(number) > 70 else "regency"), code
            assert province in read_codes(), code


@pytest.mark.parametrize("name", ["region_aliases", "seat_towns"])
def test_other_names_lead_to_regions(name: str) -> None:
    known = read_codes()
    levels = {
        code: level
        for entry in read_entries()["regions"]
        for code, level in zip(entry.value.split("|"), entry.get("level").split("|"), strict=True)
    }
    for entry in read_entries()[name]:
        codes = entry.value.split("|")
        assert set(codes) <= set(known), entry.surface
        assert len(set(codes)) == len(codes), entry.surface
        if name == "region_aliases":
            assert entry.get("level").split("|") == [levels[code] for code in codes], entry.surface


def test_provinces_of_a_level_word_exist() -> None:
    for entry in read_entries()["level_words"]:
        assert set(filter(None, entry.get("provinces").split("|"))) <= set(read_codes()), entry.surface


@pytest.mark.skipif(not OFFICIAL_REGIONS.exists(), reason=f"there is no official list at {OFFICIAL_REGIONS}")
def test_regions_are_those_of_the_official_list() -> None:
    with OFFICIAL_REGIONS.open(encoding="utf-8", newline="") as lines:
        official = {row["kode"]: row["nama"].strip() for row in csv.DictReader(lines) if re.fullmatch(r"\d\d(\.\d\d)?", row["kode"])}
    found = read_codes()
    assert set(found) == set(official)
    # Names that the list gives in another form than texts do.
    spelled = {"31": "Jakarta", "34": "Yogyakarta", "71.09": "Kepulauan Siau Tagulandang Biaro"}
    bare = {code: re.sub(r"^(?:Kabupaten|Kota)(?: Administrasi)? ", "", name) for code, name in official.items()}
    assert found == bare | spelled


# Lists of a user's own


def test_a_user_list_extends_the_lists(tmp_path: Path) -> None:
    path = tmp_path / "kata.tsv"
    path.write_text(
        "# kata kami\n\nmonths\tJanubulan\t1\nperson_names\tZzyzx\t\tkind=given\nvenue_nouns\tBalai Contoh\t\tkind=building trap=yes\n",
        encoding="utf-8",
    )
    lists = load_lexicon(path).lists
    assert (lists["months"][-1].surface, lists["months"][-1].value) == ("Janubulan", "1")
    assert lists["venue_nouns"][-1].surface == lists["venue_nouns"][-1].value == "Balai Contoh"
    assert lists["venue_nouns"][-1].attributes == {"kind": "building", "trap": "yes"}
    own = load_lexicon(path).word_class("person_names").get("zzyzx")
    assert own is not None
    assert own.get("kind") == "given"
    assert {name: len(entries) for name, entries in load_lexicon().lists.items()} == {
        name: len(entries) - (name in ("months", "person_names", "venue_nouns")) for name, entries in lists.items()
    }


def test_a_user_word_is_found_however_it_is_written(tmp_path: Path) -> None:
    path = tmp_path / "kata.tsv"
    path.write_text("degrees\tS.Cth\n", encoding="utf-8")
    reader = Reader(load_lexicon(path))
    for written in ("S.Cth", "S.CTH.", "SCth", "S. Cth", "S. Cth.", "s.cth"):
        (hit,) = [hit for hit in reader.read(f"Budi, {written}").found("degrees") if hit.entry.surface == "S.Cth"]
        assert hit.start == 2, written


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("months Janubulan 1", r"there is no tab in this line\. Columns are separated by tabs, not by spaces: offices<TAB>Kasatgasda<TAB>"),
        ("bulan\tJanubulan\t1", r"there is no list called 'bulan'\. Begin the line with .*\nLists are: abbreviations, .* months, "),
        ("month\tJanubulan\t1", r"there is no list called 'month'\. Did you mean 'months'\?$"),
        ("months\t", r"the entry has no surface form\. Write the word before the first tab\."),
        ("months\t\t1", r"the entry has no surface form\."),
        ("months\tJanubulan\t1\ttrap=yes\tlagi", r"too many columns\. Write surface<TAB>value<TAB>key=value key=value\."),
        ("months\tJanubulan\t1\ttrap", r"'trap' is no attribute\. Write key=value, values without spaces\."),
        ("months\tJanubulan\t1\ttrap=", r"'trap=' is no attribute\."),
        ("months\tJanubulan\t1\t=yes", r"'=yes' is no attribute\."),
    ],
)
def test_a_malformed_line_is_named_with_what_to_write(tmp_path: Path, line: str, message: str) -> None:
    path = tmp_path / "kata.tsv"
    path.write_text(f"# kata kami\n\n{line}\n", encoding="utf-8")
    with pytest.raises(LexiconError, match=rf"kata\.tsv:3: {message}"):
        load_lexicon(path)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("months\tJanubulan\tsatu", "the value 'satu' does not fit; write a number from 1 to 12"),
        ("months\tJanubulan", "the value 'Janubulan' does not fit; write a number from 1 to 12"),
        ("regions\tJanuland\tJanuland\tlevel=regency", "the value 'Januland' does not fit; write a region code such as 32 or 32.04"),
        ("act_verbs\tmenggelar\tmakan\tvoice=active", "the value 'makan' does not fit; write opened, closed, led, "),
        ("offices\tKajanu\t\tkind=head takes=semua", "takes=semua does not fit; write takes= with org, area, unit or none"),
        ("offices\tKajanu\t\ttakes=org", "the attribute kind= is missing; write kind= with head or acronym"),
        ("weekdays\tSenen\t1\ttrapp=yes", "there is no attribute trapp=; there are also=, trap="),
    ],
)
def test_a_value_or_label_that_does_not_exist_is_named_with_an_example(tmp_path: Path, line: str, message: str) -> None:
    path = tmp_path / "kata.tsv"
    path.write_text(line + "\n", encoding="utf-8")
    name = line.partition("\t")[0]
    with pytest.raises(LexiconError, match=rf"kata\.tsv:1: {re.escape(message)}.* A line of this list, for example: {name}<TAB>"):
        load_lexicon(path)


def test_every_form_is_put_in_words() -> None:
    """No user is shown a regular expression."""
    for columns in COLUMNS.values():
        for form in (columns.value, *columns.attributes.values()):
            assert not re.search(r"[\[\](){}\\*?]|\+$", word_form(form)), form


def test_an_edited_file_is_read_again(tmp_path: Path) -> None:
    path = tmp_path / "kata.tsv"
    for surface in ("Janubulan", "Febubulan"):
        path.write_text(f"months\t{surface}\t1\n", encoding="utf-8")
        assert surface in {entry.surface for entry in load_lexicon(path).lists["months"]}
    assert load_lexicon() is load_lexicon()


@pytest.mark.parametrize("content", [b"months\tJanubul\xe4n\t1\n", b"\xff\xfem\x00"])
def test_a_file_that_is_no_utf8_is_named(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "kata.tsv"
    path.write_bytes(content)
    with pytest.raises(LexiconError, match=r"kata\.tsv: cannot be read as a UTF-8 word list .* save it as UTF-8"):
        load_lexicon(path)


def test_a_folder_or_nothing_at_all_is_named(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "kata.tsv"):
        with pytest.raises(LexiconError, match=rf"^{re.escape(str(path))}: cannot be read as a UTF-8 word list"):
            load_lexicon(path)


# Keeping them tidy

UNTIDY = """\
# Months.
# Source: here.
Mei	5	trap=yes
Feb	2
# why: a name
# and a corps
mar	 3	 trap=yes   also=x
april	april\t
"""
TIDY = """\
# Months.
# Source: here.
april
Feb	2
# why: a name
# and a corps
mar	3	trap=yes also=x
Mei	5	trap=yes
"""


def tidy_one(text: str) -> str:
    return tidy({"months": text})["months"]


def test_tidying_sorts_and_keeps_comments_with_their_entry() -> None:
    assert tidy_one(UNTIDY) == TIDY
    assert tidy_one(TIDY) == TIDY


def test_tidying_parts_the_header_from_the_comment_of_the_first_entry() -> None:
    assert tidy_one("# Months.\n#\n# why: a name\nMei\t5\nApril\t4\n") == "# Months.\nApril\t4\n# why: a name\nMei\t5\n"
    text = tidy_one("# Months.\nMei\t5\n# why: a name\nApril\t4\n")
    assert text == "# Months.\n#\n# why: a name\nApril\t4\nMei\t5\n"
    assert tidy_one(text) == text


def test_tidying_makes_lists_name_each_other() -> None:
    texts = {
        "months": "# .\nS.D.\t1\talso=ranks trap=yes\n",
        "ranks": "# .\nsd\n",
        "corps": "# .\nsd\t\talso=months|ranks\n",
        "person_names": "# .\nSD\t\talso=corps\n",
    }
    assert tidy(texts) == {
        "months": "# .\nS.D.\t1\ttrap=yes also=corps|ranks\n",
        "ranks": "# .\nsd\t\talso=corps|months\n",
        "corps": "# .\nsd\t\talso=months|ranks\n",
        "person_names": "# .\nSD\t\talso=corps\n",
    }
    assert tidy(tidy(texts)) == tidy(texts)


def test_the_script_says_how_it_is_called() -> None:
    script = Path(__file__).with_name("tidy_lexicon.py")
    done = subprocess.run([sys.executable, str(script), "--help"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (2, "", "Usage: python tests/tidy_lexicon.py [--write]\n")
