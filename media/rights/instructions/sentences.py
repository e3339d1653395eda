"""A text as the sentences that agencies string together with dots, dashes, stars and lines."""

import re
import unicodedata
from collections.abc import Iterator

from newsroom.lib import text as plain

_MONTHS = "JAN|FEB|MAR|MÄR|APR|MAY|MAI|JUN|JUL|AUG|SEP|OCT|OKT|NOV|DEC|DEZ"
# A point after one letter ("U.K."), before a month ("12. MARCH") or a digit ends no sentence.
_BREAKS = re.compile(
    r"[\n;|•·]+|\*{2,}|\s[-–—]+\s|[–—]|--+"
    rf"|(?<![ .][A-Za-z])[.!?]{{1,4}}[\"'”’)]?(?:\s{{1,2}}(?!(?:{_MONTHS}|\d))|$)",
    re.IGNORECASE,
)
_BLANKS = re.compile(r"[^\S\n]+")
_SPACES = re.compile(r"\s+")
# Only a text without any marks is cut in the middle.
_LONGEST = 1000


def split(text: str) -> Iterator[str]:
    """The sentences, each on one line."""
    for part in _BREAKS.split(_BLANKS.sub(" ", plain.tidy(text))):
        sentence = _SPACES.sub(" ", part).strip(" .,*-")
        for start in range(0, len(sentence), _LONGEST):
            yield sentence[start : start + _LONGEST]


def folded(sentence: str) -> str:
    """The sentence in capitals, without accents, with plain quotes and hyphens."""
    text = unicodedata.normalize("NFKD", sentence.replace("ß", "ss").replace("’", "'"))
    text = "".join(c for c in text if not unicodedata.combining(c)).upper()
    return _SPACES.sub(" ", text.replace("‐", "-").replace("‑", "-"))
