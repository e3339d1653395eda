"""The feed's public pages: the column, a day of it, one post."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from itertools import groupby
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles import answers, heads
from articles.listing import Editions, page_of
from newsroom.editorial import clock, one_live
from newsroom.editorial.models import Takedown
from newsroom.editorial.models.states import TakedownKind
from newsroom.editorial.witness import Vouched
from newsroom.lib import addresses, instants, paging, pieces, surrogate_keys
from newsroom.lib.page import INDEXED, NOT_INDEXED, Page
from newsroom.lib.requests import PublicRequest, reads

from . import structured_data
from .models import COLUMN_PINNED, Post, PostEdition
from .shapes import PostDocument

COLUMN_SIZE = 30
#: A day of the feed is printed whole up to this many posts; the rest follows by key.
DAY_SIZE = 200


@require_safe
@reads("before")
def column(request: PublicRequest) -> HttpResponse:
    """The feed, newest first, by days."""
    surrogate_keys.carry(request, surrogate_keys.kind("post"))
    at = request.shell.at
    live = PostEdition.objects.live(at)
    listed = page_of(request, live, size=COLUMN_SIZE)
    posts = [edition.document for edition in listed.found]
    oldest, newest = _span(posts)
    is_newest = "before" not in request.GET
    end = at if is_newest else newest
    told = Vouched.of(_withdrawals(oldest, end, at), at) if oldest and end else None
    pinned, json_ld, more = [], "", []
    if is_newest and posts:
        began = Vouched.of(
            live.order_by("published_at", "item_id").values_list("published_at")[:1], at
        )
        json_ld = structured_data.live_blog(posts, began_at=clock.of_driver(began.rows[0][0]))
        # The shell knows them: they stand on top of the column beside every page too.
        pinned = [post for post in request.shell.posts if post["pinned"]]
        more = [began, Vouched.of(_pinned(at), at)]
    page = Page(
        title=_("Feed"),
        description=_("Short news, as it comes."),
        canonical=paging.own_address(request),
        kind="feed",
        alternates=heads.feeds("/feed/", _("Feed")),
        next=addresses.absolute(listed.next_url) if listed.next_url else "",
        json_ld=json_ld,
        **heads.shared_list(post["image"] for post in posts),
    )
    on_top = {post["id"] for post in pinned}
    rest = [post for post in posts if post["id"] not in on_top]
    return _page_of_days(request, rest, listed, told, page, pinned=pinned, more=more)


@require_safe
@reads("before")
def day(request: PublicRequest, year: str, month: str, day: str) -> HttpResponse:
    """One day of the feed, in the newsroom's zone."""
    surrogate_keys.carry(request, surrogate_keys.kind("post"))
    try:
        when = date(int(year), int(month), int(day))
        start, end = _bounds(when)
    except (ValueError, OverflowError) as error:
        raise Http404 from error
    at = request.shell.at
    rows = PostEdition.objects.live(at)
    rows = rows.filter(published_at__gte=start, published_at__lt=end)
    listed = page_of(request, rows, size=DAY_SIZE)
    posts = [edition.document for edition in listed.found]
    told = Vouched.of(_withdrawals(start, end, at), at)
    if not posts and not told.rows:
        raise Http404
    page = Page(
        title=_("Feed of %(day)s") % {"day": date_format(when)},
        canonical=paging.own_address(request),
        kind="feed",
        alternates=heads.feeds("/feed/", _("Feed")),
        **heads.shared_list(post["image"] for post in posts),
    )
    return _page_of_days(request, posts, listed, told, page)


@require_safe
def post(request: PublicRequest, public_id: UUID) -> HttpResponse:
    """One post at its own address."""
    at = request.shell.at
    edition = PostEdition.objects.live_of_items(at).filter(item__uuid=public_id).one_or_none()
    if edition is None:
        item = Post.objects.filter(uuid=public_id).first()
        if item is None:
            raise Http404
        return answers.for_item(request, item)
    vouched = one_live.vouched_by(edition, item__uuid=public_id, at=at)
    return print_post(request, edition.document, vouched=vouched)


