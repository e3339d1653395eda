"""Which columns of which tables answering a request reads, by any way to the database."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest
from django.apps import apps
from django.db import connection

#: A table and the short name that it has in a part of the statement.
_ALIAS = re.compile(r'"(\w+)" (?:AS )?"?([A-Z]\d+)"?\b')
_COLUMN = re.compile(r'(?:"(\w+)"|\b([A-Z]\d+))\."(\w+)"')


@contextmanager
def statements() -> Iterator[list[str]]:
    """All that is asked of the database meanwhile, also behind Django's back."""
    found: list[str] = []
    connection.ensure_connection()
    if connection.vendor == "sqlite":
        connection.connection.set_trace_callback(found.append)
        try:
            yield found
        finally:
            connection.connection.set_trace_callback(None)
        return
    execute = psycopg.Cursor.execute

    def noting(self, query, *more, **named):
        found.append(str(query))
        return execute(self, query, *more, **named)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(psycopg.Cursor, "execute", noting)
        yield found


def columns(statements: list[str]) -> set[tuple[str, str]]:
    """The columns that they name, as (``app.model``, column)."""
    models = {model._meta.db_table: model._meta.label_lower for model in apps.get_models()}
    found = set()
    for sql in set(statements):
        tables = dict(zip(models, models, strict=True))
        # One short name may stand for several tables, each in its own part.
        named: dict[str, set[str]] = {}
        for table, alias in _ALIAS.findall(sql):
            named.setdefault(alias, set()).add(table)
        for table, alias, column in _COLUMN.findall(sql):
            for each in named.get(alias, {table}):
                if each in tables:
                    found.add((models[each], column))
    return found
