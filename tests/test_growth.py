"""Time grows with the length of a text, never faster: for every pattern, and for whole extractions of the worst texts.

Times are compared with each other at two lengths, four times apart. What grows as it should takes four times as long, what
looks back at everything for each word sixteen times; only a ratio that stays above eight through repeated measuring fails.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
import string
from collections.abc import Callable, Iterator
from functools import partial
from inspect import getsource
from time import process_time
from types import ModuleType
from typing import Any

import pytest
import regex
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

import berita_extract
from berita_extract import load
from berita_extract.lexicon.entries import read_packaged_lists
from berita_extract.lexicon.lexicon import WORD_CLASSES
from berita_extract.pipeline import Extractor
from berita_extract.text.tokenizer import compile_infixes
from releases import read_samples

STEP = 4
MOST = 8
# A pattern that tries all combinations is found long before it hangs: from one length to its double it may not take so much longer.
EXPLOSION = 40

Pattern = re.Pattern[Any] | regex.Pattern[Any]


def measure(work: Callable[..., object], *given: object) -> float:
    started = process_time()
    work(*given)
    return process_time() - started


def grows_too_fast(work: Callable[[int], object], length: int) -> bool:
    """Whether some work takes over eight times as long on a text four times as long, each time that both are measured anew."""
    return all(_ratio(work, length, repeats) > MOST for repeats in (1, 2, 3, 5))


def _ratio(work: Callable[[int], object], length: int, repeats: int) -> float:
    short, long = (min(measure(work, size) for _ in range(repeats)) for size in (length, length * STEP))
    return long / max(short, 1e-9)


# Patterns


def list_modules() -> Iterator[ModuleType]:
    for module in pkgutil.walk_packages(berita_extract.__path__, "berita_extract."):
        if not module.name.endswith("__main__"):
            yield importlib.import_module(module.name)


def find_patterns(held: object) -> Iterator[Pattern]:
    if isinstance(held, re.Pattern | regex.Pattern):
        yield held
    elif isinstance(held, dict):
        yield from find_patterns([*held.values()])
    elif isinstance(held, list | tuple | set | frozenset):
        for item in held:
            yield from find_patterns(item)


def collect_patterns() -> dict[str, tuple[Pattern, bool]]:
    """Every compiled pattern of the package by where it is kept, and whether it is looked for anywhere in a text."""
    found: dict[str, tuple[Pattern, bool]] = {}
    places: dict[int, str] = {}
    for module in list_modules():
        source = getsource(module)
        for name, held in vars(module).items():
            for number, pattern in enumerate(find_patterns(held)):
                whole = isinstance(held, re.Pattern | regex.Pattern)
                searched = not whole or re.search(rf"\b{name}\.(?:search|sub|subn|split|findall|finditer)\b", source) is not None
                place = places.setdefault(id(pattern), f"{module.__name__.partition('.')[2]}.{name}{'' if whole else f'[{number}]'}")
                found[place] = (pattern, searched or (place in found and found[place][1]))
    return found | {"text.tokenizer.infixes": (compile_infixes(["WIB", "WITA"]), True)}


PATTERNS = collect_patterns()


def test_the_patterns_are_found() -> None:
    modules = {place.rpartition(".")[0] for place in PATTERNS}
    assert {"grammar.date_rules", "grammar.persons", "text.furniture", "text.page", "text.tokenizer"} <= modules
    assert len(PATTERNS) > 50
    assert sum(searched for _, searched in PATTERNS.values()) > 15


def apply(pattern: Pattern, searched: bool, text: str) -> None:
    given = text if isinstance(pattern.pattern, str) else text.encode("latin-1", "replace")
    pattern.match(given)
    if searched:
        for _ in pattern.finditer(given):
            pass


def apply_to(pattern: Pattern, searched: bool, make: Callable[[int], str], size: int) -> None:
    apply(pattern, searched, make(size))


def explodes(pattern: Pattern, searched: bool, make: Callable[[int], str]) -> bool:
    """Whether a pattern takes unthinkably longer on a text twice as long, tried from eight characters on."""
    shorter = 0.0
    for size in (8, 16, 32, 64, 128, 256, 512):
        spent = measure(apply, pattern, searched, make(size))
        if shorter and spent > EXPLOSION * shorter:
            again, half = (min(measure(apply, pattern, searched, make(length)) for _ in range(3)) for length in (size, size // 2))
            if again > EXPLOSION * half:
                return True
        shorter = max(spent, 1e-6)
    return False


def pump(piece: str, before: str = "", behind: str = "\0") -> Callable[[int], str]:
    """Texts of any length in which a piece is repeated; behind it stands what hardly any pattern matches."""
    return lambda size: before + piece * (size // len(piece) + 1) + behind


def letters_of(pattern: Pattern) -> list[str]:
    """Characters that a pattern may be about: those that it spells, and one of every kind."""
    written = pattern.pattern if isinstance(pattern.pattern, str) else pattern.pattern.decode("latin-1")
    spelt = set(re.sub(r"\\[a-zA-Z]|\(\?P?<?\w*>?", "", written)) & set(string.printable)
    usual = set(' aA1.,"(\n')
    return sorted(usual | set(sorted(spelt)[:12]))


@pytest.mark.parametrize("place", PATTERNS)
def test_a_pattern_takes_time_in_proportion(place: str) -> None:
    pattern, searched = PATTERNS[place]
    letters = letters_of(pattern)
    pumps = {motif: pump(motif) for one in letters for other in letters for motif in (one + other, f"{one}{other} ")}
    slowest = []
    for motif, make in pumps.items():
        assert not explodes(pattern, searched, make), f"{motif!r} repeated"
        slowest.append((measure(apply, pattern, searched, make(512)), motif))
    for _, motif in sorted(slowest)[-3:]:
        assert not grows_too_fast(partial(apply_to, pattern, searched, pumps[motif]), 2000), f"{motif!r} repeated"


@pytest.mark.parametrize(
    "place", [place for place, (pattern, _) in PATTERNS.items() if isinstance(pattern.pattern, str) and isinstance(pattern, re.Pattern)]
)
def test_a_pattern_takes_time_in_proportion_where_a_part_of_a_match_is_repeated(place: str) -> None:
    pattern, searched = PATTERNS[place]
    assert isinstance(pattern, re.Pattern)

    @settings(
        max_examples=15, deadline=None, derandomize=True, database=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck)
    )
    @given(text=st.from_regex(pattern, alphabet=st.characters()), data=st.data())
    def check(text: str, data: st.DataObject) -> None:
        if not text:
            return
        start = data.draw(st.integers(0, len(text) - 1))
        end = data.draw(st.integers(start + 1, min(len(text), start + 12)))
        ending = data.draw(st.sampled_from(["\0", "x", ""]))
        for make in (pump(text[start:end], text[:start], text[end:] + ending), pump(text, behind=ending), pump(f"{text} ", behind=ending)):
            assert not explodes(pattern, searched, make), f"{text!r}, {text[start:end]!r}"
            assert not grows_too_fast(partial(apply_to, pattern, searched, make), 1000), f"{text!r}, {text[start:end]!r}"

    check()


# Whole extractions

# Each once took time that grew with the square of its length, or hung.
MOTIFS = [
    "12, 7, 31, 4, ", "1 - ", "1 sampai 2, ", "tanggal 1, ", "١٢, ", "9, per Diobati $ ", "1/1/2024 ", "1 Januari 2024 ", "Kemarin ",
    "Djanuari, ", "Senin, 5 Februari, ", "pukul 09.00 WIB ", "Senin, 5 Februari 2024 pukul 09.00 WIB. ", "dihadiri 500 warga ",
    "dihadiri 500 warga. ", "dihadiri 1888 lanjut usia. ", "dihadiri ketiga puluhan sastrawan. ", "ratus ", "500 warga, ",
    "1. Personel Polres 120 orang\n", "sekitar ", "dari total ", "Kami siap,” katanya. ", "“Kami siap,” katanya. ", "“Kami siap katanya ",
    "kata “", "'A ", "“a ", '"', '" ', "katanya, ", "Ia mengatakan, ", "Budi mengatakan bahwa ia datang ",
    "menyampaikan terima kasih dan ", "Seorang warga mengatakan siap. “Kami siap,” katanya. ", "Budi Santoso, Camat Cibinong. ",
    "Camat Cibinong Budi Santoso membuka ", "Camat Cibinong, ", "Camat ", "Polsek ", "Komisaris, Ekayana ", "PPK ", "LETU ", "Redpel ",
    "Kobes Pol. ",
    "Dr. H. Drs. ", "S.H., ", "Plt. ", "Kabag. ı, ", "Camat Xaxa Xoxo ", "Dir SabharaRahmadhani ", "Syarif ", "PT ", "Inf ",
    "Bupati Rina Sari didampingi Camat Ani membuka dan ", "Camat Ani yang diwakili Lurah Budi mengatakan, ", "Ketua KONI Jati itu ",
    "Dinas Pemuda, Olahraga, ", "(Camat) ", "Anggota:\n1. Budi Santoso\n", "Budi Santoso\n\nCamat Cibinong\n\n", "Nama selaku Jabatan ",
    "bertempat di Aula Setda ", "di Aula Kantor Bupati dan ", "Kecamatan Sampara, ", "Desa A dan B, ", "Jabar, Cegah, ", "RT 03/RW 02 ",
    "Jl. ", "<tr> <td> ", "<a> x\n", "[a](b) ", "Share ", "Baca juga: abc\n", "Foto: Budi\n", "Foto: Budi, Rina, ",
    "Judul berita hari ini\n", "a\u2028", "TNI\n", "Laksamana\nTvri\n", "Tumenggung\n", "# ", "#a ", "*a ", "_a ", "(", "( ", "[({<",
    "- ", ". ", ", ", "1 ", "A", "a ", "\n", "🙂", "a\u200b", "İ ", "Lorem ipsum dolor sit amet consectetur adipiscing elit sed\n",
    "Senin, 5 Mei 2024 | 10:00 WIB\n",
]  # fmt: skip
# More than one sentence of the greatest length, so that what is bounded by it has come to its bound.
LENGTH = 4000

OTHER_NAMES = [
    f"{one}{two}{three}" for one in ("Wa", "Ki", "Ru") for two in ("ra", "mo", "ta", "lu") for three in ("na", "tri", "go", "di", "sem")
]


def different(line: str) -> str:
    """A text whose lines differ in their names, which `{}` stands for."""
    names = [f"{one} {two}" for one in OTHER_NAMES for two in OTHER_NAMES if one != two]
    return "".join(line.replace("{}", name) for name in names)


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    warm = load()
    for text in read_samples().values():
        warm.extract(text)
    return warm


def check_growth(extractor: Extractor, text: Callable[[int], str], length: int = LENGTH, *, new_words: bool = False) -> None:
    extractor.extract(text(length * STEP if new_words else length))  # whatever is learnt of spellings is learnt now
    assert not grows_too_fast(lambda size: extractor.extract(text(size), published="2024-02-05"), length)


def repeat(motif: str) -> Callable[[int], str]:
    return lambda size: motif * (size // len(motif))


@pytest.mark.parametrize("motif", MOTIFS)
def test_a_motif_takes_time_in_proportion(extractor: Extractor, motif: str) -> None:
    check_growth(extractor, repeat(motif))


@pytest.mark.parametrize(
    "line",
    [
        "Kepala Dinas Kesehatan {} hadir. ",
        "{} selaku Camat Xaxa hadir, ",
        "Camat {} membuka rapat dan Lurah {} mengatakan siap. ",
        "Budi Santoso, Ketua {}. ",
        "Budi Santoso selaku Camat {} hadir. ",
        "{} yang akrab disapa Gus Arip. ",
        "di Aula Kelurahan {}, ",
        "Kecamatan {}, ",
        "Foto: {}\n",
    ],
)
def test_ever_other_names_take_time_in_proportion(extractor: Extractor, line: str) -> None:
    text = different(line)
    check_growth(extractor, lambda size: text[:size], 3 * LENGTH, new_words=True)


def test_releases_in_a_row_take_time_in_proportion(extractor: Extractor) -> None:
    check_growth(extractor, repeat("\n\n".join(read_samples().values())), 10 * LENGTH, new_words=True)


ENTRIES = sorted({entry.surface for entry in read_packaged_lists() if entry.list not in WORD_CLASSES})
WORDS = sorted({word for text in read_samples().values() for word in text.split()})
MARKS = [*",.;:()\"'-/&", "“", "”", "\n", "\n\n", "5", "500", "2024", "10/1/2024", "09.00"]
fragments = st.sampled_from([ENTRIES, ENTRIES, WORDS, MARKS]).flatmap(st.sampled_from)
spaces = st.sampled_from([" ", " ", " ", ", ", ". ", "\n", ""])
motifs = st.lists(st.tuples(fragments, spaces), min_size=1, max_size=6).map(lambda parts: "".join(part for pair in parts for part in pair))


@settings(max_examples=30, deadline=None, derandomize=True, database=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
@given(motif=motifs)
def test_any_motif_takes_time_in_proportion(extractor: Extractor, motif: str) -> None:
    check_growth(extractor, repeat(motif))
