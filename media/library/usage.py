"""Where images are used: live, planned, in drafts, in history; bounded, whatever the archive."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from media.models import Image, Video
from newsroom.accounts.models import User
from newsroom.editorial import registry
from newsroom.editorial.acts import shared_things
from newsroom.editorial.acts.shared_things import Telling
from newsroom.editorial.models import Item, Mention, Shared
from newsroom.editorial.rules import access

#: Items named one by one; beyond them a number says enough.
SHOWN = 20
#: Counting stops here: "200 or more" says enough.
COUNTED = 200


@dataclass(frozen=True)
class Uses:
    """The newest items of one kind of use, and how many there are: exact up to ``COUNTED``."""

    items: list[Item] = field(default_factory=list)
    count: int = 0
    #: Those whose drafts the user may not see, as readers know them.
    public: list[Telling] = field(default_factory=list)

    @property
    def more(self) -> int:
        return self.count - len(self.items) - len(self.public)

    @property
    def is_counted_out(self) -> bool:
        return self.count < COUNTED


@dataclass(frozen=True)
class Usage:
    """All uses of one image. ``others`` are videos and authors that show it."""

    live: Uses
    planned: Uses
    drafts: Uses
    history: Uses
    others: list[Shared]

    @property
    def is_used(self) -> bool:
        uses = (self.live, self.planned, self.drafts, self.history)
        return any(use.count for use in uses) or bool(self.others)


def of(image: Image, *, user: User, at: datetime) -> Usage:
    """Where it is used, of what the user may see: drafts and plans of others are left out."""
    live = _gather(_items(name, editions.live(at), image) for name, editions in _editions())
    planned = _gather(
        access.visible(_items(name, editions.planned(at), image), user)
        for name, editions in _editions()
    )
    seen = {item.uuid for item in [*live.items, *planned.items]}
    mentions = Mention.objects.filter(target_uuid=image.uuid)
    told = shared_things.told(live.items, user)
    return Usage(
        live=Uses(
            [use.item for use in told if use.item],
            live.count,
            [use for use in told if not use.item],
        ),
        planned=planned,
        drafts=_mentioning(mentions.filter(in_draft=True), user),
        history=_mentioning(mentions.filter(in_draft=False).exclude(item_uuid__in=seen), user),
        others=[
            other for other in registry.dependents(image)[:SHOWN] if access.may_see(other, user)
        ],
    )


def unused(images: QuerySet[Image]) -> QuerySet[Image]:
    """The images that nothing names: no edition, no draft, no revision, no video, no author."""
    named = Q(Exists(Mention.objects.filter(target_uuid=OuterRef("uuid"))))
    named |= Q(Exists(Video.objects.filter(poster=OuterRef("pk"))))
    for relation in registry.relations(target="image"):
        rows = relation.model._default_manager.filter(**{relation.field: OuterRef("pk")})
        named |= Q(Exists(rows))
    return images.filter(~named)


def _editions() -> Iterator[tuple[str, Any]]:
    for name in dict.fromkeys(r.item_type for r in registry.relations(target="image")):
        yield name, registry.item_type(name).editions


def _items(name: str, editions: QuerySet, image: Image) -> QuerySet:
    """The items of these editions that show the image."""
    naming = Q(pk__in=[])
    for relation in registry.relations(item_type=name, target="image"):
        rows = relation.model._default_manager.filter(**{relation.field: image})
        naming |= Q(pk__in=rows.values("edition"))
    model: Any = registry.item_type(name).model
    return model._default_manager.filter(pk__in=editions.filter(naming).values("item"))


def _mentioning(mentions: QuerySet, user: User) -> Uses:
    return _gather(
        access.visible(
            item_type.model._default_manager.filter(
                uuid__in=mentions.filter(item_type=item_type.name).values("item_uuid")
            ),
            user,
        )
        for item_type in registry.item_types()
    )


def _gather(querysets: Any) -> Uses:
    items, count = list[Item](), 0
    for found in querysets:
        ordered = found.defer("body").order_by("-published_at", "-pk")
        rows = list(ordered[:SHOWN])
        items += rows
        # A page that is not full has been counted.
        count += len(rows) if len(rows) < SHOWN else found.order_by()[:COUNTED].count()
    return Uses(items[:SHOWN], min(count, COUNTED))


# --- Before an act changes what readers see -------------------------------------------------------


@dataclass(frozen=True)
class Affected:
    """``count`` items show the images, live or planned; ``items`` are the newest few, and ``told``
    describes these as far as the user may know of them.

    ``has_more``: there are more images than were checked.
    """

    pictures: int
    count: int
    items: list[Item]
    told: list[Telling]
    has_more: bool = False


def affected(images: QuerySet, *, by: User | None = None) -> Affected:
    """What shows any of these images. An item that shows several of them counts once."""
    uses = shared_things.uses_of(images, user=by, shown=SHOWN)
    return Affected(images.count(), uses.count, uses.items, uses.told)
