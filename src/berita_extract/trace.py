"""What the pipeline decided and why: kept for `explain`, printed by nobody else."""

from __future__ import annotations

from typing import Literal

import msgspec

from berita_extract.schema import Extraction

Outcome = Literal["kept", "dropped"]


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """One decision about a stretch of text: `RT 03/02` was no date because a unit word stands before it."""

    stage: str
    rule: str
    outcome: Outcome
    start_char: int
    end_char: int
    text: str
    reason: str | None = None


class Explanation(msgspec.Struct, frozen=True, kw_only=True):
    """An extraction with the decisions that led to it, in the order in which they were taken."""

    extraction: Extraction
    steps: tuple[Step, ...]
