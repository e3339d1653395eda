"""Which tables PostgreSQL has statistics of."""

from __future__ import annotations

from django.db import connection


def analyse() -> None:
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def analysed_tables() -> set[str]:
    """The tables of which the planner knows something."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_stats WHERE schemaname = current_schema()")
        return {table for (table,) in cursor.fetchall()}
