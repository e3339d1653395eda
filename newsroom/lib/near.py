"""Names that are nearly one: without accents and signs, in the plural, or but for a letter."""

from __future__ import annotations

from difflib import SequenceMatcher
from functools import reduce
from operator import or_
from typing import Any, TypeVar

from django.db.models import Model, QuerySet

from . import parts
from .folding import key_of

Named = TypeVar("Named", bound=Model)
#: Names looked at for one that is nearly the same, and names told.
_LOOKED_AT, _TOLD = 300, 5
#: Shorter names differ in one letter and mean another thing: "Iran", "Iraq".
_SHORTEST_NEAR = 8
_NEAR = 0.92


def among(rows: QuerySet[Named], name: str) -> list[Named]:
    """The rows whose ``name`` is nearly this one, a few at most.

    A bounded number of rows is looked at: those that share a half of the name, or of the slug.
    """
    key = key_of(name)
    half, middle = max(2, len(key) // 2), len(name) // 2
    halves = (name[:middle], name[middle:], key[:half], key[half:])
    rows = rows.filter(reduce(or_, (parts.hold(["name", "slug"], each) for each in halves)))
    return [row for row in rows.order_by("name")[:_LOOKED_AT] if _is_near(key, row)][:_TOLD]


def _is_near(key: str, row: Any) -> bool:
    return are_near(key, key_of(row.name))


def are_near(one: str, other: str) -> bool:
    """Whether two keys (``folding.key_of``) are nearly one."""
    if one == other:
        return True
    short, long = sorted((one, other), key=len)
    if long in (f"{short}s", f"{short}es") and len(short) > 3:
        return True
    if len(short) < _SHORTEST_NEAR or _digits(one) != _digits(other):
        return False
    return SequenceMatcher(None, one, other, autojunk=False).ratio() >= _NEAR


def _digits(text: str) -> str:
    return "".join(filter(str.isdigit, text))
