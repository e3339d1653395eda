"""The database itself keeps "no two live editions of one item", on PostgreSQL and on SQLite."""

from django.db.backends.base.base import BaseDatabaseWrapper


def keep(connection: BaseDatabaseWrapper, table: str) -> None:
    """Let the database refuse a second live edition of an item in this table of editions.

    An exclusion constraint on PostgreSQL, triggers on SQLite. It is called after every migrate,
    because a migration that rebuilds a table on SQLite drops its triggers, and may be repeated.
    (An ExclusionConstraint in Meta breaks the creation of tables on SQLite.)
    """
    with connection.cursor() as cursor:
        if connection.vendor != "postgresql":
            for event in ("insert", "update"):
                cursor.execute(f'DROP TRIGGER IF EXISTS "{table}_one_live_{event}"')
                cursor.execute(_trigger(table, event))
            return
        name = f"{table}_one_live"
        cursor.execute(
            "SELECT 1 FROM pg_constraint WHERE conname = %s AND conrelid = to_regclass(%s)",
            [name, f'"{table}"'],
        )
        if not cursor.fetchone():
            cursor.execute("CREATE EXTENSION IF NOT EXISTS btree_gist")
            cursor.execute(
                f'ALTER TABLE "{table}" ADD CONSTRAINT "{name}" EXCLUDE USING gist '
                "(item_id WITH =, tstzrange(live_from, live_until) WITH &&)"
            )


def _trigger(table: str, event: str) -> str:
    # The end that stands for "never" must not look like a number: SQLite would compare it as one,
    # and any text is greater than any number.
    return f"""
        CREATE TRIGGER "{table}_one_live_{event}" BEFORE {event} ON "{table}"
        WHEN EXISTS (
            SELECT 1 FROM "{table}" AS other
            WHERE other.item_id = new.item_id AND other.id IS NOT new.id
            AND other.live_from < coalesce(new.live_until, '9999-12-31')
            AND new.live_from < coalesce(other.live_until, '9999-12-31')
        )
        BEGIN SELECT raise(ABORT, 'two live editions of one item'); END
    """  # noqa: S608
