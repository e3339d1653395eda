"""The number of what is public, in memory that all processes of one machine share.

It is written before the commit, while the ledger head's row is locked. So writers cannot race, and
none can die between its commit and the number: whoever reads the number that it knows has seen
every change that is committed. A number ahead of the database's belongs to an act that is about to
commit, or was rolled back; ``settle`` tells which.

Other machines do not write it. So beside it stands when a process last saw the same number in the
database: after ``TRUSTED_SECONDS`` nobody answers by the number alone until one has looked again.

The number of the site settings stands there too, written in the same way, so that reading them
costs no query.
"""

from __future__ import annotations

import hashlib
import mmap
import os
import time
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction

#: How old an answer may be where another machine has published since.
TRUSTED_SECONDS = 0.75
_BYTES = 24


def read() -> int:
    """The number; 0 before anything was written. A read of memory, without a query."""
    number: int = words()[0]
    return number


def write(number: int) -> None:
    """For the transaction that holds the head's lock, right before it commits."""
    words()[0] = number


def settings_number() -> int:
    """The number of the site settings; 0 before anything was written."""
    number: int = words()[2]
    return number


def write_settings(number: int) -> None:
    """For the transaction that saves them and holds the head's lock, right before it commits."""
    words()[2] = number


def confirm(number: int, asked: float, settings_number: int) -> None:
    """Say that the database had these numbers after the moment ``asked`` (monotonic).

    The clock is the machine's, the same in all of its processes. A writer may put a later number
    in between: whoever answers by that one has read it from the database even later.
    """
    here = words()
    if here[0] == number:
        here[1] = max(here[1], int(asked * 1e9))
        if here[2] != settings_number:
            here[2] = settings_number


def is_trusted(here: Any) -> bool:
    """Whether a process of this machine has lately compared the number with the database's."""
    return time.monotonic_ns() - here[1] < TRUSTED_SECONDS * 1e9  # type: ignore[no-any-return]


def settle() -> None:
    """Write the database's own numbers, once nobody is about to commit others. It may wait.

    Whoever holds the head's lock knows that no other transaction is past it.
    """
    from .ledger import locked_head

    with transaction.atomic():
        head = locked_head()
        write_settings(head.settings)
        write(head.number)


def words() -> Any:
    """The number's place in memory: keep it where you read the number often."""
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
