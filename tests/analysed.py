"""What PostgreSQL's planner knows of the tables, which is nothing of the tests before this one."""

from __future__ import annotations

import psycopg
import pytest
from django.db import connection

from newsroom.lib import database_limits


@pytest.fixture
def served_plans(db):
    """Plans as web processes have them, in tables without the dead rows of earlier tests."""
    parameters = connection.get_connection_params()
    wanted = {name: parameters.get(name) for name in ("dbname", "host", "port", "user", "password")}
    with psycopg.connect(**wanted, autocommit=True) as sweeping:
        sweeping.execute("VACUUM")
    with connection.cursor() as cursor:
        for name, value in database_limits.PLANNING.items():
            cursor.execute(f"SET LOCAL {name} = {value}")


def analyse() -> None:
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def analysed_tables() -> set[str]:
    """The tables of which the planner knows something."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_stats WHERE schemaname = current_schema()")
        return {table for (table,) in cursor.fetchall()}
