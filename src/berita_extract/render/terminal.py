"""A release as a person reads it: its text with the findings highlighted, and a table for each field."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final

from rich import box
from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.measure import Measurement
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from berita_extract.render import labels
from berita_extract.render.console import show_text
from berita_extract.schema import Attendance, Event, Extraction, Location, Mention, Official, Quote

STYLES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "headline": "bold",
        "quotes": "italic",
        "byline": "dim",
        "dateline": "underline",
        "dates": "bold yellow",
        "locations": "bold green",
        "officials": "bold cyan",
        "attendance": "bold magenta",
    }
)

# From here on a confidence is not shown.
_SURE: Final = 0.8


def render_view(text: str, extraction: Extraction, *, fields: Sequence[str]) -> RenderableType:
    """The text with the mentions of `fields` highlighted, a legend of the colours, and the tables of `fields`."""
    parts: list[RenderableType] = [
        Rule(show_text(extraction.source or "")),
        highlight_mentions(text, extraction, fields=fields),
        _Legend(extraction, fields),
    ]
    for field in fields:
        section = _render_warnings(text, extraction) if field == "warnings" else _SECTIONS[field](extraction)
        if section is not None:
            parts += [Text(), Text(labels.SECTIONS[field], style=f"bold {STYLES.get(field, '')}".strip())]
            parts.append(Padding(section, (0, 0, 0, 2), expand=False))
    if extraction.reference_date:
        parts += [Text(), Text(f"Tanggal acuan: {extraction.reference_date}", style="dim")]
    return Group(*parts)


def highlight_mentions(text: str, extraction: Extraction, *, fields: Sequence[str]) -> Text:
    """The text with every mention in the style of its field; inside a quote both styles apply."""
    shown = show_text(text)
    # In the order of STYLES, so that the long spans come first and the short ones stay visible in them.
    for field, style in STYLES.items():
        if field in fields:
            for mention in _list_mentions(extraction, field):
                shown.stylize(style, mention.start_char, mention.end_char)
    shown.rstrip()
    return shown


def _list_mentions(extraction: Extraction, field: str) -> Iterator[Mention]:
    found = getattr(extraction, field)
    for item in found if isinstance(found, tuple) else (found,):
        if isinstance(item, Mention):
            yield item
        if isinstance(item, Location | Official):
            yield from item.mentions
        if isinstance(item, Official):
            yield from item.titles


class _Legend:
    """Which colour is which field; nothing where there are no colours."""

    def __init__(self, extraction: Extraction, fields: Sequence[str]) -> None:
        self._fields = [field for field in STYLES if field in fields and getattr(extraction, field)]

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        if console.color_system is None or console.no_color or not self._fields:
            return
        legend = Text("\nKeterangan:")
        for field in self._fields:
            legend.append(" ")
            legend.append(labels.SECTIONS[field], style=STYLES[field])
        yield legend


class _Rows:
    """A table whose rows stand apart as soon as one of them takes several lines."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        self._table.leading = 0
        head = 2
        if len(console.render_lines(self._table, options, pad=False)) > self._table.row_count + head:
            self._table.leading = 1
        yield self._table

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        return Measurement.get(console, options, self._table)


def _render_headline(extraction: Extraction) -> RenderableType | None:
    found = extraction.headline
    return show_text(_add_doubt(found.text, found.confidence)) if found else None


def _render_byline(extraction: Extraction) -> RenderableType | None:
    rows = [(item.name, labels.BYLINE_ROLES[item.role], _doubt(item.confidence)) for item in extraction.byline]
    return _render_table(("Nama", "Peran", labels.CONFIDENCE), rows)


def _render_dateline(extraction: Extraction) -> RenderableType | None:
    found = extraction.dateline
    if found is None:
        return None
    place = " ".join(filter(None, (found.place, found.place_code and f"({found.place_code})")))
    doubt = (labels.CONFIDENCE, _doubt(found.confidence))
    return _render_pairs((("Tempat", place), ("Tanggal", found.date), ("Media", found.medium), doubt))


def _render_event(extraction: Extraction) -> RenderableType | None:
    event = extraction.event
    if event is None:
        return None
    attendance = ""
    if event.attendance is not None:
        attendance = extraction.attendance[event.attendance].text
    return _render_pairs(
        (
            ("Kegiatan", event.activity),
            ("Tanggal", _add_doubt(_format_days(event.start_date, event.end_date), event.date_confidence)),
            ("Pukul", _add_doubt(_format_time(event), event.time_confidence)),
            ("Lokasi", _add_doubt(event.venue or "", event.venue_confidence)),
            ("Kode wilayah", event.region_code),
            ("Kehadiran", attendance),
        )
    )


def _render_dates(extraction: Extraction) -> RenderableType | None:
    rows = [
        (item.text, _format_days(item.start_date, item.end_date), labels.DATE_ROLES[item.role], _doubt(item.confidence))
        for item in extraction.dates
    ]
    return _render_table(("Teks", "Tanggal", "Peran", labels.CONFIDENCE), rows)


