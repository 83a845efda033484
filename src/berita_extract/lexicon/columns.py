"""What may stand in the columns of each word list: the closed sets of labels and the forms of values."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Final, Literal, get_args

from berita_extract import schema
from berita_extract.lexicon.entries import Entry

# The kinds of paragraph that `boilerplate` may tell by how they begin.
BlockKind = Literal[
    "headline", "repeat", "category", "body", "caption", "byline", "credit", "metadata",
    "share", "related", "advert", "footer", "furniture",
]  # fmt: skip

ANYTHING: Final = r".+"
CODE: Final = r"\d\d(?:\.\d\d)?"
CLOCK: Final = r"(?:[01]\d|2[0-3]):[0-5]\d"
# Numbers that can be counted with; longer ones are slips.
NUMBER: Final = r"[0-9]{1,13}"
UNIT: Final = r"[0-9]{1,13}(?:\.[0-9]{1,6})?"
RANGE: Final = r"[0-9]{1,13}-(?:[0-9]{1,14})?"
STEPS: Final = r"vague|(?:day|week|month|year|evening|weekend|anchor):(?:0|[+-][0-9]{1,3})"

# Values and attributes that may hold several labels with | between them; everything else holds one.
_SEVERAL: Final = frozenset(("also", "level", "provinces", "region", "service"))
_SEVERAL_CODES: Final = frozenset(("region_aliases", "regions", "seat_towns"))


@dataclass(frozen=True)
class Columns:
    """The form of the value of a list's entries, and the attributes they may and must have."""

    value: str
    required: frozenset[str]
    attributes: Mapping[str, str]
    # The form of the value where the kind of an entry has one of its own.
    kinds: Mapping[str, str] = field(default_factory=dict)

    def check(self, entry: Entry) -> Iterator[str]:
        """What is wrong with an entry, and what it may hold instead."""
        value = self.kinds.get(entry.get("kind"), self.value)
        if not all(re.fullmatch(value, part) for part in _split(entry.value, entry.list in _SEVERAL_CODES)):
            yield f"the value {entry.value!r} does not fit; write {word_form(value)}"
        for name in sorted(self.required - set(entry.attributes)):
            yield f"the attribute {name}= is missing; write {name}= with {word_form(self.attributes[name])}"
        for name, held in entry.attributes.items():
            form = self.attributes.get(name)
            if form is None:
                yield f"there is no attribute {name}=; there are {', '.join(f'{known}=' for known in sorted(self.attributes))}"
            elif not all(re.fullmatch(form, part) for part in _split(held, name in _SEVERAL)):
                yield f"{name}={held} does not fit; write {name}= with {word_form(form)}"


def word_form(form: str) -> str:
    """What may be written for a value or an attribute, for people: `head, acronym or suffix`, `a number from 1 to 7`."""
    if form in _IN_WORDS:
        return _IN_WORDS[form]
    *labels, last = form.replace("\\", "").split("|")
    return f"{', '.join(labels)} or {last}" if labels else last


def _split(held: str, several: bool) -> list[str]:
    return held.split("|") if several else [held]


def _columns(value: str = ANYTHING, /, *, required: str = "", flags: str = "", **attributes: str) -> Columns:
    """`flags` are attributes that are `yes` or absent."""
    return Columns(value, frozenset(required.split()), {"also": r"\w+"} | dict.fromkeys(flags.split(), "yes") | attributes)


def _one_of(labels: Iterable[str]) -> str:
    return "|".join(map(re.escape, labels))


# The forms that are no plain labels, for people.
_IN_WORDS: Final[Mapping[str, str]] = {
    ANYTHING: "any words",
    CODE: "a region code such as 32 or 32.04",
    f"{CLOCK}-{CLOCK}": "two clock times such as 04:00-09:59",
    r"\w+": "names of lists with | between them",
    "10{1,12}": "1000, 1000000 or another power of ten",
    "[0-4]": "a number from 0 to 4",
    "[123]": "1, 2 or 3",
    "[1-7]": "a number from 1 to 7",
    "[1-9]|1[0-2]": "a number from 1 to 12",
    "[a-z]+": "a word in small letters",
    "[a-z_]+": "a word in small letters, with _ for a space",
    "[a-z_]+(?:,[a-z_]+)*": "names of groups with commas between them",
    NUMBER: "a whole number such as 12",
    UNIT: "a number such as 12 or 0.5",
    RANGE: "a range such as 20-99 or 100-",
    STEPS: "at most 999 steps from the day of writing such as day:-1, or vague",
}
_LEVELS: Final = _one_of(get_args(schema.LocationLevel))
_PART_OF_DAY: Final = "dini_hari|pagi|siang|sore|malam"

