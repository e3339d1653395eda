"""The public instant, and what caches must know about it, as columns of another query.

So a list and everything its caches are told cost one query. It asks only for what has happened and
for the end of a lease that readers know of: nothing planned may show in a header.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Subquery
from django.db.models.expressions import BaseExpression

from newsroom.editorial import clock, registry
from newsroom.editorial.clock import PublicInstant
from newsroom.editorial.models import LedgerHead
from newsroom.editorial.publication import ledger
from newsroom.editorial.rules import public_things

from .conditional import LIFETIME


@dataclass(frozen=True)
class Moments:
    """The public instant, the last change before it, and how long the answer may be shown.

    ``holds_until`` is known only if it is within the lifetime that caches get anyway.
    """

    at: PublicInstant
    changed_at: datetime | None = None
    holds_until: datetime | None = None


def now(item_types: Iterable[str]) -> Moments:
    """The present moments, for a view whose own query does not bring them. One query."""
    row = LedgerHead.objects.filter(pk=1).values(**columns(item_types)).first()
    return around(row) if row else Moments(ledger.public_instant())


def columns(item_types: Iterable[str]) -> dict[str, BaseExpression]:
    """Columns for ``values`` or ``annotate`` that ``around`` reads."""
    found: dict[str, BaseExpression] = {
        "read_at": ledger.instant_in_sql(),
        "told_at": ledger.told_at_in_sql(),
        **lease_ends(),
    }
    now = clock.in_sql()
    for name in sorted(item_types):
        boundaries = registry.item_type(name).editions.all().last_boundaries(now)
        found |= {f"{name}_{column}": expression for column, expression in boundaries.items()}
    return found


def lease_ends() -> dict[str, Subquery]:
    """Columns that say whether a lease may end within the lifetime, visible to readers or not."""
    changing = public_things.changing(clock.in_sql(), clock.in_sql(LIFETIME))
    return {
        f"lease{place}_may_end": Subquery(things.order_by(column).values(column)[:1])
        for place, (things, column) in enumerate(changing)
    }


def around(row: Mapping[str, Any]) -> Moments:
    """The moments of a row that has ``columns``; one more query while a lease is about to end."""
    past = [row["told_at"], *_ending(row, "_last_start"), *_ending(row, "_last_end")]
    at, holds_until = PublicInstant.of(row["read_at"]), None
    if any(_ending(row, "_may_end")):
        holds_until = public_things.first_seen_change(at, until=at + LIFETIME)
    return Moments(at, max(filter(None, past), default=None), holds_until)


def _ending(row: Mapping[str, Any], ending: str) -> list[datetime | None]:
    return [value for name, value in row.items() if name.endswith(ending)]
