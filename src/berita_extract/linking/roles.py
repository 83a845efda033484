"""What each official did at the event: opened, led, spoke, attended, stood in for somebody."""

from __future__ import annotations

from collections.abc import Sequence

from berita_extract.lexicon.lexicon import Hit
from berita_extract.linking.companions import leave_out_companions
from berita_extract.linking.people import Cast, MentionSpan
from berita_extract.schema import OfficialRole
from berita_extract.text.reading import Reading
from berita_extract.text.sentences import Sentence


def link_roles(reading: Reading, cast: Cast, quoted: bytearray) -> dict[int, list[OfficialRole]]:
    """The roles of each person of the cast, in the order in which the text tells them."""
    roles: dict[int, list[OfficialRole]] = {}

    def give(mention: MentionSpan | None, role: str) -> None:
        if mention is not None and mention.person is not None:
            held = roles.setdefault(mention.person, [])
            if role not in held:
                held.append(role)  # type: ignore[arg-type]  # the list's test holds its values to OfficialRole

    for sentence in reading.sentences:
        if reading.block_at(sentence.start).kind != "body":
            continue
        mentions = [mention for mention in cast.mentions_between(sentence.start, sentence.end) if mention.person is not None]
        if not mentions:
            continue
        for verb in reading.between("act_verbs", sentence.start, sentence.end):
            if quoted[verb.start] or _is_other_act(reading, verb):
                continue
            if reading.in_group(verb.start - 1, "negation"):
                if verb.entry.value == "attended":
                    give(_subject(reading, mentions, verb, sentence), "absent")
                continue
            absent = verb.entry.get("object") == "absent"
            before = _subject(reading, mentions, verb, sentence)
            if verb.entry.get("voice") == "passive":
                agents = _agents(reading, mentions, verb, sentence)
                for agent in agents:
                    give(agent, verb.entry.value)
                if absent and agents:
                    give(before, "absent")
            elif before is None and verb.entry.value == "attended":
                for agent in _agents(reading, mentions, verb, sentence):
                    give(agent, verb.entry.value)  # Turut hadir Kadis Sosial
            else:
                give(before, verb.entry.value)
                if absent and before is not None:
                    give(next((mention for mention in mentions if verb.end <= mention.start <= verb.end + 3), None), "absent")
    for index in roles:
        if "absent" in roles[index]:
            roles[index] = ["absent"]
    return roles


def _is_other_act(reading: Reading, verb: Hit) -> bool:
    """`membuka rekening`, `dibuka dengan doa`: no act of an official at an event."""
    following = {reading.folded(token) for token in range(verb.end, min(verb.end + 2, len(reading)))}
    if verb.entry.value in ("opened", "closed") and following & reading.groups["no_event"]:
        return True
    return bool(following & reading.groups["handed_on"] and "dengan" in following)


def _subject(reading: Reading, mentions: Sequence[MentionSpan], verb: Hit, sentence: Sentence) -> MentionSpan | None:
    """Who does the act: the last mention before the verb that is no companion of another."""
    before = [mention for mention in mentions if mention.end <= verb.start]
    if before and before[-1].end == verb.start - 1 and reading.folded(verb.start - 1) == "yang":
        return before[-1]  # kepada Camat Sukardi yang menerimanya
    subjects = leave_out_companions(reading, before, sentence.start)
    if not subjects or verb.start - subjects[-1].end > 25:
        return None
    return subjects[-1]


def _agents(reading: Reading, mentions: Sequence[MentionSpan], verb: Hit, sentence: Sentence) -> list[MentionSpan]:
    """Who does what a passive verb says: named right behind it, or in the list behind it (`dihadiri A, B dan C`)."""
    place = verb.end
    while place < sentence.end and reading.in_group(place, "before_agent"):
        place += 1
    behind = [mention for mention in mentions if mention.start >= place]
    if verb.entry.value in ("attended", "accompanied"):
        free = leave_out_companions(reading, mentions, sentence.start) if verb.entry.value == "accompanied" else []
        stop = next((hit.start for hit in reading.between("act_verbs", place, sentence.end)), sentence.end)
        return [mention for mention in behind if mention.start < stop and mention not in free]
    agents = [mention for mention in behind if mention.start <= place + 1][:1]
    for mention in behind[1:]:
        between = range(agents[-1].end, mention.start) if agents else range(0)
        if not agents or not all(reading.shapes[token] == "," or reading.in_group(token, "list_joiner") for token in between):
            break
        agents.append(mention)
    return agents
