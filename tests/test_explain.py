"""The trace behind `explain`: every rule is known and used, and what became of the event, the roles and the doubts is told."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, get_args

import pytest

import berita_extract
from berita_extract.explanation import RULES
from berita_extract.io.write import FIELDS
from berita_extract.pipeline import Extractor
from berita_extract.render import labels
from berita_extract.render.rules import RULES as RULES_IN_INDONESIAN
from berita_extract.schema import OfficialRole, WarningCode
from berita_extract.trace import REASONS, Explanation, ReasonCode, Step
from cases_format import Case, discover
from cli_runner import run_cli
from releases import ROOT, read_samples

RELEASE = """\
Bupati Buka Rakor Pangan

Ambon, 9 Januari 2024 - Bupati Rina Sari membuka rapat koordinasi di Aula Setda, Rabu (10/1/2024) pukul 09.00 WIT.

Rapat dihadiri 300 orang, di aula sebanyak 83 orang. Malamnya rapat dihadiri 40 warga. Rapat lain digelar pada 2019 di Gedung Juang.

"Kami siap menanam mulai 5 Februari 2024 pukul 07.00 WIT di Lapangan Merdeka," ujar Rina Sari.
"""
TALLY = "Rapat dihadiri Bupati Rina Sari dan 30 orang. "


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return berita_extract.load()


@cache
def explain_release() -> Explanation:
    return berita_extract.load().explain(RELEASE)


def told(explanation: Explanation, stage: str) -> list[tuple[str, str, str, str | None]]:
    """What is told about a field: rule, outcome, words and the code of the reason."""
    return [(step.rule, step.outcome, step.text, step.code) for step in explanation.steps if step.stage == stage]


def list_rules(found: Any) -> Iterator[str]:
    """Every rule that is named in a result."""
    if isinstance(found, dict):
        yield from [found["rule"]] if "rule" in found else []
        for value in found.values():
            yield from list_rules(value)
    elif isinstance(found, list):
        for value in found:
            yield from list_rules(value)


@cache
def emitted_rules() -> frozenset[str]:
    """Every rule that the cases and the samples call upon."""
    extractor = berita_extract.load()
    cases = [(item.text, item.reference) for item in discover(ROOT / "tests" / "cases") if isinstance(item, Case)]
    found: set[str] = set()
    for text, day in [*cases, *((text, None) for text in read_samples().values())]:
        explanation = extractor.explain(text, published=day)
        found.update(step.rule for step in explanation.steps)
        found.update(list_rules(explanation.extraction.to_dict()))
    return frozenset(found)


# The rules


def test_every_rule_that_is_named_says_what_it_is_for() -> None:
    assert emitted_rules() <= set(RULES)


def test_every_rule_that_says_what_it_is_for_is_used_by_a_case() -> None:
    assert set(RULES) - emitted_rules() == set()


def test_every_rule_is_named_in_the_code_once() -> None:
    tables = [path for path in (ROOT / "src").rglob("*.py") if "RULES: Final" in path.read_text("utf-8") and path.parent.name != "render"]
    written = [rule for path in tables for rule in re.findall(r'^    "(\w+\.\w+)": ', path.read_text("utf-8"), re.MULTILINE)]
    assert sorted(written) == sorted(RULES)


def test_every_rule_is_told_in_indonesian() -> None:
    assert set(RULES_IN_INDONESIAN) == set(RULES)


# The reasons


def test_every_reason_is_worded_in_both_languages() -> None:
    assert set(REASONS) == set(labels.REASONS) == set(get_args(ReasonCode))
    for code, reason in REASONS.items():
        assert ("{about}" in reason) == ("{about}" in labels.REASONS[code])


def test_a_code_means_one_thing() -> None:
    kinds: list[Any] = [ReasonCode, WarningCode, OfficialRole]
    codes = [code for kind in kinds for code in get_args(kind)]
    assert len(set(codes)) == len(codes)


@pytest.mark.parametrize(
    ("text", "words", "code"),
    [
        ("Camat membuka Pilkada Serentak Tahun 2024.", "Tahun 2024", "other_meaning"),
        (TALLY + "Gedung itu berkapasitas 500 orang.", "500 orang", "capacity"),
        (TALLY + "Biasanya 500 orang datang ke sana.", "500 orang", "history"),
        (TALLY + "Desa itu berpenduduk 500 orang.", "500 orang", "population"),
        (TALLY + "Bantuan kepada 500 orang diserahkan.", "500 orang", "recipients"),
        (TALLY + "Angka kunjungan 500 orang.", "500 orang", "statistics"),
        (TALLY + "Banjir melukai 500 orang.", "500 orang", "victims"),
        (TALLY + "Daftar pemilih tetap 500 orang.", "500 orang", "votes"),
        (TALLY + "Kelurahan mencatat 500 orang.", "500 orang", "no_attendance_verb"),
        (TALLY + "Ada 30 orang tersebut.", "30 orang", "counted_before"),
        (TALLY + "Sebanyak 20 dari 45 orang pulang.", "45 orang", "whole_of_parts"),
        ("Rapat RT 03 warga dibuka.", "03 warga", "in_a_name"),
        ("Danrem hadir.", "Danrem", "office_without_name"),
        ("Rapat digelar Senin lalu di Aula Setda.", "Senin lalu", "relative_without_reference"),
    ],
)
def test_what_is_dropped_has_its_reason(extractor: Extractor, text: str, words: str, code: str) -> None:
    dropped = [(step.text, step.code) for step in extractor.explain(text).steps if step.outcome == "dropped"]
    assert (words, code) in dropped


def test_a_word_of_the_users_own_list_may_drop_a_count_without_saying_why(tmp_path: Path) -> None:
    (tmp_path / "kata.tsv").write_text("attendance_cues\tdibatalkan bagi\tnot\tposition=before\n", encoding="utf-8")
    explanation = berita_extract.load(lexicon=tmp_path / "kata.tsv").explain("Acara dibatalkan bagi 50 orang.")
    (step,) = [step for step in explanation.steps if step.stage == "attendance"]
    assert (step.code, step.about, step.reason) == ("no_attendance", "dibatalkan bagi", "dibatalkan bagi: not attendance")


# The event


def test_each_part_of_the_event_names_its_words() -> None:
    kept = {rule: words for rule, outcome, words, _ in told(explain_release(), "event") if outcome == "kept"}
    assert kept == {
        "event.activity": "Rakor",
        "event.date": "Rabu (10/1/2024)",
        "event.time": "09.00 WIT",
        "event.venue": "Aula Setda",
        "event.region": "Ambon",
        "event.attendance": "300 orang",
    }


def test_what_is_not_of_the_event_says_why() -> None:
    dropped = {words: code for _, outcome, words, code in told(explain_release(), "event") if outcome == "dropped"}
    assert dropped == {
        "9 Januari 2024": "told_in_the_body",
        "2019": "names_no_day",
        "Gedung Juang": "another_nearer",
        "83 orang": "part_of_another",
        "40 warga": "another_larger",
        "5 Februari 2024": "in_a_quotation",
        "07.00 WIT": "in_a_quotation",
        "Lapangan Merdeka": "in_a_quotation",
    }


DATELINE = "Ambon, 9 Januari 2024 - Bupati Rina Sari membuka rapat di Aula Setda, Rabu (10/1/2024). "


@pytest.mark.parametrize(
    ("text", "words", "code"),
    [
        (DATELINE + "Rapat berikutnya digelar besok, 11 Januari 2024.", "besok, 11 Januari 2024", "still_ahead"),
        (DATELINE + "Rapat itu lanjutan dari rapat kemarin lusa.", "kemarin lusa", "told_by_dateline"),
        (DATELINE + "Pelatihan berlangsung 15 Januari - 30 Mei 2024.", "15 Januari - 30 Mei 2024", "too_long"),
        (DATELINE + "Gedung itu diresmikan 5 Maret 2021.", "5 Maret 2021", "too_far"),
        (DATELINE + "Surat itu bernomor 5 tanggal 8 Januari 2024.", "8 Januari 2024", "other_document"),
        (DATELINE + "Rapat ditutup Jumat (12/1/2024).", "Jumat (12/1/2024)", "another_first"),
        ("Rapat digelar Rabu (10/1/2024). Rapat pertama digelar 5 Maret 2021.", "5 Maret 2021", "long_before"),
        (DATELINE + '"Kami siap," kata Rina di Pendopo.', "Pendopo", "where_words_were_said"),
        ("Rapat Digelar 12 Januari 2024\n\nAmbon - Rapat digelar Rabu (10/1/2024).\n", "12 Januari 2024", "outside_the_body"),
        ("Rapat di Aula Setda dihadiri 30 orang. Kegiatan malam diikuti 80 warga.", "30 orang", "another_larger"),
    ],
)
def test_why_something_is_not_of_the_event(extractor: Extractor, text: str, words: str, code: str) -> None:
    dropped = [(step.text, step.code) for step in extractor.explain(text).steps if (step.stage, step.outcome) == ("event", "dropped")]
    assert (words, code) in dropped


@pytest.mark.parametrize("name", read_samples())
def test_the_words_of_the_event_are_those_of_the_extraction(extractor: Extractor, name: str) -> None:
    explanation = extractor.explain(read_samples()[name])
    kept = {step.rule: step for step in explanation.steps if step.stage == "event" and step.outcome == "kept"}
    event = explanation.extraction.event
    assert event is not None
    for field, rule in (("activity", "event.activity"), ("venue", "event.venue")):
        assert getattr(event, field) == (kept[rule].text if rule in kept else None)
    for field, rule in (("start_date", "event.date"), ("region_code", "event.region")):
        about = kept[rule].about if rule in kept else None
        assert (about or "").partition("/")[0] == str(getattr(event, field) or "")
    count = None if event.attendance is None else explanation.extraction.attendance[event.attendance]
    assert (kept["event.attendance"].start_char if count else None) == (count.start_char if count else None)


# Officials and warnings


def test_each_role_names_the_verb_that_gives_it(extractor: Extractor) -> None:
    text = "Bupati Rina Sari membuka rapat yang dihadiri Camat Budi Santoso. “Kami siap,” ujar Rina Sari."
    given = [step for step in extractor.explain(text).steps if step.rule.startswith("roles.")]
    assert [(step.rule, step.text, step.about, step.code) for step in given] == [
        ("roles.verb", "membuka", "Rina Sari", "opened"),
        ("roles.verb", "dihadiri", "Budi Santoso", "attended"),
        ("roles.quoted", "Kami siap,", "Rina Sari", "spoke"),
    ]


@pytest.mark.parametrize("name", read_samples())
def test_every_role_of_every_official_is_explained(extractor: Extractor, name: str) -> None:
    explanation = extractor.explain(read_samples()[name])
    given = [(step.about, step.code) for step in explanation.steps if step.rule.startswith("roles.")]
    assert sorted(given, key=str) == sorted(((one.name, role) for one in explanation.extraction.officials for role in one.roles), key=str)


def test_every_warning_is_a_step(extractor: Extractor) -> None:
    explanation = extractor.explain("Rapat digelar kemarin, Senin (10/1/2024). “Kami siap, ujar Bupati Rina Sari.")
    doubts = [(step.start_char, step.end_char, step.code) for step in explanation.steps if step.stage == "warnings"]
    assert doubts == sorted((warning.start_char, warning.end_char, warning.code) for warning in explanation.extraction.warnings)
    assert len(doubts) >= 2


def test_the_source_is_copied(extractor: Extractor) -> None:
    assert extractor.explain(RELEASE, source="rilis.txt", published=dt.date(2024, 1, 10)).extraction.source == "rilis.txt"


# The screen


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    (tmp_path / "rilis.txt").write_text(RELEASE, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return "rilis.txt"


@pytest.mark.parametrize("field", FIELDS)
def test_every_field_can_be_explained(file: str, field: str) -> None:
    result = run_cli("explain", file, "--field", field)
    found = any(step.stage == field for step in explain_release().steps)
    assert result.status == 0
    assert bool(result.out) == found == (not result.err)


def test_no_rule_and_no_number_is_broken_at_80_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    for name in read_samples():
        shown = run_cli("explain", str(ROOT / "samples" / name), "--rules").out.decode()
        assert max(map(len, shown.splitlines())) <= 80
        words = set(shown.split())
        for step in berita_extract.load().explain((ROOT / "samples" / name).read_bytes().decode()).steps:
            assert {step.rule, f"{step.start_char}-{step.end_char}"} <= words


def test_the_screen_is_in_indonesian(file: str) -> None:
    shown = run_cli("explain", file, "--rules").out.decode()
    for english in (*(REASONS[code] for code in REASONS if "{" not in REASONS[code]), *RULES.values(), *FIELDS, *get_args(OfficialRole)):
        assert not re.search(rf"(?<![\w.]){re.escape(english)}(?![\w.])", shown), english
    assert "→ isi rilis menyebut harinya sendiri" in shown
    assert "→ Rina Sari: membuka" in shown


def test_the_rules_are_told_on_demand(file: str) -> None:
    def shown(*options: str) -> str:
        return " ".join(run_cli("explain", file, "--field", "event", *options).out.decode().split())

    assert RULES_IN_INDONESIAN["event.venue"] in shown("--rules")
    assert RULES_IN_INDONESIAN["event.venue"] not in shown()
    assert RULES_IN_INDONESIAN["dates.english"] not in shown("--rules")


def test_long_words_are_shortened_on_the_screen(tmp_path: Path) -> None:
    long = " ".join(f"kata{number}" for number in range(200))
    (tmp_path / "rilis.txt").write_text(f'Bupati Rina Sari mengatakan, "{long}."', encoding="utf-8")
    shown = " ".join(run_cli("explain", str(tmp_path / "rilis.txt"), "--field", "quotes").out.decode().split())
    assert "kata0 kata1 " in shown
    assert " … " in shown
    assert "kata100" not in shown


def test_a_step_without_a_code_has_no_reason() -> None:
    steps: Mapping[bool, list[Step]] = {
        known: [step for step in explain_release().steps if (step.code is None) is known] for known in (True, False)
    }
    assert all(step.reason is None for step in steps[True])
    assert all(step.reason for step in steps[False])


def test_a_stop_that_ends_the_sentence_is_not_of_the_words(extractor: Extractor) -> None:
    explanation = extractor.explain("Ambon, Rabu (10/1/2024) - Bupati Rina Sari membuka rapat di Aula Setda.")
    (venue,) = [step.text for step in explanation.steps if step.rule == "event.venue"]
    assert explanation.extraction.event is not None
    assert venue == explanation.extraction.event.venue == "Aula Setda"
