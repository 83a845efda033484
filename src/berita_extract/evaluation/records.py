"""Reading the facts of one release from its record: as annotated by the guide, or as `berita-extract` wrote them."""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

import msgspec

from berita_extract import schema
from berita_extract.evaluation.facts import Facts

Record = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a record: the fields that may stand in it, those that must, and how one is written."""

    fields: frozenset[str]
    required: tuple[str, ...]
    example: str


def _describe(kind: type[msgspec.Struct], required: tuple[str, ...], example: str) -> Section:
    return Section(frozenset(kind.__struct_fields__), required, example)


# What `berita-extract` writes may be corrected and used as it is, so all fields of the output are known here.
_SECTIONS: Final[Mapping[str, Section]] = MappingProxyType(
    {
        "dateline": _describe(schema.Dateline, (), '{"place": "Ambon", "date": "2024-01-10"}'),
        "event": _describe(
            schema.Event,
            (),
            '{"start_date": "2024-01-10", "end_date": "2024-01-10", "start_time": "09:00", "venue": "Aula Setda"}',
        ),
        "dates": _describe(
            schema.DateMention,
            ("text", "start_date", "end_date"),
            '{"text": "10 Januari 2024", "start_date": "2024-01-10", "end_date": "2024-01-10"}',
        ),
        "locations": _describe(
            schema.Location, ("text", "kind", "name"), '{"text": "Kota Ambon", "kind": "region", "name": "Ambon", "code": "81.71"}'
        ),
        "officials": _describe(
            schema.Official,
            ("name",),
            '{"name": "Rina Sari", "titles": ["Bupati Konawe"], "rank": null, "honorifics": ["Hj."], "degrees": ["S.E."]}',
        ),
        "attendance": _describe(
            schema.Attendance, ("text",), '{"text": "300 siswa", "min": 300, "max": 300, "approximate": false, "unit": "siswa"}'
        ),
        "quotes": _describe(
            schema.Quote, ("text", "kind"), '{"text": "Kami siap", "kind": "direct", "speaker": "Rina Sari", "cue": "ujarnya"}'
        ),
    }
)
_RELEASE_FIELDS: Final = frozenset({*schema.Extraction.__struct_fields__, "id", "text", "published", "note"})
_GUIDE_FIELDS: Final = ("id", "sha256", "text", "published", "note", "headline", "byline", *_SECTIONS)
_WHOLE_EXAMPLE: Final = '{"id": "r1", "text": "…", "dates": [], "officials": []}'
_PLACE_IN_RECORD: Final = re.compile(r" - at `\$\.?([^`]*)`$")


class RecordError(ValueError):
    """A record whose facts cannot be read; the message says where in it and what to write."""


def read_facts(record: Record) -> Facts:
    """The facts in a record; a field that is not compared is left alone. Raises `RecordError`."""
    try:
        return msgspec.convert(_plain(record), Facts)
    except msgspec.ValidationError as error:
        told = str(error)
        place = _PLACE_IN_RECORD.search(told)
        where = place[1] if place else ""
        what = _PLACE_IN_RECORD.sub("", told)
        raise RecordError(f"{where or 'the record'}: {what[0].lower()}{what[1:]}. {_advise(where)}") from None


def list_mistakes(record: Record) -> Iterator[str]:
    """What in an annotation is not as the guide says: unknown names of fields, and values that are not there."""
    yield from _check_names("", record, _RELEASE_FIELDS, _GUIDE_FIELDS)
    for name, section in _SECTIONS.items():
        given = record.get(name)
        parts = given if isinstance(given, list) else [given]
        for number, part in enumerate(parts):
            if not isinstance(part, dict):
                continue
            where = f"{name}[{number}]" if isinstance(given, list) else name
            yield from _check_names(where, part, section.fields, tuple(json.loads(section.example)))
            for field in section.required:
                if part.get(field) in (None, ""):
                    yield f'{where} has no "{field}". {_advise(name)}'
    yield from _check_days(record)


def list_quoted(record: Record) -> Iterator[tuple[str, str]]:
    """The words of a release that an annotation repeats, with where in the annotation they stand."""
    plain = _plain(record)
    if plain.get("headline"):
        yield "headline", plain["headline"]
    for name in ("dates", "locations", "attendance", "quotes"):
        for number, part in enumerate(plain.get(name, ())):
            if part.get("text"):
                yield f"{name}[{number}].text", part["text"]
    for number, person in enumerate(plain.get("officials", ())):
        yield f"officials[{number}].name", person.get("name", "")
        for field in ("titles", "honorifics", "degrees"):
            yield from ((f"officials[{number}].{field}", words) for words in person.get(field, ()))


def _check_names(where: str, part: Record, known: frozenset[str], shown: tuple[str, ...]) -> Iterator[str]:
    for name in part:
        if name not in known:
            near = difflib.get_close_matches(name, known, n=1)
            advice = f'Did you mean "{near[0]}"?' if near else f"Fields are: {', '.join(shown)}."
            yield f'{where or "the record"} has no field "{name}". {advice}'


def _check_days(record: Record) -> Iterator[str]:
    """Both ends of a range are needed to compare it, and the first comes first."""
    dates = record.get("dates")
    event = record.get("event")
    parts = [(f"dates[{number}]", part) for number, part in enumerate(dates if isinstance(dates, list) else [])]
    for where, part in (*parts, ("event", event)):
        if isinstance(part, dict):
            start, end = part.get("start_date"), part.get("end_date")
            if where == "event" and bool(start) != bool(end):
                yield f"event has one of start_date and end_date. Write both, equal for a single day: {_SECTIONS['event'].example}"
            if isinstance(start, str) and isinstance(end, str) and end < start:
                yield f"{where} ends on {end}, before it starts on {start}. Write the first day as start_date."


def _plain(record: Record) -> dict[str, Any]:
    """The record with bare strings where the output of `berita-extract` has mentions, and without `null`."""
    plain = {name: _drop_nulls(value) for name, value in record.items() if name in Facts.__struct_fields__ and value is not None}
    for part, fields in ((plain, ("headline",)), *_list_parts(plain, "event", ("venue",)), *_list_parts(plain, "quotes", ("speaker",))):
        part.update({name: _take_words(part[name]) for name in fields if name in part})
    for person, fields in _list_parts(plain, "officials", ("titles", "honorifics", "degrees")):
        for name in fields:
            if isinstance(person.get(name), list):
                person[name] = [_take_words(item, "text") for item in person[name]]
    if isinstance(plain.get("byline"), list):
        plain["byline"] = [_take_words(name) for name in plain["byline"]]
    # Dates without a value are none.
    if isinstance(plain.get("dates"), list):
        plain["dates"] = [date for date in plain["dates"] if not isinstance(date, dict) or date.get("start_date")]
    return plain


def _list_parts(plain: Record, name: str, fields: tuple[str, ...]) -> list[tuple[dict[str, Any], tuple[str, ...]]]:
    given = plain.get(name)
    return [(part, fields) for part in (given if isinstance(given, list) else [given]) if isinstance(part, dict)]


def _drop_nulls(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: part for name, part in value.items() if part is not None}
    if isinstance(value, list):
        return [_drop_nulls(item) for item in value]
    return value


def _take_words(value: Any, *keys: str) -> Any:
    if isinstance(value, dict):
        return next((value[key] for key in keys or ("name", "text") if value.get(key)), "")
    return value


def _advise(where: str) -> str:
    section = _SECTIONS.get(re.split(r"[.\[]", where, maxsplit=1)[0])
    return f"Write it as {section.example if section else _WHOLE_EXAMPLE}."
