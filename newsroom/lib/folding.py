"""One form for texts that people take for the same: for keys, for searching, for comparing.

``folded`` keeps accents, which tell names apart; ``without_accents`` is for searching, where people
leave them out.
"""

from __future__ import annotations

import re
import unicodedata

# Signs that typographers and keyboards write differently, and spaces that do not show.
_SIGNS = {
    **dict.fromkeys(map(ord, "‘’‚‛′ʹʻʼʽ`´＇׳"), "'"),
    **dict.fromkeys(map(ord, "“”„‟″«»‹›＂״〝〞〟"), '"'),
    **dict.fromkeys(map(ord, "‐‑‒–—―−﹘﹣－־⁃"), "-"),
    ord("…"): "...",
}
# What Unicode calls ignorable: soft hyphens, joiners, marks of direction, selectors of variants.
# And the stroke that only stretches Arabic words.
UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u0640\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\U000e0000-\U000e0fff]"
)
# Letters that Unicode does not take apart into a letter and its accent.
_PLAIN = str.maketrans(
    {
        "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i",
        "ŧ": "t", "ħ": "h",
    }
)  # fmt: skip
# Combining signs that make another letter of a letter: dots of Indic scripts, of kana, viramas.
_MAKE_LETTERS = (0, 7, 8, 9)
_BETWEEN_WORDS = re.compile(r"[\W_]+")


def folded(text: str) -> str:
    """The text as a key: equal for all ways of writing the same words; accents distinguish.

    Composed and decomposed letters, capitals, kinds and numbers of spaces, widths, quotation marks
    and dashes are one; what does not show is left out. Folding twice changes nothing.
    """
    if text.isascii():
        plain = text.replace("`", "'").lower()
    else:
        signs = UNSEEN.sub("", text.translate(_SIGNS))
        once = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", signs).casefold())
        plain = unicodedata.normalize("NFKC", once.casefold()).translate(_SIGNS)
        # A capital of Turkish: in lower case Unicode keeps a second dot.
        plain = unicodedata.normalize("NFKC", plain.replace("i\u0307", "i"))
    return " ".join(plain.split())


def without_accents(text: str) -> str:
    """``folded`` with each letter in its plain form: "Zoë Zürich" → "zoe zurich", "Łódź" → "lodz".

    Letters stay letters: ø is o, æ is ae, þ is th. The voicing marks of kana and the vowel signs of
    Indic scripts stay.
    """
    key = folded(text)
    if key.isascii():
        return key
    apart = unicodedata.normalize("NFKD", key).translate(_PLAIN)
    bare = "".join(c for c in apart if unicodedata.combining(c) in _MAKE_LETTERS)
    return " ".join(unicodedata.normalize("NFC", bare).split())


def bare_words(text: str) -> str:
    """The words without accents, one space between them: "Ærø_2.jpg" → "aero 2 jpg"."""
    return _BETWEEN_WORDS.sub(" ", without_accents(text)).strip()


def key_of(name: str) -> str:
    """What of a name tells it from others where accents do not: ``bare_words`` without spaces.

    "A.P.", "AP" and "ap" are one name, "Getty-Images" is "Getty Images", "Zürich" is "Zurich".
    """
    return bare_words(name).replace(" ", "") or name.strip()
