"""The reader of the case files: what it accepts, what it refuses and with which advice, and how it shows results."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from berita_extract.schema import (
    Attendance,
    Byline,
    Dateline,
    DateMention,
    Event,
    Extraction,
    Headline,
    Location,
    Official,
    PersonMention,
    Quote,
    Title,
)
from cases_format import Case, Malformed, agrees, discover, found_lines, read_cases, report
from cases_notation import FIELDS, Line, mentions

Read = Callable[..., list[Case | Malformed]]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Read `content` as if it were the file `name` of the case folder."""

    def read_content(content: str, name: str = "dates.cases") -> list[Case | Malformed]:
        path = tmp_path / name
        path.write_text(content, encoding="utf-8")
        return read_cases(path)

    return read_content


# --- What is a case


def test_a_case_is_text_and_its_whole_result(read: Read) -> None:
    text = "1 Mei 2024 dan 3 Mei 2024"
    content = f"# a heading\n\n# why: two days\n# in one sentence\n{text}\n=> 2024-05-01\n=> 2024-05-03\n"
    expected = (Line("2024-05-01"), Line("2024-05-03"))
    assert read(content) == [Case("dates.cases", 5, "dates", text, expected, "why: two days in one sentence")]


def test_a_dash_expects_nothing(read: Read) -> None:
    assert read("Perda Nomor 5 Tahun 2024\n=> -\n") == [Case("dates.cases", 1, "dates", "Perda Nomor 5 Tahun 2024", ())]


def test_text_may_have_several_lines_and_empty_ones(read: Read) -> None:
    [case] = read("Judul\n\\\nIsi berita.\n=> Judul\n", "headline.cases")
    assert isinstance(case, Case)
    assert case.text == "Judul\n\nIsi berita."


@pytest.mark.parametrize("text", ["# Kodim0813", "=> tanda panah", "@akun resmi", "\\ garis miring"])
def test_a_backslash_protects_a_line_that_looks_like_something_else(read: Read, text: str) -> None:
    [case] = read(f"Awal\n\\{text}\n=> -\n")
    assert isinstance(case, Case)
    assert case.text == f"Awal\n{text}"


def test_only_line_feeds_end_a_line(read: Read) -> None:
    [case] = read("satu\u2028dua\x85tiga\n=> -\n")
    assert isinstance(case, Case)
    assert case.text == "satu\u2028dua\x85tiga"


def test_the_reference_holds_until_it_is_changed_or_cleared(read: Read) -> None:
    blocks = ["a\n=> -", "@reference 2024-08-05", "b\n=> -", "# Sunday\n@reference 2024-08-04", "b\n=> -"]
    content = "\n\n".join([*blocks, "@reference -", "c\n=> -"])
    references = [case.reference for case in read(content) if isinstance(case, Case)]
    assert references == [None, date(2024, 8, 5), date(2024, 8, 4), None]


def test_the_list_of_regions_holds_until_it_is_cleared(read: Read) -> None:
    blocks = ["a\n=> -", "@regions daftar.csv", "@reference 2024-08-05", "b\n=> -", "@regions -", "c\n=> -"]
    cases = [case for case in read("\n\n".join(blocks)) if isinstance(case, Case)]
    assert [case.regions for case in cases] == [None, "daftar.csv", None]
    assert [case.reference for case in cases] == [None, date(2024, 8, 5), date(2024, 8, 5)]


def test_a_known_failure_carries_its_reason(read: Read) -> None:
    [case] = read("# the week is counted from its Monday\nawal pekan\n=>? 2024-08-12\n")
    assert isinstance(case, Case)
    assert case.known_failure
    assert case.comment == "the week is counted from its Monday"


def test_the_file_name_up_to_its_first_mark_names_the_field(read: Read) -> None:
    for name in ("dates.cases", "dates_traps.cases", "dates_a_b.cases"):
        [case] = read("kemarin\n=> -\n", name)
        assert isinstance(case, Case)
        assert case.field == "dates"


def test_files_are_discovered_in_order(tmp_path: Path) -> None:
    for name in ("roles.cases", "dates.cases", "notes.txt"):
        (tmp_path / name).write_text("a\n=> -\n", encoding="utf-8")
    assert [item.file for item in discover(tmp_path)] == ["dates.cases", "roles.cases"]


