"""Who merely accompanies: `Bupati Rina didampingi Sekda Budi dan Camat Ani membuka` is about the Bupati."""

from __future__ import annotations

from collections.abc import Sequence

from berita_extract.grammar.speech import is_verb
from berita_extract.linking.people import MentionSpan
from berita_extract.text.reading import Reading


def leave_out_companions(reading: Reading, mentions: Sequence[MentionSpan], start: int) -> list[MentionSpan]:
    """The mentions of a sentence without those that stand in a list behind `didampingi`, `bersama`, `kepada`.

    Where such a list opens the sentence at `start`, its subject stands behind it: `Didampingi Camat Ani, Bupati Rina membuka`.
    """
    free: list[MentionSpan] = []
    last: MentionSpan | None = None
    for mention in mentions:
        goes_on = last is not None and continues_list(reading, last, mention) and (free or _is_joined(reading, mention))
        if goes_on or _is_announced(reading, mention, start):
            last = mention
        else:
            free.append(mention)
    return free


def find_subjects(reading: Reading, mentions: Sequence[MentionSpan], start: int, end: int) -> list[MentionSpan]:
    """Who of the mentions between two tokens of a sentence can be a subject: no companion, no object of a verb.

    Who stands for somebody absent is the subject: `Bupati Rina yang diwakili Sekda Budi mengajak`.
    """
    free = leave_out_companions(reading, mentions, start)
    for verb in reading.between("act_verbs", start, end):
        if verb.entry.get("object") == "absent" and verb.entry.get("voice") == "passive":
            free = [mention for mention in free if mention.start > verb.start] or free
    for is_out in (_is_object, _names_body):
        free = [mention for mention in free if not is_out(reading, mention)] or free
    return free


def _is_object(reading: Reading, mention: MentionSpan) -> bool:
    """`melantik Camat Ani`, `bertemu Lina`."""
    return is_verb(reading, mention.start - 1)


def _names_body(reading: Reading, mention: MentionSpan) -> bool:
    """`Ponpes Darul Falah`: words like a name behind an organisation."""
    return mention.kind == "name" and any(reading.ending(name, mention.start) is not None for name in ("organisations", "venue_nouns"))


def _is_announced(reading: Reading, mention: MentionSpan, start: int) -> bool:
    token = mention.start - 1
    while token >= start and reading.in_group(token, "address"):
        token -= 1
    return token >= start and reading.in_group(token, "companion")


def continues_list(reading: Reading, before: MentionSpan, mention: MentionSpan) -> bool:
    """Whether only commas and `dan` stand between two mentions, and perhaps a form of address."""
    return mention.start > before.end and all(
        reading.shapes[token] in ",&" or reading.in_group(token, "list_joiner") or reading.in_group(token, "address")
        for token in range(before.end, mention.start)
    )


def _is_joined(reading: Reading, mention: MentionSpan) -> bool:
    return reading.in_group(mention.start - 1, "list_joiner")
