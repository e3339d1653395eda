"""What PostgreSQL knows of its tables when it plans a query.

It gathers that by itself, but later: until then a table that was filled at once is planned for as
if it were empty, and queries read it whole. SQLite plans without statistics: it keeps no
histograms, and from the mere counts that its ANALYZE stores it takes the index of a range that
nearly every row is in, instead of the one that is in the order of the list.
"""

from __future__ import annotations

from django.db import connection

#: A table that takes this much has rows enough for a wrong plan to be slow.
BIG_BYTES = 8 * 1024 * 1024


def gather() -> None:
    """Look at every table of the newsroom: call it after many rows were stored at once."""
    if connection.vendor != "postgresql":
        return
    tables = connection.introspection.django_table_names(only_existing=True)
    listed = ", ".join(connection.ops.quote_name(table) for table in sorted(tables))
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {listed}")


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
