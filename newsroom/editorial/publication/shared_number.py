"""The number of what is public, in eight bytes that all processes of one machine share.

It is written before the commit, while the ledger head's row is locked. So writers cannot race, and
none can die between its commit and the number: whoever reads the number that it knows has seen
every change that is committed. A number ahead of the database's belongs to an act that is about to
commit, or was rolled back; ``settle`` tells which.
"""

from __future__ import annotations

import hashlib
import mmap
import os
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction

_BYTES = 8


def read() -> int:
    """The number; 0 before anything was written. A read of memory, without a query."""
    number: int = words()[0]
    return number


def write(number: int) -> None:
    """For the transaction that holds the head's lock, right before it commits."""
    words()[0] = number


def settle() -> None:
    """Write the database's own number, once nobody is about to commit another. It may wait.

    Whoever holds the head's lock knows that no other transaction is past it.
    """
    from .ledger import locked_head

    with transaction.atomic():
        write(locked_head().number)


def words() -> Any:
    """The number's place in memory: whoever reads it often keeps this."""
    database = connection.settings_dict
    return _mapped(database["ENGINE"], database.get("HOST"), database.get("PORT"), database["NAME"])


@cache
def _mapped(*database: Any) -> Any:
    engine, *_server, file = database
    if engine.endswith("sqlite3") and (file == ":memory:" or "?mode=memory" in str(file)):
        # A database in memory is its own process's: others that are called the same are others.
        return memoryview(mmap.mmap(-1, _BYTES)).cast("Q")
    name = hashlib.sha256(repr(database).encode()).hexdigest()[:16]
    path = Path(settings.VAR_DIR) / f"public-{name}"
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        os.ftruncate(handle, _BYTES)
        return memoryview(mmap.mmap(handle, _BYTES)).cast("Q")
    finally:
        os.close(handle)
