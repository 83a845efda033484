"""What each official did at the event: opened, led, spoke, attended, stood in for somebody."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from berita_extract.lexicon.lexicon import Hit
from berita_extract.linking.companions import leave_out_companions
from berita_extract.linking.people import Cast, MentionSpan
from berita_extract.schema import OfficialRole
from berita_extract.text.reading import Reading
from berita_extract.text.sentences import Sentence
from berita_extract.text.words import CAPITALISED

RULES: Final[Mapping[str, str]] = {
    "roles.verb": "a verb whose subject or agent an official is: Bupati membuka rapat, dibuka oleh Bupati",
    "roles.quoted": "who is quoted also spoke",
}

# How far before its verb a subject may stand, in tokens.
_SUBJECT_REACH: Final = 25
# What somebody stands in for, behind a word that otherwise only gives a name: atas nama Bupati, atas nama Pemerintah Kabupaten.
_BODIES: Final = ("offices", "organisations")
# How many words may stand between `yang` and its verb: yang sudah berkenan hadir.
_RELATIVE_REACH: Final = 4
# How far behind `Mewakili Bupati, ` the one may stand who came instead.
_PROXY_REACH: Final = 8


def link_roles(reading: Reading, cast: Cast, quoted: bytearray) -> dict[int, dict[OfficialRole, Hit]]:
    """The roles of each person of the cast with the verb that gives each, in the order in which the text tells them."""
    roles: dict[int, dict[OfficialRole, Hit]] = {}
    for sentence in reading.sentences:
        if reading.block_at(sentence.start).kind != "body":
            continue
        mentions = [mention for mention in cast.mentions_between(sentence.start, sentence.end) if mention.person is not None]
        if not mentions:
            continue
        for verb in reading.between("act_verbs", sentence.start, sentence.end):
            if quoted[verb.start] or _is_other_act(reading, verb):
                continue
            for mention, role in _cast_act(reading, mentions, verb, sentence):
                if mention is not None and mention.person is not None:
                    held = roles.setdefault(mention.person, {})
                    held.setdefault(role, verb)  # type: ignore[arg-type]  # the list's test holds its values to OfficialRole
    for index in roles:
        if "absent" in roles[index]:
            roles[index] = {"absent": roles[index]["absent"]}
    return roles


def _cast_act(reading: Reading, mentions: Sequence[MentionSpan], verb: Hit, sentence: Sentence) -> Iterator[tuple[MentionSpan | None, str]]:
    """Who has which part in an act of the sentence."""
    role, passive = verb.entry.value, verb.entry.get("voice") == "passive"
    absent = verb.entry.get("object") == "absent"
    if _is_denied(reading, verb):
        if role == "attended":
            for mention in _agents(reading, mentions, verb, sentence) if passive else [_subject(reading, mentions, verb, sentence)]:
                yield mention, "absent"
        return
    if passive:
        agents = _agents(reading, mentions, verb, sentence)
        for agent in agents:
            yield agent, role
        if absent and agents:
            yield _principal(reading, mentions, verb), "absent"
        return
    proxy = _proxy(reading, mentions, verb, sentence) if absent else None
    holder = proxy or _holder_behind(reading, mentions, verb, sentence) or _subject(reading, mentions, verb, sentence)
    if holder is None and _may_come_first(reading, verb):
        for agent in _agents(reading, mentions, verb, sentence):
            yield agent, role  # Turut hadir Kadis Sosial
        return
    yield holder, role
    if absent and holder is not None:
        stood_for = (mention for mention in mentions if verb.end <= mention.start <= verb.end + 3 and mention is not holder)
        behind = next(stood_for, None)
        yield (behind if behind is not None and "," not in reading.shapes[verb.end : behind.start] else None), "absent"


def _is_other_act(reading: Reading, verb: Hit) -> bool:
    """`membuka rekening`, `dibuka dengan doa`, `terima kasih`, `menyambut baik`: no act of an official at an event."""
    following = {reading.folded(token) for token in range(verb.end, min(verb.end + 2, len(reading)))}
    if verb.entry.value in ("opened", "closed") and following & reading.groups["no_event"]:
        return True
    if verb.entry.value == "received" and (reading.in_group(verb.end, "no_guest") or reading.in_group(verb.start - 1, "handing_over")):
        return True
    if verb.entry.value == "represented" and verb.entry.has("trap") and not any(reading.hit_at(name, verb.end) for name in _BODIES):
        return True  # atas nama Davit Merauje
    return bool(following & reading.groups["handed_on"] and reading.in_group(verb.end, "instrument"))


def _is_denied(reading: Reading, verb: Hit) -> bool:
    """`tidak hadir`, `tidak akan dihadiri`."""
    token = verb.start - 1
    while reading.in_group(token, "planned") or reading.in_group(token, "verb_adverb"):
        token -= 1
    return reading.in_group(token, "negation")


def _subject(reading: Reading, mentions: Sequence[MentionSpan], verb: Hit, sentence: Sentence) -> MentionSpan | None:
    """Who does the act: the last mention before the verb that is no companion of another, unless the verb is somebody else's."""
    before = [mention for mention in mentions if mention.end <= verb.start]
    if not before:
        return None
    relative = _relative_before(reading, verb, before[-1])
    if relative is not None:
        return before[-1] if _ends_at(reading, before[-1], relative) else None
    subjects = leave_out_companions(reading, before, sentence.start)
    if not subjects or verb.start - subjects[-1].end > _SUBJECT_REACH or _is_told(reading, subjects[-1], verb):
        return None
    return subjects[-1]


