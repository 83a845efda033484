"""Reported speech without quotation marks: a speech verb, whoever it points to, and what was said."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from berita_extract.lexicon.lexicon import Hit
from berita_extract.text.reading import Reading
from berita_extract.text.sentences import Sentence
from berita_extract.text.spans import mark_spans
from berita_extract.text.words import CAPITALISED

RULES: Final[Mapping[str, str]] = {
    "statements.verb": "subject, speech verb, content: Danrem mengingatkan tentang potensi kerawanan",
    "statements.tag": "content, then the speech verb: Kita siap, kata Camat",
    "statements.inserted": "the speech verb inside the content: Pemkab, jelas Romi, sangat mendukung",
    "statements.according": "content behind menurut: Menurut Hendri, pemerintah bisa memanfaatkan",
    "statements.agent": "a passive speech verb with its agent: dijelaskan Fikri adalah kemauan",
    "statements.detached": "a speech verb as a sentence of its own: Kegiatan berjalan lancar. Jelas Danramil.",
}

# A reported clause has at least this many words.
_SHORTEST: Final = 2
# The farthest that a subject may stand before its verb, in tokens.
_LONGEST_SUBJECT: Final = 45


class Statement(NamedTuple):
    """What was said, as tokens; the verb; and the stretch of text in which the speaker is named or pointed to."""

    start: int
    end: int
    rule: str
    cue: Hit
    speaker_start: int
    speaker_end: int


def find_statements(reading: Reading, quoted: Sequence[tuple[int, int]]) -> list[Statement]:
    """Find indirect statements sentence by sentence; `quoted` are the tokens of direct quotations with their marks."""
    found: list[Statement] = []
    taken = mark_spans(len(reading), quoted)
    previous: Sentence | None = None
    for sentence in reading.sentences:
        if reading.block_at(sentence.start).kind == "body":
            found += _read_sentence(reading, sentence, previous, taken)
        previous = sentence
    return found


def _read_sentence(reading: Reading, sentence: Sentence, previous: Sentence | None, taken: bytearray) -> Iterator[Statement]:
    reached = sentence.start
    for cue in reading.between("speech_verbs", sentence.start, sentence.end):
        if cue.start < reached or taken[cue.start]:
            continue
        statement = _read_cue(reading, sentence, previous, cue, taken, reached)
        if statement is not None and statement.end - statement.start >= _SHORTEST:
            yield statement
            reached = max(reached, statement.end, cue.end)


def _read_cue(
    reading: Reading, sentence: Sentence, previous: Sentence | None, cue: Hit, taken: bytearray, reached: int
) -> Statement | None:
    form = cue.entry.get("form")
    end = _clip(reading, cue.end, sentence.end, taken)
    closed = end < sentence.end  # a quotation follows: the verb is its, not ours
    match form:
        case "pre":
            return None if closed else _read_verb(reading, sentence, cue, end)
        case "noun":
            return _read_according(reading, sentence, cue, end)
        case "passive":
            return None if closed else _read_agent(reading, sentence, cue, end)
        case "post" | "nya":
            return _read_tag(reading, sentence, previous, cue, end, taken, reached)
        case _:
            return None


def _clip(reading: Reading, start: int, end: int, taken: bytearray) -> int:
    """The end of a stretch, cut where a quotation begins."""
    for token in range(start, end):
        if taken[token]:
            return token
    return end


def _read_verb(reading: Reading, sentence: Sentence, cue: Hit, end: int) -> Statement | None:
    """`Danrem mengingatkan tentang …`: the content follows the verb to the end of the sentence."""
    if not cue.entry.has("content") or cue.start == sentence.start:
        return None
    if reading.in_group(cue.start - 1, "verb_blocker"):
        return None
    start = _skip_openers(reading, cue.end, end)
    if start == cue.end and start < end and reading.in_group(start, "speech_noun"):
        return None  # menyampaikan sambutan di hadapan peserta
    subject = max(sentence.start, cue.start - _LONGEST_SUBJECT)
    return Statement(start, _trim_end(reading, start, end), "statements.verb", cue, subject, cue.start)


def _skip_openers(reading: Reading, start: int, end: int) -> int:
    """Past the comma or colon and `bahwa` that open the content."""
    while start < end and (reading.shapes[start] in ",:-" or reading.in_group(start, "content_opener")):
        start += 1
    return start


def _trim_end(reading: Reading, start: int, end: int) -> int:
    while end > start and reading.shapes[end - 1] in '.,;:"' and reading.word(end - 1) in (".", ",", ";", ":", '"', "''", "!", "?"):
        end -= 1
    return end


def _read_according(reading: Reading, sentence: Sentence, cue: Hit, end: int) -> Statement | None:
    """`Menurut Hendri, …`; `…, menurut Hendri, …`; `Menurutnya …`."""
    speaker_end = _speaker_end(reading, cue.end, end)
    if speaker_end == cue.end:
        return None
    start = _skip_openers(reading, speaker_end, end)
    if end - start >= _SHORTEST:
        rule = "statements.according" if cue.start <= sentence.start + 2 else "statements.inserted"
        return Statement(start, _trim_end(reading, start, end), rule, cue, cue.end, speaker_end)
    if cue.start <= sentence.start + 1:
        return None
    content_end = _trim_end(reading, sentence.start, cue.start)
    return Statement(sentence.start, content_end, "statements.tag", cue, cue.end, speaker_end)


def _speaker_end(reading: Reading, start: int, end: int) -> int:
    """Where the words for the speaker end: at a comma, or before a lower-case word that goes on with the content."""
    token = start
    while token < end and token - start < 24:
        shape = reading.shapes[token]
        if shape in ",:.;":
            break
        if shape == "w" and token > start and reading.shapes[token - 1] != "w" and not _is_inner(reading, token):
            break
        token += 1
    return token


def _is_inner(reading: Reading, token: int) -> bool:
    return reading.in_group(token, "speaker_inner")


def _read_agent(reading: Reading, sentence: Sentence, cue: Hit, end: int) -> Statement | None:
    """`dituturkan oleh Tri Adhianto, dampak …`: a passive verb counts only where its agent is named."""
    if cue.entry.has("trap") and reading.hit_at("act_verbs", cue.start) is not None:
        return None  # dibuka Kadis Pertanian dan ditutup Kabid Hortikultura
    start = cue.end
    by = start < end and reading.folded(start) in ("oleh", "langsung", "pula", "juga", "kembali")
    while start < end and reading.folded(start) in ("oleh", "langsung", "pula", "juga", "lagi", "kembali"):
        start += 1
    if start >= end or (reading.shapes[start] not in CAPITALISED and not reading.hit_at("offices", start)):
        return None
    speaker_end = _speaker_end(reading, start, end)
    content = _skip_openers(reading, speaker_end, end)
    if _points_back(reading, sentence.start, cue.start) and not by:
        return None
    if _points_back(reading, sentence.start, cue.start) or end - content < _SHORTEST:
        return None
    return Statement(content, _trim_end(reading, content, end), "statements.agent", cue, start, speaker_end)


def _points_back(reading: Reading, start: int, end: int) -> bool:
    """`Hal itu disampaikan …` points to what stands elsewhere and says nothing itself."""
    words = [reading.folded(token) for token in range(start, end)]
    return bool(words) and words[0] in ("hal", "demikian", "itu", "ini", "hal-hal") and len(words) <= 4


def _read_tag(
    reading: Reading, sentence: Sentence, previous: Sentence | None, cue: Hit, end: int, taken: bytearray, reached: int
) -> Statement | None:
    """`…, kata Camat.`, `Pemkab, jelas Romi, sangat mendukung`, and `Jelas Danramil.` alone."""
    form = cue.entry.get("form")
    before = reading.shapes[cue.start - 1] if cue.start > sentence.start else ""
    speaker_end = cue.end if form == "nya" else _speaker_end(reading, cue.end, end)
    if form == "post" and speaker_end == cue.end:
        return None
    if cue.start <= sentence.start + 1 and before in ("", ",", '"'):
        return _read_opening_tag(reading, sentence, previous, cue, end, speaker_end, taken)
    if before != ",":
        return None
    if taken[cue.start - 2] or (cue.start - 2 >= 0 and reading.shapes[cue.start - 2] == '"'):
        return None
    rest = _skip_openers(reading, speaker_end, end)
    if reading.shapes[speaker_end : speaker_end + 1] == "," and end - rest > _SHORTEST and cue.start - reached <= 10:
        return Statement(
            rest, _trim_end(reading, rest, end), "statements.inserted", cue, cue.end if form == "post" else cue.start, speaker_end
        )
    start = max(sentence.start, reached)
    return Statement(
        start, _trim_end(reading, start, cue.start), "statements.tag", cue, cue.end if form == "post" else cue.start, speaker_end
    )


def _read_opening_tag(
    reading: Reading, sentence: Sentence, previous: Sentence | None, cue: Hit, end: int, speaker_end: int, taken: bytearray
) -> Statement | None:
    """A tag that opens its sentence: what it reports stands in the sentence before, or behind a comma."""
    behind = _skip_openers(reading, speaker_end, end)
    speaker = (cue.end if cue.entry.get("form") == "post" else cue.start, speaker_end)
    if end - behind > _SHORTEST and reading.shapes[speaker_end : speaker_end + 1] in (",", ":") and not cue.entry.has("trap"):
        return Statement(behind, _trim_end(reading, behind, end), "statements.inserted", cue, *speaker)
    if previous is None or previous.end != sentence.start or any(taken[previous.start : previous.end]):
        return None
    if end - speaker_end > 8:
        return None
    return Statement(previous.start, _trim_end(reading, previous.start, previous.end), "statements.detached", cue, *speaker)
