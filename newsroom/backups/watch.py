"""Everything that whoever runs a newsroom wants to know, as findings: one line each, or none.

Beside what ``/healthz`` measures, it looks at what readers and strangers are not told: disks,
backups, drills, tables, certificates.
"""

from __future__ import annotations

import shutil
import socket
import ssl
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import urlopen

from django.conf import settings
from django.core import checks
from django.db import DEFAULT_DB_ALIAS, Error, connection
from django.db.migrations.executor import MigrationExecutor

from newsroom.editorial import clock
from newsroom.lib import health

from . import drill, manifest

_PATIENCE_SECONDS = 10
#: A certificate is renewed a month before its end; two weeks before, something is wrong.
_CERTIFICATE_DAYS = 14


@dataclass(frozen=True)
class Limits:
    """What is still well. ``backup_hours`` is the age of the newest backup."""

    free_mb: int = 1024
    backup_hours: int = 30


def findings(limits: Limits, *, folder: Path | None, url: str = "") -> Iterator[str]:
    """What is wrong. ``folder`` has the backups, None: nobody wants any; ``url`` is the site."""
    yield from _of_the_newsroom()
    yield from _of_disks(limits, folder)
    if folder is not None:
        yield from _of_backups(limits, folder)
    if url:
        yield from _of_the_site(url)


def _of_the_newsroom() -> Iterator[str]:
    _is_well, told = health.report()
    for name, check in told["checks"].items():
        if check["status"] != "ok":
            measured = f" ({check['value']} {check['unit']})" if check.get("value") else ""
            yield f"{name}{measured}: {check['message']}"
    if told["checks"]["database"]["status"] != "ok":
        return
    try:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            yield "migrations: The tables are of an older release. Run manage.py migrate."
        for found in checks.run_checks(databases=[DEFAULT_DB_ALIAS]):
            if found.level >= checks.WARNING and not found.is_silenced():
                yield f"check {found.id}: {found.msg} {found.hint or ''}".rstrip()
    except Error as error:
        yield f"database: {error}"


def _of_disks(limits: Limits, folder: Path | None) -> Iterator[str]:
    looked_at: dict[int, tuple[str, Path]] = {}
    wanted = [("data", Path(settings.VAR_DIR)), ("uploads", Path(tempfile.gettempdir()))]
    for name, path in [*wanted, *([("backups", folder)] if folder else [])]:
        if path.exists():
            looked_at.setdefault(path.stat().st_dev, (name, path))
    for name, path in looked_at.values():
        free_mb = shutil.disk_usage(path).free // 1024**2
        if free_mb < limits.free_mb:
            yield f"disk: {path} ({name}) has {free_mb} MB left; {limits.free_mb} are wanted."


def _of_backups(limits: Limits, folder: Path) -> Iterator[str]:
    backups = manifest.every(folder)
    if not backups:
        yield f"backup: {folder} holds none that is whole. Run manage.py backup."
    else:
        hours = (clock.now() - backups[0].made_at).total_seconds() / 3600
        if hours > limits.backup_hours:
            yield (
                f"backup: The newest is {hours:.0f} hours old; the limit is "
                f"{limits.backup_hours}. See the log of newsroom-backup."
            )
        if backups[0].manifest.missing:
            yield (
                f"backup: {len(backups[0].manifest.missing)} originals that the database names "
                "were not in the storage."
            )
    last = drill.last(folder)
    if last and not last.is_well:
        yield f"restore drill of {last.at}: {last.sentence}"


def _of_the_site(url: str) -> Iterator[str]:
    try:
        with urlopen(url, timeout=_PATIENCE_SECONDS):  # noqa: S310
            pass
    except HTTPError as error:
        yield f"site: {url} answers {error.code}."
    except (URLError, OSError) as error:
        yield f"site: {url} does not answer: {getattr(error, 'reason', error)}"
        return
    if url.startswith("https://"):
        days = _days_left(url)
        if days < _CERTIFICATE_DAYS:
            yield f"certificate: It ends in {days} days. See the log of certbot.timer."


def _days_left(url: str) -> int:
    at = urlsplit(url)
    address = (at.hostname or "", at.port or 443)
    context = ssl.create_default_context()
    with (
        socket.create_connection(address, _PATIENCE_SECONDS) as plain,
        context.wrap_socket(plain, server_hostname=at.hostname) as secure,
    ):
        found = secure.getpeercert() or {}
    ends = datetime.fromtimestamp(ssl.cert_time_to_seconds(str(found["notAfter"])), UTC)
    return (ends - datetime.now(UTC)).days
