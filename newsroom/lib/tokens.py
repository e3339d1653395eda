"""What of a text is searched for: its words as keys, which are equal where a reader means the same.

A key has no case and no accents: "Zürich", "ZURICH" and "zu\\u0308rich" have one. Joined words are
found whole and by their parts ("covid-19", "O'Brien", "example.org"), inflected ones by their stem
(Snowball's, by the language of the text). Scripts that are written without spaces have a key for
each sign and each pair of signs.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

import snowballstemmer

from .folding import without_accents

#: A key is cut at this length, in a text and in what is looked for.
LONGEST_KEY = 40

# Marks that folding leaves out (accents of Latin, Greek and Cyrillic, points of Hebrew and Arabic),
# and signs that only guide line breaks and joining.
_ACCENTS = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a"
    "\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u1ab0-\u1aff"
    "\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
)
_GUIDES = "\u00ad\u200b-\u200f\u2060\ufe00-\ufe0f\ufeff"
# Marks that are letters where regular expressions do not know it.
_VOWEL_SIGNS = (
    "\u0900-\u0963\u0971-\u0dff\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ece"
    "\u0f71-\u0f84\u102b-\u103e\u17b4-\u17d3\u3099\u309a"
)
#: Signs of scripts that have no spaces, and Hangul, whose particles are written onto the word.
_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u1100-\u11ff\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf"
    "\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
)
_LETTER = rf"(?:[^\W_]|[{_ACCENTS}{_GUIDES}{_VOWEL_SIGNS}])"
_SIMPLE = rf"[^\W_]{_LETTER}*"
_HEBREW = "[\u05d0-\u05ea]"
_JOINT = (
    r"(?:['’ʼ＇.·&@/_\-‐‑–\u05be\u05f3\u05f4]|(?<=\d)[,:](?=\d)"
    rf"|(?<={_HEBREW})[\"”](?={_HEBREW}))"
)
_TOKEN = re.compile(rf"(?P<before>(?<!\w)[@#])?(?P<word>{_SIMPLE}(?:{_JOINT}{_SIMPLE})*)"
                    r"(?P<after>(?:\+\+?|#)(?!\w))?")  # fmt: skip
_PART = re.compile(rf"[{_UNSPACED}]+|(?:(?![{_UNSPACED}]){_LETTER})+")
_IS_UNSPACED = re.compile(f"[{_UNSPACED}]")
_INITIALS = re.compile(r"[^\W\d_](?:\.[^\W\d_])+")
_POSSESSIVE = re.compile("['’ʼ＇][sS]$")
#: What a joined word is read without. Points stay, as they tell "3.5" from "35".
_DROPPED_JOINTS = re.compile(r"[^\w.@]|_")

# How letters are typed where a keyboard lacks them.
_TYPED_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"})
_STEMMERS = {
    "ar": "arabic", "ca": "catalan", "da": "danish", "de": "german", "el": "greek",
    "en": "english", "es": "spanish", "et": "estonian", "eu": "basque", "fi": "finnish",
    "fr": "french", "ga": "irish", "hi": "hindi", "hu": "hungarian", "hy": "armenian",
    "id": "indonesian", "it": "italian", "lt": "lithuanian", "nb": "norwegian", "ne": "nepali",
    "nl": "dutch", "nn": "norwegian", "no": "norwegian", "pt": "portuguese", "ro": "romanian",
    "ru": "russian", "sr": "serbian", "sv": "swedish", "ta": "tamil", "tr": "turkish",
    "yi": "yiddish",
}  # fmt: skip

#: Keys one of which a word must have.
AnyOf = tuple[str, ...]


@dataclass(frozen=True)
class Reading:
    """One way to understand a word that is looked for: keys of every group must be there.

    ``percent`` says how well a text fits that was found by it.
    """

    groups: tuple[AnyOf, ...]
    percent: int = 100


@dataclass(frozen=True)
class Word:
    """A word of what a reader typed: the ways to read it, and it as ``folded_words`` has it."""

    text: str
    readings: tuple[Reading, ...]
    folded: str

    @property
    def keys(self) -> frozenset[str]:
        return frozenset(k for reading in self.readings for group in reading.groups for k in group)


def spans(text: str) -> Iterator[tuple[int, int, str]]:
    """Where the words of a text begin and end, joined ones whole, and their text."""
    return ((m.start(), m.end(), m.group()) for m in _TOKEN.finditer(text))


def is_unspaced(word: str) -> bool:
    """Whether signs of a script without spaces are in it."""
    return _IS_UNSPACED.search(word) is not None


def keys_of_token(token: str, stemmer: str) -> tuple[str, ...]:
    """The keys of a word that ``spans`` gave."""
    return token_keys(_TOKEN.findall(token)[0], stemmer)


def folded_words(text: str) -> str:
    """The words without case and accents, with one space around each, for looking up phrases."""
    parts = [key for token in _TOKEN.finditer(text) for key in _parts_in_order(token["word"])]
    return f" {' '.join(parts)} " if parts else " "


def keys_of(text: str, language: str) -> set[str]:
    """All keys of a text."""
    found: set[str] = set()
    for token in set(_TOKEN.findall(text)):
        found.update(token_keys(token, stemmed_as(language)))
    return found


def simple_words(text: str) -> dict[str, str]:
    """The folded simple words of letters, each as it is written: for what corrects typing."""
    return {
        fold(part): part
        for token in _TOKEN.finditer(text)
        for part in _PART.findall(token["word"])
        if part.isalpha() and not _IS_UNSPACED.match(part)
    }


def words_of(text: str, languages: tuple[str, ...]) -> list[Word]:
    """The words that are looked for, in order, as texts in any of the languages have them."""
    return [
        Word(token.group(), readings, " ".join(_parts_in_order(token["word"])))
        for token in _TOKEN.finditer(text)
        if (readings := _readings(token, tuple(dict.fromkeys(map(stemmed_as, languages)))))
    ]


def stemmed_as(language: str) -> str:
    """The name of the language's stemmer ("pt-BR": portuguese); empty where there is none."""
    return _STEMMERS.get(language.partition("-")[0].lower(), "")


