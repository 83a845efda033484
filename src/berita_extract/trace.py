"""What the pipeline decided and why: kept for `explain`, printed by nobody else."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, Literal

import msgspec

from berita_extract.schema import Extraction, OfficialRole, WarningCode

Outcome = Literal["kept", "dropped", "doubted"]

ReasonCode = Literal[
    "another_event", "another_first", "another_larger", "another_nearer", "below_confidence", "capacity", "counted_before",
    "history", "in_a_name", "in_a_quotation", "long_before", "names_no_day", "no_attendance", "no_attendance_verb", "no_speaker",
    "office_of", "office_without_name", "other_document", "other_meaning", "outside_the_body", "part_of_another", "population",
    "read_as", "recipients", "said_by", "statistics", "still_ahead", "told_by_dateline", "told_in_the_body", "too_far",
    "too_long", "victims", "votes", "where_words_were_said", "whole_of_parts",
]  # fmt: skip

REASONS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "another_event": "it ends a period, or tells of a feast, of a plan or of what went before",
        "another_first": "another stands before it",
        "another_larger": "another count is larger, or counts people where this one counts groups",
        "another_nearer": "another is tied more closely to the event, by the words before it or by its day",
        "below_confidence": "its confidence, or that of what it rests on, is below the one asked for",
        "capacity": "{about}: how many there is room for, not how many came",
        "counted_before": "it points back to something counted before",
        "history": "{about}: how many there were at another time",
        "in_a_name": "the number belongs to a name or code",
        "in_a_quotation": "it stands in a quotation",
        "long_before": "it lies more than a year before another day of the text",
        "names_no_day": "it names no single day or days",
        "no_attendance": "{about}: not attendance",
        "no_attendance_verb": "no verb of attendance near it",
        "no_speaker": "{about}",
        "office_of": "an office of {about}",
        "office_without_name": "an office without a name",
        "other_document": "the day of another document, of a birth, or one given up",
        "other_meaning": "a word before it makes it a number, a name or a term",
        "outside_the_body": "it does not stand in the body of the release",
        "part_of_another": "a part of another count",
        "population": "{about}: how many live there or belong to it",
        "read_as": "{about}",
        "recipients": "{about}: how many receive something",
        "said_by": "said by {about}",
        "statistics": "{about}: how many there are in general",
        "still_ahead": "a day that is still to come, in a release with a day of its own",
        "told_by_dateline": "the dateline tells the day",
        "told_in_the_body": "the body tells the day itself",
        "too_far": "it lies far from the day of the dateline",
        "too_long": "a stretch too long for an event",
        "victims": "{about}: how many suffered something",
        "votes": "{about}: how many votes or voters",
        "where_words_were_said": "it says when or where somebody spoke",
        "whole_of_parts": "the whole of which others are a part",
    }
)


StepCode = ReasonCode | WarningCode | OfficialRole


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """One decision about a stretch of text: `RT 03/02` was no date because a unit word stands before it.

    `stage` is the field of the extraction that it concerns; `reason` says why in words, `code` for programs: a reason,
    a warning's code, or the role that a verb gives; `about` is whom or what the reason speaks of. A value has a `confidence`,
    and `evidence` names what speaks for it.
    """

    stage: str
    rule: str
    outcome: Outcome
    start_char: int
    end_char: int
    text: str
    code: StepCode | None = None
    about: str | None = None
    reason: str | None = None
    confidence: float | None = None
    evidence: tuple[str, ...] = ()


class Explanation(msgspec.Struct, frozen=True, kw_only=True):
    """An extraction with the decisions that led to it, in the order of the text."""

    extraction: Extraction
    steps: tuple[Step, ...]


def word_reason(code: StepCode | None, about: str | None = None) -> str | None:
    """A reason in words; of a role: whose it is."""
    if code is None:
        return None
    told = REASONS.get(code)
    return f"{about}: {code}" if told is None else told.format(about=about)
