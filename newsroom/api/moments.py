"""The public instant and the changes around it, as columns of a query that finds something else.

So a list and all that its caches are told cost one query.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models.expressions import BaseExpression

from newsroom.editorial import clock, ledger, registry
from newsroom.editorial.clock import PublicInstant
from newsroom.editorial.models import LedgerHead


@dataclass(frozen=True)
class Moments:
    """The public instant, the last change before and the next one after it, where known."""

    at: PublicInstant
    changed_at: datetime | None = None
    next_change: datetime | None = None


def now(item_types: Iterable[str]) -> Moments:
    """The present moments, for a view whose own query does not bring them. One query."""
    row = LedgerHead.objects.filter(pk=1).values(**columns(item_types)).first()
    return around(row) if row else Moments(ledger.public_instant())


def columns(item_types: Iterable[str]) -> dict[str, BaseExpression]:
    """Columns for ``values`` or ``annotate`` that ``around`` reads."""
    found = {"read_at": ledger.instant_in_sql(), "told_at": ledger.told_at_in_sql()}
    now = clock.in_sql()
    for name in sorted(item_types):
        boundaries = registry.item_type(name).editions.all().boundaries_around(now)
        found |= {f"{name}_{column}": expression for column, expression in boundaries.items()}
    return found


def around(row: Mapping[str, Any]) -> Moments:
    """The moments of a row that has ``columns``."""
    past = [row["told_at"], *_ending(row, "_last_start"), *_ending(row, "_last_end")]
    coming = [*_ending(row, "_next_start"), *_ending(row, "_next_end")]
    return Moments(
        at=PublicInstant.of(row["read_at"]),
        changed_at=max(filter(None, past), default=None),
        next_change=min(filter(None, coming), default=None),
    )


def _ending(row: Mapping[str, Any], ending: str) -> list[datetime | None]:
    return [value for name, value in row.items() if name.endswith(ending)]
