"""Small annotated releases, and how each annotation and result are to be judged."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from releases import ROOT

OWN: Final = ROOT / "tests" / "gold" / "gold.jsonl"


def write(path: Path, *records: object) -> Path:
    """A file with these records, one a line; a string is written as it is."""
    lines = [record if isinstance(record, str) else json.dumps(record, ensure_ascii=False) for record in records]
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path


def date(day: str, end: str | None = None, text: str = "x") -> dict[str, Any]:
    return {"text": text, "start_date": day, "end_date": end or day}


def days(start: str, **more: Any) -> dict[str, Any]:
    return {"start_date": start, "end_date": start, **more}


def place(kind: str, name: str, code: str | None = None, text: str | None = None) -> dict[str, Any]:
    return {"kind": kind, "name": name, "text": text or name, "code": code}


def person(name: str, *titles: str, **more: Any) -> dict[str, Any]:
    return {"name": name, "titles": [*titles], **more}


def count(least: int | None, most: int | None, unit: str | None = None, text: str = "x") -> dict[str, Any]:
    return {"text": text, "min": least, "max": most, "unit": unit}


def quote(kind: str, text: str, speaker: str | None) -> dict[str, Any]:
    return {"kind": kind, "text": text, "speaker": speaker}


# What is judged, by field: annotated, found, and right, missed, extra, wrong by row.
JUDGEMENTS: Final[Sequence[tuple[dict[str, Any], dict[str, Any], dict[str, tuple[int, int, int, int]]]]] = (
    ({"dates": [date("2024-01-10")]}, {"dates": [date("2024-01-10", text="Rabu")]}, {"dates": (1, 0, 0, 0)}),
    ({"dates": [date("2024-01-10")] * 2}, {"dates": [date("2024-01-10")] * 3}, {"dates": (1, 0, 0, 0)}),
    ({"dates": [date("2024-01-10")]}, {"dates": [date("2024-01-10", "2024-01-11")]}, {"dates": (0, 1, 1, 0)}),
    ({"dates": [date("2024-01-10")]}, {"dates": [{"text": "x", "start_date": "2024-01-10"}]}, {"dates": (1, 0, 0, 0)}),
    ({}, {"dates": [{"text": "x", "start_date": None}]}, {}),
    ({"event": days("2024-01-10")}, {"event": days("2024-01-10")}, {"event date": (1, 0, 0, 0)}),
    ({"event": days("2024-01-10")}, {}, {"event date": (0, 0, 0, 1)}),
    ({"event": {"venue": None}}, {"event": days("2024-01-10", start_time="09:00", venue="Aula")}, {}),
    ({"event": {"start_time": "09:00"}}, {"event": {"start_time": "09:00:30"}}, {"event time": (1, 0, 0, 0)}),
    ({"event": {"start_time": "09:00"}}, {"event": {"start_time": "09:30"}}, {"event time": (0, 0, 0, 1)}),
    ({"event": {"venue": "Aula Setda"}}, {"event": {"venue": "AULA SETDA Ambon"}}, {"event venue": (1, 0, 0, 0)}),
    ({"event": {"venue": "Aula Setda"}}, {"event": {"venue": "Aula"}}, {"event venue": (0, 0, 0, 1)}),
    # Three of four are enough for a venue.
    (
        {"event": {"venue": "Aula Kantor Bupati"}},
        {"event": {"venue": "Aula Kantor Bupati Kabupaten Konawe"}},
        {"event venue": (1, 0, 0, 0)},
    ),
    ({"event": {"venue": "Aula Setda"}}, {"event": {"venue": "Aula Setda Kabupaten Konawe"}}, {"event venue": (0, 0, 0, 1)}),
    ({"dateline": {"place": "Ambon", "date": None}}, {"dateline": {"place": "AMBON"}}, {"dateline place": (1, 0, 0, 0)}),
    ({"dateline": None}, {"dateline": {"place": "Ambon"}}, {"dateline place": (0, 0, 0, 1)}),
    ({"dateline": {"date": "2024-01-10"}}, {"dateline": None}, {"dateline date": (0, 0, 0, 1)}),
    ({"headline": "Bupati Buka Rapat"}, {"headline": {"text": "Bupati buka rapat"}}, {"headline": (1, 0, 0, 0)}),
    # The words shared must be nine of ten: ten of eleven are, eight of nine are not.
    ({"headline": "Bupati Buka Rapat Kerja Tahunan"}, {"headline": "Bupati Buka Rapat Kerja Tahunan Daerah"}, {"headline": (1, 0, 0, 0)}),
    ({"headline": "Bupati Buka Rapat Kerja"}, {"headline": "Bupati Buka Rapat Kerja Tahunan"}, {"headline": (0, 0, 0, 1)}),
    ({"headline": None}, {"headline": "Bupati"}, {"headline": (0, 0, 0, 1)}),
    (
        {"locations": [place("region", "Ambon", "81.71")]},
        {"locations": [place("region", "ambon", "81.72"), place("region", "Ambon")]},
        {"locations": (1, 0, 0, 0), "regions": (1, 0, 0, 0), "region code": (0, 0, 0, 1)},
    ),
    (
        {"locations": [place("venue", "Aula Setda Kota Ambon", text="Aula")]},
        {"locations": [place("venue", "Aula Setda Ambon", text="Balai")]},
        {"locations": (1, 0, 0, 0), "venues": (1, 0, 0, 0)},
    ),
    (
        {"locations": [place("region", "Kota Ambon", text="Kota Ambon")]},
        {"locations": [place("region", "Ambon", text="Ambon"), place("venue", "Kota Ambon")]},
        {"locations": (0, 1, 2, 0), "regions": (0, 1, 1, 0), "venues": (0, 0, 1, 0)},
    ),
    # An equal name goes before a similar one that stands first.
    (
        {"locations": [place("venue", "Aula Setda Kota Ambon"), place("venue", "Aula Setda Ambon")]},
        {"locations": [place("venue", "Aula Setda Ambon")]},
        {"locations": (1, 1, 0, 0), "venues": (1, 1, 0, 0)},
    ),
    (
        {"officials": [person("Rina Sari", "Bupati Konawe")]},
        {"officials": [person("RINA SARI", "Ketua PKK", "Bupati Konawe")]},
        {"officials": (1, 0, 0, 0), "with titles": (1, 0, 0, 0)},
    ),
    (
        {"officials": [person("Rina Sari", "Bupati Konawe")]},
        {"officials": [person("Rina Sari", "Bupati")]},
        {"officials": (1, 0, 0, 0), "with titles": (0, 0, 0, 1)},
    ),
    (
        {"officials": [person("Rina Sari", "Bupati Konawe", "Ketua PKK")]},
        {"officials": [person("Rina Sari", "Bupati Konawe Utara", "Ketua TP PKK")]},
        {"officials": (1, 0, 0, 0), "with titles": (1, 0, 0, 0)},
    ),
    ({"officials": [person("Rina Sari")]}, {"officials": [person("Rina")]}, dict.fromkeys(("officials", "with titles"), (0, 1, 1, 0))),
    (
        {"officials": [person("Rina", rank="Kolonel Inf", degrees=["S. Sos", "M.Si."], honorifics=["Hj."])]},
        {"officials": [person("Rina", rank="kolonel inf.", degrees=["M.Si", {"text": "S.Sos."}], honorifics=[])]},
        {
            **dict.fromkeys(("officials", "with titles", "rank", "degrees"), (1, 0, 0, 0)),
            "honorifics": (0, 0, 0, 1),
        },
    ),
    ({"attendance": [count(300, 300, "orang")]}, {"attendance": [count(300, None, "orang")]}, {"attendance": (0, 1, 1, 0)}),
    # Of two with the same range the one in the same words.
    (
        {"attendance": [count(20, 20, "siswa", "20 siswa"), count(20, 20, "guru", "20 guru")]},
        {"attendance": [count(20, 20, "guru", "20 guru"), count(20, 20, None, "20 siswa")]},
        {"attendance": (2, 0, 0, 0), "unit": (1, 0, 0, 1)},
    ),
    (
        {"quotes": [quote("direct", "Kami siap bekerja", "Rina Sari")]},
        {"quotes": [quote("direct", "“Kami siap bekerja”", "Rina")]},
        {"direct quotes": (1, 0, 0, 0), "direct with speaker": (0, 0, 0, 1)},
    ),
    (
        {"quotes": [quote("direct", "kami siap bekerja di sini", "Rina Sari")]},
        {"quotes": [quote("direct", "kami siap bekerja di sini besok", "Ibu Rina Sari")]},
        dict.fromkeys(("direct quotes", "direct with speaker"), (1, 0, 0, 0)),
    ),
    (
        {"quotes": [quote("direct", "kami siap bekerja besok", None)]},
        {"quotes": [quote("direct", "kami siap bekerja di sini", None)]},
        dict.fromkeys(("direct quotes", "direct with speaker"), (0, 1, 1, 0)),
    ),
    (
        {"quotes": [quote("direct", "kami siap", "warga")]},
        {"quotes": [quote("direct", "kami siap", None)]},
        {"direct quotes": (1, 0, 0, 0), "direct with speaker": (0, 0, 0, 1)},
    ),
    (
        {"quotes": [quote("indirect", "siap bekerja besok", None)]},
        {"quotes": [quote("indirect", "mereka siap bekerja besok di kantor bupati", None)]},
        dict.fromkeys(("indirect quotes", "indirect with speaker"), (1, 0, 0, 0)),
    ),
    (
        {"quotes": [quote("indirect", "siap bekerja", None)]},
        {"quotes": [quote("indirect", "mereka siap datang besok pagi", None)]},
        dict.fromkeys(("indirect quotes", "indirect with speaker"), (0, 1, 1, 0)),
    ),
    (
        {"quotes": [quote("indirect", "mereka siap bekerja", "seorang warga")]},
        {"quotes": [quote("indirect", "siap bekerja", "Seorang warga."), quote("direct", "Kami", None)]},
        {
            **dict.fromkeys(("indirect quotes", "indirect with speaker"), (1, 0, 0, 0)),
            **dict.fromkeys(("direct quotes", "direct with speaker"), (0, 0, 1, 0)),
        },
    ),
)


def write_judgements(folder: Path) -> tuple[Path, Path]:
    """All judgements as a gold set and predictions for it."""
    gold = [{"id": f"r{number}", **annotated} for number, (annotated, _, _) in enumerate(JUDGEMENTS)]
    found = [{"id": f"r{number}", **predicted} for number, (_, predicted, _) in enumerate(JUDGEMENTS)]
    return write(folder / "gold.jsonl", *gold), write(folder / "pred.jsonl", *found)
