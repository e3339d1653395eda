"""What has happened since a backup, as the old newsroom's database tells it, if it can be asked.

It is read before anything is replaced, and kept in a file until the restore is complete.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connections

from media.models import Image
from newsroom.accounts.models import User
from newsroom.editorial import clock, registry
from newsroom.editorial.models import LedgerEntry, LedgerHead
from newsroom.lib import instants

from .manifest import BackupRefused, Manifest

_COLUMNS = ("seq", "op", "type", "uuid", "at", "cause", "reason", "note", "into", "keys")


@dataclass(frozen=True)
class Since:
    """JSON throughout: ids and instants are texts.

    ``windows`` are those of every leased image, by id; ``planned`` and ``live`` the items of which
    something is; ``active`` the names of the logins that work.
    """

    head: int
    read_at: str
    entries: list[dict[str, Any]] = field(default_factory=list)
    windows: dict[str, list[list[str | None]]] = field(default_factory=dict)
    planned: list[str] = field(default_factory=list)
    live: list[str] = field(default_factory=list)
    active: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def read(manifest: Manifest, using: str = DEFAULT_DB_ALIAS) -> Since | None:
    """None if there is no ledger. Raises BackupRefused if it belongs to another newsroom."""
    if LedgerHead._meta.db_table not in connections[using].introspection.table_names():
        return None
    head = LedgerHead.objects.using(using).filter(pk=1).values_list("seq", flat=True).first()
    if head is None:
        return None
    seq = int(manifest.ledger.get("seq", 0))
    _check_lineage(manifest, seq, using)
    entries = LedgerEntry.objects.using(using).filter(seq__gt=seq).order_by("seq")
    now = clock.now()
    planned, live = set(), set()
    for item_type in registry.item_types():
        rows = item_type.editions.using(using)
        planned |= set(rows.planned(now).values_list("item__uuid", flat=True))
        live |= set(rows.live(now).values_list("item__uuid", flat=True))
    leased = Image._default_manager.using(using).filter(windows__isnull=False)
    return Since(
        head=head,
        read_at=instants.to_text(now),
        entries=[_as_json(row) for row in entries.values(*_COLUMNS)],
        windows={str(uuid): found for uuid, found in leased.values_list("uuid", "windows")},
        planned=sorted(map(str, planned)),
        live=sorted(map(str, live)),
        active=sorted(
            User.objects.using(using).filter(is_active=True).values_list("username", flat=True)
        ),
    )


def _check_lineage(manifest: Manifest, seq: int, using: str) -> None:
    """The backup's newest entry is in the old ledger too, under the same number."""
    newest = manifest.ledger.get("newest", "")
    if not newest:
        return
    found = LedgerEntry.objects.using(using).filter(seq=seq).values_list("type", "uuid").first()
    if found is None or newest != f"{found[0]}:{found[1].hex}":
        raise BackupRefused(
            f"The old ledger has not got the backup's newest entry ({newest}, number {seq}): it is "
            "another newsroom's, or older than the backup. Restore into an empty database."
        )


def _as_json(row: dict[str, Any]) -> dict[str, Any]:
    into = row["into"]
    return {
        **row, "uuid": str(row["uuid"]), "at": instants.to_text(row["at"]),
        "into": str(into) if isinstance(into, UUID) else into,
    }  # fmt: skip
