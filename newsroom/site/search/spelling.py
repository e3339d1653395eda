"""What was meant by a word that no text holds: the words of headlines and names that are near it.

Each word stands under itself and under itself less one letter. A typed word, less none to two of
its letters, meets the words that differ from it by a letter that is wrong, missing, too many or in
the wrong place, and some that differ by two.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import combinations

from django.db.models import F

from newsroom.lib import tokens
from newsroom.site.models import SearchEntry, SearchSpelling

from . import places, postings
from .entries import OF_THING

_SHORTEST, _LONGEST = 4, 20
#: From this length on, two letters may be wrong.
_LONG = 7
_MOST_NEAR = 200
_AT_ONCE = 500


def learn(entries: Iterable[SearchEntry]) -> None:
    """Take in the words of headlines and names."""
    words: dict[str, str] = {}
    for text in {text: None for e in entries for text in (e.title, e.names, e.summary)}:
        words |= tokens.simple_words(text)
    words = {w: shown for w, shown in words.items() if _SHORTEST <= len(w) <= _LONGEST}
    listed = sorted(words)
    for start in range(0, len(listed), _AT_ONCE):
        part = listed[start : start + _AT_ONCE]
        known = SearchSpelling.objects.filter(key__in=part, word=F("key"))
        new = set(part) - set(known.values_list("word", flat=True))
        SearchSpelling.objects.bulk_create(
            (
                SearchSpelling(key=key, word=word, shown=words[word][:40])
                for word in sorted(new)
                for key in sorted({word, *_without(word, 1)})
            ),
            ignore_conflicts=True,
        )


def corrected(words: Iterable[str]) -> dict[str, str]:
    """For each folded word the likeliest one that is known, as it is written. Two queries."""
    keys = {word: _keys_of_typed(word) for word in words if _SHORTEST <= len(word) <= _LONGEST}
    wanted = {key for found in keys.values() for key in found}
    if not wanted:
        return {}
    rows = SearchSpelling.objects.filter(key__in=wanted).order_by("key", "word")[: _MOST_NEAR * 4]
    near = [(row.key, row.word, row.shown) for row in rows]
    shown = {word: text for _key, word, text in near}
    choices = {
        typed: sorted({word for key, word, _text in near if key in found})
        for typed, found in keys.items()
    }
    how_common = _how_common(shown)
    best = {}
    for typed, candidates in choices.items():
        most = 2 if len(typed) >= _LONG else 1
        ranked = [
            (distance, word[0] != typed[0], -how_common.get(word, 0), word)
            for word in candidates
            if (distance := _distance(typed, word)) <= most
        ]
        if ranked:
            best[typed] = shown[min(ranked)[-1]]
    return best


def _keys_of_typed(word: str) -> set[str]:
    keys = {word, *_without(word, 1)}
    return keys | set(_without(word, 2)) if len(word) >= _LONG else keys


def _without(word: str, count: int) -> Iterable[str]:
    """The word less so many letters, in every way."""
    for left in combinations(range(len(word)), len(word) - count):
        yield "".join(word[i] for i in left)


def _how_common(words: Iterable[str]) -> Mapping[str, int]:
    """How many entries hold each word in the newest span that has it."""
    chosen = sorted(words)[:_MOST_NEAR]
    keys = [key for word in chosen for key in (word, OF_THING + word)]
    found = postings.newest(keys, below=places.THINGS * 2, not_below=0, count=1)
    counts: dict[str, int] = {}
    for key, spans in found.items():
        word = key.removeprefix(OF_THING)
        counts[word] = counts.get(word, 0) + sum(map(len, spans.values()))
    return counts


def _distance(one: str, other: str) -> int:
    """How many letters are wrong, missing, too many or exchanged with the next."""
    before: list[int] = []
    last = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        row = [i]
        for j, beside in enumerate(other, 1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (letter != beside))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == beside:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        before, last = last, row
    return last[-1]
