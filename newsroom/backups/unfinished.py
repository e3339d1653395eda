"""The mark of a restore that is under way, with what it has read of the old newsroom."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.conf import settings

from . import manifest
from .old_ledger import Since


def path() -> Path:
    return Path(settings.VAR_DIR) / "restore-unfinished.json"


def begin(backup: manifest.Backup, since: Since | None) -> None:
    told: dict[str, Any] = {"backup": str(backup.folder), "made_at": backup.manifest.made_at}
    told["since"] = since.as_json() if since else None
    manifest.write_whole(path(), json.dumps(told, indent=1))


def of_earlier_run(backup: manifest.Backup) -> tuple[bool, Since | None]:
    """Whether a run for the same backup was broken off, and what that had read.

    Raises BackupRefused if it was for another backup.
    """
    if not path().exists():
        return False, None
    told = json.loads(path().read_text(encoding="utf-8"))
    if told["made_at"] != backup.manifest.made_at:
        raise manifest.BackupRefused(
            f"A restore of {told['backup']} was broken off: finish that first, or delete {path()} "
            "if you know what was taken down since."
        )
    return True, Since(**told["since"]) if told["since"] else None


def end(report: dict[str, Any]) -> Path:
    """Everything is done; returns where the report is kept."""
    kept = path().with_name(f"restored-{report['made_at'].replace(':', '-')}.json")
    manifest.write_whole(kept, json.dumps(report, indent=1))
    path().unlink()
    return kept
