"""Whether words got lost between two forms of one text."""

import re
from collections.abc import Iterable
from html import escape

from . import tree


def missing(before: str, after: str, *, moved: Iterable[str] = ()) -> list[str]:
    """Words of HTML ``before`` that are neither in ``after`` nor in the texts that went elsewhere.

    Every tag parts words, as cards print them without spaces; what cards of a draft say in
    attributes counts as theirs.
    """
    kept = {*_words(after), *_words(" ".join(_values(after)))}
    kept.update(_words(escape(" ".join(moved))))
    wanted = [*_words(before), *_words(" ".join(_values(before)))]
    return [word for word in wanted if word not in kept]


def _values(html: str) -> list[str]:
    return re.findall(r'data-(?:title|excerpt|publication|author|attribution|alt)="([^"]*)"', html)


def _words(html: str) -> list[str]:
    texts = " ".join(tree.parse(html).texts())
    return re.findall(r"\w+", texts.casefold())
