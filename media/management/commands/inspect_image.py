import json
import warnings
from pathlib import Path
from typing import Any

from django.core.files.base import File
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from media.decoding import decoder
from media.intake import metadata
from newsroom.lib import text


class Command(BaseCommand):
    help = "Print what the library reads from picture files, or why it would refuse them."

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="+", metavar="FILE", type=Path)
        parser.add_argument(
            "--json", action="store_true", help="One JSON object a line, the file's name first."
        )

    def handle(self, *args, files: list[Path], **options):
        results = [_inspect(path) for path in files]
        for result in results:
            self.stdout.write(
                json.dumps(result, ensure_ascii=False) if options["json"] else _table(result)
            )
        if all("refused" in result for result in results):
            raise CommandError("None of the files could be read.")


def _inspect(path: Path) -> dict[str, Any]:
    name = text.tidy(str(path))
    if path.exists() and not path.is_file():
        # A pipe would wait for ever, a device never ends.
        return {"file": name, "refused": _("This is not a file. Name the picture file.")}
    try:
        with path.open("rb") as opened, warnings.catch_warnings():
            # Decoders warn of what is said here by what is found, or by the refusal.
            warnings.simplefilter("ignore")
            file = File(opened)
            # The library takes an image only if all of it can be decoded.
            decoder.read(file)
            found = metadata.read(file).as_json()
    except decoder.ImageRefused as refusal:
        return {"file": name, "refused": str(refusal)}
    except OSError as error:
        reason = _("The file cannot be opened: %(reason)s.") % {"reason": error.strerror or error}
        return {"file": name, "refused": reason}
    del found["blocks"]
    return {"file": name} | found


def _table(result: dict[str, Any]) -> str:
    """The fields that are there, under each other, with the conflicts at the end."""
    result = dict(result)
    rows = [result.pop("file")]
    conflicts = result.pop("conflicts", [])
    width = max(map(len, result))
    for name, value in result.items():
        if value or value is False:
            rows.append(f"  {name:<{width}}  {_shown(value, width + 4)}")
    for conflict in conflicts:
        rows.append("  " + _("The file contradicts itself about %(field)s") % conflict)
        rows += [
            f"    {block:<4}  {_shown(conflict[block], 10)}" for block in ("xmp", "iim", "exif")
        ]
    return "\n".join(rows) + "\n"


def _shown(value: Any, indent: int) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list) and value:
        return " · ".join(map(str, value))
    return str(value).replace("\n", "\n" + " " * indent) or "–"
