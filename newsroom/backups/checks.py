"""A system check: no restore was broken off."""

from typing import Any

from django.core.checks import Error, register

from . import unfinished


@register()
def no_restore_is_unfinished(app_configs: Any, **kwargs: Any) -> list[Error]:
    """Between a loaded backup and what the old newsroom took down, nothing may be served."""
    if not unfinished.path().exists():
        return []
    return [
        Error(
            "A restore was broken off: what was taken down after the backup may be live.",
            hint="Run manage.py restore again, with the same folder and --replace.",
            id="backups.E001",
        )
    ]
