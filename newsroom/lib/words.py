"""Words of a text that a reader typed or reads."""

import re
import unicodedata

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


# Letters that Unicode does not take apart into a letter and its accent.
_PLAIN = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ŧ": "t"}
)
_BETWEEN_WORDS = re.compile(r"[\W_]+")


def folded(text: str) -> str:
    """The words in lower case without accents, one space between them: "Ærø_2.jpg" → "aero 2 jpg".

    What is searched and what is searched for are both folded, so that they meet.
    """
    letters = unicodedata.normalize("NFKD", text.casefold()).translate(_PLAIN)
    bare = "".join(c for c in letters if not unicodedata.combining(c))
    return _BETWEEN_WORDS.sub(" ", bare).strip()


def key_of(name: str) -> str:
    """What of a name tells it from others: ``folded`` without the spaces.

    "A.P.", "AP" and "ap" are one name, "Getty-Images" is "Getty Images", "Zürich" is "Zurich".
    """
    return folded(name).replace(" ", "") or name.strip()
