"""Where backups are: an argument, or the setting BACKUP_FOLDER."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from .manifest import BackupRefused


def folder_of(given: Path | None) -> Path:
    """Raises BackupRefused where neither says."""
    if given is not None:
        return given.resolve()
    if settings.BACKUP_FOLDER:
        return Path(settings.BACKUP_FOLDER)
    raise BackupRefused("Name a folder, or set BACKUP_FOLDER.")
