"""Who was speaking or spoken of last: the speaker of `katanya`, `ujar dia` and of quotations that no verb carries."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from operator import attrgetter
from typing import Final

from berita_extract.grammar.speakers import name_before, name_opening
from berita_extract.grammar.speech import is_verb
from berita_extract.linking.companions import continues_list, find_subjects
from berita_extract.linking.people import Cast, MentionSpan
from berita_extract.record import Record
from berita_extract.schema import SpeakerMissing
from berita_extract.text.blocks import Block
from berita_extract.text.reading import Reading
from berita_extract.text.sentences import Sentence

# How many paragraphs back the speaker of `katanya` may stand.
_FARTHEST: Final = 3


class SpeakerLink(Record, frozen=True):
    """The speaker of a statement: a person of the cast, or words of the text, or the reason for neither."""

    person: int | None
    start: int
    end: int
    missing: SpeakerMissing | None


class Antecedents:
    """Remembers who spoke, in text order, and finds who is meant where nobody is named."""

    def __init__(self, reading: Reading, cast: Cast, quoted: bytearray) -> None:
        self.reading, self.cast = reading, cast
        self._quoted = quoted
        self._body = [*reading.of_kind("body")]
        self._first_named = next((mention.start for mention in cast.mentions if mention.person is not None), len(reading))
        self._tokens: list[int] = []
        self._spoken: list[SpeakerLink] = []
        # For each statement the number of the last one that a person made.
        self._people: list[int] = []

    def tell(self, token: int, link: SpeakerLink) -> None:
        """Remember who spoke at a token."""
        if link.missing is None:
            body = self.reading.hit_at("organisations", link.start) is not None or self.reading.in_group(link.start, "collective")
            of_body = link.person is None and body
            self._people.append((self._people[-1] if self._people else -1) if of_body else len(self._tokens))
            self._tokens.append(token)
            self._spoken.append(link)

    def find(self, place: int, *, uncued: bool = False) -> SpeakerLink:
        """Who was speaking or spoken of last before a place, no more than a few paragraphs back.

        A quotation without any verb goes on with who spoke last, whoever else has been mentioned since.
        """
        unlisted = self._resident_before(place) or self._name_before(place)
        if unlisted is not None:
            return unlisted
        blocks = [*self._blocks_back(place)]
        if uncued and blocks:
            last = self._last_spoken(blocks[-1].start, place, blocks[-1].start)
            if last is not None:
                return self._again(last)
        bystander: MentionSpan | None = None
        for distance, block in enumerate(blocks):
            end = min(block.end, place)
            last = self._last_spoken(block.start, end, blocks[min(distance + 1, len(blocks) - 1)].start)
            mentions = self._last_mentions(block.start, end)
            subjects = self._subjects(mentions, end)
            bystander = bystander or (mentions[0] if mentions else None)
            if last is not None and (not subjects or self._tokens[last] >= subjects[0].start or distance > 0):
                return self._again(last)
            if len({mention.person for mention in subjects}) > 1:
                return SpeakerLink(None, place, place, "several people may be meant")
            if subjects:
                return SpeakerLink(subjects[0].person, subjects[0].start, subjects[0].end, None)
        if bystander is not None:
            return SpeakerLink(bystander.person, bystander.start, bystander.end, None)
        return self._title_before(place) or SpeakerLink(None, place, place, self._why_nobody(place))

    def _why_nobody(self, place: int) -> SpeakerMissing:
        return "nobody is named near it" if self._first_named < place or self._tokens else "nobody is named before it"

    def _again(self, number: int) -> SpeakerLink:
        link = self._spoken[number]
        return SpeakerLink(link.person, link.start, link.end, None)

    def _last_spoken(self, start: int, end: int, reach: int) -> int | None:
        """The number of the last statement in a stretch; one of a body gives way to one of a person no farther back than `reach`."""
        last = bisect_left(self._tokens, end) - 1
        if last < 0 or self._tokens[last] < start:
            return None
        earlier = self._people[last]
        return earlier if earlier >= 0 and self._tokens[earlier] >= reach else last

    def _blocks_back(self, place: int) -> Iterator[Block]:
        """The body's blocks from the one that holds a place backwards."""
        last = bisect_right(self._body, place, key=attrgetter("start"))
        yield from reversed(self._body[max(0, last - _FARTHEST - 1) : last])

    def _last_mentions(self, start: int, end: int) -> list[MentionSpan]:
        """The mentions in the last sentence of a stretch that speaks of anybody."""
        mentions = [
            mention for mention in self.cast.mentions_between(start, end) if not self._quoted[mention.start] and mention.person is not None
        ]
        while mentions:
            sentence = self.reading.sentence_at(mentions[-1].start)
            earlier = [mention for mention in mentions if mention.start < sentence.start]
            if not earlier or not self._only_attends(sentence.start):
                break
            mentions = earlier  # Turut hadir Camat Ani. "Kami siap," katanya.
        if not mentions:
            return []
        sentence = self.reading.sentence_at(mentions[-1].start)
        return [mention for mention in mentions if mention.start >= sentence.start]

    def _only_attends(self, start: int) -> bool:
        """Whether a sentence opens with who was there: `Turut hadir`, `Hadir pada kesempatan itu`."""
        return self.reading.in_group(start, "presence") or self.reading.in_group(start + 1, "presence")

    def _subjects(self, mentions: list[MentionSpan], end: int) -> list[MentionSpan]:
        """The subject of a sentence; both of two joined: `Bupati Rina dan Camat Ani`; nobody where all of them only come along."""
        if not mentions:
            return []
        sentence = self.reading.sentence_at(mentions[0].start)
        subjects = find_subjects(self.reading, mentions, sentence.start, end)
        if not subjects:
            return [mention for mention in mentions if self.reading.in_group(mention.start - 1, "agent_marker")][:1]
        joined = subjects[:1]
        for mention in subjects[1:]:
            if mention.kind != "name" or not continues_list(self.reading, joined[-1], mention):
                break
            joined.append(mention)
        return joined

    def _sentence_before(self, place: int) -> Sentence | None:
        """The sentence of the same block that ends at a place, or is cut there by a quotation."""
        reading = self.reading
        block = reading.block_at(place)
        last = place - 1
        while last > block.start and reading.shapes[last] == '"':
            last -= 1
        sentence = reading.sentence_at(max(last, block.start))
        return None if sentence.start < block.start or sentence.start >= place else Sentence(sentence.start, min(sentence.end, place))

    def _resident_before(self, place: int) -> SpeakerLink | None:
        """`Seorang pedagang mengatakan senang. "Kami terbantu," katanya.`: the subject of the sentence before, though no list knows it."""
        reading = self.reading
        sentence = self._sentence_before(place)
        if sentence is None or not reading.in_group(sentence.start, "one_person") or reading.in_group(sentence.start, "plural"):
            return None
        if any(mention.person is not None for mention in self.cast.mentions_between(sentence.start, sentence.end)):
            return None
        end = sentence.start
        while end < sentence.end and reading.shapes[end] not in ',.:;"(' and not self._ends_subject(end):
            end += 1
        closing = reading.shapes.find(",", end + 1, sentence.end)
        name = name_before(reading, sentence.start, closing) if closing > 0 and reading.shapes[end] == "," else None
        return SpeakerLink(None, *(name or (sentence.start, end)), None)

    def _name_before(self, place: int) -> SpeakerLink | None:
        """`Adapun Saniah tak kuasa menahan haru. "Dulu bayar," ucapnya.`: a bare name that opens the sentence before."""
        sentence = self._sentence_before(place)
        if sentence is None or any(mention.person is not None for mention in self.cast.mentions_between(sentence.start, sentence.end)):
            return None
        name = name_opening(self.reading, sentence.start, sentence.end)
        return SpeakerLink(None, *name, None) if name is not None else None

    def _ends_subject(self, token: int) -> bool:
        reading = self.reading
        return reading.hit_at("speech_verbs", token) is not None or is_verb(reading, token) or reading.in_group(token, "relative")

    def _title_before(self, place: int) -> SpeakerLink | None:
        """A title without a holder that opens the sentence before: `Ketua panitia menutup acara. "Terima kasih," katanya.`"""
        sentence = self._sentence_before(place)
        if sentence is None:
            return None
        titles = [mention for mention in self.cast.mentions_between(sentence.start, sentence.end) if mention.kind == "title"]
        if titles and titles[0].start == sentence.start:
            return SpeakerLink(None, titles[0].start, titles[0].end, None)
        return None
