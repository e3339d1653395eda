"""Queries that are kept prepared: few on each connection, and a lost connection is told."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection

from newsroom.lib import prepared

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def test_values_and_signs_of_percent_arrive_as_they_are():
    text = "CAST(%s AS TEXT)"
    assert prepared.rows(f"SELECT {text}, 'a%%b'", ["ö%s"]) == [("ö%s", "a%b")]


def test_a_statement_gives_the_rows_of_each_time():
    table = "editorial_ledgerhead"
    statement = prepared.Statement(f"SELECT count(*) FROM {table} WHERE id > %s", [900])
    assert statement.rows() == [(0,)]
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (id, seq, plans, at) VALUES (901, 0, 0, CURRENT_TIMESTAMP)"
        )
    assert statement.rows() == [(1,)]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite keeps them itself")
def test_a_connection_keeps_few_prepared(monkeypatch):
    monkeypatch.setattr(prepared, "MOST_PREPARED", 5)
    for number in range(20):
        assert prepared.rows(f"SELECT {number}, CAST(%s AS INT)", [number]) == [(number, number)]
    kept = "SELECT count(*) FROM pg_prepared_statements WHERE name LIKE 'kept_%%'"
    assert prepared.rows(kept)[0][0] <= 5


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no connection to lose")
@pytest.mark.django_db(transaction=True)
def test_a_lost_connection_is_an_error_of_the_database_each_time():
    connection.ensure_connection()
    connection.connection.pgconn.finish()
    try:
        for _time in range(2):
            with pytest.raises(DatabaseError):
                prepared.rows("SELECT 1")
        assert connection.errors_occurred
    finally:
        connection.close()
    assert prepared.rows("SELECT 1") == [(1,)]