def _relative_before(reading: Reading, verb: Hit, subject: MentionSpan) -> int | None:
    """The `yang` behind a mention whose clause a verb opens: `masyarakat yang (akan) menerima bantuan`."""
    for token in range(verb.start, max(verb.start - _RELATIVE_REACH, subject.end) - 1, -1):
        if reading.in_group(token, "relative"):
            return token
        if token < verb.start and reading.shapes[token] in ",;:":
            break
    return None


def _may_come_first(reading: Reading, verb: Hit) -> bool:
    """`Turut hadir Kadis Sosial`, `Tampak hadir …`; but not `warga yang hadir, Camat mengatakan` or `kewajiban mengikuti wisuda`."""
    if not reading.any_of_group("presence", verb.start, verb.end):
        return False
    return not (reading.shapes[verb.end : verb.end + 1] == "," and reading.in_group(verb.start, "relative"))


def _ends_at(reading: Reading, mention: MentionSpan, token: int) -> bool:
    """Whether nothing but a comma stands between a mention and a token: `Hj. Marlina, M.Si., yang turut hadir`."""
    return all(reading.shapes[place] in ",.)" for place in range(mention.end, token))


def _is_told(reading: Reading, subject: MentionSpan, verb: Hit) -> bool:
    """Whether the verb stands in what the subject says: `Bupati mengimbau kader memantau balita`, `menurut Camat, warga memimpin`.

    Words like `saat`, `usai`, `lalu` lead back to the subject: `mengatakan hal itu saat membuka rapat`.
    """
    if reading.in_group(verb.start - 1, "occasion") or reading.in_group(verb.start - 1, "sequel"):
        return False
    for cue in reading.between("speech_verbs", max(0, subject.start - 3), verb.start):
        form = cue.entry.get("form")
        if cue.end <= subject.start:
            if form == "noun" and not cue.entry.has("trap"):
                return True  # menurut Camat
        elif cue.start >= subject.end and form == "pre" and not _is_announcement(reading, cue):
            return True
    return False


def _is_announcement(reading: Reading, cue: Hit) -> bool:
    """`menyampaikan sambutan`, `memberikan arahan`: the words themselves are not told; nor is an act of its own (`membuka`)."""
    return reading.in_group(cue.end, "speech_noun") or reading.hit_at("act_verbs", cue.start) is not None


def _principal(reading: Reading, mentions: Sequence[MentionSpan], verb: Hit) -> MentionSpan | None:
    """Who stays away where another comes: `Bupati Rina Sari (hanya) diwakili Sekda`; a bare `Camat diwakili` is nobody by name."""
    before = [mention for mention in mentions if mention.end <= verb.start]
    if not before or any(reading.shapes[token] in CAPITALISED for token in range(before[-1].end, verb.start)):
        return None
    return before[-1]


def _proxy(reading: Reading, mentions: Sequence[MentionSpan], verb: Hit, sentence: Sentence) -> MentionSpan | None:
    """`Mewakili Dandim, Pasilog Kapten Lilik`: who came stands behind the comma, where the verb opens its part of the sentence."""
    if verb.start != sentence.start and not (reading.shapes[verb.start] in CAPITALISED and reading.shapes[verb.start - 1] == ","):
        return None
    comma = reading.shapes.find(",", verb.end, min(verb.end + _PROXY_REACH, sentence.end))
    return next((mention for mention in mentions if comma >= 0 and comma < mention.start <= comma + _PROXY_REACH), None)


def _holder_behind(reading: Reading, mentions: Sequence[MentionSpan], verb: Hit, sentence: Sentence) -> MentionSpan | None:
    """`Komandan Upacara dipercayakan kepada Kapten Slamet`: the part of a ceremony is told before the one who has it."""
    if not reading.any_of_group("held_by", verb.end, min(verb.end + 2, sentence.end)):
        return None
    return next((mention for mention in mentions if mention.start >= verb.end), None)


def _agents(reading: Reading, mentions: Sequence[MentionSpan], verb: Hit, sentence: Sentence) -> list[MentionSpan]:
    """Who does what a passive verb says: named right behind it, or in the list behind it (`dihadiri A, B dan C`)."""
    place = verb.end
    while place < sentence.end and reading.in_group(place, "before_agent"):
        place += 1
    if reading.in_group(place, "held_by"):
        return []  # anggota yang dilantik adalah Mujiyono: he is the one sworn in
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
