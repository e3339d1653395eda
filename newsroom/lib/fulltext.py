"""The databases' own full-text search, which finds words by their beginnings: FTS5 on SQLite,
tsvector on PostgreSQL. Readers' search has an index of its own (``newsroom.site.search``)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.migrations.operations.base import Operation
from django.db.models import BooleanField, QuerySet
from django.db.models.expressions import RawSQL

_WORD = re.compile(r"\w+(?:['’]\w+)*")
_MOST_WORDS = 12
#: PostgreSQL takes a megabyte of words for a row.
_LONGEST_TEXT = 100_000
#: Letters of a word's beginning that are told apart.
_LONGEST_BEGINNING = 20


@dataclass(frozen=True)
class Column:
    """Words of one kind. ``weight`` is PostgreSQL's, A to D."""

    name: str
    weight: str


@dataclass(frozen=True)
class WordIndex:
    """The words of a table's rows: an FTS5 table beside it, or a column ``vector`` in it.

    ``tokenizer`` is SQLite's. "harb" finds harbour.
    """

    table: str
    fts_table: str
    gin_name: str
    columns: tuple[Column, ...]
    tokenizer: str
    #: Of which lengths SQLite keeps beginnings.
    prefixes: str = "2 3"

    def write(self, row_id: int, **words: str) -> None:
        """Index the words of a stored row, by column, in place of what was indexed under its id."""
        texts = [words[column.name][:_LONGEST_TEXT] for column in self.columns]
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                self._write_vector(cursor, row_id, texts)
                return
            cursor.execute(f"DELETE FROM {self.fts_table} WHERE rowid = %s", [row_id])  # noqa: S608
            names = ", ".join(column.name for column in self.columns)
            places = ", ".join(["%s"] * (len(texts) + 1))
            cursor.execute(
                f"INSERT INTO {self.fts_table} (rowid, {names}) VALUES ({places})",  # noqa: S608
                [row_id, *texts],
            )

    def forget(self, row_ids: list[int]) -> None:
        """Take rows out of the index. PostgreSQL's index goes with the row."""
        if connection.vendor == "postgresql":
            return
        with connection.cursor() as cursor:
            for row_id in row_ids:
                cursor.execute(
                    f"DELETE FROM {self.fts_table} WHERE rowid = %s",  # noqa: S608
                    [row_id],
                )

    def matching(self, rows: QuerySet[Any], q: str) -> QuerySet[Any]:
        """The rows that hold all words of ``q``; none if it holds no word."""
        words = _WORD.findall(q)[:_MOST_WORDS]
        if not words:
            return rows.none()
        if connection.vendor == "postgresql":
            query, params = self._tsquery(words)
            return rows.filter(_holds(f"{self.table}.vector @@ {query}", params))
        hits = f"SELECT rowid FROM {self.fts_table} WHERE {self.fts_table} MATCH %s"  # noqa: S608
        return rows.filter(_holds(f"{self.table}.id IN ({hits})", [self._fts_query(words)]))

    def _write_vector(self, cursor: Any, row_id: int, texts: list[str]) -> None:
        parts = " || ".join(
            f"setweight(to_tsvector('simple', %s), '{column.weight}')" for column in self.columns
        )
        cursor.execute(
            f"UPDATE {self.table} SET vector = {parts} WHERE id = %s",  # noqa: S608
            [*map(_beginnings, texts), row_id],
        )

    def _tsquery(self, words: list[str]) -> tuple[str, list[str]]:
        quoted = ("'" + word[:_LONGEST_BEGINNING].replace("'", "''") + "'" for word in words)
        return "to_tsquery('simple', %s)", [" & ".join(quoted)]

    def _fts_query(self, words: list[str]) -> str:
        # Each word is quoted, so that nothing in it is an operator of FTS5.
        return " ".join(f'"{word}"*' for word in words)


class CreateIndex(Operation):
    """Migration operation: an FTS5 table on SQLite, a tsvector column with GIN on PostgreSQL."""

    reversible = True
    reduces_to_sql = True

    def __init__(self, index: WordIndex) -> None:
        self.index = index

    def state_forwards(self, app_label: str, state: Any) -> None:
        """No model changes."""

    def database_forwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        index = self.index
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"ALTER TABLE {index.table} ADD COLUMN vector tsvector")
            schema_editor.execute(
                f"CREATE INDEX {index.gin_name} ON {index.table} USING gin (vector)"
            )
            return
        names = ", ".join(column.name for column in index.columns)
        prefix = f", prefix='{index.prefixes}'" if index.prefixes else ""
        schema_editor.execute(
            f"CREATE VIRTUAL TABLE {index.fts_table} USING fts5({names}, "
            f"tokenize='{index.tokenizer}'{prefix})"
        )

    def database_backwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"ALTER TABLE {self.index.table} DROP COLUMN vector")
        else:
            schema_editor.execute(f"DROP TABLE {self.index.fts_table}")

    def describe(self) -> str:
        return "Create the full-text index"


def _holds(condition: str, params: list[str]) -> RawSQL:
    return RawSQL(f"({condition})", params, output_field=BooleanField())  # noqa: S611


def _beginnings(text: str) -> str:
    """Each word and all its beginnings, each once.

    PostgreSQL can look for the beginnings of words, but guesses that every one is in two rows of
    a hundred, and then walks the table for a rare one. Of whole words it knows how many there are.
    """
    found = {
        word[:length]: None
        for word in _WORD.findall(text)
        for length in range(1, min(len(word), _LONGEST_BEGINNING) + 1)
    }
    return " ".join(found)
