"""Words of a text that a reader typed or reads."""

import re

_WORD = re.compile(r"\w+(?:['’]\w+)*", re.UNICODE)


def words_of(text: str) -> list[str]:
    """The words, in order, without punctuation: what a search looks for."""
    return _WORD.findall(text)


def excerpt(text: str, words: list[str], *, length: int = 240) -> str:
    """The part of the text around the first of the words, cut at words' ends, with ellipses."""
    text = " ".join(text.split())
    if len(text) <= length:
        return text
    folded = text.casefold()
    found = [at for at in (folded.find(word.casefold()) for word in words) if at >= 0]
    start = max(0, min(found, default=0) - length // 3)
    if start:
        start = text.find(" ", start) + 1
    cut = text[start : start + length]
    end = start + length < len(text)
    if end:
        cut = cut[: cut.rfind(" ")]
    return f"{'… ' if start else ''}{cut}{' …' if end else ''}"
