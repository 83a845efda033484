"""An evaluation as a person reads it: the table, and what is not right in one of its rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from berita_extract.evaluation.facts import CountFact, DateFact, Item, PersonFact, PlaceFact, QuoteFact
from berita_extract.evaluation.reliability import Reliability, Share, name_bins
from berita_extract.evaluation.run import Evaluation
from berita_extract.evaluation.verdicts import ROWS, Verdict
from berita_extract.render.console import show_text

_FIGURES: Final = ("Anotasi", "Presisi", "Recall", "F1", "Selang 95%")
OUTCOMES: Final[Mapping[str, str]] = MappingProxyType({"missed": "terlewat", "extra": "berlebih", "wrong": "keliru"})
_OUTCOME_STYLES: Final[Mapping[str, str]] = MappingProxyType({"missed": "yellow", "extra": "magenta", "wrong": "red"})
_NOTHING: Final = "-"


def render_evaluation(
    evaluation: Evaluation, *, errors: str | None = None, reliability: Mapping[str, Reliability] | None = None
) -> RenderableType:
    """The table; with `errors` also a line for each thing that is not right in that row, with `reliability` how confidence fares."""
    parts: list[RenderableType] = [_render_rows(evaluation)]
    if reliability is not None:
        parts += [Text(), _render_bins(reliability), Text(), _render_fields(reliability)]
    if errors:
        found = evaluation.list_errors(errors)
        parts += [Text(), Text(f"{errors}: {len(found)}", style="bold")]
        if found:
            parts.append(_render_errors(found))
    return Group(*parts)


def _render_rows(evaluation: Evaluation) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    table.add_column("Bagian", no_wrap=True)
    for head in _FIGURES:
        table.add_column(head, justify="right", no_wrap=True)
    for row in ROWS:
        if figures := evaluation.rows.get(row.name):
            cells = (f"{figures.tally.gold}", *(f"{value:.3f}" for value in (figures.precision, figures.recall, figures.f1)))
            table.add_row("  " * row.depth + row.name, *cells, _write_interval(figures.interval))
    table.add_section()
    table.add_row("mean of six fields", "", "", "", f"{evaluation.mean:.3f}", _write_interval(evaluation.mean_interval))
    return table


def _render_bins(reliability: Mapping[str, Reliability]) -> Table:
    """Of all values together: those of about the same confidence, and how many of them are right."""
    table = _open_shares("Keyakinan", "Selang 95%")
    measured = reliability.get("all")
    for name, part in zip(name_bins(), measured.bins if measured else (), strict=measured is not None):
        if part.values:
            table.add_row(name, *_write_share(part), _write_interval(part.interval))
    return table


def _render_fields(reliability: Mapping[str, Reliability]) -> Table:
    table = _open_shares("Bagian", "Galat kalibrasi")
    for name, measured in reliability.items():
        if name != "all":
            table.add_row(name, *_write_share(measured.total), f"{measured.error:.3f}")
    if "all" in reliability:
        table.add_section()
        table.add_row("all", *_write_share(reliability["all"].total), f"{reliability['all'].error:.3f}")
    return table


def _open_shares(first: str, last: str) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    table.add_column(first, no_wrap=True)
    for head in ("Nilai", "Rata-rata keyakinan", "Benar", last):
        table.add_column(head, justify="right", no_wrap=True)
    return table


def _write_share(part: Share) -> tuple[str, str, str]:
    return str(part.values), f"{part.confidence:.3f}", f"{part.share:.3f}"


def _write_interval(interval: tuple[float, float] | None) -> str:
    return f"{interval[0]:.3f}-{interval[1]:.3f}" if interval else _NOTHING


def _render_errors(errors: Iterable[tuple[str, Verdict]]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    table.add_column("Rilis", overflow="fold", no_wrap=True)
    table.add_column("Jenis", no_wrap=True)
    table.add_column("Anotasi", overflow="fold", ratio=1)
    table.add_column("Hasil", overflow="fold", ratio=1)
    for name, verdict in errors:
        table.add_row(
            show_text(name),
            show_text(OUTCOMES[verdict.outcome], style=_OUTCOME_STYLES[verdict.outcome]),
            show_text(describe_item(verdict.gold, verdict.row)),
            show_text(describe_item(verdict.found, verdict.row)),
        )
    return table


def describe_item(item: Item | None, row: str) -> str:
    """What a fact says, as far as the row judges it."""
    match item:
        case DateFact(text=text, days=(start, end)):
            said = f"{text}: {start}" if start == end else f"{text}: {start} s.d. {end}"
        case PlaceFact(text=text, kind=kind, name=name, code=code):
            said = f"{name}: {code or _NOTHING}" if row == "region code" else f"{name} ({kind}) {text if text != name else ''}"
        case PersonFact():
            said = f"{item.name}: {_describe_person(item, row)}"
        case CountFact(text=text, unit=unit):
            span = f"{_or_open(item.min)}-{_or_open(item.max)}"
            said = f"{text}: {unit or _NOTHING}" if row == "unit" else f"{text}: {span}"
        case QuoteFact(text=text, speaker=speaker):
            said = f"{speaker or '?'}: {text}" if row.endswith("with speaker") else text
        case _:
            said = item or _NOTHING
    return " ".join(said.split())


def _describe_person(person: PersonFact, row: str) -> str:
    match row:
        case "rank":
            words: tuple[str, ...] = (person.rank or "",)
        case "degrees":
            words = person.degrees
        case "honorifics":
            words = person.honorifics
        case _:
            words = person.titles
    return "; ".join(filter(None, words)) or _NOTHING


def _or_open(end: int | None) -> str:
    return "…" if end is None else str(end)
