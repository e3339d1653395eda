"""The rows that ``migrate`` writes in PostgreSQL: kept by this process, and brought back."""

from __future__ import annotations

from typing import Any

from django.db import connection, transaction

#: By database and table, as COPY writes them. Tables that are not named had none.
_kept: dict[str, dict[str, bytes]] = {}


def wait_for_no_disk() -> None:
    """Let a commit be told before the disk has it: what a server loses with its machine is not
    tested here. A process that dies loses nothing by it."""
    with connection.cursor() as cursor:
        cursor.execute(f'ALTER DATABASE "{_name()}" SET synchronous_commit = off')
        cursor.execute("SET synchronous_commit = off")


def keep() -> None:
    """Remember what the database holds, the first time."""
    if _name() in _kept:
        return
    with connection.cursor() as cursor:
        _kept[_name()] = {table: _rows(cursor, table) for table in _filled(cursor)}


def bring_back() -> bool:
    """Undo whatever was committed since; whether it could be done.

    What is as it was stays untouched: to truncate a table costs files, even an empty one.
    """
    if (kept := _kept.get(_name())) is None:
        return False
    with transaction.atomic(), connection.cursor() as cursor:
        changed = [
            table
            for table in {*_filled(cursor), *kept}
            if table not in kept or _rows(cursor, table) != kept[table]
        ]
        # Foreign keys are looked at when the transaction ends, so any order is right.
        for table in changed:
            cursor.execute(f'DELETE FROM "{table}"')
        for table in changed:
            if table in kept:
                with cursor.copy(f'COPY "{table}" FROM STDIN') as copy:
                    copy.write(kept[table])
    return True


def _name() -> str:
    return str(connection.settings_dict["NAME"])


def _filled(cursor: Any) -> list[str]:
    """The tables that have rows."""
    cursor.execute(
        "SELECT relname FROM pg_class "
        "WHERE relkind = 'r' AND relnamespace = to_regnamespace(current_schema()::text)"
    )
    asked = [
        f"SELECT '{table}' WHERE EXISTS (SELECT FROM \"{table}\")" for (table,) in cursor.fetchall()
    ]
    if not asked:
        return []
    cursor.execute(" UNION ALL ".join(asked))
    return [table for (table,) in cursor.fetchall()]


def _rows(cursor: Any, table: str) -> bytes:
    with cursor.copy(f'COPY "{table}" TO STDOUT') as copy:
        return b"".join(copy)
