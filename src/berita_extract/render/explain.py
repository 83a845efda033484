"""The trace of an extraction as a table: which rule read what, what became of it, and why."""

from __future__ import annotations

from collections.abc import Sequence

from rich import box
from rich.table import Table

from berita_extract.render import labels
from berita_extract.render.console import show_text
from berita_extract.trace import Step

_OUTCOME_STYLES = {"kept": "green", "dropped": "red"}


def render_steps(steps: Sequence[Step]) -> Table:
    """One row a decision, in the order in which they were taken."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for head in ("Bagian", "Aturan", "Hasil", "Letak", "Teks", "Alasan"):
        table.add_column(head, overflow="fold", no_wrap=head in ("Hasil", "Letak"))
    for step in steps:
        table.add_row(
            step.stage,
            step.rule,
            show_text(labels.OUTCOMES[step.outcome], style=_OUTCOME_STYLES[step.outcome]),
            f"{step.start_char}-{step.end_char}",
            show_text(" ".join(step.text.split())),
            show_text(step.reason or ""),
        )
    return table
