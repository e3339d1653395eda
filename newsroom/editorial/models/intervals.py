"""The database itself keeps "no two live editions of one item", on PostgreSQL and on SQLite."""

from typing import Any

from django.db.migrations.operations.base import Operation


class NoTwoLiveEditions(Operation):
    """Migration operation: an exclusion constraint (btree_gist) on PostgreSQL, triggers on SQLite.

    An ExclusionConstraint in Meta breaks SQLite's table creation, hence one operation for both.
    """

    reversible = True
    reduces_to_sql = True

    def __init__(self, model_name: str) -> None:
        self.model_name = model_name

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return (self.__class__.__name__, [self.model_name], {})

    def state_forwards(self, app_label: str, state: Any) -> None:
        """No model changes: the rule lives in the database alone."""

    def database_forwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        table = to_state.apps.get_model(app_label, self.model_name)._meta.db_table
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute("CREATE EXTENSION IF NOT EXISTS btree_gist")
            schema_editor.execute(
                f'ALTER TABLE "{table}" ADD CONSTRAINT "{table}_one_live" EXCLUDE USING gist '
                "(item_id WITH =, tstzrange(live_from, live_until) WITH &&)"
            )
            return
        for statement in triggers(table):
            schema_editor.execute(statement)

    def database_backwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        table = from_state.apps.get_model(app_label, self.model_name)._meta.db_table
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f'ALTER TABLE "{table}" DROP CONSTRAINT "{table}_one_live"')
            return
        for event in ("insert", "update"):
            schema_editor.execute(f'DROP TRIGGER "{table}_one_live_{event}"')

    def describe(self) -> str:
        return f"Keep two editions of one item from being live at once on {self.model_name}"

    @property
    def migration_name_fragment(self) -> str:
        return f"{self.model_name.lower()}_one_live"


def triggers(table: str) -> list[str]:
    """SQLite's form of the rule. A migration that alters a table rebuilds it and drops its
    triggers without a word, so these are also run, harmlessly, after every migrate."""
    return [_trigger(table, event) for event in ("insert", "update")]


def _trigger(table: str, event: str) -> str:
    return f"""
        CREATE TRIGGER IF NOT EXISTS "{table}_one_live_{event}" BEFORE {event} ON "{table}"
        WHEN EXISTS (
            SELECT 1 FROM "{table}" AS other
            WHERE other.item_id = new.item_id AND other.id IS NOT new.id
            AND other.live_from < coalesce(new.live_until, '9999')
            AND new.live_from < coalesce(other.live_until, '9999')
        )
        BEGIN SELECT raise(ABORT, 'two live editions of one item'); END
    """  # noqa: S608
