"""Reported speech without quotation marks: a speech verb, whoever it points to, and what was said."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from berita_extract.grammar.speakers import is_people_noun
from berita_extract.grammar.speech import Named, can_speak, is_clause, is_no_saying, is_rest, is_verb, phrase_end
from berita_extract.grammar.wording import Wording
from berita_extract.lexicon.lexicon import Hit
from berita_extract.record import Record
from berita_extract.text.reading import Reading
from berita_extract.text.sentences import Sentence
from berita_extract.text.spans import mark_spans
from berita_extract.text.words import CAPITALISED

RULES: Final[Mapping[str, str]] = {
    "statements.verb": "subject, speech verb, content: Danrem mengingatkan tentang potensi kerawanan",
    "statements.tag": "content, then the speech verb: Kita siap, kata Camat",
    "statements.inserted": "the speech verb inside or before the content: Pemkab, jelas Romi, mendukung; Lanjutnya, jalan itu ditutup",
    "statements.according": "content behind menurut: Menurut Hendri, pemerintah bisa memanfaatkan",
    "statements.agent": "a passive speech verb with its agent: dijelaskan Fikri adalah kemauan",
    "statements.agentless": "a passive speech verb that opens its sentence, of whoever spoke last: Dikatakannya, jalan itu ditutup",
    "statements.detached": "a speech verb as a sentence of its own: Kegiatan berjalan lancar. Jelas Danramil.",
}

# A reported clause has at least this many words.
_SHORTEST: Final = 2
_BULLETS: Final = frozenset("-*•?")
# A topic before an inserted speech verb has at most this many: Untuk pakaian seragam, kata dia, …
_LONGEST_TOPIC: Final = 10


class Statement(Record, frozen=True):
    """What was said, as tokens, and the verb."""

    start: int
    end: int
    rule: str
    cue: Hit


def find_statements(
    reading: Reading,
    quoted: Sequence[tuple[int, int]],
    leading: Mapping[int, int],
    named: Sequence[tuple[int, int]],
    days: Iterable[tuple[int, int]],
    body: int = 0,
) -> list[Statement]:
    """Find indirect statements sentence by sentence.

    `quoted` are the tokens of direct quotations with their marks; `leading` tells where each begins by the verb that leads it in;
    `named` are the tokens of people and offices, `days` of dates; `body` is where the text behind the dateline begins.
    """
    finder = _Finder(reading, quoted, leading, named, {end: start for start, end in days})
    previous: Sentence | None = None
    for sentence in reading.sentences:
        if reading.block_at(sentence.start).kind == "body":
            whole = Sentence(body, sentence.end) if sentence.start < body < sentence.end else sentence
            finder.read_sentence(whole, previous)
        previous = sentence
    return finder.found


class _Finder:
    """One trip through a text; in a sentence everything before `reached` is told already."""

    def __init__(
        self,
        reading: Reading,
        quoted: Sequence[tuple[int, int]],
        leading: Mapping[int, int],
        named: Sequence[tuple[int, int]],
        days: Mapping[int, int],
    ) -> None:
        self.reading, self.named = reading, Named(named)
        self._wording = Wording(reading, self.named, quoted, days)
        self.found: list[Statement] = []
        self._leading = leading
        self._taken = mark_spans(len(reading), quoted)
        self._naming = mark_spans(len(reading), named)
        self._reached = 0

    def read_sentence(self, sentence: Sentence, previous: Sentence | None) -> None:
        cues = [cue for cue in self.reading.between("speech_verbs", sentence.start, sentence.end) if self._is_free(sentence, cue)]
        last = self._final_tag(sentence, cues)
        self._reached = sentence.start
        for cue in cues:
            if cue.start < self._reached:
                continue
            if last is not None and cue is not last and cue.entry.get("form") == "pre" and not self._wording.has_subject(cue):
                continue  # Warga mengeluh pusing, jelasnya: all of it is told
            statement = self._read_cue(sentence, previous, cue, last)
            if statement is not None and statement.end - statement.start >= _SHORTEST:
                self.found.append(statement)
                self._reached = max(self._reached, statement.end, cue.end)

    def _is_free(self, sentence: Sentence, cue: Hit) -> bool:
        """Whether a verb stands in no quotation and no name (`Puji Astuti`), leads no quotation in, and belongs to no title or list."""
        if self._taken[cue.start] or self._naming[cue.start]:
            return False
        if "." not in self.reading.shapes[cue.end : self._leading.get(cue.start, 0)] and cue.start in self._leading:
            return False
        if cue.start == sentence.start or self.reading.shapes[cue.start] == "w" or cue.entry.get("form") != "pre":
            return True
        titled = self.reading.shapes[sentence.end - 1] not in '."'  # Kemenhub Tegaskan Tarif Tidak Naik
        return not titled and self.reading.shapes[cue.start - 1] not in ":;.)"

    def _final_tag(self, sentence: Sentence, cues: Sequence[Hit]) -> Hit | None:
        """The speech verb with which a sentence ends: `…, ujar Camat.`, `…, jelasnya.`"""
        if not cues or cues[-1].start <= sentence.start + _SHORTEST:
            return None
        cue = cues[-1]
        form = cue.entry.get("form")
        if form not in ("post", "nya") or self.reading.shapes[cue.start - 1] != "," or self._taken[cue.start - 2]:
            return None
        end = cue.end if form == "nya" else phrase_end(self.reading, self.named, cue.end, sentence.end)
        if form == "post" and (end == cue.end or self._wording.is_other_word(cue)):
            return None
        return cue if self._wording.is_over(end, sentence.end) else None

    def _read_cue(self, sentence: Sentence, previous: Sentence | None, cue: Hit, last: Hit | None) -> Statement | None:
        end = self._wording.clip(cue.end, sentence.end)
        # A quotation follows: the words before it are no statement unless they are a clause.
        stopped = end == sentence.end or self.reading.shapes[end - 1] == "."
        closed = self._wording.is_led_in(cue.end, end) or not (stopped or self._wording.tells_before(cue.end, end))
        match cue.entry.get("form"):
            case "pre":
                limit = last.start if last is not None and last.start > cue.end else end
                return None if closed else self._read_verb(sentence, cue, limit)
            case "noun":
                return self._read_according(sentence, cue, end)
            case "passive":
                return None if closed else self._read_passive(sentence, cue, end)
            case "post" if self._wording.stands_for_verb(cue):
                return None if closed else self._read_verb(sentence, cue, end)
            case "post" | "nya":
                return self._read_tag(sentence, previous, cue, end)
            case _:
                return None

    def _tell(self, start: int, end: int, rule: str, cue: Hit) -> Statement:
        return Statement(start, self._wording.trim_end(start, end), rule, cue)

    def _read_verb(self, sentence: Sentence, cue: Hit, end: int) -> Statement | None:
        """`Danrem mengingatkan tentang …`: the content follows the verb to the end of the sentence."""
        reading = self.reading
        if not (cue.entry.has("content") or cue.entry.has("short")):
            return None
        if cue.end - cue.start > 1 and (reading.in_group(cue.end, "list_joiner") or reading.in_group(cue.end, "relative")):
            cue = Hit(cue.start, cue.start + 1, cue.entry)  # memberikan apresiasi dan dukungan: both are given
        start = self._wording.skip_openers(cue.end, end)
        if reading.in_group(start, "list_joiner") and reading.hit_at("speech_verbs", start + 1) is not None:
            return None  # menghimbau dan mengingatkan warga: the second verb has the content
        if start > cue.end and reading.shapes[start - 1] == "," and self._wording.is_tag(start):
            return None  # saya mengajak, imbuh Camat, untuk …
        if cue.start == sentence.start or (cue.start == sentence.start + 1 and reading.word(sentence.start) in _BULLETS):
            return self._tell(start, end, "statements.verb", cue) if start > cue.end and not cue.entry.has("trap") else None
        if is_no_saying(reading, self.named, sentence.start, cue.start):
            return None
        if reading.ending("activities", cue.start) is not None and not any(
            place in self.named.end_of for place in range(sentence.start, cue.start)
        ):
            return None  # lomba bercerita dalam Bahasa Inggris
        if reading.in_group(cue.start - 1, "occasion") and self._wording.has_plain_verb(start, end):
            return None  # Wali Kota saat mengajak warga berbelanja mengatakan, …
        told = self._wording.skip_setting(start, end)
        if told > start:
            return self._tell(told, end, "statements.verb", cue)
        if start == cue.end:
            trap = reading.hit_at("quote_traps", start)
            if reading.in_group(start, "speech_noun") or (trap is not None and trap.entry.value == "scripture"):
                return None  # menyampaikan sambutan di hadapan peserta
            weak = cue.entry.has("trap") or cue.entry.get("form") == "post"
            if weak and not is_clause(reading, start, end):
                return None
        if is_rest(reading, start, end):
            return None
        if reading.in_group(cue.start - 1, "besides"):
            end = self._wording.main_clause(start, end)  # selain mengucapkan selamat, Bupati mengajak …
        thanks = reading.in_group(start, "thanks") or cue.entry.value in reading.groups["thanks"]
        return self._tell(start, self._wording.next_saying(start, end) if thanks else end, "statements.verb", cue)

    def _read_according(self, sentence: Sentence, cue: Hit, end: int) -> Statement | None:
        """`Menurut Hendri, …`; `…, menurut Hendri, …`."""
        if cue.entry.has("trap") or cue.end >= end or not can_speak(self.reading, self.named, cue.end):
            return None
        document = self.reading.hit_at("not_date_cues", cue.end)
        if document is not None and document.entry.get("kind") == "document":
            return None  # menurut Pasal 3
        speaker_end = phrase_end(self.reading, self.named, cue.end, end)
        if speaker_end == cue.end:
            return None
        start = self._wording.skip_openers(self._behind_description(speaker_end, end), end)
        verb = self.reading.hit_at("speech_verbs", start)
        if verb is not None and verb.entry.get("form") == "pre" and verb.end < end:
            start = self._wording.skip_openers(verb.end, end)  # Menurut Camat mengatakan, …
        if end - start >= _SHORTEST:
            rule = "statements.according" if self._wording.opens(sentence, cue) else "statements.inserted"
            return self._tell(start, end, rule, cue)
        if cue.start <= sentence.start + 1:
            return None
        return self._tell(self._reached, cue.start, "statements.tag", cue)

    def _behind_description(self, token: int, end: int) -> int:
        """`Menurut Marlina, salah satu koordinator di Posko Sidorejo, bantuan …`: the content begins behind who he is."""
        shapes = self.reading.shapes
        if shapes[token : token + 1] != "," or not self.reading.in_group(token + 1, "one_person"):
            return token
        last = min(end, token + 4)
        if not any(is_people_noun(self.reading, place) or self.reading.hit_at("offices", place) for place in range(token + 2, last)):
            return token  # Menurut Rina, salah satu faktor keberhasilan adalah …
        closing = shapes.find(",", token + 1, end)
        return closing if closing > 0 else token

    def _read_passive(self, sentence: Sentence, cue: Hit, end: int) -> Statement | None:
        """`dituturkan oleh Tri Adhianto, dampak …`: a passive verb with its agent; without one it must open the sentence."""
        reading = self.reading
        if is_no_saying(reading, self.named, sentence.start, cue.start):
            return None
        opens = self._wording.opens(sentence, cue)
        start = cue.end
        told = self._wording.skip_openers(cue.end, end)
        if told in self.named.end_of and reading.shapes[start] == ",":
            ended = phrase_end(reading, self.named, told, end)
            start = told if reading.shapes[ended : ended + 1] == "," else start  # Ditambahkan, Albani, Ketua Alumni, …
        if cue.entry.get("agent") or (opens and start < told):
            return self._read_agentless(sentence, cue, told, end) if opens and start == cue.end else None
        while start < end and reading.in_group(start, "after_verb"):
            start += 1
        if start >= end or not (start in self.named.end_of or reading.shapes[start] in CAPITALISED):
            return None
        speaker_end = phrase_end(reading, self.named, start, end)
        told = self._wording.skip_openers(speaker_end, end)
        introduced = told > speaker_end and (reading.shapes[told - 1] != "," or opens or self._is_inserted(cue, told, end))
        if not introduced:
            known = start in self.named.end_of and told == speaker_end and not cue.entry.has("trap")
            if not known or not (opens or reading.in_group(told, "predicate") or (start > cue.end and is_verb(reading, told))):
                return None
        if end - told < _SHORTEST or (is_rest(reading, told, end) if introduced else reading.in_group(told, "leftover_opener")):
            return None
        return self._tell(told, end, "statements.agent", cue)

    def _is_inserted(self, cue: Hit, told: int, end: int) -> bool:
        """`Pemerintah, ditegaskan Menteri, peduli`; `Hal itu dituturkan oleh Camat, hujan merusak jalan`: a clause behind the comma."""
        if cue.entry.has("trap"):
            return False  # didukung TNI, pemda dan warga
        if self.reading.shapes[cue.start - 1] == ",":
            return True
        return self._wording.says_more(told, end) and not self.reading.in_group(told, "relative") and is_clause(self.reading, told, end)

    def _read_agentless(self, sentence: Sentence, cue: Hit, told: int, end: int) -> Statement | None:
        """`Dikatakannya, …`; `Ditambahkan, …`: whoever spoke last."""
        if told == cue.end and (cue.entry.has("trap") or is_rest(self.reading, told, end)):
            return None
        if told == cue.end and self.reading.in_group(cue.start - 1, "pointer"):
            return None  # Demikian diungkapnya saat apel
        if not cue.entry.get("agent") and (cue.entry.has("trap") or cue.start - sentence.start > _SHORTEST):
            return None  # Diharapkan, …; Selain itu juga dijelaskan, …
        return self._tell(told, end, "statements.agentless", cue)

    def _read_tag(self, sentence: Sentence, previous: Sentence | None, cue: Hit, end: int) -> Statement | None:
        """`…, kata Camat.`, `Pemkab, jelas Romi, sangat mendukung`, and `Jelas Danramil.` alone."""
        reading = self.reading
        hers = cue.entry.get("form") == "nya"
        speaker_end = self._wording.skip_adverbs(cue.end) if hers else phrase_end(reading, self.named, cue.end, end)
        if not hers and (speaker_end == cue.end or self._wording.is_other_word(cue)):
            return None
        pointed = hers or cue.end in self.named.end_of or reading.hit_at("pronouns", cue.end) is not None
        if self._wording.opens(sentence, cue):
            return self._read_opening_tag(sentence, previous, cue, end, speaker_end, pointed=pointed)
        if reading.in_group(cue.start - 1, "leftover_opener") or self._taken[cue.start - 1]:
            return None  # Dalam pesannya, …
        rest = self._wording.skip_openers(speaker_end, end)
        goes_on = end - rest > _SHORTEST
        if hers and cue.entry.has("content") and goes_on:
            return self._tell(rest, end, "statements.inserted", cue)  # Kondisi itu menurutnya menjadi tugas bersama
        if hers and cue.entry.has("trap") and not self._wording.is_over(speaker_end, end):
            return None  # sebagai kelanjutan pesannya di masa lalu
        comma = reading.shapes[speaker_end : speaker_end + 1] == ","
        topic = cue.start - self._reached <= _LONGEST_TOPIC
        if reading.shapes[cue.start - 1] != ",":
            if comma and goes_on and topic and pointed and (not cue.entry.has("trap") or not hers):
                return self._tell(rest, end, "statements.inserted", cue)  # Pada Jumat lanjutnya, sudah …; Hal itu lanjut Camat, sudah …
            return None
        if self._taken[cue.start - 2] or reading.shapes[cue.start - 2] == '"':
            return None
        if comma and goes_on and (topic or self._wording.says_more(rest, end)):
            return self._tell(rest, end, "statements.inserted", cue)
        start = self._reached
        if hers and start == sentence.start:
            start = self._wording.behind_subject(sentence, cue.start)
        return self._tell(start, cue.start, "statements.tag", cue)

    def _is_short_form(self, token: int) -> bool:
        """`Namun, sambung Darmo, …`: a lone name in commas, though the text has it only in a longer form."""
        shapes = self.reading.shapes
        return shapes[token : token + 1] in ("N", "X") and shapes[token + 1 : token + 2] == "," and shapes[token - 1] == "w"

    def _read_opening_tag(
        self, sentence: Sentence, previous: Sentence | None, cue: Hit, end: int, speaker_end: int, *, pointed: bool
    ) -> Statement | None:
        """A tag that opens its sentence: what it reports stands behind a comma, or in the sentence before."""
        reading = self.reading
        behind = self._wording.skip_openers(speaker_end, end)
        told = end - behind > _SHORTEST
        if told and cue.entry.get("form") == "nya" and cue.entry.has("content"):
            return self._tell(behind, end, "statements.inserted", cue)  # Menurutnya harga beras stabil
        plain = not cue.entry.has("trap") and behind == speaker_end and reading.ending("pronouns", speaker_end) is not None
        if told and plain and is_clause(reading, behind, end):
            return self._tell(behind, end, "statements.inserted", cue)  # Kata dia walaupun hujan, warga datang
        pointed = pointed or self._is_short_form(cue.end)
        if told and behind > speaker_end and (pointed or not cue.entry.has("trap")) and not self._wording.tells_later(behind, end):
            return self._tell(behind, end, "statements.inserted", cue)
        if previous is None or previous.end != sentence.start or any(self._taken[previous.start : previous.end]):
            return None
        if end - speaker_end > (8 if pointed and not cue.entry.has("trap") else 1) or (cue.entry.has("trap") and not pointed):
            return None
        if not pointed and reading.shapes[end - 1] != ".":
            return None  # Ajak Warga Jaga Kebersihan
        if self.found and self.found[-1].end > previous.start:
            return None
        return self._tell(previous.start, previous.end, "statements.detached", cue)
