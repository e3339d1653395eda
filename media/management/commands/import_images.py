"""``manage.py import_images DIR``: a folder of images into the library."""

import json
from collections import Counter
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from media.intake import folders
from media.library import collections
from newsroom.editorial import refusals
from newsroom.lib import planner_statistics


class Command(BaseCommand):
    help = gettext_lazy(  # type: ignore[assignment]
        "Import a folder of pictures into the library, with the files' metadata. "
        "Running it again changes nothing: what is already there is reported as a "
        "duplicate."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, metavar="DIR", help="the folder, with all in it")
        parser.add_argument(
            "--collection", metavar="NAME", help="add the pictures to this collection"
        )
        parser.add_argument("--json", action="store_true", help="one JSON object a line")

    def handle(self, *args, **options) -> None:
        folder: Path = options["folder"]
        if not folder.is_dir():
            raise CommandError(_("%s is not a folder of images.") % folder)
        collection, counts = None, Counter[folders.ImportOutcome]()
        if options["collection"]:
            try:
                collection = collections.find_or_create(options["collection"])
            except refusals.Refused as refusal:
                raise CommandError(str(refusal)) from refusal
        for result in folders.bring_in(folder, collection=collection):
            counts[result.outcome] += 1
            self._tell(json.dumps(result.as_json()) if options["json"] else _line(result))
        if not counts:
            raise CommandError(_("There are no files in %s.") % folder)
        planner_statistics.gather()
        if not options["json"]:
            self._tell(_summary(counts))
        if not counts.total() - counts[folders.ImportOutcome.REFUSED]:
            raise CommandError(_("None of the files was a picture that can be used."))

    def _tell(self, line: str) -> None:
        # A file name may hold bytes that no terminal can print.
        self.stdout.write(line.encode(errors="backslashreplace").decode())
        self.stdout.flush()


def _line(result: folders.ImportedFile) -> str:
    if result.image is None:
        refused = _("refused")
        return f"{result.file}: {refused}. {result.reason}"
    told = [str(_(result.outcome.value)), str(result.image.uuid), result.image.printed_credit]
    for other in result.duplicates:
        told.append(_("looks like {name} ({id}), {use}").format(**other))
    told += [_("proposed: %s") % lease for lease in result.leases]
    return f"{result.file}: {'; '.join([part for part in told if part] + result.notes)}"


def _summary(counts: Counter) -> str:
    accepted = counts[folders.ImportOutcome.ACCEPTED]
    return ngettext(
        "%(accepted)d picture was added; already there: %(duplicates)d; refused: %(refused)d.",
        "%(accepted)d pictures were added; already there: %(duplicates)d; refused: %(refused)d.",
        accepted,
    ) % {
        "accepted": accepted,
        "duplicates": counts[folders.ImportOutcome.DUPLICATE],
        "refused": counts[folders.ImportOutcome.REFUSED],
    }
