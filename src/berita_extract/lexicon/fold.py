"""How words are compared: without case, without full stops."""

from __future__ import annotations


def fold_case(text: str) -> str:
    """Lower-case `text` without ever changing its length (`str.lower` makes two characters of `İ`)."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(low if len(low := character.lower()) == 1 else character for character in text)


def fold_word(word: str) -> str:
    """The form under which a word is looked up: no case, no full stops (`S.Sos.` → `ssos`)."""
    return fold_case(word).replace(".", "") or word
