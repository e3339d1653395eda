"""What a database's refusal means, on SQLite and on PostgreSQL."""

from __future__ import annotations

import sqlite3

from django.db import DatabaseError, Error, InterfaceError, OperationalError

_SQLITE_CONFLICTS = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
_SQLITE_DISK = {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR}
# Serialization failure, deadlock, lock not available.
_PG_CONFLICTS = {"40001", "40P01", "55P03"}
# A statement that took too long.
_PG_SLOW = {"57014"}
# Disk full, and the operating system's file errors.
_PG_DISK = {"53100", "58030"}
# The server ends the connection, and classes of connection exceptions.
_PG_LOST = {"57P01", "57P02", "57P03", "57P05"}


def is_conflict(error: Error) -> bool:
    """Another transaction was in the way and this one is rolled back: a retry may succeed."""
    return _sqlite_code(error) in _SQLITE_CONFLICTS or _sqlstate(error) in _PG_CONFLICTS


def is_busy(error: Error) -> bool:
    """A conflict, or the database took too long."""
    return is_conflict(error) or _sqlstate(error) in _PG_SLOW


def is_disk_full(error: Error) -> bool:
    return _sqlite_code(error) in _SQLITE_DISK or _sqlstate(error) in _PG_DISK


def is_lost_connection(error: Error) -> bool:
    """There is no connection to the server, or it was lost."""
    if isinstance(error.__cause__, sqlite3.Error):
        return False
    state = _sqlstate(error)
    if state is None:
        # The driver says this, not the server.
        return isinstance(error, OperationalError | InterfaceError)
    return state in _PG_LOST or state.startswith("08")


def is_out_of_order(error: Error) -> bool:
    """The database cannot work just now, whatever the query."""
    return isinstance(error, OperationalError | InterfaceError) or (
        isinstance(error, DatabaseError) and is_disk_full(error)
    )


def _sqlite_code(error: Error) -> int | None:
    """The primary code; the more exact ones have it in their lowest byte."""
    code = getattr(error.__cause__, "sqlite_errorcode", None)
    return None if code is None else code & 0xFF


def _sqlstate(error: Error) -> str | None:
    return getattr(error.__cause__, "sqlstate", None)
