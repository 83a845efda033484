"""Who said it: each quotation and statement gets its speaker, or the reason why nobody can tell."""

from __future__ import annotations

from bisect import bisect_left
from collections import deque
from collections.abc import Iterator, Sequence
from typing import Final

from berita_extract.grammar.speakers import (
    described_before,
    described_behind,
    is_description,
    is_people_noun,
    is_thing,
    leading_phrase,
    name_before,
    name_explained,
    skip_adverbs,
    subject_phrase,
    words_behind,
)
from berita_extract.grammar.speech import Named, can_speak, is_no_saying, is_verb
from berita_extract.lexicon.lexicon import Hit
from berita_extract.linking.antecedents import Antecedents, SpeakerLink
from berita_extract.linking.companions import find_subjects
from berita_extract.linking.people import Cast, MentionSpan
from berita_extract.linking.short_forms import ShortForms
from berita_extract.recognizers.quotes import Quotation
from berita_extract.recognizers.statements import Statement
from berita_extract.text.reading import Reading
from berita_extract.text.spans import mark_spans

# The farthest that a subject may stand before its verb, in tokens.
_LONGEST_SUBJECT: Final = 60
# The farthest that the words for a speaker may reach behind a verb.
_LONGEST_TAG: Final = 30

Told = Quotation | Statement