# --- What is not a case


@pytest.mark.parametrize(
    ("name", "content", "line", "advice"),
    [
        ("times.cases", "a\n=> -\n", 1, "begin the file name with one of: dates, event"),
        ("dates.cases", "# only a comment\n", 1, "the file has no case"),
        ("dates.cases", "\n# why\nkemarin\n", 3, "write the expected result under the text"),
        ("dates.cases", "=> 2024-01-01\n", 1, "write the text of the case above"),
        ("dates.cases", "a\n=> -\nb\n=> -\n", 3, "text cannot follow an expectation; put an empty line between"),
        ("dates.cases", "a\n# b\n=> -\n", 2, "a comment cannot follow text"),
        ("dates.cases", "a \n=> -\n", 1, "remove the space at the end of the line"),
        ("dates.cases", "a\n=>\n", 2, "begin every expectation of this case with `=> `"),
        ("dates.cases", "a\n=>2024-01-01\n", 2, "begin every expectation of this case with `=> `"),
        (
            "dates.cases",
            "# x\na\n=>? 2024-01-01\n=> 2024-01-02\n",
            4,
            "begin every expectation of this case with `=>? `",
        ),
        ("dates.cases", "a\n=> 2024-01-01\n=>? 2024-01-02\n", 3, "begin every expectation of this case with `=> `"),
        ("dates.cases", "a\n=>? 2024-01-01\n", 1, "why it is a known failure"),
        ("dates.cases", "a\n=> 2024-01-01\n=> -\n", 3, "it must stand alone"),
        ("dates.cases", "a\n=> -\n\na\n=> -\n", 4, "the same text stands in line 1"),
        (
            "dates.cases",
            "@published 2024-01-01\n\na\n=> -\n",
            1,
            "'@published' is unknown; write `@reference 2024-08-05`",
        ),
        ("dates.cases", "@regions\n\na\n=> -\n", 1, "write `@regions FILE.csv`"),
        ("dates.cases", "@reference 5/8/2024\n\na\n=> -\n", 1, "write it as 2024-08-05"),
        ("dates.cases", "@reference\n\na\n=> -\n", 1, "`@reference -` clears it"),
        ("dates.cases", "@reference 2024-01-01\na\n=> -\n", 1, "give `@reference` a block of its own"),
        ("dates.cases", "a\n=> -\n@reference 2024-01-01\n", 1, "leave an empty line before and after a line with `@`"),
        ("dates.cases", "a\n=> 5 Agustus 2024\n", 2, "cannot read `5 Agustus 2024`: '5 Agustus 2024' is not a day"),
        ("dates.cases", "a\n=> 2024-02-30\n", 2, "'2024-02-30' is not in the calendar"),
        ("dates.cases", "a\n=> 2024-02-03/2024-02-03\n", 2, "write a single day once"),
        ("event.cases", "a\n=> tempat=Aula\n", 2, "'tempat' must be one of: date, end, time"),
        ("event.cases", "a\n=> venue=\n", 2, "leave out a key that has no value"),
        ("event.cases", "a\n=> time=9.00\n", 2, "write it as 09:00"),
        ("event.cases", "a\n=> timezone=wib\n", 2, "'wib' must be one of: WIB, WITA, WIT"),
        ("event.cases", "a\n=> venue=A; venue=B\n", 2, "'venue' stands twice"),
        ("attendance.cases", "a\n=> 1.500 orang\n", 2, "digits without a thousands mark"),
        ("attendance.cases", "a\n=> 300\n", 2, "`-` if there is none"),
        ("attendance.cases", "a\n=> .. orang\n", 2, "one end of the range must be a number"),
        ("attendance.cases", "a\n=> 10..8 orang\n", 2, "from the smaller to the larger number"),
        ("locations.cases", "a\n=> Aula Setda\n", 2, "begin with `venue: ` or `region: `"),
        ("locations.cases", "a\n=> venue: Aula (74.02)\n", 2, "a venue has no region code"),
        ("locations.cases", "a\n=> region: Konawe (7402)\n", 2, "a region code has the parts"),
        ("officials.cases", "a\n=> name=Rina; degrees=S.H.||M.H.\n", 2, "has an empty part"),
        ("quotes.cases", "a\n=> direct: Kami siap.\n", 2, "write kind, words, speaker and cue"),
        ("byline.cases", "a\n=> Rina Sari\n", 2, "write the name and then the role in brackets"),
        ("byline.cases", "a\n=> Rina Sari (penulis)\n", 2, "'penulis' must be one of: author, reporter"),
        ("links.cases", "a\n=> Rina Sari\n", 2, "write the name, a colon, and the items"),
        ("roles.cases", "a\n=> Rina Sari: membuka\n", 2, "'membuka' must be one of: opened, closed"),
    ],
)
def test_what_cannot_be_read_says_where_and_what_to_write(read: Read, name: str, content: str, line: int, advice: str) -> None:
    [malformed] = [item for item in read(content, name) if isinstance(item, Malformed)]
    assert (malformed.file, malformed.line) == (name, line)
    assert advice in malformed.message


