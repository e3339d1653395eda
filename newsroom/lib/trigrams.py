"""Parts of words, which ``icontains`` asks for: an index on PostgreSQL. SQLite reads the rows."""

from __future__ import annotations

from typing import Any

from django.db.migrations.operations.base import Operation


class CreateTrigramIndex(Operation):
    """Migration operation: an index by which PostgreSQL finds any three letters of ``text``.

    ``text`` is a column, or an expression over columns in SQL.
    """

    reversible = True
    reduces_to_sql = True

    def __init__(self, table: str, text: str, name: str) -> None:
        self.table, self.text, self.name = table, text, name

    def state_forwards(self, app_label: str, state: Any) -> None:
        """No model changes."""

    def database_forwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
            schema_editor.execute(
                f"CREATE INDEX {self.name} ON {self.table} "
                f"USING gin (upper(({self.text})::text) gin_trgm_ops)"
            )

    def database_backwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"DROP INDEX {self.name}")

    def describe(self) -> str:
        return f"Create the index of parts of words {self.name}"
