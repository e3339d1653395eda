"""``manage.py import_ghost FILE``: a Ghost publication comes in."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.importers.ghost import export_file, prose
from articles.importers.ghost.publication import publication
from articles.importers.images import Folder
from articles.importers.import_run import bring
from newsroom.lib import planner_statistics


class Command(BaseCommand):
    help = gettext_lazy(  # type: ignore[assignment]
        "Import a Ghost export (its JSON file): posts, pages, people, tags, pictures, "
        "old addresses. Running it again changes nothing; what has been edited here is "
        "left alone."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="the JSON file that Ghost exports")
        parser.add_argument(
            "--images", type=Path, metavar="DIR",
            help="the folder of pictures: Ghost's content/ or content/images/, or a flat folder",
        )  # fmt: skip
        parser.add_argument("--dry-run", action="store_true", help="only say what would happen")
        parser.add_argument("--json", action="store_true", help="print the report as JSON")
        parser.add_argument(
            "--site-url", default="", metavar="URL",
            help="the old site's address, for links in texts that name it",
        )  # fmt: skip
        parser.add_argument(
            "--permalinks", default="", metavar="PATTERN",
            help="the pattern of dated addresses, such as /:year/:month/:slug/",
        )  # fmt: skip

    def handle(self, *args, **options) -> None:
        if not prose.IS_INSTALLED:
            raise CommandError(
                _('The Ghost importer needs the extra "ghost": pip install "newsroom[ghost]".')
            )
        folder = options["images"]
        if folder is not None and not folder.is_dir():
            raise CommandError(_("%s is not a folder of images.") % folder)
        try:
            export = export_file.read_file(options["file"])
        except export_file.Unreadable as error:
            raise CommandError(str(error)) from error
        incoming = publication(
            export, site_url=options["site_url"], permalinks=options["permalinks"]
        )
        report = bring(
            incoming,
            folder=Folder(folder) if folder else None,
            is_dry_run=options["dry_run"],
        )
        if not options["dry_run"]:
            planner_statistics.gather()
        self.stdout.write(report.as_json() if options["json"] else report.as_text())
