"""Where each item will stand: its public id, its slug, its path.

Decided before anything is written, so that texts can link and card one another.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID, uuid4, uuid5

from django.utils.translation import gettext as _

from newsroom.editorial.models import Address
from newsroom.lib.slugs import first_free, is_slug, made

from ..document import first_path
from ..models import Article, ImportedRecord, Page
from ..slugs import MAX_LENGTH, SPACE, is_reserved
from .publication import Fate, IncomingItem, Publication
from .records import Records
from .report import Notes

MODELS: dict[str, type[Article] | type[Page]] = {"article": Article, "page": Page}
_OURS = UUID("5f0d7d3e-6d0b-4b52-9d5e-3d3f1f4f2a10")


@dataclass
class Planned:
    item: IncomingItem
    uuid: UUID
    slug: str
    path: str
    """Where it is, or will be, live; of a draft the old address, answered once it is live."""
    record: ImportedRecord | None = None
    existing: Article | Page | None = None
    notes: Notes = field(default_factory=Notes)


def plan(publication: Publication, records: Records) -> list[Planned]:
    """Every item with its place; fills the publication's addresses."""
    planner = _Planner(records)
    # A page keeps its address, an article gets a dated one: in a clash the page has the slug.
    in_turn = sorted(publication.items, key=lambda item: item.kind != "page")
    found = {id(item): planner.place(item) for item in in_turn}
    planned = [found[id(item)] for item in publication.items]
    for one in planned:
        article = one.uuid if one.item.kind == "article" else None
        for old in one.item.old_paths:
            publication.addresses.add(old, to=one.path, article=article)
    return planned


def in_order(planned: Iterable[Planned]) -> list[Planned]:
    """The order of writing: what readers have seen first comes first, drafts last."""
    return sorted(
        planned,
        key=lambda one: (
            one.item.fate == Fate.DRAFT,
            one.item.published_at.timestamp() if one.item.published_at else float("inf"),
        ),
    )


class _Planner:
    def __init__(self, records: Records) -> None:
        self.records = records
        self.uuids: set[UUID] = set()
        self.slugs: set[str] = set()

    def place(self, item: IncomingItem) -> Planned:
        notes = Notes(list(item.notes))
        record, existing = self._known(item, notes)
        if existing is not None:
            slug, uuid = existing.slug, existing.uuid
            path = _live_path(existing) or self._path(item, slug)
        else:
            slug, uuid = self._slug(item, notes), self._uuid(item)
            path = self._path(item, slug)
        self.uuids.add(uuid)
        self.slugs.add(slug)
        return Planned(item, uuid, slug, path, record, existing, notes)

    def _known(
        self, item: IncomingItem, notes: Notes
    ) -> tuple[ImportedRecord | None, Article | Page | None]:
        for kind in (item.kind, *(other for other in MODELS if other != item.kind)):
            record = self.records.find(kind, item.foreign_id)
            existing = MODELS[kind].objects.filter(uuid=record.uuid).first() if record else None
            if existing is None:
                continue
            if kind != item.kind:
                notes.problem(
                    _("It was imported as %(kind)s before and stays one.") % {"kind": _NAMES[kind]}
                )
            return record, existing
        return None, None

    def _uuid(self, item: IncomingItem) -> UUID:
        """The source's own id where it is free; else one made of its key, the same every time."""
        made = uuid5(_OURS, f"{self.records.source}:{item.kind}:{item.foreign_id}")
        for uuid in (item.wanted_uuid, made):
            if uuid and uuid.int and uuid not in self.uuids and not _is_taken(uuid):
                return uuid
        return uuid4()

    def _slug(self, item: IncomingItem, notes: Notes) -> str:
        """The source's slug if it may be one here, with ``-2`` and so on in a clash."""
        stem = item.wanted_slug[: MAX_LENGTH - 4].strip("-_")
        if not is_slug(stem):
            ours = made(item.headline, limit=MAX_LENGTH - 4, fallback=item.kind)
            stem = made(stem, limit=MAX_LENGTH - 4, fallback=ours)
        slug = first_free(stem, self._is_claimed)
        if slug != item.wanted_slug:
            notes.changed(
                _(
                    "Its slug is “%(slug)s”, because “%(wanted)s” is taken or cannot be"
                    " an address here."
                )
                % {"slug": slug, "wanted": item.wanted_slug}
            )
        return slug

    def _is_claimed(self, slug: str) -> bool:
        return (
            is_reserved(slug)
            or slug in self.slugs
            or Address.objects.filter(space=SPACE, slug=slug).exists()
        )

    def _path(self, item: IncomingItem, slug: str) -> str:
        if item.kind == "article" and item.fate != Fate.DRAFT and item.published_at:
            return first_path(slug, item.published_at)
        return f"/{slug}/"


_NAMES = {"article": _("an article"), "page": _("a page")}


def _live_path(item: Article | Page) -> str:
    """The path of its newest edition, live, planned or ended."""
    edition = item.editions.order_by("-live_from").first()
    return edition.path if edition else ""


def _is_taken(uuid: UUID) -> bool:
    return any(model.objects.filter(uuid=uuid).exists() for model in MODELS.values())
