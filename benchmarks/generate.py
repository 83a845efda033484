"""Make any volume of press releases, as messy as real ones, always the same for the same seed.

    python benchmarks/generate.py 1000 > arsip.jsonl
    python benchmarks/generate.py 1000 --folder arsip/

The parts stand in `parts.txt`. Length and density (dates, places, people and quotes for each thousand characters,
new words among all words) are near those of releases that offices publish. Nothing here imports the package.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import random
import re
import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

_DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
_MONTHS = ("Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober", "November", "Desember")
_SYLLABLES = re.findall(r"\w+", "wa ra ma ka la sa ta na ba pa lo ru ti ki mu bo su ko li ngga nda mbu ro tu be ju ya")
_FIRST_DAY = dt.date(2019, 1, 2)
_LEVEL = re.compile(r"(?:Kabupaten|Kab\.|Kota|Provinsi) ")
_SLOT = re.compile(r"\{(\w+)\}")
_TYPO_RATE = 0.006


def make_releases(count: int, *, seed: int = 1) -> Iterator[str]:
    """Releases that do not depend on each other: the hundredth is the same whether or not there is a next one."""
    return (_Writer(random.Random(f"{seed}/{number}")).write() for number in range(count))


def make_document(characters: int, *, seed: int = 1) -> str:
    """One text of exactly so many characters: releases in a row, the last one cut."""
    releases: list[str] = []
    length = 0
    while length < characters:
        releases.append(_Writer(random.Random(f"{seed}/{len(releases)}")).write() + "\n\n")
        length += len(releases[-1])
    return "".join(releases)[:characters]


def make_odd_texts(characters: int) -> Iterator[tuple[str, str]]:
    """Texts of exactly so many characters that nobody writes, each with its name."""
    nested = "(" * (characters // 2)
    for name, motif in (
        ("only figures", "1"), ("figures with spaces", "12 "), ("only quotation marks", '"'), ("quotation marks with spaces", "\u201ca "),
        ("only capitals", "A"), ("capitalised words", "Bupati Konawe "), ("nested brackets", nested + ")" * len(nested)),
        ("unknown names", "Xaxa Xoxo "), ("dates", "Rabu, 10 Januari 2024, "), ("one line", make_document(characters).replace("\n", " ")),
    ):  # fmt: skip
        yield name, (motif * (characters // max(1, len(motif)) + 1))[:characters]


@cache
def read_parts() -> dict[str, list[str]]:
    """The tables of `parts.txt`."""
    tables: dict[str, list[str]] = {}
    for line in Path(__file__).with_name("parts.txt").read_text(encoding="utf-8").split("\n"):
        if line.startswith("["):
            table = tables[line.strip("[]")] = []
        elif line.strip() and not line.startswith("#"):
            table.append(line)
    return tables


class _Writer:
    """One release: its region, day, event and people, and the sentences about them."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.day = _FIRST_DAY + dt.timedelta(days=rng.randrange(2500))
        self.facts: dict[str, str] = {}
        for slot in ("region", "event", "venue"):
            self.facts[slot] = self.fill(self.pick(f"{slot}s"))
        self.cast = [self.make_person(table) for table in ("head_offices", "local_offices", "local_offices")]
        (self.facts["title"], name) = self.cast[0]
        self.facts["leader"] = f"{self.facts['title']}{rng.choice((', ', ' ', ' '))}{name}"

    def write(self) -> str:
        """The release as a site shows it, with what its editors and its software left in it."""
        rng = self.rng
        headline = self.fill(self.pick("headlines"))
        blocks = [self.fill(self.pick("categories"))] if rng.random() < 0.2 else []
        blocks += [headline] * (2 if rng.random() < 0.2 else 1)
        blocks.append((self.fill(self.pick("datelines")) if rng.random() < 0.7 else "") + self.fill(self.pick("leads")))
        for _ in range(max(1, round(rng.lognormvariate(1.45, 0.5)))):
            blocks.append(self.write_paragraph())
        blocks += [self.fill(self.pick("furniture")) for _ in range(rng.choice((0, 0, 1, 2)))]
        blocks += [self.fill(self.pick("tails")) for _ in range(rng.choice((0, 1, 1, 2)))]
        return self.damage(rng.choice(("\n\n", "\n\n", "\n\n", "\n", "\r\n\r\n")).join(blocks)) + rng.choice(("", "\n"))

    def write_paragraph(self) -> str:
        """Two to four sentences: who came, what was said, and what it is about."""
        tables = self.rng.choices(("quotes", "background", "guests", "attendance", "talk"), (30, 20, 6, 5, 39), k=self.rng.randint(2, 3))
        return " ".join(_capitalise(self.say() + "." if table == "talk" else self.fill(self.pick(table))) for table in tables)

    def say(self) -> str:
        """A clause of its own: subject, predicate and, mostly, purpose."""
        clause = f"{self.pick('subjects')}{self.aside()} {self.pick('predicates')}{self.aside()}"
        return f"{clause} {self.pick('purposes')}" if self.rng.random() < 0.7 else clause.removesuffix(",")

    def aside(self) -> str:
        """Often a few words from a long tail: most words of a release are rare ones."""
        return self.fill(self.pick("asides")) if self.rng.random() < 0.55 else ""

    def make_person(self, offices: str) -> tuple[str, str]:
        """A title and a name with what stands around it: `Camat Waraka` and `Drs. H. Yusuf Lubis, M.Si`."""
        rng = self.rng
        name = f"{self.pick('given')} {self.pick('family') if rng.random() < 0.6 else self.name_village()}"
        if rng.random() < 0.3:
            name = f"{self.pick('honorifics')} {name}"
        elif rng.random() < 0.2:
            name = f"{self.pick('ranks')} {name}"
        return self.fill(self.pick(offices)), name + (self.pick("degrees") if rng.random() < 0.35 else "")

    def name_speaker(self) -> str:
        """One of the people, in one of the ways in which a text speaks of them."""
        title, name = self.rng.choice(self.cast)
        return self.rng.choice((f"{title} {name}", f"{title}, {name}", name, name.split(",")[0].split()[-1], title))

    def name_village(self) -> str:
        """A name that no list has: `Warakandu`."""
        return "".join(self.rng.choices(_SYLLABLES, k=self.rng.randint(2, 4))).capitalize()

    def pick(self, table: str) -> str:
        """A line of a table."""
        return self.rng.choice(read_parts()[table])

    def fill(self, template: str) -> str:
        """The template with every slot filled."""
        return _SLOT.sub(lambda match: self.make(match[1]), template)

    def make(self, slot: str) -> str:
        """What stands in a slot: a fact of the release, or something new each time."""
        return self.facts[slot] if slot in self.facts else _MAKERS[slot](self)

    def damage(self, text: str) -> str:
        """Typing as it is: letters lost or swapped, spaces lost, doubled or in the wrong place."""
        rng = self.rng
        words = text.split(" ")
        for place, word in enumerate(words):
            if len(word) > 4 and rng.random() < _TYPO_RATE:
                cut = rng.randrange(1, len(word) - 2)
                swapped = word[:cut] + word[cut + 1] + word[cut] + word[cut + 2 :]
                words[place] = rng.choice((swapped, word[:cut] + word[cut + 1 :], word + " ", word + "\u00a0"))
        text = " ".join(words)
        if rng.random() < 0.3:
            text = text.replace(", ", ",", 1)
        if rng.random() < 0.2:
            text = text.replace(". ", " . ", 1)
        return text


