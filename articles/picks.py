"""What writers pick by typing, and how it is found and shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial, reduce
from operator import or_
from typing import Any

from django.db.models import Case, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.fields.json import KT
from django.utils.translation import gettext as _

from media import access as pictures
from media.library import search
from media.models import Image, Video
from media.renditions import previews
from media.rights import wording
from newsroom.editorial import clock, registry
from newsroom.editorial.admin import autocomplete
from newsroom.editorial.admin.autocomplete import Choice, Pickable
from newsroom.editorial.drafts import desk_words
from newsroom.editorial.models import Item, Shared
from newsroom.editorial.models.states import State
from newsroom.editorial.rules import access, labels, own_drafts
from newsroom.lib import parts
from newsroom.lib.folding import folded

from .models import Article, Author, Section, Tag, TagAlias


def register() -> None:
    for kind, pickable in (
        ("author", Pickable(_known(Author, "name"), ("name", "slug"), ("slug", "name"), _author,
                            "articles.view_author", retired=_known(Author, is_retired=True))),
        ("tag", Pickable(_known(Tag, "name"), ("name", "slug"), ("name", "slug"), _tag,
                         "articles.view_tag", _tags_matching, _tag_named)),
        ("section", Pickable(_known(Section, "position", "name"), ("name", "slug"),
                             ("slug", "name"), _section, "articles.view_section")),
        ("article", items(Article, exact=("slug",))),
        ("image", Pickable(_images, (), (), _image, "media.view_image",
                           search.matching_choices, search.named, _retired_images)),
        ("video", Pickable(_known(Video, "-created_at", "-pk", reads="poster"),
                           ("title", "summary", "slug"), ("slug", "title"), _video,
                           "media.view_video",
                           retired=_known(Video, reads="poster", is_retired=True))),
    ):  # fmt: skip
        autocomplete.register(kind, pickable)


def _known(
    model: type[Shared], *order: str, reads: str = "", is_retired: bool = False
) -> Callable[[Any], QuerySet]:
    """The things of a shared kind that the user may choose, among those still offered or not."""

    def rows(user: Any) -> QuerySet:
        things: Any = model._default_manager
        wanted = things.exclude(retired_at=None) if is_retired else things.in_use()
        found = access.known(wanted, user).order_by(*order)
        return found.select_related(reads) if reads else found

    return rows


def word(kind: str) -> str:
    """What a kind is called in a sentence."""
    words = {"image": _("picture"), "article": _("card of"), "video": _("video"), "post": _("post")}
    return words[kind]


def items(model: type[Item], *, exact: tuple[str, ...]) -> Pickable:
    """A kind of item: what the user may see as a draft, and what every reader sees."""
    permission = f"{model._meta.app_label}.view_{model._meta.model_name}"
    words = _Words(model, exact)
    return Pickable(
        partial(_items, model), (), exact, item_choice, permission, words.matching, words.named
    )


@dataclass(frozen=True)
class _Words:
    """By which words items are found and named.

    Of what is not theirs people are told what readers are: a draft's headline over a live story,
    and the working name, are the newsroom's own.
    """

    model: type[Item]
    exact: tuple[str, ...]

    def matching(self, rows: QuerySet, text: str) -> QuerySet:
        fields = tuple(registry.type_of(self.model()).looked_for)
        found = rows
        for word in parts.words_of(text):
            found = found.filter(_said(rows, fields, "holds", word))
        return desk_words.narrowed(rows, found, text).rows

    def named(self, rows: QuerySet, text: str) -> Item | None:
        for how in ("exact", "reads"):
            if found := rows.filter(_said(rows, self.exact, how, text)).first():
                return found
        return None


def _said(rows: QuerySet, fields: tuple[str, ...], how: str, text: str) -> Q:
    by_fields = reduce(or_, (Q(**{f"{field}__{how}": text}) for field in fields))
    if autocomplete.is_seen(rows):
        return by_fields
    public = Q(is_of_another=True) & Q(**{f"public_headline__{how}": text})
    return (Q(is_of_another=False) & by_fields) | public


def item_choice(item: Item) -> Choice:
    """An article or a post: its headline, with its state or what readers have of it."""
    if autocomplete.is_of_another(item):
        return Choice(str(item.uuid), item.public_headline or "")  # type: ignore[attr-defined]
    image = getattr(item, "lead_image", None) or getattr(item, "image", None)
    return Choice(str(item.uuid), str(item), ", ".join(_standing(item)), thumb_of(image))


def _standing(item: Any) -> list[str]:
    """What readers have of it, by what ``_items`` asks in the query itself; else its state."""
    if item.is_live:
        return [_("Live"), *([_("Update in progress")] if item.state != State.PUBLISHED else [])]
    return [_("Scheduled") if item.is_planned else item.get_state_display()]


def thumb_of(image: Image | None) -> str:
    """Where staff see the image small, as lists show it; empty without one."""
    return previews.url(image) if image else ""


def _items(model: type[Item], user: Any) -> QuerySet:
    """``is_of_another`` is true of what the user may not see as a draft."""
    picture = "lead_image" if hasattr(model, "lead_image") else "image"
    item_type = registry.type_of(model())
    editions = item_type.editions
    rows = (
        model._default_manager.select_related(picture)
        .order_by("-saved_at", "-pk")
        .annotate(
            is_live=editions.live_of_items().exist_for_item(),
            is_planned=editions.planned(clock.in_sql()).exist_for_item(),
        )
    )
    if user is None or access.sees_all(item_type, user):
        return rows.annotate(is_of_another=autocomplete.SEEN)
    live = item_type.editions.live_of_items().filter(item=OuterRef("pk"))
    said = live.values(said=KT("card__headline"))[:1]
    own = own_drafts.own(item_type, user)
    return access.known(rows, user).annotate(
        is_of_another=Case(When(own, then=Value(value=False)), default=Value(value=True)),
        public_headline=Subquery(said),
    )


def _images(user: Any) -> QuerySet:
    found = pictures.choosable(Image.objects.all(), user).order_by("-created_at", "-pk")
    return found.annotate(read_at=clock.in_sql())


def _retired_images(user: Any) -> QuerySet:
    retired = Image.objects.exclude(retired_at=None)
    images = retired.annotate(is_of_another=autocomplete.SEEN, read_at=clock.in_sql())
    return pictures.visible(images, user)


def _author(author: Author) -> Choice:
    return Choice(str(author.uuid), author.name, _detail(author, author.job_title))


def _tag(tag: Tag) -> Choice:
    return Choice(str(tag.uuid), tag.name)


def _tags_matching(rows: QuerySet, text: str) -> QuerySet:
    for word in parts.words_of(text):
        alias = TagAlias.objects.filter(name__holds=word).values("tag")
        rows = rows.filter(parts.hold(("name", "slug"), word) | Q(pk__in=alias))
    return rows


def _tag_named(rows: QuerySet, text: str) -> Tag | None:
    alias = TagAlias.objects.filter(key=folded(text)).values("tag")
    ways = (Q(key=folded(text)), Q(slug=text), Q(pk__in=alias), Q(name__reads=text))
    return next(filter(None, (rows.filter(way).first() for way in ways)), None)


def _section(section: Section) -> Choice:
    return Choice(str(section.uuid), section.name)


def _image(image: Any) -> Choice:
    """Its size, its credit or that it has none, and how its rights stand where they end."""
    rights = wording.state(image, at=image.read_at)
    care = "" if rights.tone == labels.Tone.GOOD and rights.at is None else rights.word
    credit = image.printed_credit or wording.no_credit().word
    size = f"{image.width_px} × {image.height_px}"
    detail = _detail(image, size, credit, care)
    name = pictures.public_name(image) if autocomplete.is_of_another(image) else str(image)
    return Choice(str(image.uuid), name, detail, thumb_of(image))


def _video(video: Video) -> Choice:
    detail = _detail(video, video.provider)
    return Choice(str(video.uuid), video.title, detail, thumb_of(video.poster))


def _detail(thing: Author | Image | Video, *parts: str) -> str:
    """The line under its name, with a word if it is retired."""
    retired = _("retired") if thing.retired_at else ""
    return " · ".join(part for part in (*parts, retired) if part)
