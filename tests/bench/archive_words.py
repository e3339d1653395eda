"""Sentences of an invented city, put together by chance: enough variety for search and layout."""

import random

_WHO = (
    "The harbour office", "A ferry crew", "The tram company", "Two librarians", "The night market",
    "The bridge keeper", "A schoolteacher", "The fish auction", "The weather station",
    "The city council", "A retired pilot", "The dockers' choir",
)  # fmt: skip
_DOES = (
    "reopens", "counts", "moves", "paints", "measures", "closes", "celebrates", "questions",
    "repairs", "forgets", "doubles", "returns",
)  # fmt: skip
_WHAT = (
    "the north quay", "its oldest crane", "the winter timetable", "a lost lighthouse lamp",
    "the tunnel lights", "the swimming steps", "a map from the flood year", "the market bells",
    "the spare anchor", "the ninth tram line", "the tide tables", "the harbour seals",
)  # fmt: skip
_WHEN = (
    "before the storm", "for the third time", "without a word", "after a long vote",
    "in front of children", "at half the cost", "until spring", "by lantern light",
)  # fmt: skip


def headline(chance: random.Random) -> str:
    """Such as "A ferry crew counts the harbour seals by lantern light"."""
    return " ".join(chance.choice(words) for words in (_WHO, _DOES, _WHAT, _WHEN))


def paragraph(chance: random.Random, *, sentences: int = 4) -> str:
    return " ".join(f"{headline(chance)}." for _sentence in range(sentences))
