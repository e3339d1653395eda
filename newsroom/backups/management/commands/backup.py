from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from newsroom.backups import creation, retention
from newsroom.backups.folders import folder_of
from newsroom.backups.manifest import BackupRefused


class Command(BaseCommand):
    help = "Write database and originals into a dated folder, and delete backups past their time."
    # A backup is wanted most where something is wrong.
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", nargs="?", type=Path, help="otherwise BACKUP_FOLDER")
        parser.add_argument(
            "--keep", default="7,4,12", help="of how many days, weeks and months; or all"
        )
        parser.add_argument(
            "--whole", action="store_true", help="copy every file again, link to none"
        )

    def handle(self, *args, folder: Path | None, keep: str, whole: bool, **options) -> None:
        try:
            kept = None if keep == "all" else retention.parse(keep)
        except ValueError:
            raise CommandError("--keep is three numbers, such as 7,4,12, or all.") from None
        try:
            made = creation.make(folder_of(folder), keep=kept, whole=whole, say=self.stdout.write)
        except (BackupRefused, OSError) as error:
            raise CommandError(f"No backup was made. {error}") from error
        self._tell(made)

    def _tell(self, made: creation.Made) -> None:
        told = made.backup.manifest
        self.stdout.write(
            f"{made.backup.folder}: {told.bytes / 1024**2:,.0f} MB, ledger number "
            f"{told.ledger.get('seq', 0)}, {told.files} files, {made.copied} of them new."
        )
        if made.deleted:
            self.stdout.write(f"Past their time and deleted: {', '.join(made.deleted)}")
        if told.missing:
            self.stderr.write(
                f"{len(told.missing)} files that the database names are not in the storage: "
                f"{', '.join(told.missing[:10])}"
            )
