"""The library as a grid: newest first, a page at a time from where the last one ended."""

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from media import access
from media.admin.library import LibraryAdmin
from media.library import usage
from media.models import Image, Lease
from media.rights import wording
from media.rights.wording import RightsState
from newsroom.editorial import clock
from newsroom.editorial.rules import public_things
from newsroom.lib import paging

from .filters import FilterForm

PAGE = 60
#: How many images a filter without an index looks at for one page.
LOOKED_AT = 1000


@dataclass(frozen=True)
class Tile:
    """An image as the grid and the table show it."""

    image: Image
    url: str
    credit: str
    rights: list[RightsState]
    is_live: bool


@dataclass(frozen=True)
class Page:
    """``next_place`` is where the page that follows begins; "" at the end."""

    tiles: list[Tile]
    next_place: str
    #: The instant back to which images were looked at, where that was not to the end.
    looked_back_to: datetime | None = None


class GridViews(LibraryAdmin):
    """Mixin of ``ImageAdmin``: its list."""

    def changelist_view(self, request, extra_context=None) -> HttpResponse:
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        at = clock.now()
        form = FilterForm(request.GET, at=at, user=request.user)
        images = access.visible(Image.objects.all(), request.user)
        page = _page(form.narrow(images), form, before=request.GET.get("before", ""), at=at)
        return self.own_page(
            request,
            "admin/media/grid.html",
            _("Pictures"),
            read_at=at,
            form=form,
            chosen=[(one, _address(request.GET, **{one.name: ""})) for one in form.chosen()],
            page=page,
            is_table=request.GET.get("show") == "table",
            grid_url=_address(request.GET, show=""),
            table_url=_address(request.GET, show="table"),
            next_url=page.next_place and _address(request.GET, before=page.next_place),
            first_url=_address(request.GET) if request.GET.get("before") else "",
            clear_url=request.path,
            may_add=self.has_add_permission(request),
            may_keep=access.may_keep(request.user),
            **(extra_context or {}),
        )


def _page(images: QuerySet[Image], form: FilterForm, *, before: str, at: datetime) -> Page:
    if before:
        try:
            created_at, pk = paging.from_text(before)
        except paging.BadPlace as error:
            raise Http404 from error
        images = images.filter(created_at__lte=created_at).filter(
            Q(created_at__lt=created_at) | Q(pk__lt=pk)
        )
    ordered = images.order_by("-created_at", "-pk")
    return _page_looked_for(ordered, at) if form.walks else _page_of(_rows(ordered), at)


def _page_looked_for(ordered: QuerySet[Image], at: datetime) -> Page:
    """The unused among the next so many images: the page may be short, and says how far it is."""
    places = list(ordered.values_list("created_at", "pk")[:LOOKED_AT])
    among = Image.objects.filter(pk__in=[pk for _at, pk in places])
    page = _page_of(_rows(usage.unused(among).order_by("-created_at", "-pk")), at)
    if page.next_place or len(places) < LOOKED_AT:
        return page
    return Page(page.tiles, paging.to_text(*places[-1]), looked_back_to=places[-1][0])


def _rows(ordered: QuerySet[Image]) -> list[Image]:
    return list(ordered.defer("metadata")[: PAGE + 1])


def _page_of(rows: list[Image], at: datetime) -> Page:
    shown = rows[:PAGE]
    keys = [image.pk for image in shown]
    undecided = set(
        Lease.objects.undecided().filter(image__in=keys).values_list("image", flat=True)
    )
    live = public_things.public_among("image", keys, at)
    tiles = [
        _tile(image, at, is_undecided=image.pk in undecided, is_live=image.pk in live)
        for image in shown
    ]
    last = shown[-1] if len(rows) > PAGE else None
    return Page(tiles, paging.to_text(last.created_at, last.pk) if last else "")


def _tile(image: Image, at: datetime, *, is_undecided: bool, is_live: bool) -> Tile:
    rights = [wording.state(image, at=at)]
    if is_undecided:
        rights.append(wording.proposal())
    return Tile(
        image=image,
        url=reverse("admin:media_image_change", args=[image.pk]),
        credit=image.printed_credit,
        rights=rights,
        is_live=is_live,
    )


def _address(query: QueryDict, **changes: str) -> str:
    """The list's address with these parameters set, or left out where empty; from the start."""
    copy = query.copy()
    copy.pop("before", None)
    for name, value in changes.items():
        copy.pop(name, None)
        if value:
            copy[name] = value
    for name in [name for name, value in copy.items() if not value]:
        del copy[name]
    return f"?{copy.urlencode()}" if copy else "."