def _render_locations(extraction: Extraction) -> RenderableType | None:
    rows = [
        (
            item.name,
            labels.LOCATION_LEVELS[item.level] or labels.LOCATION_KINDS[item.kind],
            item.code or " / ".join(item.candidates),
            labels.LOCATION_ROLES[item.role],
            _doubt(item.confidence),
        )
        for item in extraction.locations
    ]
    return _render_table(("Nama", "Jenis", "Kode", "Peran", labels.CONFIDENCE), rows)


def _render_officials(extraction: Extraction) -> RenderableType | None:
    rows = [
        (
            item.name,
            "\n".join(_add_doubt(title.text, title.confidence) for title in item.titles),
            item.rank,
            ", ".join((*item.honorifics, *item.degrees)),
            ", ".join(labels.OFFICIAL_ROLES[role] for role in item.roles),
            _doubt(item.confidence),
        )
        for item in extraction.officials
    ]
    return _render_table(("Nama", "Jabatan", "Pangkat", "Gelar", "Peran", labels.CONFIDENCE), rows)


def _render_attendance(extraction: Extraction) -> RenderableType | None:
    rows = [
        (item.text, _format_count(item), item.unit, item.group, labels.ATTENDANCE_ROLES[item.role], _doubt(item.confidence))
        for item in extraction.attendance
    ]
    return _render_table(("Teks", "Jumlah", "Satuan", "Kelompok", "Peran", labels.CONFIDENCE), rows)


def _render_quotes(extraction: Extraction) -> RenderableType | None:
    rows = [
        (
            item.text,
            item.speaker or _tell_missing(item),
            item.cue,
            labels.QUOTE_KINDS[item.kind],
            _doubt(item.confidence),
        )
        for item in extraction.quotes
    ]
    return _render_table(("Kutipan", "Penutur", "Penanda", "Jenis", labels.CONFIDENCE), rows)


def _tell_missing(quote: Quote) -> str:
    return f"? ({labels.SPEAKER_MISSING[quote.speaker_missing]})" if quote.speaker_missing else "?"


def _render_warnings(text: str, extraction: Extraction) -> RenderableType | None:
    rows = [
        (" ".join(text[item.start_char : item.end_char].split()), labels.WARNINGS[item.code], f"{item.start_char}-{item.end_char}")
        for item in extraction.warnings
    ]
    return _render_table(("Teks", "Pesan", "Letak"), rows)


_SECTIONS: Final[Mapping[str, Callable[[Extraction], RenderableType | None]]] = MappingProxyType(
    {
        "headline": _render_headline,
        "byline": _render_byline,
        "dateline": _render_dateline,
        "event": _render_event,
        "dates": _render_dates,
        "locations": _render_locations,
        "officials": _render_officials,
        "attendance": _render_attendance,
        "quotes": _render_quotes,
    }
)


def _render_table(heads: Sequence[str], rows: Iterable[Sequence[Any]]) -> RenderableType | None:
    """A compact table of the columns that hold anything, or nothing without rows."""
    listed = [[str(cell or "") for cell in row] for row in rows]
    filled = [number for number in range(len(heads)) if any(row[number] for row in listed)]
    if not listed:
        return None
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for number in filled:
        table.add_column(heads[number], overflow="fold")
    for row in listed:
        table.add_row(*(show_text(row[number]) for number in filled))
    return _Rows(table)


def _render_pairs(pairs: Iterable[tuple[str, Any]]) -> Table:
    table = Table(box=None, show_header=False, pad_edge=False)
    table.add_column(style="dim", no_wrap=True)
    table.add_column(overflow="fold")
    for name, value in pairs:
        if value:
            table.add_row(name, show_text(str(value)))
    return table


def _doubt(confidence: float | None) -> str:
    """The confidence, where it is low enough to look twice."""
    return "" if confidence is None or confidence >= _SURE else f"{confidence:.2f}"


def _add_doubt(words: str, confidence: float | None) -> str:
    """`Aula Setda (yakin 0.62)`."""
    doubt = _doubt(confidence)
    return f"{words} ({labels.CONFIDENCE.lower()} {doubt})" if doubt else words


def _format_days(start: dt.date | None, end: dt.date | None) -> str:
    if start is None or start == end or end is None:
        return str(start or end or "")
    return f"{start} s.d. {end}"


def _format_time(event: Event) -> str:
    span = " - ".join(filter(None, (event.start_time, event.end_time)))
    return f"{span} {event.timezone or ''}".strip()


def _format_count(item: Attendance) -> str:
    match item.min, item.max:
        case (None, None):
            count = "?"
        case (None, most):
            count = f"sampai {most}"
        case (least, None):
            count = f"{least} atau lebih"
        case (least, most):
            count = str(least) if least == most else f"{least}-{most}"
            return f"± {count}" if item.approximate else count
    return count
