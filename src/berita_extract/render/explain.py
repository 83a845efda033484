"""The trace of an extraction as tables, one for each field: which rule read what, what became of it, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

from rich import box
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from berita_extract.render import labels
from berita_extract.render.console import show_text
from berita_extract.render.rules import RULES
from berita_extract.trace import Outcome, Step

_OUTCOME_STYLES: Final[Mapping[Outcome, str]] = MappingProxyType({"kept": "green", "dropped": "red", "doubted": "yellow"})
# Of longer words only the two ends are shown; the offsets tell the rest.
_LONGEST: Final = 120
_HEADS: Final = ("Hasil", "Letak", "Aturan", labels.CONFIDENCE, "Teks dan alasan")


def render_steps(steps: Sequence[Step], *, with_rules: bool = False) -> RenderableType:
    """A table for each field, one row a decision in text order.

    With `with_rules` also what speaks for each value, and what each rule is for.
    """
    parts: list[RenderableType] = []
    for stage, name in labels.SECTIONS.items():
        found = [step for step in steps if step.stage == stage]
        if found:
            parts += [Text(name, style="bold"), Padding(_render_table(found, with_evidence=with_rules), (0, 0, 0, 2), expand=False), Text()]
    if with_rules:
        parts += [Text("Aturan", style="bold"), Padding(_render_rules(sorted({step.rule for step in steps})), (0, 0, 0, 2)), Text()]
    return Group(*parts[:-1])


def _render_table(steps: Sequence[Step], *, with_evidence: bool) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for head in _HEADS:
        # A rule is looked for by its name, so it is never broken.
        table.add_column(head, overflow="fold", no_wrap=head != _HEADS[-1])
    for step in steps:
        table.add_row(
            Text(labels.OUTCOMES[step.outcome], style=_OUTCOME_STYLES[step.outcome]),
            f"{step.start_char}-{step.end_char}",
            step.rule,
            "" if step.confidence is None else f"{step.confidence:.2f}",
            _render_words(step, with_evidence=with_evidence),
        )
    return table


def _render_words(step: Step, *, with_evidence: bool) -> Text:
    """The words, and under them why, or what they were read as, and what speaks for it."""
    text = " ".join(step.text.split())
    if len(text) > _LONGEST:
        text = f"{text[: _LONGEST * 2 // 3]} … {text[-_LONGEST // 4 :]}"
    lines = [show_text(text)]
    if reason := tell_reason(step):
        lines.append(show_text(f"→ {reason}", style="dim"))
    if with_evidence and step.evidence:
        lines.append(show_text(f"+ {', '.join(labels.SIGNALS[signal] for signal in step.evidence)}", style="dim"))
    return Text("\n").join(lines)


def tell_reason(step: Step) -> str:
    """The reason of a step in Indonesian."""
    code = step.code
    if code is None:
        return ""
    if code in labels.OFFICIAL_ROLES:
        return f"{step.about}: {labels.OFFICIAL_ROLES[code]}"
    about = labels.SPEAKER_MISSING.get(step.about or "", step.about)
    return (labels.WARNINGS.get(code) or labels.REASONS[code]).format(about=about)


def _render_rules(rules: Sequence[str]) -> Table:
    table = Table(box=None, show_header=False, pad_edge=False)
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for rule in rules:
        table.add_row(rule, show_text(RULES.get(rule, "")))
    return table