COLUMNS: Final[Mapping[str, Columns]] = {
    "abbreviations": _columns(),
    "act_verbs": _columns(
        _one_of(role for role in get_args(schema.OfficialRole) if role != "absent"),
        required="voice", flags="trap", voice="active|passive", object="absent",
    ),
    "activities": _columns(r"[a-z_]+", flags="trap"),
    "attendance_cues": _columns(
        f"{_one_of(get_args(schema.AttendanceRole))}|not", flags="trap", position="before|after|both",
        why="recipients|victims|population|capacity|votes|statistics|history",
    ),
    "boilerplate": _columns(
        _one_of(get_args(BlockKind)), required="where", flags="mark trap", where="start|line|any", role=_one_of(get_args(schema.BylineRole))
    ),
    "ceremony_roles": _columns(flags="leads speaks trap"),
    "common_words": _columns(**{"class": "function|verb"}),
    "corps": _columns(required="kind", flags="bracketed trap", kind="corps|service|status", service="ad|al|au|polri|tni"),
    "count_nouns": _columns(
        required="kind", flags="trap", kind="person|group|official|thing", role=_one_of(get_args(schema.AttendanceRole))
    ),
    "countries": _columns(required="level", flags="old trap", level="country|other"),
    "date_tails": _columns("past|future|present|lastweek|nextweek", flags="trap", part=_PART_OF_DAY),
    "date_words": _columns(required="tag", flags="free", tag="day|weekday|week|month|year|until|and|edge|quarter|semester|anchor"),
    "day_parts": _columns(rf"{CLOCK}-{CLOCK}", flags="prayer trap"),
    "degrees": _columns(flags="trap", kind="order"),
    "deictics": _columns(STEPS, flags="trap", alone="no", part=_PART_OF_DAY),
    "greetings": _columns(),
    "hijri_months": _columns("[1-9]|1[0-2]", flags="trap"),
    "honorifics": _columns(
        required="output kind", flags="trap", output="yes|no", position="back",
        kind="academic|profession|pilgrim|religious|clergy|civil|noble|kin",
    ),
    "level_words": _columns(required="level", flags="sub trap", level=_LEVELS, provinces=CODE),
    "media": _columns(required="kind", flags="trap", kind="portal|agency|issuer"),
    "months": _columns("[1-9]|1[0-2]", flags="trap"),
    "name_particles": _columns(required="position", flags="trap", position="front|middle|back", region="[a-z]+"),
    "not_date_cues": _columns(required="kind", flags="trap", kind="document|unit|budget|event_name|term|place", event="no"),
    "number_words": replace(
        _columns(NUMBER, required="kind", flags="trap", kind="unit|teen|ten|scale|vague|collective", scale=r"10{1,12}"),
        kinds={"unit": UNIT, "vague": RANGE},
    ),
    "office_prefixes": _columns(required="kind", flags="trap", kind="acting|former|candidate", position="back"),
    "offices": _columns(
        required="kind takes", flags="shared trap", kind="head|acronym", takes="org|area|unit|none", area="wide", alone="no"
    ),
    "organisations": _columns(
        required="kind type", flags="trap", kind="head|acronym|suffix", level="unit",
        type="gov|police|military|law|school|health|company|party|society|religion|sport|media|intl",
    ),
    "pasaran": _columns("[0-4]", flags="trap"),
    "person_names": _columns(required="kind", flags="word", kind="given|family"),
    "pronouns": _columns("he|they|org", flags="respect", kind="epithet"),
    "quantity_modifiers": _columns(
        "about|at_least|at_most|almost|reached|none", required="position", flags="trap", position="before|after|both"
    ),
    "quote_traps": _columns("theme|title|motto|program|app|award|name|term|text|scripture", flags="trap"),
    "ranks": _columns(required="service", flags="corps trap", service="ad|al|au|tni|polri|asn|jaksa|hakim"),
    "region_aliases": _columns(CODE, required="level", flags="epithet old trap", level="province|regency|city"),
    "regions": _columns(CODE, required="level", flags="word", level="province|regency|city", capital="enough"),
    "seat_towns": _columns(CODE, flags="shared word", seat="no"),
    "speech_verbs": _columns(required="form", flags="content short trap", form="pre|post|passive|nya|noun", agent="nya"),
    "time_words": _columns(required="tag", tag="clock|until|open|half|zone"),
    "title_words": _columns(required="tag", tag="role|also|and|inner|called|such|held|or"),
    "venue_cues": _columns(required="strength", flags="glued open", strength="[123]"),
    "venue_nouns": _columns(
        required="kind", flags="trap",
        kind="room|building|open|worship|education|health|office|hospitality|transport|nature|street|online",
    ),
    "weekdays": _columns("[1-7]", flags="trap"),
    "word_groups": _columns("[a-z_]+(?:,[a-z_]+)*"),
}  # fmt: skip