def test_one_bad_block_does_not_cost_the_cases_below_it(read: Read) -> None:
    items = read("a\n=> kapan\n\nb\n=> -\n")
    assert [type(item) for item in items] == [Malformed, Case]


# --- What is found is written as it is expected


def day(text: str, start: str, end: str) -> DateMention:
    return DateMention(
        text=text,
        start_char=0,
        end_char=len(text),
        rule="test",
        start_date=date.fromisoformat(start),
        end_date=date.fromisoformat(end),
        granularity="day",
    )


def count(low: int | None, high: int | None, approximate: bool, unit: str | None) -> Attendance:
    return Attendance(text="?", start_char=0, end_char=1, rule="test", min=low, max=high, approximate=approximate, unit=unit)


OFFICIAL = Official(
    text="Dr. Rina Sari, S.H., M.H.",
    start_char=0,
    end_char=25,
    rule="test",
    id="person-1",
    name="Rina Sari",
    honorifics=("Dr.",),
    rank="Kolonel Inf",
    degrees=("S.H.", "M.H."),
    titles=(
        Title(text="Danrem 052/Wijayakrama", start_char=0, end_char=22, rule="test"),
        Title(text="Ketua PMI", start_char=30, end_char=39, rule="test"),
    ),
    roles=("opened", "spoke"),
    mentions=(
        PersonMention(text="Rina Sari", start_char=4, end_char=13, rule="test", kind="name"),
        PersonMention(text="Ia", start_char=40, end_char=42, rule="test", kind="pronoun"),
    ),
)
RESULT = Extraction(
    headline=Headline(text="Latihan Dibuka", start_char=0, end_char=14, rule="test"),
    byline=(Byline(text="Tono", start_char=0, end_char=4, rule="test", name="Tono", role="editor"),),
    dateline=Dateline(text="?", start_char=0, end_char=1, rule="test", place="Ambon", date=date(2024, 1, 10)),
    event=Event(start_date=date(2024, 1, 10), end_date=date(2024, 1, 10), start_time="09:00", timezone="WIT", venue="Aula Setda"),
    dates=(day("Rabu (10/1)", "2024-01-10", "2024-01-10"), day("10-12 Januari", "2024-01-10", "2024-01-12")),
    locations=(
        Location(text="Aula Setda", start_char=0, end_char=10, rule="test", kind="venue", name="Aula Setda"),
        Location(text="Kab. Buru", start_char=0, end_char=9, rule="test", kind="region", name="Buru", code="81.04"),
        Location(text="Kec. Sirimau", start_char=0, end_char=12, rule="test", kind="region", name="Sirimau"),
    ),
    officials=(OFFICIAL,),
    attendance=(
        count(300, 300, False, "personel"),
        count(300, 300, True, "peserta"),
        count(8, 10, False, "orang"),
        count(100, 999, True, "warga"),
        count(500, None, True, "orang"),
        count(None, 500, True, "orang"),
        count(1180, 1180, False, None),
    ),
    quotes=(
        Quote(text="Kami siap.", start_char=0, end_char=10, rule="test", kind="direct", speaker="Rina Sari", cue="ujar"),
        Quote(text="Mari bersatu.", start_char=0, end_char=13, rule="test", kind="direct"),
    ),
)
WRITTEN = {
    "dates": ["2024-01-10", "2024-01-10/2024-01-12"],
    "event": ["date=2024-01-10; time=09:00; timezone=WIT; venue=Aula Setda"],
    "attendance": [
        "300 personel",
        "~300 peserta",
        "8..10 orang",
        "100..999~ warga",
        "500..~ orang",
        "..500~ orang",
        "1180 -",
    ],
    "locations": ["venue: Aula Setda", "region: Buru (81.04)", "region: Sirimau"],
    "officials": ["name=Rina Sari; titles=Danrem 052/Wijayakrama|Ketua PMI; rank=Kolonel Inf; honorifics=Dr.; degrees=S.H.|M.H."],
    "quotes": ["direct: Kami siap. -- Rina Sari [ujar]", "direct: Mari bersatu. -- - [-]"],
    "headline": ["Latihan Dibuka"],
    "dateline": ["place=Ambon; date=2024-01-10"],
    "byline": ["Tono (editor)"],
    "links": ["Rina Sari: Rina Sari | Ia"],
    "roles": ["Rina Sari: opened, spoke"],
}


