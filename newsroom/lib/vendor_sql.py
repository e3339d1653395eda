"""SQL of migrations that databases understand differently."""

from __future__ import annotations

from typing import Any

from django.db.migrations import RunSQL


class VendorSQL(RunSQL):
    """Migration operation: SQL for one kind of database (``postgresql``, ``sqlite``).

    ``undo`` takes it back.
    """

    def __init__(self, vendor: str, *statements: str, undo: str) -> None:
        self.vendor = vendor
        super().__init__([(sql, None) for sql in statements], [(undo, None)])

    def database_forwards(self, app_label: str, schema_editor: Any, *states: Any) -> None:
        if schema_editor.connection.vendor == self.vendor:
            super().database_forwards(app_label, schema_editor, *states)

    def database_backwards(self, app_label: str, schema_editor: Any, *states: Any) -> None:
        if schema_editor.connection.vendor == self.vendor:
            super().database_backwards(app_label, schema_editor, *states)
