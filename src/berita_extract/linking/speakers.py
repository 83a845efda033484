"""Who said it: each quotation and statement gets its speaker, or the reason why nobody can tell."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from operator import attrgetter
from typing import Final, NamedTuple

from berita_extract.linking.companions import leave_out_companions
from berita_extract.linking.people import Cast, MentionSpan
from berita_extract.recognizers.quotes import Quotation
from berita_extract.recognizers.statements import Statement
from berita_extract.schema import SpeakerMissing
from berita_extract.text.blocks import Block
from berita_extract.text.reading import Reading
from berita_extract.text.spans import mark_spans

# How many paragraphs back the speaker of `katanya` may stand.
_FARTHEST: Final = 3


class SpeakerLink(NamedTuple):
    """The speaker of a statement: a person of the cast, or words of the text, or the reason for neither."""

    person: int | None
    start: int
    end: int
    missing: SpeakerMissing | None


class _Told(NamedTuple):
    """A statement placed in the text: where it stands, and the link it was given."""

    token: int
    link: SpeakerLink


class SpeakerLinker:
    """Goes through the statements of a text in order, remembering who spoke last."""

    def __init__(self, reading: Reading, cast: Cast, quoted: Sequence[tuple[int, int]]) -> None:
        self.reading, self.cast = reading, cast
        self._starts = [mention.start for mention in cast.mentions]
        self._quoted = mark_spans(len(reading), quoted)
        self._told: list[_Told] = []
        self._body = [*reading.of_kind("body")]

    def link_all(self, told: Sequence[Quotation | Statement]) -> list[tuple[Quotation | Statement, SpeakerLink]]:
        """Each quotation and statement, in text order, with its speaker."""
        linked = [(statement, self._link(statement)) for statement in told]
        for place in range(len(linked) - 2, -1, -1):
            (statement, link), (following, later) = linked[place], linked[place + 1]
            # "Pertama, kita rapikan data! / "Kedua, …," tutup Camat: nobody is named before, the next paragraph tells.
            if (
                link.missing
                and isinstance(statement, Quotation)
                and statement.cue is None
                and self._is_next_paragraph(statement, following)
            ):
                linked[place] = (statement, later)
        return linked

    def _is_next_paragraph(self, statement: Quotation, following: Quotation | Statement) -> bool:
        block = self.reading.block_at(statement.start)
        return (
            isinstance(following, Quotation) and block.end < len(self.reading) and self.reading.block_at(following.start).start == block.end
        )

    def _link(self, told: Quotation | Statement) -> SpeakerLink:
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
        while token < end and reading.in_group(token, "after_verb"):
            token += 1
        mention = self._mention_from(token, min(end, token + 2))
        if mention is not None:
            return self._resolve(mention, place, limit=end)
        words_end = self._noun_phrase(token, end)
        inside = [
            mention for mention in self.cast.mentions_between(token, words_end) if mention.kind == "name" and mention.end == words_end
        ]
        if inside:
            return self._resolve(inside[0], place, limit=end)  # ujar tokoh masyarakat Syofyan Malik
        if words_end > token:
            return SpeakerLink(None, token, words_end, None)
        return self._antecedent(place)

    def _before_cue(self, cue: int, place: int) -> SpeakerLink:
        """`Danrem menyatakan, …`: the subject before the verb, no companion or addressee."""
        reading = self.reading
        start = reading.sentence_at(cue).start
        mentions = [mention for mention in self.cast.mentions_between(start, cue) if not self._quoted[mention.start]]
        subjects = leave_out_companions(reading, mentions, start)
        for verb in reading.between("act_verbs", start, cue):
            if verb.entry.get("object") == "absent" and verb.entry.get("voice") == "passive":
                # Bupati yang diwakili Sekda Rina mengajak …: who stands for another speaks
                subjects = [mention for mention in subjects if mention.start > verb.start] or subjects
        if subjects:
            return self._resolve(subjects[-1] if self._is_new_clause(subjects, cue) else subjects[0], place, limit=cue)
        words = self._subject_words(start, cue)
        if words is not None and reading.in_group(words[0], "epithet") and reading.folded(words[1] - 1) in ("itu", "tersebut", "ini"):
            return self._antecedent(place)  # Politikus itu mengatakan
        if words is not None:
            return SpeakerLink(None, *words, None)
        return self._antecedent(place)

    def _is_new_clause(self, subjects: Sequence[MentionSpan], cue: int) -> bool:
        """Whether the last subject stands in a clause of its own (`Usai dibuka Camat A, Kades B mengatakan`)."""
        if len(subjects) < 2:
            return True
        between = self.reading.shapes[subjects[0].end : subjects[-1].start]
        return "," in between

    def _resolve(self, mention: MentionSpan, place: int, limit: int) -> SpeakerLink:
        """A mention's person; a bare title right before a name gives way to the name."""
        if mention.person is None:
            following = self._mention_from(mention.end, mention.end + 2) if mention.end < limit else None
            if following is not None and any(shape not in ",(" for shape in self.reading.shapes[mention.end : following.start]):
                following = None
            if mention.kind == "pronoun":
                return self._antecedent(place)
            if following is not None and following.person is not None:
                return SpeakerLink(following.person, following.start, following.end, None)
        return SpeakerLink(mention.person, mention.start, mention.end, None)

    def _antecedent(self, place: int) -> SpeakerLink:
        """Who was speaking or spoken of last before a place, no more than a few paragraphs back."""
        resident = self._resident_before(place)
        if resident is not None:
            return resident
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
        return self._unlisted_subject(place) or SpeakerLink(None, place, place, "no person is named near it")

    def _resident_before(self, place: int) -> SpeakerLink | None:
        """`Seorang pedagang mengatakan senang. "Kami terbantu," katanya.`: the subject of the sentence before, though it has no name."""
        reading = self.reading
        block = reading.block_at(place)
        last = place - 1
        while last > block.start and reading.shapes[last] == '"':
            last -= 1
        sentence = reading.sentence_at(max(last, block.start))
        opened = reading.in_group(sentence.start, "one_person") and not reading.in_group(sentence.start, "plural")
        if sentence.start < block.start or sentence.end > place or not opened:
            return None
        if any(mention.person is not None for mention in self.cast.mentions_between(sentence.start, sentence.end)):
            return None
        end = sentence.start
        while end < sentence.end and reading.shapes[end] not in ',.:;"(' and not self._is_verb(end):
            end += 1
        return SpeakerLink(None, sentence.start, end, None)

    def _is_verb(self, token: int) -> bool:
        entry = self.reading.common_words.get(self.reading.folded(token))
        return self.reading.hit_at("speech_verbs", token) is not None or (entry is not None and entry.get("class") == "verb")

    def _unlisted_subject(self, place: int) -> SpeakerLink | None:
        """A title or a bare name that opens the sentence before: `Lina menerima piala. "Saya bangga," katanya.`"""
        reading = self.reading
        block = reading.block_at(place)
        own = reading.sentence_at(max(place - 1, block.start)).start
        before = reading.sentence_at(own - 1).start if own > block.start and own >= place - 1 else own
        if before >= place - 1 or before < block.start:
            return None
        titles = [mention for mention in self.cast.mentions_between(before, place) if mention.kind == "title"]
        if titles and titles[0].start == before:
            return SpeakerLink(None, titles[0].start, titles[0].end, None)
        end = before
        while end < place and reading.shapes[end] in "NM":
            end += 1
        return SpeakerLink(None, before, end, None) if end > before and reading.shapes[end] == "w" else None

    def _blocks_back(self, place: int) -> Iterator[Block]:
        """The body's blocks from the one that holds a place backwards."""
        last = bisect_right(self._body, place, key=attrgetter("start"))
        yield from reversed(self._body[max(0, last - _FARTHEST - 2) : last])

    def _last_subject(self, start: int, end: int) -> MentionSpan | None:
        """The subject of the last sentence that speaks of anybody."""
        mentions = [
            mention for mention in self.cast.mentions_between(start, end) if not self._quoted[mention.start] and mention.person is not None
        ]
        if not mentions:
            return None
        sentence = self.reading.sentence_at(mentions[-1].start)
        here = [mention for mention in mentions if mention.start >= sentence.start]
        subjects = leave_out_companions(self.reading, here, sentence.start)
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
            if shape in ',.:;"()-' or (token > start and self.reading.in_group(token, "speaker_stop")):
                break
            if shape in "nc" or self.reading.hit_at("weekdays", token) is not None:
                break
            token += 1
        return token

    def _subject_words(self, start: int, cue: int) -> tuple[int, int] | None:
        """The words before a verb that can be its subject: an institution, a group, an unknown name."""
        reading = self.reading
        token = cue
        while token > start and (reading.shapes[token - 1] not in ',.:;"' or token == cue):
            if reading.shapes[token - 1] in ',.:;"':
                break
            token -= 1
        while token < cue and reading.is_function_word(token):
            token += 1
        end = next((place for place in range(token, cue) if reading.shapes[place] == "("), cue)
        while end > token and reading.in_group(end - 1, "verb_adverb"):
            end -= 1
        if end <= token or end - token > 8 or not self._can_speak(token):
            return None
        return token, end

    def _can_speak(self, token: int) -> bool:
        """Whether words may name a speaker: capitalised, or a noun for people or a body (`warga`, `pihak kepolisian`)."""
        reading = self.reading
        if reading.shapes[token] in "NMXUKI":
            return True
        return any(
            reading.hit_at(name, token) is not None for name in ("count_nouns", "organisations", "offices", "number_words", "pronouns")
        )