@pytest.mark.parametrize("field", FIELDS)
def test_the_notation_of_a_result_can_be_read_back(read: Read, field: str) -> None:
    found = found_lines(field, RESULT)
    assert [line.value for line in found] == WRITTEN[field]
    content = "\n".join(["teks", *(f"=> {line}" for line in found)])
    [case] = read(content, f"{field}.cases")
    assert isinstance(case, Case)
    assert case.expected == found
    assert agrees(case, found)


@pytest.mark.parametrize("field", FIELDS)
def test_an_empty_result_is_written_as_nothing(field: str) -> None:
    assert found_lines(field, Extraction()) == ()


def test_keys_may_stand_in_any_order(read: Read) -> None:
    [case] = read("a\n=> venue=Aula Setda; timezone=WIT; time=09:00; date=2024-01-10\n", "event.cases")
    assert isinstance(case, Case)
    assert agrees(case, found_lines("event", RESULT))


def test_the_end_of_an_event_is_shown_where_it_is_another_day() -> None:
    event = Event(start_date=date(2024, 1, 10), end_date=date(2024, 1, 12))
    assert found_lines("event", Extraction(event=event)) == (Line("date=2024-01-10; end=2024-01-12"),)


def test_an_empty_event_is_not_nothing() -> None:
    assert found_lines("event", Extraction(event=Event(activity="rapat"))) != ()


# --- Comparing


def test_the_wording_is_compared_where_it_is_given(read: Read) -> None:
    found = (Line("2024-01-10", "Rabu (10/1)"),)
    for wording, same in (("", True), (" :: Rabu (10/1)", True), (" :: (10/1)", False)):
        [case] = read(f"Rabu (10/1)\n=> 2024-01-10{wording}\n")
        assert isinstance(case, Case)
        assert agrees(case, found) is same


def test_order_and_number_of_the_entries_count(read: Read) -> None:
    [case] = read("a\n=> 2024-01-10\n=> 2024-01-11\n")
    assert isinstance(case, Case)
    first, second, third = Line("2024-01-10"), Line("2024-01-11"), Line("2024-01-12")
    assert agrees(case, [first, second])
    assert not agrees(case, [second, first])
    assert not agrees(case, [first])
    assert not agrees(case, [first, second, third])


def test_a_report_shows_text_expected_and_found(read: Read) -> None:
    [case] = read("@reference 2024-08-05\n\n# why: a law\nPerda\nNomor 5\n=> -\n")[-1:]
    assert isinstance(case, Case)
    assert report(case, [Line("2024-08-05", "5")]).splitlines() == [
        "dates.cases:4 (dates, published 2024-08-05)",
        "  # why: a law",
        "  Perda",
        "  Nomor 5",
        "  expected => -",
        "  found    => 2024-08-05 :: 5",
    ]


def test_mentions_are_found_however_deep() -> None:
    texts = [
        found.text
        for found in mentions(Extraction(headline=Headline(text="Judul", start_char=0, end_char=5, rule="test"), officials=(OFFICIAL,)))
    ]
    assert texts == ["Judul", OFFICIAL.text, "Danrem 052/Wijayakrama", "Ketua PMI", "Rina Sari", "Ia"]
