from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from newsroom.backups import watch


class Command(BaseCommand):
    help = "Say what is wrong with the newsroom, one line each. Exits with 1 if anything is."
    # What they find is among the findings.
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        limits = watch.Limits()
        parser.add_argument("--free-mb", type=int, default=limits.free_mb)
        parser.add_argument("--backup-hours", type=int, default=limits.backup_hours)
        parser.add_argument("--no-backups", action="store_true", help="there are to be none")
        parser.add_argument("--url", default="", help="the site as readers reach it")

    def handle(self, *args, free_mb: int, backup_hours: int, url: str, **options) -> None:
        folder = Path(settings.BACKUP_FOLDER) if settings.BACKUP_FOLDER else None
        found = list(
            watch.findings(
                watch.Limits(free_mb, backup_hours),
                folder=None if options["no_backups"] else folder,
                url=url,
            )
        )
        if folder is None and not options["no_backups"]:
            found.append("backup: There are none. Set BACKUP_FOLDER, or say --no-backups.")
        for line in found:
            self.stdout.write(line)
        if found:
            raise SystemExit(1)
        self.stdout.write("All is well.")
