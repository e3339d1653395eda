"""When the clock alone will change something for readers: one small query, asked once a state."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from django.db.models import Subquery

from newsroom.editorial import clock, registry
from newsroom.editorial.models import LedgerHead
from newsroom.editorial.witness import Witness


@dataclass(frozen=True)
class Planned:
    """The first changes after an instant; None where nothing is planned."""

    #: An edition begins or ends.
    editions: datetime | None
    #: A shared thing changes by the clock: the rights of an image begin or end.
    things: datetime | None
    #: Something was due before that and has not been announced.
    is_late: bool


def after(at: datetime) -> Planned:
    """What is planned as of this instant."""
    kinds, query = _compiled()
    rows = query.ask(at)
    found: dict[str, list[datetime]] = {"due": [], "edition": [], "thing": []}
    for kind, value in zip(kinds, rows[0] if rows else (), strict=False):
        if value is not None:
            found[kind].append(clock.of_driver(value))
    return Planned(
        min(found["edition"], default=None),
        min(found["thing"], default=None),
        is_late=any(due <= at for due in found["due"]),
    )


@cache
def _compiled() -> tuple[list[str], Witness]:
    """The kinds of the query's columns, and the query."""
    at = datetime.fromisoformat("2026-01-01T00:00:00+00:00")
    columns = {f"c{n}": Subquery(rows) for n, (_kind, rows) in enumerate(_first_values(at))}
    row = LedgerHead.objects.filter(pk=1).annotate(**columns).values_list(*columns)
    return [kind for kind, _rows in _first_values(at)], Witness.of(row, at)


def _first_values(at: datetime) -> Iterator[tuple[str, Any]]:
    """The first value of each column that says when something changes: a probe of its index."""
    for item_type in registry.item_types():
        items = item_type.model._base_manager
        yield "due", _first(items.filter(next_due_at__isnull=False), "next_due_at")
        editions = item_type.editions.filter(superseded=False)
        for column in ("live_from", "live_until"):
            yield "edition", _first(editions.filter(**{f"{column}__gt": at}), column)
    for shared in registry.shared_types():
        # What shows another thing changes with it, and that thing is itself among these.
        if (column := shared.changes_at) and "__" not in column:
            things = shared.model._base_manager
            yield "due", _first(things.filter(**{f"{column}__isnull": False}), column)
            yield "thing", _first(things.filter(**{f"{column}__gt": at}), column)


def _first(rows: Any, column: str) -> Any:
    return rows.order_by(column).values(column)[:1]
