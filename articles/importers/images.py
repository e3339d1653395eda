"""Images of a publication that comes in: found in a folder, stored once, placed many times."""

import unicodedata
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from django.core.files import File
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from media.credits import agencies
from media.credits.lines import credit_fields, read_credit
from media.intake import uploads
from media.models import Image

from .addresses import Addresses
from .conversion import Absent, ImageUse, Placed, shortened
from .markup import plain
from .records import Records
from .report import Line, Notes, Outcome, Report


class Folder:
    """A folder of images: as the other system keeps them, or all in one place."""

    def __init__(self, path: Path) -> None:
        self.root = path.resolve()
        self.by_name: dict[str, list[Path]] = defaultdict(list)
        for found in sorted(self.root.rglob("*")):
            # A link that leads out of the folder would let an export read any file.
            if found.is_file() and found.resolve().is_relative_to(self.root):
                self.by_name[_name(found.name)].append(found)

    def find(self, path: str) -> Path | None:
        """The file for "/content/images/2026/03/a.jpg": the one whose folders agree the most.

        A name that several files have, none of them in the folder the path ends with, finds none.
        """
        wanted = [_name(part) for part in PurePosixPath(unquote(path)).parts if part != "/"]
        found = self.by_name.get(wanted[-1], []) if wanted else []
        if len(found) < 2:
            return found[0] if found else None
        agreeing = [(_agreement(file, wanted), file) for file in found]
        best = max(count for count, _file in agreeing)
        files = [file for count, file in agreeing if count == best]
        return files[0] if len(files) == 1 else None


class Pictures:
    """Answers for every use of an image whether it can be placed, and stores it once.

    First all uses are ``gather``-ed, then the files are ``settle``-d, then uses are ``place``-d.
    A trial stores nothing: it writes rows that its transaction takes back.
    """

    def __init__(
        self, folder: Folder | None, addresses: Addresses, key: Callable[[str], str],
        records: Records, *, is_dry_run: bool,
    ) -> None:  # fmt: skip
        self.folder = folder
        self.addresses = addresses
        self.key = key
        self.records = records
        self.is_dry_run = is_dry_run
        self.uses: dict[str, list[ImageUse]] = defaultdict(list)
        self.settled: dict[str, Image | Absent] = {}
        self.rows: dict[str, Image] = {}
        self.tried: dict[str, Image] = {}
        """The images that a trial would have stored, by their hash."""

    def gather(self, use: ImageUse) -> Absent:
        """Remember a use; nothing can be placed yet."""
        if path := self._path(use.src):
            self.uses[path].append(use)
        return Absent("")

    def settle(self, report: Report) -> None:
        """Find, examine and (but in a trial) store every image that is used."""
        missing = []
        for path, uses in self.uses.items():
            line = Line("image", path, Outcome.CREATED)
            found = self._settle(path, uses, line)
            self.settled[path] = found
            if isinstance(found, Absent):
                missing.append(path)
            else:
                report.add(line)
        if missing:
            report.notes.left_out(
                ngettext(
                    "%(count)d picture of the publication is not in the folder of images: %(paths)s",  # noqa: E501
                    "%(count)d pictures of the publication are not in the folder of images: %(paths)s",  # noqa: E501
                    len(missing),
                )
                % {"count": len(missing), "paths": shortened(", ".join(missing), 1000)}
            )

    def begin(self) -> None:
        """A new transaction: the rows of a trial's last one are gone."""
        self.rows.clear()

    def place(self, use: ImageUse) -> Placed | Absent:
        image = self.image(use.src)
        if isinstance(image, Absent):
            return image
        return Placed(image.uuid, image.alt_text, image.printed_credit)

    def image(self, src: str) -> Image | Absent:
        """The library's image of this address."""
        path = self._path(src)
        if not path:
            return _elsewhere(src)
        found = self.settled.get(path, Absent(_("it is not in the folder of images")))
        if isinstance(found, Absent) or found.pk:
            return found
        if path not in self.rows:
            # The same bytes under two paths are one image.
            same = Image.objects.filter(sha256=found.sha256).first()
            if same is None:
                found.save(force_insert=True)
                found.pk, same = None, Image.objects.get(uuid=found.uuid)
            self.rows[path] = same
        return self.rows[path]

    def _settle(self, path: str, uses: list[ImageUse], line: Line) -> Image | Absent:
        known = self.records.image(path)
        if known:
            line.outcome = Outcome.UNCHANGED
            return known
        if self.folder is None:
            return Absent(_("no folder of images was given"))
        file = self.folder.find(path)
        if file is None:
            return Absent(_("it is not in the folder of images"))
        try:
            with file.open("rb") as opened:
                return self._stored(path, uses, File(opened, name=file.name), line)
        except uploads.ImageRefused as refusal:
            return Absent(_("its file was refused: %s") % str(refusal).rstrip("."))
        except OSError as error:
            return Absent(_("its file cannot be read: %s") % (error.strerror or error))

    def _stored(self, path: str, uses: list[ImageUse], file: File, line: Line) -> Image:
        examined = uploads.examine(file)
        if examined.existing or examined.sha256 in self.tried:
            line.outcome = Outcome.UNCHANGED
            line.notes.changed(_("The library already has this picture: it was left unchanged."))
        if examined.existing:
            image = examined.existing
        elif self.is_dry_run:
            found = self.tried.get(examined.sha256)
            return self.tried.setdefault(
                examined.sha256, found or uploads.described(examined, **words_of(uses))
            )
        else:
            image = uploads.keep(examined, **words_of(uses)).image
        if not self.is_dry_run:
            # What comes in is published at once: no worker is waited for.
            uploads.make_files(image)
            self.records.keep_image(path, image)
        return image

    def _path(self, src: str) -> str:
        path = self.addresses.own_path(src)
        return self.key(path) if path else ""


def words_of(uses: list[ImageUse]) -> dict:
    """What the library says of an image, from all its uses; the file says what they leave out.

    A caption is the library's only where every use has one: a use without any would show it, and
    so it would one that the file brings.
    """
    captions = [plain(use.caption) for use in uses]
    credit = next((use.credit_line for use in uses if use.credit_line), "")
    alt_text = next((use.alt for use in uses if use.alt), "")
    return {
        "caption": captions[0] if all(captions) else "",
        **({"alt_text": alt_text} if alt_text else {}),
        **(credit_fields(credit, names=agencies.known().names) if credit else {}),
    }


def tell_other_credit(use: ImageUse, place: Placed, notes: Notes) -> None:
    """Report a credit that the source prints and the library does not."""
    if (
        not use.credit_line
        or read_credit(use.credit_line).text.casefold() == place.credit.casefold()
    ):
        return
    notes.problem(
        _("Picture %(src)s had the credit “%(there)s”; the library's is “%(here)s”.")
        % {"src": shortened(use.src, 160), "there": use.credit_line, "here": place.credit}
    )


def _elsewhere(src: str) -> Absent:
    if src.startswith("data:"):
        return Absent(_("it is embedded in the text itself"))
    return Absent(_("it is on another site and is not fetched"))


def _name(part: str) -> str:
    return unicodedata.normalize("NFC", part)


def _agreement(file: Path, wanted: list[str]) -> int:
    """How many parts at the end of a file's path are those of the wanted path."""
    count = 0
    for ours, theirs in zip(reversed(file.parts), reversed(wanted), strict=False):
        if _name(ours) != theirs:
            break
        count += 1
    return count
