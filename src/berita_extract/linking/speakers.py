"""Who said it: each quotation and statement gets its speaker, or the reason why nobody can tell."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from operator import attrgetter
from typing import Final, NamedTuple

from berita_extract.linking.people import Cast, MentionSpan
from berita_extract.recognizers.quotes import Quotation
from berita_extract.recognizers.statements import Statement
from berita_extract.text.blocks import Block
from berita_extract.text.reading import Reading

# Behind one of these stands a companion or addressee, not the one who speaks.
_COMPANIONS: Final = frozenset((
    "didampingi", "mendampingi", "bersama", "melalui", "kepada", "mewakili", "oleh", "dengan", "antara", "beserta", "untuk", "dari", "terhadap", "di",
    "menemui", "menemani", "disaksikan", "dihadiri",
))  # fmt: skip
_STOPS: Final = frozenset((
    "saat", "ketika", "dalam", "di", "kepada", "usai", "seusai", "pada", "seraya", "sembari", "sambil", "yang", "dan", "setelah", "sebelum", "menanggapi",
    "dengan", "terkait", "kemudian", "lalu", "melalui", "selepas", "disela", "disela-sela", "sela", "menjawab", "dihadapan", "mengakhiri", "menutup", "selaku",
    "sebagai", "didampingi", "untuk", "tentang", "dikutip", "dilansir", "ini", "itu",
))  # fmt: skip
# How many paragraphs back the speaker of `katanya` may stand.
_FARTHEST: Final = 3


class SpeakerLink(NamedTuple):
    """The speaker of a statement: a person of the cast, or words of the text, or the reason for neither."""

    person: int | None
    start: int
    end: int
    missing: str | None


class _Told(NamedTuple):
    """A statement placed in the text: where it stands, and the link it was given."""

    token: int
    link: SpeakerLink


class SpeakerLinker:
    """Goes through the statements of a text in order, remembering who spoke last."""

    def __init__(self, reading: Reading, cast: Cast, quoted: Sequence[tuple[int, int]]) -> None:
        self.reading, self.cast = reading, cast
        self._starts = [mention.start for mention in cast.mentions]
        self._quoted = bytearray(len(reading) + 1)
        for start, end in quoted:
            self._quoted[start:end] = b"\1" * (end - start)
        self._told: list[_Told] = []
        self._body = [*reading.of_kind("body")]

    def link(self, told: Quotation | Statement) -> SpeakerLink:
        """The speaker of a quotation or statement; call it in text order."""
        link = self._link_quotation(told) if isinstance(told, Quotation) else self._link_statement(told)
        self._told.append(_Told(told.start, link))
        return link

    def _link_quotation(self, quotation: Quotation) -> SpeakerLink:
        """The speaker of words between marks: named behind or before them, or the one spoken of last."""
        cue = quotation.cue
        if cue is None:
            link = self._antecedent(quotation.start)
        elif quotation.cue_after:
            link = self._behind_cue(cue.end, cue.entry.get("form"), quotation.start)
        elif cue.entry.get("form") in ("noun", "post", "passive"):
            link = self._behind_cue(cue.end, cue.entry.get("form"), quotation.start)
            if link.missing:
                link = self._before_cue(cue.start, quotation.start)
        else:
            link = self._before_cue(cue.start, quotation.start)
        return link

    def _link_statement(self, statement: Statement) -> SpeakerLink:
        """The speaker of reported speech."""
        form = statement.cue.entry.get("form")
        if form == "pre":
            link = self._before_cue(statement.cue.start, statement.cue.start)
        else:
            link = self._behind_cue(statement.cue.end, form, statement.cue.start)
        return link

    def _behind_cue(self, start: int, form: str, place: int) -> SpeakerLink:
        """`ujar Camat Wahyu`, `kata dia`, `katanya`."""
        if form == "nya":
            return self._antecedent(place)
        reading = self.reading
        sentence = reading.sentence_at(start) if start < len(reading) else None
        end = min(sentence.end if sentence else start, start + 30)
        token = start
        while token < end and reading.folded(token) in ("oleh", "lagi", "pula", "juga", "kembali", "bapak", "ibu", "pak", "bu", "langsung"):
            token += 1
        mention = self._mention_from(token, min(end, token + 2))
        if mention is not None:
            return self._resolve(mention, place, limit=end)
        words_end = self._noun_phrase(token, end)
        if words_end > token:
            return SpeakerLink(None, token, words_end, None)
        return self._antecedent(place)

    def _before_cue(self, cue: int, place: int) -> SpeakerLink:
        """`Danrem menyatakan, …`: the subject before the verb, no companion or addressee."""
        reading = self.reading
        start = reading.sentence_at(cue).start
        mentions = [mention for mention in self.cast.mentions_between(start, cue) if not self._quoted[mention.start]]
        subjects = [mention for mention in mentions if not self._is_companion(mention, start)]
        if subjects:
            return self._resolve(subjects[-1] if self._is_new_clause(subjects, cue) else subjects[0], place, limit=cue)
        words = self._subject_words(start, cue)
        if words is not None:
            return SpeakerLink(None, *words, None)
        return self._antecedent(place)

    def _is_new_clause(self, subjects: Sequence[MentionSpan], cue: int) -> bool:
        """Whether the last subject stands in a clause of its own (`Usai dibuka Camat A, Kades B mengatakan`)."""
        if len(subjects) < 2:
            return True
        between = self.reading.shapes[subjects[0].end : subjects[-1].start]
        return "," in between

    def _is_companion(self, mention: MentionSpan, start: int) -> bool:
        token = mention.start - 1
        while token >= start and self.reading.folded(token) in ("bapak", "ibu", "pak", "bu", "langsung", "para"):
            token -= 1
        return token >= start and self.reading.folded(token) in _COMPANIONS

    def _resolve(self, mention: MentionSpan, place: int, limit: int) -> SpeakerLink:
        """A mention's person; a bare title right before a name gives way to the name."""
        if mention.person is None:
            following = self._mention_from(mention.end, mention.end + 2) if mention.end < limit else None
            if mention.kind == "pronoun":
                return self._antecedent(place)
            if following is not None and following.person is not None:
                return SpeakerLink(following.person, following.start, following.end, None)
        return SpeakerLink(mention.person, mention.start, mention.end, None)

    def _antecedent(self, place: int) -> SpeakerLink:
        """Who was speaking or spoken of last before a place, no more than a few paragraphs back."""
        for distance, candidate in enumerate(self._blocks_back(place)):
            if distance > _FARTHEST:
                break
            end = min(candidate.end, place)
            spoken = [told for told in self._told if candidate.start <= told.token < end and told.link.missing is None]
            mention = self._last_subject(candidate.start, end)
            if spoken and (mention is None or spoken[-1].token >= mention.start or distance > 0):
                link = spoken[-1].link
                return SpeakerLink(link.person, link.start, link.end, None)
            if mention is not None:
                return SpeakerLink(mention.person, mention.start, mention.end, None)
        return SpeakerLink(None, place, place, "no person is named near it")

    def _blocks_back(self, place: int) -> Iterator[Block]:
        """The body's blocks from the one that holds a place backwards."""
        last = bisect_right(self._body, place, key=attrgetter("start"))
        yield from reversed(self._body[max(0, last - _FARTHEST - 2) : last])

    def _last_subject(self, start: int, end: int) -> MentionSpan | None:
        """The subject of the last sentence that speaks of anybody."""
        mentions = [mention for mention in self.cast.mentions_between(start, end) if not self._quoted[mention.start] and mention.person is not None]
        if not mentions:
            return None
        sentence = self.reading.sentence_at(mentions[-1].start)
        here = [mention for mention in mentions if mention.start >= sentence.start]
        subjects = [mention for mention in here if not self._is_companion(mention, sentence.start)]
        return (subjects or here)[0]

    def _mention_from(self, start: int, end: int) -> MentionSpan | None:
        """The first mention that begins in a short stretch."""
        first = bisect_left(self._starts, start)
        if first < len(self._starts) and self._starts[first] < end:
            return self.cast.mentions[first]
        return None

    def _noun_phrase(self, start: int, end: int) -> int:
        """The end of the words for a speaker who is no person of the cast: `seorang warga`, `Kapolsek`."""
        token = start
        while token < end and token - start < 12:
            shape = self.reading.shapes[token]
            if shape in ",.:;\"()-" or (token > start and self.reading.folded(token) in _STOPS):
                break
            if shape in "nc" or self.reading.hit_at("weekdays", token) is not None:
                break
            token += 1
        return token

    def _subject_words(self, start: int, cue: int) -> tuple[int, int] | None:
        """The words before a verb that can be its subject: an institution, a group, an unknown name."""
        reading = self.reading
        token = cue
        while token > start and (reading.shapes[token - 1] not in ",.:;\"" or token == cue):
            if reading.shapes[token - 1] in ",.:;\"":
                break
            token -= 1
        while token < cue and reading.is_function_word(token):
            token += 1
        end = cue
        while end > token and reading.folded(end - 1) in ("juga", "pun", "kembali", "sangat", "telah", "akan", "turut", "lalu", "kemudian", "sendiri", "terus"):
            end -= 1
        if end <= token or end - token > 8 or not self._can_speak(token):
            return None
        return token, end

    def _can_speak(self, token: int) -> bool:
        """Whether words may name a speaker: capitalised, or a noun for people or a body (`warga`, `pihak kepolisian`)."""
        reading = self.reading
        if reading.shapes[token] in "NMXUKI":
            return True
        return any(reading.hit_at(name, token) is not None for name in ("count_nouns", "organisations", "offices", "number_words", "pronouns"))
