"""``manage.py reread_images``: what the files of older pictures say, into their empty fields."""

import json
from collections import Counter

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from media.intake import kept_originals
from media.intake.kept_originals import Outcome, Propose, Result, Rights
from media.models import Image


class Command(BaseCommand):
    help = gettext_lazy(  # type: ignore[assignment]
        "Read the kept files of pictures that came in before their files were read as well as "
        "today. What people wrote stays. Running it again changes nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="tell, and write nothing")
        parser.add_argument("--json", action="store_true", help="one JSON object a line")
        parser.add_argument(
            "--propose-rights", choices=[one.value for one in Propose], default=Propose.NONE.value,
            help="make leases of the limits in the files, in force until somebody dismisses them: "
            "of pictures that no story shows, or of all; a lease that has ended takes its picture "
            "away from readers at once",
        )  # fmt: skip

    def handle(self, *args, **options) -> None:
        counts = Counter[str]()
        results = kept_originals.read_again(
            propose=Propose(options["propose_rights"]), is_dry_run=options["dry_run"]
        )
        for result in results:
            counts[result.outcome] += 1
            counts[f"rights {result.rights}"] += 1
            self._tell(json.dumps(result.as_json()) if options["json"] else _line(result))
        if not options["json"]:
            self._tell(_summary(counts))
            if options["dry_run"]:
                self._tell(_("Nothing was written: this was a dry run."))
        if counts[Outcome.UNREADABLE] and counts.total() == 2 * counts[Outcome.UNREADABLE]:
            raise CommandError(_("None of the files could be read."))

    def _tell(self, line: str) -> None:
        # A file name may hold what no terminal can print.
        self.stdout.write(line.encode(errors="backslashreplace").decode())
        self.stdout.flush()


def _line(result: Result) -> str:
    told = [f"{result.image} ({result.image.uuid})"]
    if result.reason:
        told.append(result.reason)
    if result.filled:
        told.append(_("Filled from the file: %s.") % _names(result.filled))
    if result.left:
        told.append(_("The file says something else of: %s. Left as it is.") % _names(result.left))
    told += result.notes
    if result.rights:
        words = "; ".join(str(lease.words) for lease in result.leases)
        told.append(_limits(result) % {"words": words, "count": result.stories})
    return " · ".join(told)


def _limits(result: Result) -> str:
    if result.rights == Rights.PROPOSED:
        return _("“%(words)s” is in force until somebody dismisses it; stories: %(count)d.")
    return _("“%(words)s” is not in force; stories that show the picture: %(count)d.")


def _names(columns: list[str]) -> str:
    names = {field.name: str(field.verbose_name) for field in Image._meta.fields}
    return ", ".join(names[column] for column in columns)


def _summary(counts: Counter[str]) -> str:
    read = sum(counts[outcome] for outcome in Outcome)
    told = ngettext(
        "%(read)d picture was read again; something came in of %(filled)d; protected: "
        "%(protected)d; unreadable: %(unreadable)d.",
        "%(read)d pictures were read again; something came in of %(filled)d; protected: "
        "%(protected)d; unreadable: %(unreadable)d.",
        read,
    ) % {
        "read": read,
        "filled": counts[Outcome.FILLED],
        "protected": counts[Outcome.PROTECTED],
        "unreadable": counts[Outcome.UNREADABLE],
    }
    left = counts[f"rights {Rights.TOLD}"] + counts[f"rights {Rights.SHOWN}"]
    if left:
        limits = _("Limits in the files that are not in force: %d. See --propose-rights.") % left
        return f"{told} {limits}"
    return told
