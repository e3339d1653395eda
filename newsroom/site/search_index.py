"""Where the two databases differ in full-text search: tables, writing and matching."""

from __future__ import annotations

import re

from django.db import connection
from django.db.migrations.operations.base import Operation
from django.db.models import F, FloatField, QuerySet
from django.db.models.expressions import RawSQL

from newsroom.lib.words import words_of

_TABLE = "site_searchentry"
FTS_TABLE = "site_search_fts"
#: Weights of title, summary, names and text.
SQLITE_WEIGHTS = "10.0, 4.0, 4.0, 1.0"
_MOST_WORDS = 12

_POSTGRES_VECTOR = """
    setweight(to_tsvector('simple', title), 'A') || setweight(to_tsvector('english', title), 'A')
    || setweight(to_tsvector('english', summary), 'B')
    || setweight(to_tsvector('simple', names), 'B') || to_tsvector('english', text)
"""


class CreateSearchIndex(Operation):
    """Migration operation: an FTS5 table on SQLite, a tsvector column with GIN on PostgreSQL."""

    reversible = True
    reduces_to_sql = True

    def state_forwards(self, app_label, state) -> None:
        """No model changes."""

    def database_forwards(self, app_label, schema_editor, from_state, to_state) -> None:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"ALTER TABLE {_TABLE} ADD COLUMN vector tsvector")
            schema_editor.execute(f"CREATE INDEX site_search_gin ON {_TABLE} USING gin (vector)")
        else:
            schema_editor.execute(
                f"CREATE VIRTUAL TABLE {FTS_TABLE} USING fts5(title, summary, names, text, "
                "tokenize='porter unicode61 remove_diacritics 2')"
            )

    def database_backwards(self, app_label, schema_editor, from_state, to_state) -> None:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"ALTER TABLE {_TABLE} DROP COLUMN vector")
        else:
            schema_editor.execute(f"DROP TABLE {FTS_TABLE}")

    def describe(self) -> str:
        return "Create the full-text index"


def write(entry_id: int, title: str, summary: str, names: str, text: str) -> None:
    """Index the words of a stored entry, in place of what was indexed under its id."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                f"UPDATE {_TABLE} SET vector = {_POSTGRES_VECTOR} WHERE id = %s",  # noqa: S608
                [entry_id],
            )
            return
        cursor.execute(f"DELETE FROM {FTS_TABLE} WHERE rowid = %s", [entry_id])  # noqa: S608
        cursor.execute(
            f"INSERT INTO {FTS_TABLE} (rowid, title, summary, names, text) "  # noqa: S608
            "VALUES (%s, %s, %s, %s, %s)",
            [entry_id, title, summary, names, text],
        )


def forget(entry_ids: list[int]) -> None:
    """Take entries out of the index. PostgreSQL's index goes with the row."""
    if connection.vendor == "postgresql":
        return
    with connection.cursor() as cursor:
        for entry_id in entry_ids:
            cursor.execute(f"DELETE FROM {FTS_TABLE} WHERE rowid = %s", [entry_id])  # noqa: S608


def matching(entries: QuerySet, q: str) -> QuerySet:
    """The entries that hold all words of ``q``, annotated with ``rank``: smaller is better."""
    words = words_of(q)[:_MOST_WORDS]
    if not words:
        return entries.none().annotate(rank=F("id"))
    if connection.vendor == "postgresql":
        return _matching_on_postgresql(entries, words)
    return _matching_on_sqlite(entries, words)


def _matching_on_postgresql(entries: QuerySet, words: list[str]) -> QuerySet:
    query = "(plainto_tsquery('english', %s) || plainto_tsquery('simple', %s))"
    text = " ".join(words)
    rank = RawSQL(  # noqa: S611
        f"(-ts_rank(vector, {query}))::double precision",
        [text, text],
        output_field=FloatField(),
    )
    hits = RawSQL(  # noqa: S611
        f"SELECT id FROM {_TABLE} WHERE vector @@ {query}",  # noqa: S608
        [text, text],
    )
    return entries.filter(pk__in=hits).annotate(rank=rank)


def _matching_on_sqlite(entries: QuerySet, words: list[str]) -> QuerySet:
    # Each word is quoted, so that nothing in it is an operator of FTS5.
    query = " ".join('"' + re.sub('"', "", word) + '"' for word in words)
    return entries.extra(  # noqa: S610
        tables=[FTS_TABLE],
        where=[f"{FTS_TABLE}.rowid = {_TABLE}.id", f"{FTS_TABLE} MATCH %s"],
        params=[query],
        select={"rank": f"bm25({FTS_TABLE}, {SQLITE_WEIGHTS})"},
    )