@lru_cache(maxsize=20_000)
def fold(word: str) -> str:
    """A word without case and accents: "Ærø" → "aero", "STRASSE" and "Straße" → "strasse"."""
    return without_accents(word)


@lru_cache(maxsize=20_000)
def token_keys(token: tuple[str, str, str], stemmer: str) -> tuple[str, ...]:
    """The keys of one word of a text: (sign before, word, sign after)."""
    before, word, after = token
    word = _POSSESSIVE.sub("", word)
    found = [key for part in _PART.findall(word) for key in _keys_of_part(part, (stemmer,))]
    whole = _whole(word)
    if _is_joined(word):
        found.append(whole)
    if before or after:
        found.append(f"{before}{whole}{after}")
    return tuple(dict.fromkeys(key[:LONGEST_KEY] for key in found if key))


def _readings(token: re.Match[str], stemmers: tuple[str, ...]) -> tuple[Reading, ...]:
    before, after = token["before"] or "", token["after"] or ""
    word = _POSSESSIVE.sub("", token["word"])
    signed = ((f"{before}{_whole(word)}{after}"[:LONGEST_KEY],),)
    if after:
        return (Reading(signed),)
    groups = [group for part in _PART.findall(word) for group in _groups_of_part(part, stemmers)]
    found = [Reading(signed)] if before else []
    if _is_joined(word):
        found += [Reading(((_whole(word)[:LONGEST_KEY],),)), Reading(tuple(groups), 70)]
    elif len(groups) == 1 and len(groups[0]) > 1:
        exact, *inflected = groups[0]
        found += [Reading(((exact,),)), Reading((tuple(inflected),), 90)]
    elif groups:
        found.append(Reading(tuple(groups)))
    return tuple(found)


def _is_joined(word: str) -> bool:
    return not _IS_UNSPACED.search(word) and re.search(_JOINT, word) is not None


def _whole(word: str) -> str:
    folded = fold(word)
    if _INITIALS.fullmatch(folded):
        return folded.replace(".", "")
    return _DROPPED_JOINTS.sub("", folded)


def _groups_of_part(part: str, stemmers: tuple[str, ...]) -> list[AnyOf]:
    if not _IS_UNSPACED.match(part):
        return [_keys_of_part(part, stemmers)]
    signs = fold(part)
    if len(signs) == 1:
        return [(signs,)]
    return [(pair,) for pair in dict.fromkeys(_pairs(signs))]


@lru_cache(maxsize=20_000)
def _keys_of_part(part: str, stemmers: tuple[str, ...]) -> tuple[str, ...]:
    """The keys of a simple word: as it is, as it is typed out, its stems. Of a run of signs: each
    sign and each pair."""
    if _IS_UNSPACED.match(part):
        signs = fold(part)
        return (*dict.fromkeys(signs), *dict.fromkeys(_pairs(signs)))
    lower = unicodedata.normalize("NFC", part.lower())
    found = [fold(part)]
    if not lower.isascii():
        found.append(fold(lower.translate(_TYPED_OUT)))
    found += [fold(_stemmer(name).stemWord(lower)) for name in stemmers if name]
    return tuple(dict.fromkeys(key[:LONGEST_KEY] for key in found if key))


def _pairs(signs: str) -> list[str]:
    return [signs[i : i + 2] for i in range(len(signs) - 1)]


def _parts_in_order(word: str) -> list[str]:
    found: list[str] = []
    for part in _PART.findall(_POSSESSIVE.sub("", word)):
        folded = fold(part)
        found += list(folded) if _IS_UNSPACED.match(part) else [folded]
    return [key for key in found if key]


@cache
def _stemmer(name: str) -> Any:
    return snowballstemmer.stemmer(name)
