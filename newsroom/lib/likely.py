"""Conditions that nearly all rows of a list fulfil, said so that a database expects that.

PostgreSQL guesses from what it knows of the columns, or from nothing, how many rows a condition
leaves. Where it wrongly expects few, it collects and sorts the whole list instead of walking an
index until the page is full. Of a CASE it knows nothing and expects nearly all rows.
"""

from __future__ import annotations

from django.db.models import Case, F, Q, When
from django.db.models.lookups import IsNull


def likely(condition: Q, key: str = "pk") -> IsNull:
    """The condition. No index is searched by it. ``key`` is a column that is never NULL."""
    return IsNull(Case(When(condition, then=F(key))), False)  # noqa: FBT003
