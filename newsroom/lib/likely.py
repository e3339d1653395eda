"""Conditions that nearly all rows of a list fulfil, said so that a database expects that.

PostgreSQL guesses from what it knows of the columns, or from nothing, how many rows a condition
leaves. Where it wrongly expects few, it collects and sorts the whole list instead of walking an
index until the page is full. Of a CASE it knows nothing and expects nearly all rows.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Case, F, Q, QuerySet, When
from django.db.models.expressions import BaseExpression
from django.db.models.lookups import In, IsNull


def likely(condition: Q, key: str = "pk") -> IsNull:
    """The condition. No index is searched by it. ``key`` is a column that is never NULL."""
    return IsNull(Case(When(condition, then=F(key))), False)  # noqa: FBT003


def among_few(column: F | BaseExpression, rows: QuerySet[Any, Any]) -> In:
    """Whether the column is one of these values, which are no more than a page has.

    They are asked for first, and each is then looked up by an index of the column. With an IN, a
    database may walk a table in the order of the list and look whether each row is one of them.
    """
    return _AmongFew(column, rows.query)


class _AmongFew(In):
    def get_rhs_op(self, connection: Any, rhs: str) -> str:
        # PostgreSQL expects ten values of an array that it has yet to make.
        return f"= ANY (ARRAY{rhs})" if connection.vendor == "postgresql" else f"IN {rhs}"
