"""Somebody's own drafts: asked of one row, and walked in the order of the desk's lists."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.db.models.lookups import IsNull

from newsroom.accounts import roles
from newsroom.editorial import registry
from newsroom.lib.likely import among_few

if TYPE_CHECKING:
    from newsroom.accounts.models import User


def own(item_type: registry.ItemType, user: User) -> Q:
    """Whether a draft is the user's: created by them, assigned to them, or with them in the byline.

    Each row is asked by itself, so a query costs the same whatever else they have written. What
    lists their drafts walks these alone, by ``newest``.
    """
    if not roles.of(user):
        return Q(pk__in=[])
    theirs = Q(created_by=user) | Q(assigned_to=user)
    if item_type.byline is None:
        return theirs
    return theirs | has(item_type.byline.names(user))


def newest(rows: QuerySet[Any], user: User, count: int, *, bound: Q | None = None) -> QuerySet[Any]:
    """The first of the user's own among ``rows``, which are in the order of their last save.

    There are three walks, each by an index that has somebody's drafts in that order, which takes so
    many and not one row more. ``bound`` is a condition on ``saved_at`` with which they begin.
    """
    first = rows.filter(bound or Q())
    walks = [
        first.filter(**{column: user}).values("pk") for column in ("created_by", "assigned_to")
    ]
    byline = registry.type_of(rows.model()).byline
    if byline is not None:
        # Whether the draft is among the rows is looked up byline by byline.
        draft = rows.order_by().filter(pk=OuterRef(byline.key))
        named = byline.walk(user).filter(bound or Q(), has(draft))
        order = [str(column).replace("pk", byline.key) for column in rows.query.order_by]
        walks.append(named.order_by(*order).values(byline.key))
    every = rows.model._default_manager.order_by()
    # SQLite takes neither an order nor a limit in the parts of a union, but in their subqueries.
    keys = [every.filter(among_few(F("pk"), walk[:count])).values("pk") for walk in walks]
    return rows.filter(among_few(F("pk"), keys[0].union(*keys[1:], all=True)))[:count]


def has(rows: QuerySet[Any]) -> Q:
    """Whether there is one, looked up row by row."""
    return Q(IsNull(Subquery(rows.order_by().values("pk")[:1]), False))  # noqa: FBT003
