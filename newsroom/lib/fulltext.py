"""Where the two databases differ in full-text search: FTS5 on SQLite, tsvector on PostgreSQL."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.migrations.operations.base import Operation
from django.db.models import BooleanField, F, FloatField, QuerySet
from django.db.models.expressions import RawSQL

from .words import words_of

_MOST_WORDS = 12
#: PostgreSQL takes a megabyte of words for a row.
_LONGEST_TEXT = 100_000
#: Letters of a word's beginning that are told apart.
_LONGEST_BEGINNING = 20


@dataclass(frozen=True)
class Column:
    """Words of one kind. ``weight`` is PostgreSQL's A to D, ``boost`` SQLite's factor."""

    name: str
    weight: str
    boost: float
    languages: tuple[str, ...] = ("simple",)


@dataclass(frozen=True)
class WordIndex:
    """The words of a table's rows: an FTS5 table beside it, or a column ``vector`` in it.

    ``tokenizer`` is SQLite's. With ``by_prefix`` "harb" finds harbour; else each word is reduced
    to its stem in the languages of the columns.
    """

    table: str
    fts_table: str
    gin_name: str
    columns: tuple[Column, ...]
    tokenizer: str
    by_prefix: bool = False

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
        words = words_of(q)[:_MOST_WORDS]
        if not words:
            return rows.none()
        if connection.vendor == "postgresql":
            query, params = self._tsquery(words)
            return rows.filter(_holds(f"{self.table}.vector @@ {query}", params))
        hits = f"SELECT rowid FROM {self.fts_table} WHERE {self.fts_table} MATCH %s"  # noqa: S608
        return rows.filter(_holds(f"{self.table}.id IN ({hits})", [self._fts_query(words)]))

    def ranked(self, rows: QuerySet[Any], q: str) -> Any:
        """The same, annotated with ``rank``: smaller is better."""
        words = words_of(q)[:_MOST_WORDS]
        if not words:
            return rows.none().annotate(rank=F("id"))
        if connection.vendor == "postgresql":
            query, params = self._tsquery(words)
            rank = f"(-ts_rank({self.table}.vector, {query}))::double precision"
            return self.matching(rows, q).annotate(
                rank=RawSQL(rank, params, output_field=FloatField())  # noqa: S611
            )
        return rows.extra(  # noqa: S610
            tables=[self.fts_table],
            where=[f"{self.fts_table}.rowid = {self.table}.id", f"{self.fts_table} MATCH %s"],
            params=[self._fts_query(words)],
            select={"rank": self.bm25},
        )

    def vector(self, column: Column, text: str) -> str:
        """PostgreSQL's expression of a column's vector; ``text`` is SQL."""
        return " || ".join(
            f"setweight(to_tsvector('{language}', {text}), '{column.weight}')"
            for language in column.languages
        )

    @property
    def bm25(self) -> str:
        """SQLite's expression of the rank."""
        boosts = ", ".join(str(column.boost) for column in self.columns)
        return f"bm25({self.fts_table}, {boosts})"

    def _write_vector(self, cursor: Any, row_id: int, texts: list[str]) -> None:
        parts, params = [], list[str | int]()
        for column, text in zip(self.columns, texts, strict=True):
            if self.by_prefix:
                text = _beginnings(text)
            parts.append(self.vector(column, "%s"))
            params += [text] * len(column.languages)
        cursor.execute(
            f"UPDATE {self.table} SET vector = {' || '.join(parts)} WHERE id = %s",  # noqa: S608
            [*params, row_id],
        )

    def _tsquery(self, words: list[str]) -> tuple[str, list[str]]:
        if self.by_prefix:
            quoted = ("'" + word[:_LONGEST_BEGINNING].replace("'", "''") + "'" for word in words)
            return "to_tsquery('simple', %s)", [" & ".join(quoted)]
        languages = dict.fromkeys(name for column in self.columns for name in column.languages)
        query = " || ".join(f"plainto_tsquery('{name}', %s)" for name in languages)
        return f"({query})", [" ".join(words)] * len(languages)

    def _fts_query(self, words: list[str]) -> str:
        # Each word is quoted, so that nothing in it is an operator of FTS5.
        end = "*" if self.by_prefix else ""
        return " ".join(f'"{word}"{end}' for word in words)


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
        prefix = ", prefix='2 3'" if index.by_prefix else ""
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
        for word in words_of(text)
        for length in range(1, min(len(word), _LONGEST_BEGINNING) + 1)
    }
    return " ".join(found)
