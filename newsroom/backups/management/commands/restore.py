from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from newsroom.backups import manifest, reconciliation, restoration
from newsroom.backups.folders import folder_of
from newsroom.backups.manifest import BackupRefused


class Command(BaseCommand):
    help = (
        "Bring a newsroom back from a backup into an empty database, and say what has to be "
        "checked. Exits with 1 if documents differ from a fresh compile."
    )
    # They fail while there is no table, or half a restore.
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "folder", nargs="?", type=Path, help="a backup, or a folder of them: its newest"
        )
        parser.add_argument(
            "--replace",
            action="store_true",
            help="replace the newsroom that is here",
        )
        parser.add_argument(
            "--old", default="", metavar="URL",
            help="the database of the newsroom that was lost, if it can still be read: what it "
            "took down after the backup is taken down again",
        )  # fmt: skip
        parser.add_argument(
            "--leave-pictures", action="store_true", help="let the worker draw the public files"
        )

    def handle(self, *args, folder: Path | None, replace: bool, old: str, **options) -> None:
        try:
            result = restoration.restore(
                manifest.at(folder_of(folder)), replace=replace, old=old,
                draws=not options["leave_pictures"], say=self.stdout.write,
            )  # fmt: skip
        except (BackupRefused, OSError) as error:
            raise CommandError(f"Not restored. {error}") from error
        self._tell(result)

    def _tell(self, result: restoration.Restored) -> None:
        for line in reconciliation.lines(result.reconciled):
            self.stdout.write(line)
        if missing := result.backup.manifest.missing:
            self.stdout.write(f"Originals that the backup never had: {', '.join(missing)}")
        if result.secret_key_differs:
            self.stdout.write(
                "SECRET_KEY differs from the old one: links that were sent no longer work. Put "
                "the old one into the environment if you have it."
            )
        for name in result.wrong:
            self.stdout.write(name)
        if result.wrong:
            raise CommandError(
                f"{len(result.wrong)} of {result.items} items differ from a fresh compile. Run: "
                "rebuild_documents"
            )
        self.stdout.write(
            f"Restored in {result.seconds:.0f} s: all {result.items} items match a fresh compile. "
            "Everybody logs in again."
        )
