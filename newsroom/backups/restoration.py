"""Bringing a newsroom back from a backup, so that it may be served when the command has ended.

Digests first, then files, then the database in one transaction. A mark in VAR_DIR stands from
before the database is replaced until everything is done, and nothing is served while it stands: a
run that was killed is repeated, and still knows what was taken down after the backup.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import environ
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from media.models import Video
from newsroom.accounts.signin.tables import LoginSession
from newsroom.delivery import followers
from newsroom.delivery.models import WorkerHeartbeat
from newsroom.delivery.outbox import channels
from newsroom.editorial import checks, clock
from newsroom.editorial.publication import (
    recompilation,
    shared_number,
    stored_documents,
)
from newsroom.lib import planner_statistics
from newsroom.site.search import index

from . import creation, databases, manifest, old_ledger, originals, reconciliation, unfinished
from .manifest import Backup, BackupRefused
from .old_ledger import Since
from .reconciliation import Reconciled

#: A worker that was heard of this lately is at work.
_AT_WORK = timedelta(seconds=60)

Say = Callable[[str], None]


@dataclass
class Restored:
    """How it went; ``wrong`` names the items whose documents differ from a fresh compile."""

    backup: Backup
    files: int = 0
    items: int = 0
    wrong: list[str] = field(default_factory=list)
    secret_key_differs: bool = False
    reconciled: Reconciled = field(default_factory=Reconciled)
    seconds: float = 0.0

    def as_json(self) -> dict[str, Any]:
        return {
            "backup": str(self.backup.folder),
            "made_at": self.backup.manifest.made_at,
            "ledger": self.backup.manifest.ledger.get("seq", 0),
            "files": self.files,
            "items": self.items,
            "wrong": self.wrong,
            "seconds": self.seconds,
            **self.reconciled.as_json(),
        }


def restore(
    backup: Backup, *, replace: bool, old: str = "", draws: bool, say: Say = lambda sentence: None
) -> Restored:
    """Put a backup into this newsroom's database and storage. Raises BackupRefused.

    ``replace`` allows it to take the place of what is there; ``old`` is the database URL of the
    newsroom that was lost, which is asked what happened since; without it, what is replaced is.
    ``draws`` makes the public files of pictures now, otherwise the worker does.
    """
    began = time.monotonic()
    is_again, since = _prepare(backup, replace=replace, old=old, say=say)
    result = Restored(backup, secret_key_differs=_is_other_key(backup))
    result.files = originals.bring_back(backup)
    say(f"{backup.manifest.files} originals are there, {result.files} of them brought back.")
    _load(backup, is_again=is_again)
    _compare(backup)
    say(f"The database is in: ledger number {backup.manifest.ledger.get('seq', 0)}.")
    call_command("migrate", verbosity=0)
    _forget_the_machine()
    if since is None:
        result.reconciled = reconciliation.without_the_old(backup.made_at)
    else:
        result.reconciled = reconciliation.with_the_old(since)
    _rebuild(draws=draws, say=say)
    report = stored_documents.check()
    result.items, result.wrong = report.items, report.wrong
    result.seconds = round(time.monotonic() - began, 1)
    unfinished.end(result.as_json())
    return result


def verify(backup: Backup) -> None:
    """Compare every file with its digest. Raises BackupRefused."""
    sums = backup.folder / manifest.SUMS
    if manifest.digest_of(sums) != backup.manifest.sums:
        raise BackupRefused(f"{sums} is not as it was written.")
    for name, digest in backup.sums().items():
        path = backup.folder / name
        if not path.is_file():
            raise BackupRefused(f"{path} is missing.")
        if manifest.digest_of(path) != digest:
            raise BackupRefused(f"{path} is damaged: its digest does not match.")


def _prepare(backup: Backup, *, replace: bool, old: str, say: Say) -> tuple[bool, Since | None]:
    """Everything that may refuse, and the mark; nothing of the newsroom is changed yet.

    Returns whether an earlier run was broken off, and what is known of the old newsroom.
    """
    _check_kind(backup)
    is_again, since = unfinished.of_earlier_run(backup)
    is_empty = databases.is_empty()
    if not is_empty and not replace:
        raise BackupRefused(
            "There is a newsroom in this database already. --replace puts the backup in its place."
        )
    if not is_empty:
        _check_nobody_works()
    creation.check_free(settings.VAR_DIR, 2 * backup.manifest.bytes, "A restore")
    verify(backup)
    say(f"{backup.folder} is whole: every digest is right.")
    if not is_again:
        since = _since(backup, old=old, is_empty=is_empty)
        unfinished.begin(backup, since)
    return is_again, since


def _load(backup: Backup, *, is_again: bool) -> None:
    try:
        databases.load(backup.database)
    except BackupRefused:
        # Whatever was there is there still, and may be served.
        if not is_again:
            unfinished.path().unlink()
        raise


def _check_kind(backup: Backup) -> None:
    engine = backup.manifest.database["engine"]
    if engine != connection.vendor:
        raise BackupRefused(
            f"The backup is of a database of the kind {engine}, and DATABASE_URL names one of the "
            f"kind {connection.vendor}."
        )
    known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
    ours = {name.partition(".")[0] for name in known}
    newer = [
        m for m in backup.manifest.migrations if m.partition(".")[0] in ours and m not in known
    ]
    if newer:
        raise BackupRefused(
            f"The backup was made by a newer release, which has {', '.join(newer[:5])}. Install "
            f"that one ({backup.manifest.newsroom})."
        )


def _check_nobody_works() -> None:
    if WorkerHeartbeat._meta.db_table not in connection.introspection.table_names():
        return
    if WorkerHeartbeat.objects.filter(beat_at__gt=clock.now() - _AT_WORK).exists():
        raise BackupRefused(
            "A worker is at work in this newsroom. Stop web server and workers first; one that was "
            "killed is forgotten after a minute."
        )


def _since(backup: Backup, *, old: str, is_empty: bool) -> Since | None:
    if old:
        with databases.other(environ.Env.db_url_config(old), "old") as alias:
            return old_ledger.read(backup.manifest, alias)
    return None if is_empty else old_ledger.read(backup.manifest)


def _compare(backup: Backup) -> None:
    """The same tables with as many rows as were dumped."""
    found, wanted = databases.facts(connection).tables, backup.manifest.tables
    differing = [name for name in wanted if found.get(name) != wanted[name]]
    if differing:
        raise BackupRefused(f"These tables came back with other rows: {', '.join(differing)}")


def _forget_the_machine() -> None:
    """What belonged to the processes of the old machine, and every login session."""
    WorkerHeartbeat.objects.all().delete()
    LoginSession.objects.all().delete()
    shared_number.settle()


def _rebuild(*, draws: bool, say: Say) -> None:
    """Everything that follows from database and originals."""
    planner_statistics.gather()
    if checks.documents_fit_the_settings(None, databases=["default"]):
        call_command("rebuild_documents")
    while recompilation.run().done:
        pass
    index.begin_again()
    while followers.run().done:
        pass
    say("The search index is full.")
    # Their public copies are made again by the worker, where readers may have them.
    Video.objects.filter(files_due_at=None).exclude(file_name="").update(files_due_at=clock.now())
    call_command("rebuild_renditions", now=draws)
    channels.empty_caches()
    planner_statistics.gather()


def _is_other_key(backup: Backup) -> bool:
    return backup.manifest.secret_key_mark != creation.secret_key_mark()