class SpeakerLinker:
    """Goes through the statements of a text in order, remembering who spoke last; `body` is where the text behind the dateline begins."""

    def __init__(self, reading: Reading, cast: Cast, quoted: Sequence[tuple[int, int]], body: int = 0) -> None:
        self.reading, self.cast, self.body = reading, cast, body
        self._starts = [mention.start for mention in cast.mentions]
        self._named = Named((mention.start, mention.end) for mention in cast.mentions)
        self._quoted = mark_spans(len(reading), quoted)
        self._antecedents = Antecedents(reading, cast, self._quoted)
        self._short_forms = ShortForms(reading, cast)

    def link_all(self, told: Sequence[Told]) -> list[tuple[Told, SpeakerLink]]:
        """Each quotation and statement, in text order, with its speaker; what a mere thing says is left out."""
        acts = deque(self._acts(told))
        linked: list[tuple[Told, SpeakerLink]] = []
        for statement in told:
            while acts and acts[0].start < statement.start:
                self._note_act(acts.popleft())
            link = self._link_quotation(statement) if isinstance(statement, Quotation) else self._link_statement(statement)
            if link is not None:
                link = self._short_forms.complete(link)
                linked.append((statement, link))
                self._antecedents.tell(statement.start, link)
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

    def _is_next_paragraph(self, statement: Quotation, following: Told) -> bool:
        block = self.reading.block_at(statement.start)
        return (
            isinstance(following, Quotation) and block.end < len(self.reading) and self.reading.block_at(following.start).start == block.end
        )

    def _acts(self, told: Sequence[Told]) -> Iterator[Hit]:
        """Speech verbs that report no words and still say who spoke: `Hal itu disampaikan Camat`, `Danramil membenarkan`."""
        cues = {statement.cue.start for statement in told if statement.cue is not None}
        for hit in self.reading.found("speech_verbs"):
            if hit.entry.get("form") not in ("pre", "passive") or hit.entry.has("trap") or hit.start in cues:
                continue
            if not self._quoted[hit.start] and self.reading.block_at(hit.start).kind == "body":
                yield hit

    def _note_act(self, verb: Hit) -> None:
        start, _ = self._clause(verb.start)
        if is_no_saying(self.reading, self._named, start, verb.start):
            return
        pronoun = self.reading.ending("pronouns", skip_adverbs(self.reading, start, verb.start))
        if pronoun is not None and pronoun.entry.value == "he":
            self._antecedents.tell(verb.start, self._antecedents.find(verb.start))
            return
        mention = self._subject(start, verb.start) if verb.entry.get("form") == "pre" else self._agent(verb.end)
        if mention is not None and mention.person is not None and mention.kind != "pronoun":
            self._antecedents.tell(verb.start, SpeakerLink(mention.person, mention.start, mention.end, None))

    def _agent(self, token: int) -> MentionSpan | None:
        while self.reading.in_group(token, "after_verb"):
            token += 1
        return self._mention_from(token, token + 1)

    def _link_quotation(self, quotation: Quotation) -> SpeakerLink:
        """The speaker of words between marks: named behind or before them, or the one spoken of last."""
        cue = quotation.cue
        if quotation.signed is not None:
            end = words_behind(self.reading, quotation.signed, self.reading.block_at(quotation.start).end)
            mention = self._mention_from(quotation.signed, quotation.signed + 1)
            unlisted = SpeakerLink(None, quotation.signed, end, None)
            return unlisted if mention is None else self._resolve(mention, quotation.start, limit=mention.end + 1)
        if cue is None:
            return self._antecedents.find(quotation.start, uncued=quotation.rule != "quotes.sentence")
        if quotation.cue_after:
            return self._behind_cue(cue, quotation.start)
        if cue.entry.get("form") in ("noun", "post", "passive"):
            link = self._behind_cue(cue, quotation.start)
            if not link.missing:
                return link
        return self._before_cue(cue.start, quotation.start) or self._antecedents.find(quotation.start)

    def _link_statement(self, statement: Statement) -> SpeakerLink | None:
        """The speaker of reported speech; nobody at all where its subject is a thing."""
        cue = statement.cue
        if statement.rule == "statements.verb":
            behind = self._mention_from(statement.end + 1, statement.end + 2)
            if self.reading.in_group(cue.start - 1, "besides") and behind is not None and not self._subject(*self._clause(cue.start)):
                return self._resolve(behind, cue.start, limit=statement.end)  # selain mengucapkan selamat, Bupati mengajak …
            return self._before_cue(cue.start, cue.start)
        place = min(cue.start, statement.start)
        if statement.rule == "statements.agentless":
            return self._antecedents.find(place)
        return self._behind_cue(cue, place)

    def _behind_cue(self, cue: Hit, place: int) -> SpeakerLink:
        """`ujar Camat Wahyu`, `kata dia`, `katanya`."""
        start, reading = cue.end, self.reading
        if cue.entry.get("form") == "nya" or cue.entry.get("agent"):
            return self._antecedents.find(place)
        sentence = reading.sentence_at(start) if start < len(reading) else None
        end = min(sentence.end if sentence else start, start + _LONGEST_TAG)
        token = start
        while token < end and reading.in_group(token, "after_verb"):
            token += 1
        mention = self._mention_from(token, min(end, token + 2))
        described = described_behind(reading, token, end)
        if mention is not None and (described is None or (mention.person is not None and not self._is_former(mention))):
            return self._resolve(mention, place, limit=end)
        words_end = described if described is not None and mention is None else words_behind(reading, token, end)
        description = mention is not None or (words_end > token and is_description(reading, token, words_end))
        called = [hit for hit in reading.between("quote_traps", token, words_end) if hit.entry.value == "name"]
        if description and not called:
            link = self._antecedents.find(place)
            if not link.missing:
                return link
        inside = [other for other in self.cast.mentions_between(token, words_end) if other.kind == "name" and other.person is not None]
        if inside:
            return self._resolve(inside[-1], place, limit=end)  # ujar tokoh masyarakat Syofyan Malik
        if words_end > token:
            return SpeakerLink(None, token, words_end, None)
        return self._antecedents.find(place)

    def _clause(self, cue: int) -> tuple[int, int]:
        """The words before a verb: they begin with its sentence, but behind the dateline."""
        start = max(self.reading.sentence_at(cue).start, cue - _LONGEST_SUBJECT)
        return (self.body if start < self.body <= cue else start), cue

    def _before_cue(self, cue: int, place: int) -> SpeakerLink | None:
        """`Danrem menyatakan, …`: the subject before the verb, no companion or addressee."""
        reading = self.reading
        start, _ = self._clause(cue)
        end = skip_adverbs(reading, start, cue)
        pronoun = reading.ending("pronouns", end)
        if pronoun is not None and pronoun.entry.value == "he" and pronoun.entry.get("kind") != "epithet":
            return self._antecedents.find(place)
        described = described_before(reading, start, end)
        phrase = subject_phrase(reading, self._named, start, end)
        subject = self._subject(start, cue)
        if subject is None or subject.person is None:
            name = name_before(reading, start, end)
            if name is not None and (subject is None or subject.end <= name[0] or name[0] == start):
                return SpeakerLink(None, *name, None)
            name = name_explained(reading, start, subject.start) if subject is not None else None
            if name is not None:
                return SpeakerLink(None, *name, None)
        known = subject is not None and (described is None or (subject.person is not None and not self._is_former(subject)))
        if subject is not None and known and not self._is_nearer(phrase, subject, start):
            whole = self._whole(subject, phrase, leading_phrase(reading, self._named, start, cue))
            return SpeakerLink(None, *whole, None) if whole is not None else self._resolve(subject, place, limit=cue)
        if described is not None:
            link = self._antecedents.find(place)
            return SpeakerLink(None, described, end, None) if link.missing else link
        if (
            phrase is not None
            and reading.shapes[phrase[0] - 1] == '"'
            and all(reading.in_group(token, "demonstrative") for token in range(*phrase))
        ):
            return None  # Film “Jejak Hujan” ini menceritakan
        if phrase is not None and not self._is_led(phrase[0]):
            if is_thing(reading, self._named, start, phrase):
                return None
            if can_speak(reading, self._named, phrase[0]):
                return SpeakerLink(None, *phrase, None)
        leading = leading_phrase(reading, self._named, start, cue)
        return SpeakerLink(None, *leading, None) if leading is not None else self._antecedents.find(place)

    def _is_former(self, mention: MentionSpan) -> bool:
        """`mantan Camat Montong itu`: what somebody was before says who is spoken of, not that the present Camat is."""
        prefix = self.reading.hit_at("office_prefixes", mention.start)
        return mention.kind == "title" and prefix is not None and prefix.entry.get("kind") == "former"

    def _whole(self, subject: MentionSpan, *phrases: tuple[int, int] | None) -> tuple[int, int] | None:
        """`salah satu kader Posyandu dari Desa Jati`, `Tim Pengawas`: more words for the holder of an office whom nobody names."""
        if subject.person is not None or subject.kind != "title":
            return None
        reading = self.reading
        for phrase in phrases:
            if phrase is None or phrase == (subject.start, subject.end) or not phrase[0] <= subject.start < subject.end <= phrase[1]:
                continue
            if phrase[0] == subject.start:
                if not reading.is_function_word(phrase[1] - 1):
                    return phrase  # Pemilik rumah
            else:
                noun = reading.hit_at("count_nouns", phrase[0])
                group = noun is not None and noun.entry.get("kind") == "group" and reading.shapes[phrase[0]] != "w"
                if group or is_people_noun(reading, phrase[0]):
                    return phrase
        return None

    def _is_led(self, first: int) -> bool:
        """`mewakili Pemerintah Kabupaten juga menyampaikan`: the noun belongs to a verb or preposition before it."""
        return self.reading.in_group(first - 1, "companion") or is_verb(self.reading, first - 1)

    def _is_nearer(self, phrase: tuple[int, int] | None, subject: MentionSpan, start: int) -> bool:
        """`Didampingi Bupati Rina, warga mengeluhkan`: people or a body right before the verb, and no companions either."""
        if phrase is None or phrase[0] < subject.end:
            return False
        reading = self.reading
        first = phrase[0]
        before = first - 1
        opens = first == start or reading.shapes[before] == "," or reading.in_group(before, "list_joiner")
        if not opens or self.cast.mentions_between(*phrase):
            return False
        if subject.end == before and reading.hit_at("offices", first) is not None:
            return False  # Lukas Asso, Ketua Klasis Baliem
        return is_people_noun(reading, first) or reading.hit_at("organisations", first) is not None

    def _subject(self, start: int, cue: int) -> MentionSpan | None:
        """The person or office whom the words before a verb make its subject."""
        reading = self.reading
        mentions = [
            mention
            for mention in self.cast.mentions_between(start, cue)
            if not self._quoted[mention.start] and (mention.kind != "pronoun" or mention.person is not None)
        ]
        subjects = find_subjects(reading, mentions, start, cue)
        if not subjects:
            return None
        if len(subjects) > 1 and self._explains(subjects[-2], subjects[-1]):
            subjects.pop()
        if self._is_new_clause(subjects):
            return subjects[-1]
        return next((mention for mention in subjects if mention.person is not None), subjects[0])

    def _explains(self, before: MentionSpan, mention: MentionSpan) -> bool:
        """`Lukas Asso, Ketua Klasis menyampaikan`, `Supriyanto yang sekaligus ketua pelaksana`: an office that only says who he is."""
        if mention.kind != "title" or mention.person is not None or before.kind != "name":
            return False
        reading = self.reading
        role = reading.ending("title_words", mention.start)
        also = role is not None and role.entry.get("tag") in ("role", "also")
        return also or reading.shapes[before.end : mention.start] == ","

    def _is_new_clause(self, subjects: Sequence[MentionSpan]) -> bool:
        """Whether the last subject stands in a clause of its own (`Usai dibuka Camat A, Kades B mengatakan`)."""
        if len(subjects) < 2:
            return True
        return "," in self.reading.shapes[subjects[0].end : subjects[-1].start]

    def _resolve(self, mention: MentionSpan, place: int, limit: int) -> SpeakerLink:
        """A mention's person; a bare title right before a name gives way to the name."""
        if mention.person is None:
            following = self._mention_from(mention.end, mention.end + 2) if mention.end < limit else None
            if following is not None and any(shape not in ",(" for shape in self.reading.shapes[mention.end : following.start]):
                following = None
            if mention.kind == "pronoun":
                return self._antecedents.find(place)
            if following is not None and following.person is not None:
                return SpeakerLink(following.person, following.start, following.end, None)
        return SpeakerLink(mention.person, mention.start, mention.end, None)

    def _mention_from(self, start: int, end: int) -> MentionSpan | None:
        """The first mention that begins in a short stretch."""
        first = bisect_left(self._starts, start)
        if first < len(self._starts) and self._starts[first] < end:
            return self.cast.mentions[first]
        return None
