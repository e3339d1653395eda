"""Words of a text that a reader typed or reads."""

import re

_WORD = re.compile(r"\w+(?:['’]\w+)*", re.UNICODE)


def words_of(text: str) -> list[str]:
    """The words, in order, without punctuation: what a search looks for."""
    return _WORD.findall(text)
