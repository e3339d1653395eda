"""What is asked beside the bare addresses: searches, filters, pickers, instants, revisions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import timedelta
from urllib.parse import urlencode

from django.contrib import admin
from django.db import models
from django.urls import reverse
from django.utils import timezone

from newsroom.editorial import clock
from newsroom.editorial.admin import autocomplete
from newsroom.editorial.models import Item

from .canaries import BAIT, Newsroom
from .insiders import Address, text_columns

#: A word of the same length that nobody has written.
NOBODYS_WORD = "zolplint"
assert len(NOBODYS_WORD) == len(BAIT)
#: Pages that the admin shows to every login, or to nobody's.
OPEN_TO_ALL = frozenset(
    {"login", "login_passkey", "logout", "index", "password_change", "password_change_done",
     "jsi18n", "me", "me_app", "me_passkey", "me_codes"}
)  # fmt: skip


def questions(room: Newsroom, answered: Iterable[Address]) -> Iterator[str]:
    """Queries that might tell more than the bare address does."""
    for address in answered:
        if address.name.endswith("_changelist"):
            for query in _of_lists(room):
                yield f"{address.path}?{query}"
        elif address.name.endswith("_compare"):
            yield f"{address.path}?from=1&to=1"
        elif address.name == "preview-item":
            yield f"{address.path}?revision=1"
    yield from _picks(room)
    yield from _autocompletes()
    yield from _at_instants(room)


def _of_lists(room: Newsroom) -> Iterator[str]:
    yield f"q={BAIT}"
    yield from ("_to_field=uuid&_popup=1", "use=all", "show=table", "all=", "o=1.2")
    for kind in ("tag", "section"):
        secret = room.things[f"draft{kind}"]
        yield urlencode({kind: secret.slug})
        yield urlencode({f"{kind}__id__exact": secret.pk})
    yield urlencode({"collection": room.things["collection"].pk, "uploader": room.another.pk})


def _picks(room: Newsroom) -> Iterator[str]:
    ids = [("id", str(t.uuid)) for t in room.things.values() if hasattr(t, "uuid")]
    for kind in autocomplete.kinds():
        address = reverse("admin:pick", args=[kind])
        yield f"{address}?q={BAIT}"
        yield f"{address}?q=quux"
        for first in range(0, len(ids), 40):
            yield f"{address}?{urlencode(ids[first : first + 40])}"


def _autocompletes() -> Iterator[str]:
    for model in admin.site._registry:
        for field in model._meta.get_fields():
            if isinstance(field, models.ForeignKey | models.ManyToManyField):
                asked = {
                    "app_label": model._meta.app_label, "model_name": model._meta.model_name,
                    "field_name": field.name, "term": "quux",
                }  # fmt: skip
                yield f"{reverse('admin:autocomplete')}?{urlencode(asked)}"


def _at_instants(room: Newsroom) -> Iterator[str]:
    """The site when what is planned is live, and while what was taken down still was."""
    month = timezone.localtime(clock.now())
    paths = [f"/{month:%Y}/{month:%m}/{room.things['planned'].slug}/", "/", "/feed/", "/rss.xml"]
    paths += [f"/{kind}/{room.things[f'draft{kind}'].slug}/" for kind in ("section", "tag")]
    paths.append(f"/search/?{urlencode({'q': BAIT})}")
    soon = clock.now() + timedelta(minutes=90)
    for path in paths:
        yield f"{reverse('preview-at')}?{urlencode({'path': path, 'at': soon.isoformat()})}"


# --- Searches that must not tell whether a word is somewhere ---


def searches(room: Newsroom) -> Iterator[tuple[str, str]]:
    """Pairs of addresses: the word of the secrets, and one that nobody has written."""
    for turn, model in enumerate(admin.site._registry):
        meta = model._meta
        address = reverse(f"admin:{meta.app_label}_{meta.model_name}_changelist")
        yield _pair(f"{address}?q=")
        columns = text_columns(model)
        some = [columns[turn % len(columns)]] if columns else []
        for name in {*some, *({"headline", "name", "title"} & {*columns})}:
            yield _pair(f"{address}?{name}__icontains=")
    for kind in autocomplete.kinds():
        yield _pair(f"{reverse('admin:pick', args=[kind])}?q=")


def _pair(address: str) -> tuple[str, str]:
    return f"{address}{BAIT}", f"{address}{NOBODYS_WORD}"


_CHANGING = re.compile(
    r'name="csrfmiddlewaretoken" value="\w+"|nonce="?[\w+/=-]+"?|nonce-[\w+/=-]+|csrftoken=\w+'
    r"|expires=[^;]+|\d\d:\d\d(:\d\d)?"
)


def plain(said: str) -> str:
    """An answer without what differs from request to request and without the word asked for."""
    return _CHANGING.sub("", said).replace(BAIT, "").replace(NOBODYS_WORD, "")


# --- By turns ---


def one_of_each(found: Iterable[Address]) -> list[Address]:
    """The first address of each pattern."""
    return list({address.route: address for address in reversed(list(found))}.values())


def by_turns(found: Iterable[Address], turn: int, *, of: int) -> list[Address]:
    """Of each pattern one address, in one of the turns."""
    routes: dict[str, list[Address]] = {}
    for address in found:
        routes.setdefault(address.route, []).append(address)
    asked = []
    for number, same in enumerate(routes.values()):
        if (number + turn) % of == 0:
            asked.append(same[turn % len(same)])
    return asked


def where_things_are(room: Newsroom, found: Iterable[Address]) -> Iterator[str]:
    """The lists, and of each thing its page; of items their history and old revisions too."""
    wanted = ("_changelist", "_change", "reports", "preview-at")
    for address in found:
        if address.name.endswith(wanted):
            yield address.path
    for thing in room.everything():
        if isinstance(thing, Item):
            label = f"admin:{thing._meta.app_label}_{thing._meta.model_name}"
            yield reverse(f"{label}_history", args=[thing.pk])
    old = room.things["oldrevision"]
    yield reverse("admin:articles_article_compare", args=[old.pk]) + "?from=1&to=2"
    yield reverse("admin:media_video_changelist") + "?use=all"
