"""Rows of several tables in one query, or in one statement that inserts them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection, connections, models
from django.db.models.sql import InsertQuery

#: What the columns of a union are, by the class of the field; every other field is text.
_FAMILIES = {
    models.BooleanField: "boolean",
    models.DateTimeField: "timestamp with time zone",
    models.FloatField: "double precision",
    models.IntegerField: "bigint",
    models.JSONField: "jsonb",
    models.UUIDField: "uuid",
}


def together(*querysets: models.QuerySet[Any]) -> list[Any]:
    """The rows of plain querysets of models, one after the other: one query for all of them.

    Where they lock (``select_for_update``), they do so in the order of the querysets, and each in
    its own order. Nothing may be annotated, deferred or joined.
    """
    parts = [part for place, each in enumerate(querysets) if (part := _Part.of(place, each))]
    if not parts:
        return []
    widths: dict[str, int] = {}
    for part in parts:
        for family in set(part.families):
            widths[family] = max(widths.get(family, 0), part.families.count(family))
    named = ", ".join(f"{part.name} AS ({part.sql})" for part in parts)
    union = " UNION ALL ".join(part.select(widths) for part in parts)
    params = [param for part in parts for param in part.params]
    connection = connections[querysets[0].db]
    with connection.cursor() as cursor:
        cursor.execute(f"WITH {named} {union}", params)
        rows = cursor.fetchall()
    return [made for part in parts for made in part.made(rows, widths)]


def insert_together(rows: Mapping[type[models.Model], Sequence[models.Model]]) -> None:
    """Insert rows, by their model, whose new keys nobody asks for.

    One statement on PostgreSQL. SQLite has no way to say it, and no way to the server to spare.
    """
    if connection.vendor != "postgresql":
        for model, some in rows.items():
            model._base_manager.bulk_create(some)
        return
    inserts = [each for model, some in rows.items() for each in _inserts(model, some)]
    if not inserts:
        return
    *others, (last, _params) = inserts
    named = ", ".join(f"insert_{place} AS ({sql})" for place, (sql, _own) in enumerate(others))
    statement = f"WITH {named} {last}" if others else last
    with connection.cursor() as cursor:
        cursor.execute(statement, [param for _sql, own in inserts for param in own])


def _inserts(model: type[models.Model], rows: Sequence[models.Model]) -> list[tuple[str, Any]]:
    if not rows:
        return []
    query = InsertQuery(model)
    columns = [f for f in model._meta.local_concrete_fields if not f.primary_key]
    query.insert_values(columns, list(rows))
    inserts: list[tuple[str, Any]] = query.get_compiler(connection=connection).as_sql()
    return inserts


class _Part:
    """One of the querysets; its columns take places of their families in the union."""

    def __init__(self, place: int, queryset: Any, compiler: Any, sql: str, params: Any) -> None:
        self.place, self.name, self.sql, self.params = place, f"part_{place}", sql, params
        self.model, self.using, self._compiler = queryset.model, queryset.db, compiler
        self._columns = [column for column, _sql, _alias in compiler.select]
        self.families = [_family(column.target) for column in self._columns]

    @classmethod
    def of(cls, place: int, queryset: Any) -> _Part | None:
        """None if it is clear without a query that there are no rows."""
        compiler = queryset.query.get_compiler(queryset.db)
        try:
            sql, params = compiler.as_sql()
        except EmptyResultSet:
            return None
        return cls(place, queryset, compiler, sql, params)

    def select(self, widths: dict[str, int]) -> str:
        quote = connections[self.using].ops.quote_name
        taken = [str(self.place)]
        for family, width in sorted(widths.items()):
            own = [
                quote(column.target.column)
                for column, its in zip(self._columns, self.families, strict=True)
                if its == family
            ]
            taken += [*own, *[f"CAST(NULL AS {family})"] * (width - len(own))]
        return f"SELECT {', '.join(taken)} FROM {self.name}"  # noqa: S608

    def made(self, rows: list[Any], widths: dict[str, int]) -> list[Any]:
        """The model's instances among the rows of the union."""
        starts, start = {}, 1
        for family, width in sorted(widths.items()):
            starts[family], start = start, start + width
        places = []
        for family in self.families:
            places.append(starts[family])
            starts[family] += 1
        mine = [[row[place] for place in places] for row in rows if row[0] == self.place]
        converters = self._compiler.get_converters(self._columns)
        names = [column.target.attname for column in self._columns]
        return [
            self.model.from_db(self.using, names, list(row))
            for row in self._compiler.apply_converters(mine, converters)
        ]


def _family(field: Any) -> str:
    while field.is_relation:
        field = field.target_field
    return next((name for kind, name in _FAMILIES.items() if isinstance(field, kind)), "text")
