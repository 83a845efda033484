"""What stands around a speech verb in its sentence: where the content begins and ends, and what else the sentence tells."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from typing import Final

from berita_extract.grammar.speech import Named, can_speak, is_clause, phrase_end
from berita_extract.lexicon.lexicon import Hit
from berita_extract.text.reading import Reading
from berita_extract.text.sentences import Sentence

# Behind the speech verb that ends a sentence stand at most so many tokens that say who, to whom and when.
_LONGEST_TAG: Final = 16
_SHORTEST: Final = 2
# Between a speech verb and `bahwa` may stand so many tokens that say to whom, where and when.
_LONGEST_SETTING: Final = 10


class Wording:
    """The words of a text as the reading of statements asks about them; `days` are its dates, the first token by the end."""

    def __init__(self, reading: Reading, named: Named, quoted: Sequence[tuple[int, int]], days: Mapping[int, int]) -> None:
        self.reading, self.named, self.days = reading, named, days
        self._quotes = sorted(start for start, _ in quoted)
        self._first_of_days = frozenset(days.values())

    def is_over(self, token: int, end: int) -> bool:
        """Whether behind the words for the speaker nothing comes but a day, or to whom and where."""
        return end - token <= 1 or (end - token <= _LONGEST_TAG and not self.says_more(token, end))

    def says_more(self, token: int, end: int) -> bool:
        """Whether something else follows than a day, or to whom, where and when somebody spoke."""
        reading = self.reading
        while token < end and reading.shapes[token] in ",.;":
            token += 1
        if token >= end or reading.hit_at("weekdays", token) is not None or token in self._first_of_days:
            return False
        return not reading.in_group(token, "speaker_stop")

    def has_subject(self, cue: Hit) -> bool:
        """Whether a person or office, a name or a pronoun, stands right before a verb."""
        token = cue.start
        while self.reading.in_group(token - 1, "verb_adverb"):
            token -= 1
        return (
            token in self.named.start_of
            or self.reading.ending("pronouns", token) is not None
            or (token > 0 and self.reading.shapes[token - 1] in "NX")
        )

    def is_tag(self, token: int) -> bool:
        """Whether an attribution begins at a token: `jelasnya`, `imbuh Camat`."""
        tag = self.reading.hit_at("speech_verbs", token)
        if tag is None or tag.entry.get("form") not in ("post", "nya"):
            return False
        return tag.entry.get("form") == "nya" or tag.end in self.named.end_of or self.reading.hit_at("pronouns", tag.end) is not None

    def tells_before(self, start: int, end: int) -> bool:
        """Whether words before a quotation are a clause of their own, and lead to no other verb: `menegaskan dengan mengatakan "…"`."""
        last = end
        while last > start and self.reading.shapes[last - 1] in ",:":
            last -= 1
        return self.reading.ending("speech_verbs", last) is None and is_clause(self.reading, start, end)

    def stands_for_verb(self, cue: Hit) -> bool:
        """`Karto bilang`, `Bupati ajak warga`: a bare stem between subject and content."""
        return cue.entry.has("short") and not cue.entry.has("trap") and self.has_subject(cue) and cue.end not in self.named.end_of

    def is_led_in(self, start: int, end: int) -> bool:
        """`mengingatkan jemaah, "Sesungguhnya …"`: words between marks that are nobody's statement, and not ours either."""
        return any(mark in self.reading.shapes[start : min(end, start + _LONGEST_TAG)] for mark in (',"', ':"'))

    def clip(self, start: int, end: int) -> int:
        """The end of a stretch, cut where a quotation begins."""
        first = bisect_left(self._quotes, start)
        return min(end, self._quotes[first]) if first < len(self._quotes) else end

    def skip_openers(self, start: int, end: int) -> int:
        """Past the comma or colon and `bahwa` that open the content."""
        while start < end and (self.reading.shapes[start] in ",:-" or self.reading.in_group(start, "content_opener")):
            start += 1
        return start

    def skip_setting(self, start: int, end: int) -> int:
        """Past where, when and to whom something was said, up to `bahwa`: mengatakan `kepada wartawan bahwa` jalan itu rusak."""
        reading = self.reading
        if not (reading.in_group(start, "leftover_opener") or reading.in_group(start, "bare_occasion")):
            return start
        for token in range(start, min(end, start + _LONGEST_SETTING)):
            if reading.in_group(token, "content_opener"):
                return self.skip_openers(token, end)
        return start

    def trim_end(self, start: int, end: int) -> int:
        """The end of the content without its stop and without the day of the statement: `…, Selasa (7/9/2021)`."""
        reading = self.reading
        while True:
            while end > start and reading.shapes[end - 1] in '.,;:"' and reading.word(end - 1) in (".", ",", ";", ":", '"', "''", "!", "?"):
                if reading.shapes[end - 1] == '"' and '"' in reading.shapes[start : end - 1]:
                    break  # menyebut kasus itu "ulah oknum"
                end -= 1
            part = reading.ending("day_parts", end)
            day = self.days.get(end if part is None else part.start, end)
            if start < day < end and reading.shapes[day - 1] == ",":
                end = day
            else:
                return end

    def opens(self, sentence: Sentence, cue: Hit) -> bool:
        """Whether a speech verb opens its sentence, but for a word or two: `Lebih lanjut dikatakannya`."""
        reading = self.reading
        return cue.start - sentence.start <= 4 and all(
            reading.shapes[token] in ',"-' or reading.in_group(token, "sentence_opener") for token in range(sentence.start, cue.start)
        )

    def main_clause(self, start: int, end: int) -> int:
        """The comma behind which a person or office opens the main clause."""
        for token in range(start, end):
            if self.reading.shapes[token] == "," and token + 1 in self.named.end_of:
                return token
        return end

    def next_saying(self, start: int, end: int) -> int:
        """`terima kasih atas bantuan itu dan meminta warga …`: behind a mere noun a second verb tells something else."""
        for cue in self.reading.between("speech_verbs", start, end):
            joiner = cue.start - 1
            while self.reading.in_group(joiner, "verb_adverb"):
                joiner -= 1
            if (
                joiner > start + 1
                and self.reading.in_group(joiner, "list_joiner")
                and cue.entry.get("form") == "pre"
                and cue.entry.has("content")
                and not is_clause(self.reading, start, joiner)
            ):
                return joiner
        return end

    def behind_subject(self, sentence: Sentence, end: int) -> int:
        """`Sementara itu Kapolres Rizal Marito, hasil itu final, harapnya`: the content begins behind the new speaker."""
        token = sentence.start
        while token < end and (self.reading.in_group(token, "sentence_opener") or self.reading.shapes[token] == ","):
            token += 1
        if token == sentence.start or token not in self.named.end_of:
            return sentence.start
        behind = phrase_end(self.reading, self.named, token, end)
        return behind + 1 if self.reading.shapes[behind : behind + 1] == "," and end - behind > _SHORTEST else sentence.start

    def skip_adverbs(self, token: int) -> int:
        """Behind `tambahnya lagi`, `lanjutnya kembali`."""
        while self.reading.in_group(token, "after_verb"):
            token += 1
        return token

    def is_other_word(self, cue: Hit) -> bool:
        """Whether a bare stem is an ordinary word here: `saran perbaikan`, `demikian panggilan akrabnya`."""
        return cue.entry.has("trap") and not can_speak(self.reading, self.named, cue.end)

    def has_plain_verb(self, start: int, end: int) -> bool:
        """Whether a verb that is nothing but a saying comes in a stretch: `mengatakan`."""
        return any(
            cue.entry.get("form") == "pre" and cue.entry.has("content") and not cue.entry.has("trap")
            for cue in self.reading.between("speech_verbs", start, end)
        )

    def tells_later(self, start: int, end: int) -> bool:
        """`Lanjutnya, memasuki musim hujan, ia mengingatkan warga …`: another verb has the content."""
        return any(
            cue.entry.get("form") == "pre" and cue.entry.has("content") and self.has_subject(cue)
            for cue in self.reading.between("speech_verbs", start, min(end, start + _LONGEST_TAG))
        )