def print_post(
    request: PublicRequest,
    document: PostDocument,
    *,
    preview: dict[str, Any] | None = None,
    vouched: Vouched | None = None,
) -> HttpResponse:
    """The page of a post's document, live or previewed."""
    surrogate_keys.carry(request, surrogate_keys.thing("post", document["id"]))
    is_preview = preview is not None
    image, description = document["image"], document["body"]["text"][:200]
    page = Page(
        title=document["headline"],
        description=description,
        canonical="" if is_preview else document["url"],
        kind="post",
        alternates=[] if is_preview else heads.api_forms(document),
        **heads.shared(image),
        json_ld="" if is_preview else structured_data.posting(document),
        language=document["language"],
        robots=NOT_INDEXED if is_preview else INDEXED,
    )
    context = {"post": document, "page": page, "preview": preview}
    return pieces.page(request, "feed/post.html", context, vouched=vouched)


def _by_day(posts: Sequence[Any], withdrawn: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Posts and the lines that stand for withdrawn ones, grouped by the newsroom's days."""
    entries = [(instants.from_text(p["published_at"]), p) for p in posts]
    entries += [(w["withdrawn_at"], w) for w in withdrawn]
    entries.sort(key=lambda entry: entry[0], reverse=True)
    days = []
    for when, group in groupby(entries, key=lambda entry: timezone.localtime(entry[0]).date()):
        days.append(
            {
                "date": when,
                "url": _day_path(when),
                "posts": [entry for _at, entry in group],
            }
        )
    return days


def _span(posts: list[PostDocument]) -> tuple[datetime, datetime] | tuple[None, None]:
    """When the oldest and the newest of these were published."""
    if not posts:
        return None, None
    times = [instants.from_text(post["published_at"]) for post in (posts[-1], posts[0])]
    return times[0], times[1]


def _withdrawals(start: datetime, end: datetime, at: datetime) -> QuerySet:
    """When posts were withdrawn in a span, up to the present."""
    rows = Takedown.objects.filter(
        item_type="post",
        kind=TakedownKind.WITHDRAWN,
        lifted_at=None,
        starts_at__gte=start,
        starts_at__lt=end,
        starts_at__lte=at,
    )
    return rows.order_by("-starts_at").values_list("starts_at")[:DAY_SIZE]


def _pinned(at: datetime) -> QuerySet:
    """What the shell's pinned posts are."""
    rows = PostEdition.objects.live(at).filter(is_pinned=True).newest_first()
    return rows.values_list("pk", "compile_number")[:COLUMN_PINNED]


def _page_of_days(
    request: PublicRequest,
    posts: list[PostDocument],
    listed: Editions,
    told: Vouched | None,
    page: Page,
    *,
    pinned: Sequence[dict[str, Any]] = (),
    more: Sequence[Vouched] = (),
) -> HttpResponse:
    """The posts by days. For each withdrawn one stands a line, without a word of the post."""
    withdrawn = [{"withdrawn_at": clock.of_driver(at)} for (at,) in told.rows] if told else []
    days = _by_day(posts, withdrawn)
    context = {"pinned": pinned, "days": days, "next_url": listed.next_url, "page": page}
    vouched = replace(listed.vouched, also=[*([told] if told else ()), *more])
    return pieces.page(request, "feed/column.html", context, vouched=vouched)


pieces.hole("feed/_zone.html", fill=lambda shell: shell.piece("feed/_zone.html"))


def _bounds(when: date) -> tuple[datetime, datetime]:
    zone = timezone.get_default_timezone()
    start = datetime.combine(when, time.min, tzinfo=zone)
    return start, datetime.combine(when + timedelta(days=1), time.min, tzinfo=zone)


def _day_path(when: date) -> str:
    return f"/feed/{when:%Y}/{when:%m}/{when:%d}/"
