from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from newsroom.backups import drill
from newsroom.backups.folders import folder_of
from newsroom.backups.manifest import BackupRefused


class Command(BaseCommand):
    help = (
        "Restore the newest backup into a database and a folder of its own, compare, and say in "
        "one line how it went. Exits with 1 if it failed."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", nargs="?", type=Path, help="otherwise BACKUP_FOLDER")

    def handle(self, *args, folder: Path | None, **options) -> None:
        try:
            result = drill.drill(folder_of(folder))
        except BackupRefused as refusal:
            raise CommandError(str(refusal)) from refusal
        if not result.is_well:
            raise CommandError(result.sentence)
        self.stdout.write(result.sentence)
