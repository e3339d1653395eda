"""In which months something was published, however many stories a month has.

One query walks from month to month: each step is one look into an index.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import DateTimeField, Func, QuerySet

from newsroom.editorial.witness import Vouched, Witness


class _BeginningOfStep(Func):
    """When the month of the step before began, in UTC: what is older is in another month."""

    output_field = DateTimeField()
    template = "(substr(steps.newest, 1, 7) || '-01 00:00:00')"

    def as_postgresql(self, compiler: Any, connection: Any, **more: Any) -> Any:
        template = "date_trunc('month', steps.newest, 'UTC')"
        return self.as_sql(compiler, connection, template=template, **more)


_NAMES = {
    "sqlite": "substr(newest, 1, 7)",
    "postgresql": "to_char(newest AT TIME ZONE 'UTC', 'YYYY-MM')",
}


def months_of(rows: QuerySet[Any], at: datetime) -> Vouched:
    """The months of ``published_at`` in these rows, which are read at ``at``: each as one row,
    ``("2026-03",)``, the newest first."""
    newest = rows.order_by("-published_at", "-item_id").values("published_at")
    first, parameters = newest[:1].query.sql_with_params()
    older = newest.filter(published_at__lt=_BeginningOfStep())
    further, more = older[:1].query.sql_with_params()
    name = _NAMES[connection.vendor]
    sql = (
        f"WITH RECURSIVE steps(newest) AS (SELECT ({first}) UNION ALL "  # noqa: S608
        f"SELECT ({further}) FROM steps WHERE steps.newest IS NOT NULL) "
        f"SELECT {name} FROM steps WHERE newest IS NOT NULL ORDER BY newest DESC"
    )
    witness = Witness.of_sql(sql, (*parameters, *more), at)
    return Vouched(witness, witness.ask(at))
