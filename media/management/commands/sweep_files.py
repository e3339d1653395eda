"""``manage.py sweep_files``: files that no row names, the private ones too."""

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from media.intake import leftover_files


class Command(BaseCommand):
    help = gettext_lazy(  # type: ignore[assignment]
        "Delete files that belong to no picture or video, left by interrupted uploads."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="only say which")

    def handle(self, *args, dry_run: bool, **options) -> None:
        try:
            names = _found() if dry_run else leftover_files.sweep(private=True)
        except leftover_files.NotOurs as refusal:
            raise CommandError(str(refusal)) from refusal
        for name in names:
            self.stdout.write(name)
        told = ngettext("%d file is left over.", "%d files are left over.", len(names))
        if not dry_run:
            told = ngettext("%d file was deleted.", "%d files were deleted.", len(names))
        self.stdout.write(told % len(names) if names else _("There are no leftover files."))


def _found() -> list[str]:
    return [name for leftover in leftover_files.find(private=True) for name in leftover.names]
