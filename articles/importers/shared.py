"""People, tags and the section of a publication: made when the first item needs them."""

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from media.models import Image
from newsroom.editorial.fields import followed
from newsroom.lib.folding import folded
from newsroom.lib.slugs import first_free, made

from .. import bylines
from ..models import Author, Section, Tag, TagAlias
from .conversion import Absent
from .images import Pictures
from .publication import IncomingAuthor, IncomingTag, Publication
from .records import Records
from .report import Line, Notes, Outcome, Report


class SharedThings:
    """Found or made inside an item's transaction, remembered once that has held.

    What exists here already, by an earlier import or by its name, is used as it is and never
    overwritten.
    """

    def __init__(
        self, publication: Publication, records: Records, pictures: Pictures, report: Report, *,
        is_dry_run: bool,
    ) -> None:  # fmt: skip
        self.publication = publication
        self.records = records
        self.pictures = pictures
        self.report = report
        self.is_dry_run = is_dry_run
        self.kept: dict[tuple[str, str], Author | Tag | Section] = {}
        self.fresh: dict[tuple[str, str], Author | Tag | Section] = {}
        self.tried: set[tuple[str, ...]] = set()
        """Names and slugs of what a trial would have made."""
        self.told: set[tuple[str, str]] = set()
        self.lines: list[tuple[tuple[str, str], Line]] = []

    def begin(self) -> None:
        self.fresh, self.lines = {}, []

    def commit(self) -> None:
        """The item's transaction is through: what it made stays (a trial's is gone again)."""
        if not self.is_dry_run:
            self.kept |= self.fresh
        for key, line in self.lines:
            if key not in self.told:
                self.told.add(key)
                self.report.add(line)

    def section(self) -> Section:
        """Where everything is filed: IMPORT_SECTION, made when it is missing."""
        name = settings.IMPORT_SECTION.strip()[:80] or "News"
        return self._once("section", name, lambda _notes: _section(name))  # type: ignore[return-value]

    def name(self, key: str) -> tuple[Author, str, str]:
        """A name of a byline as ``registry.set_lists`` takes it."""
        incoming = self.publication.authors[key]
        author = self._once(
            "author", key, lambda notes: self._author(incoming, notes), incoming.notes
        )
        return author, "", bylines.WRITER.name

    def tag(self, key: str) -> Tag:
        incoming = self.publication.tags[key]
        return self._once("tag", key, lambda _notes: self._tag(incoming), incoming.notes)  # type: ignore[return-value]

    def _once(self, kind: str, key: str, find_or_make, notes: Notes | None = None):
        place = (kind, key)
        found = self.kept.get(place) or self.fresh.get(place)
        if found is None:
            told = Notes(list(notes or ()))
            found, is_new = find_or_make(told)
            self.fresh[place] = found
            line = Line(kind, str(found), Outcome.CREATED, notes=told)
            if not is_new:
                line = Line(kind, str(found), Outcome.UNCHANGED)
            self.lines.append((place, line))
        return found

    def _author(self, incoming: IncomingAuthor, notes: Notes) -> tuple[Author, bool]:
        def make() -> Author:
            return Author.objects.create(
                name=incoming.name,
                slug=_free_slug(Author, incoming, "author"),
                bio=incoming.bio,
                website=incoming.website,
                portrait=self._portrait(incoming, notes),
            )

        same = Author.objects.filter(slug=incoming.slug, key=folded(incoming.name))
        names = {(incoming.slug, folded(incoming.name))}
        return self._found_or_made("author", incoming.foreign_id, same, names, make)

    def _portrait(self, incoming: IncomingAuthor, notes: Notes) -> Image | None:
        if not incoming.portrait:
            return None
        found = self.pictures.image(incoming.portrait)
        if isinstance(found, Absent):
            notes.left_out(
                _("The portrait %(src)s left out: %(reason)s.")
                % {"src": incoming.portrait, "reason": found.reason}
            )
            return None
        return found

    def _tag(self, incoming: IncomingTag) -> tuple[Tag, bool]:
        def make() -> Tag:
            return Tag.objects.create(
                name=incoming.name,
                slug=_free_slug(Tag, incoming, "tag"),
                description=incoming.description,
            )

        key = folded(incoming.name)
        alias = TagAlias.objects.filter(key=key).values("tag")
        same = Tag.objects.filter(Q(key=key) | Q(slug=incoming.slug) | Q(pk__in=alias))
        names = {("name", key), ("slug", incoming.slug)}
        return self._found_or_made("tag", incoming.foreign_id, same, names, make)

    def _found_or_made(self, kind: str, foreign_id: str, same: QuerySet, names: set, make):
        """What an earlier import brought in, what is the same here, or a new one, and whether."""
        record = self.records.find(kind, foreign_id)
        recorded = same.model._default_manager.filter(uuid=record.uuid).first() if record else None
        found = followed(recorded or same.first())
        is_new = found is None and not self._was_tried({(kind, *name) for name in names})
        found = found or make()
        if record is None or record.uuid != found.uuid:
            self.records.keep(kind, foreign_id, found.uuid)
        return found, is_new

    def _was_tried(self, names: set[tuple[str, ...]]) -> bool:
        """Whether an earlier item of this trial would have made it already."""
        if not self.is_dry_run:
            return False
        was_tried = bool(names & self.tried)
        self.tried |= names
        return was_tried


def _section(name: str) -> tuple[Section, bool]:
    slug = made(name, limit=80, fallback="news")
    found = followed(Section.objects.filter(Q(name__reads=name) | Q(slug=slug)).first())
    if found:
        return found, False
    return Section.objects.create(name=name, slug=slug), True


def _free_slug(model, incoming: IncomingAuthor | IncomingTag, kind: str) -> str:
    """The source's slug, else one made of the name, with a number where it is taken."""
    limit = model._meta.get_field("slug").max_length - 4
    stem = incoming.slug[:limit] or made(incoming.name, limit=limit, fallback=kind)
    return first_free(stem, lambda slug: model.objects.filter(slug=slug).exists())
