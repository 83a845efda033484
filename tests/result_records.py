"""Results as a batch leaves them, for the tests of what is made of them."""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import Final

import msgspec

import berita_extract
from berita_extract.io.write import encode_extraction
from berita_extract.schema import (
    Attendance,
    DateMention,
    Event,
    Extraction,
    Headline,
    Location,
    Mention,
    Official,
    Quote,
    Title,
)
from releases import read_samples

# Each would be a formula somewhere, break a file, or be lost.
NASTY: Final = (
    '=HYPERLINK("http://example.org";"klik")',
    "=1+1",
    "+62 811",
    "-2",
    "@SUM(A1)",
    "\t=1",
    "\r\n=1",
    "<r><t>x</t></r>",
    "_x0041_",
    'kutip " dan , dan ; dan | satu',
    "baris\nbaru\rlagi\r\nlagi",
    "nol\x00 dan \x07 dan \x1b",
    "𝔘𝔫𝔦 🎉",
    "￾￿",
    "  spasi  ",
    "'petik",
    "DROP TABLE quotes; --",
)
FAILURES: Final = (
    b'{"source":"rusak.txt","error":"encoding","message":"=1+1 no text"}\n',
    b'{"source":"x \\ud800","error":"extraction","message":"m","digest":"abc123"}\n',
)


@cache
def read_extractions() -> tuple[Extraction, ...]:
    """The extractions of all samples, and one whose texts are as nasty as texts can be."""
    samples = [berita_extract.load().extract(text, source=name) for name, text in read_samples().items()]
    return (*samples, make_nasty(NASTY))


def list_lines(*extractions: Extraction, fields: tuple[str, ...] | None = None) -> list[bytes]:
    """The lines that a batch writes for them; those of `read_extractions` if none are given."""
    return [encode_extraction(extraction, fields=fields) + b"\n" for extraction in extractions or read_extractions()]


def make_nasty(texts: tuple[str, ...]) -> Extraction:
    """An extraction with these texts wherever a text may stand."""
    quotes = tuple(
        Quote(text=text, start_char=0, end_char=len(text), rule="t", kind="direct", speaker=text, speaker_id="p1", cue=text)
        for text in texts
    )
    titles = tuple(Title(text=text, start_char=0, end_char=1, rule="t", organization=text) for text in texts)
    person = Official(text="A", start_char=0, end_char=1, rule="t", id="p1", name="=A", honorifics=texts[:3], titles=titles)
    place = Location(text="B", start_char=0, end_char=1, rule="t", kind="region", name="B", candidates=("11.01", "11.02"))
    days = (dt.date(1, 1, 1), dt.date(1899, 12, 31), dt.date(1900, 2, 28), dt.date(1900, 3, 1), dt.date(2024, 2, 29), dt.date(9999, 12, 31))
    return Extraction(
        source=texts[0],
        headline=Headline(text=texts[0], start_char=0, end_char=1, rule="t", confidence=0.5),
        event=Event(venue=texts[-1], attendance=1),
        dates=tuple(
            DateMention(text=str(day), start_char=0, end_char=1, rule="t", start_date=day, end_date=day, granularity="day") for day in days
        ),
        locations=(msgspec.structs.replace(place, mentions=(Mention(text="B", start_char=0, end_char=1, rule="t"),)),),
        officials=(person,),
        attendance=tuple(
            Attendance(text="5", start_char=0, end_char=1, rule="t", min=least, max=5, approximate=True, unit=None)
            for least in (None, 2**40)
        ),
        quotes=quotes,
    )
