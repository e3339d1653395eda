"""What PostgreSQL knows of its tables when it plans a query.

It gathers that by itself, but later: until then a table that was filled at once is planned for as
if it were empty, and queries read it whole. SQLite plans without statistics: it keeps no
histograms, and from the mere counts that its ANALYZE stores it takes the index of a range that
nearly every row is in, instead of the one that is in the order of the list.
"""

from __future__ import annotations

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

#: A table that takes this much has rows enough for a wrong plan to be slow.
BIG_BYTES = 8 * 1024 * 1024
_SEVERAL = 10


def gather() -> None:
    """Look at every table of the newsroom: call it after many rows were stored at once."""
    if connection.vendor != "postgresql":
        return
    tables = connection.introspection.django_table_names(only_existing=True)
    listed = ", ".join(connection.ops.quote_name(table) for table in sorted(tables))
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {listed}")


def expect_several(database: BaseDatabaseWrapper, table: str, column: str) -> None:
    """Let PostgreSQL search this column for one value as if that had a tenth of the rows.

    A value that the planner does not see has, for all it knows, as many rows as the average one:
    while nearly all rows have the same, all of them. It then walks the index of all rows in their
    order, to the end for a value that none has. It may be repeated, and holds from the next ANALYZE
    on.
    """
    if database.vendor != "postgresql":
        return
    option = f"n_distinct={_SEVERAL}"
    with database.cursor() as cursor:
        cursor.execute(
            "SELECT %s = ANY (attoptions) FROM pg_attribute "
            "WHERE attrelid = to_regclass(%s) AND attname = %s",
            [option, database.ops.quote_name(table), column],
        )
        (is_expected,) = cursor.fetchone()
        if not is_expected:
            names = map(database.ops.quote_name, (table, column))
            cursor.execute("ALTER TABLE {} ALTER COLUMN {} SET ({})".format(*names, option))


def missing() -> list[str]:
    """The big tables of which PostgreSQL knows nothing; on SQLite none."""
    if connection.vendor != "postgresql":
        return []
    with connection.cursor() as cursor:
        # Indexes that are made after a restore set ``reltuples`` too: it says only what is empty.
        cursor.execute(
            """
            SELECT relname FROM pg_class
            WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace
            AND reltuples <> 0 AND pg_relation_size(oid) > %s
            AND NOT EXISTS (
                SELECT 1 FROM pg_stats WHERE schemaname = current_schema() AND tablename = relname
            )
            ORDER BY relname
            """,
            [BIG_BYTES],
        )
        return [name for (name,) in cursor.fetchall()]