def _capitalise(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]


_MAKERS: dict[str, Callable[[_Writer], str]] = {
    "area": lambda release: _LEVEL.sub("", release.facts["region"]),
    "upper": lambda release: _LEVEL.sub("", release.facts["region"]).upper(),
    "village": _Writer.name_village,
    "number": lambda release: str(release.rng.randint(1, 1500)).zfill(4),
    "count": lambda release: str(release.rng.choice((12, 25, 40, 75, 120, 300, "1.200", "2.500"))),
    "weekday": lambda release: _DAYS[release.day.weekday()],
    "day": lambda release: str(release.day.day),
    "month": lambda release: _MONTHS[release.day.month - 1],
    "month_number": lambda release: str(release.day.month),
    "year": lambda release: str(release.day.year),
    "past": lambda release: str(release.day.year - release.rng.randint(1, 6)),
    "clock": lambda release: f"{release.rng.randint(7, 20):02}.{release.rng.choice(('00', '30', '15'))}",
    "when": lambda release: release.fill(release.pick("dates")),
    "medium": lambda release: release.pick("media"),
    "name": lambda release: f"{release.pick('given')} {release.pick('family')}",
    "initials": lambda release: release.pick("given")[:2].lower(),
    "guest": lambda release: " ".join(release.rng.choice(release.cast[1:])),
    "guest2": lambda release: " ".join(release.make_person("local_offices")),
    "rare": lambda release: release.fill(release.pick("affixes")),
    "root": lambda release: release.pick("roots"),
    "who": _Writer.name_speaker,
    "says": lambda release: release.pick("says"),
    "verb": lambda release: release.pick("verbs"),
    "said": lambda release: _capitalise(release.say()),
    "said2": lambda release: _capitalise(release.say()),
    "said_low": _Writer.say,
    "said2_low": _Writer.say,
    "said_title": lambda release: f"{release.pick('subjects')} {release.pick('predicates')}".title(),
}


def main() -> None:
    """Write releases as JSON Lines to standard output, or one file each into a folder."""
    parser = argparse.ArgumentParser(description="Make press releases for tests and benchmarks.")
    parser.add_argument("count", type=int, help="how many releases")
    parser.add_argument("--seed", type=int, default=1, help="another seed makes other releases (default: 1)")
    parser.add_argument("--folder", type=Path, help="write one .txt file each here, not JSON Lines to standard output")
    options = parser.parse_args()
    if options.folder:
        options.folder.mkdir(parents=True, exist_ok=True)
    for number, release in enumerate(make_releases(options.count, seed=options.seed), 1):
        if options.folder:
            (options.folder / f"rilis-{number:07}.txt").write_text(release, encoding="utf-8", newline="")
        else:
            json.dump({"id": f"rilis-{number:07}", "text": release}, sys.stdout, ensure_ascii=False)
            sys.stdout.write("\n")


if __name__ == "__main__":
    main()
