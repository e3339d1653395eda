"""The addresses of the newsroom's own pages, asked as each person, with all they say and write."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.contrib.messages import get_messages
from django.db import connection, models, transaction
from django.test import Client
from django.urls import URLPattern

from media.models import Image, Lease
from media.renditions import previews
from newsroom.editorial import registry
from newsroom.editorial.admin import autocomplete
from newsroom.editorial.models import Item
from newsroom.editorial.publication import shared_number

from .canaries import ANONYMOUS, Newsroom
from .walking import filled, patterns

UNDER = ("admin/", "preview/")


@dataclass(frozen=True)
class Address:
    """A path of the newsroom's own pages; ``name`` is that of its pattern."""

    path: str
    route: str
    name: str


class Unfilled(AssertionError):
    """An address whose parameters the walk has no values for."""


def addresses(room: Newsroom, who: str) -> list[Address]:
    """Every address under the admin and the previews, filled with the keys of what is planted.

    What is the own of somebody else than ``who`` is left out: the secrets stand for it.
    """
    room = room.as_seen_for(who)
    found = []
    for route, pattern in patterns():
        if route.startswith(UNDER):
            values = _values(route, room)
            try:
                paths = list(filled(route, pattern, values))
            except AssertionError as missing:
                raise Unfilled(
                    f"{missing} Say in insiders._values what stands for it, so that the walk "
                    "asks the new address as everybody."
                ) from missing
            found += [Address(path, route, _name(route, pattern)) for path in paths]
    return found


def _name(route: str, pattern: URLPattern) -> str:
    return pattern.name or route


def _values(route: str, room: Newsroom) -> dict[Any, list]:
    """What stands for the parameters of a route: keys of the model that it belongs to."""
    model = _model_of(route)
    keys = _keys(model, room) if model else []
    leases = list(Lease.objects.values_list("image", "pk"))
    images = [str(thing.uuid) for thing in room.everything() if isinstance(thing, Image)]
    return {
        "object_id": keys,
        "pk": [str(pk) for _image, pk in leases] if "lease/<int:pk>" in route else keys,
        "id": keys,
        "uuid": images,
        "kind": [*autocomplete.kinds(), "nothing"],
        "app_label": sorted({m._meta.app_label for m in admin.site._registry}),
        "url": ["no-such-page"],
        ("uidb64", "token"): [("MQ", "abc-def")],
        ("public_id", "size"): [(uuid, str(previews.SIZES[0])) for uuid in images],
        ("pk", "lease_pk"): [(str(image), str(pk)) for image, pk in leases],
        ("object_id", "number"): [(key, "1") for key in keys],
        "number": ["1"],
        ("object_id", "name"): list(_steps(model, room)) if model else [],
        ("type_name", "public_id"): list(_previews(room)),
        ("content_type_id", "object_id"): list(_with_a_page(room)),
    }  # fmt: skip


def _model_of(route: str) -> Any:
    for model in admin.site._registry:
        if route.startswith(f"admin/{model._meta.app_label}/{model._meta.model_name}/"):
            return model
    return None


def _keys(model: Any, room: Newsroom) -> list[str]:
    """Of what nobody planted by name, such as log entries, the newest two stand for all."""
    planted = sorted({t.pk for t in room.everything() if isinstance(t, model)})
    newest = model._base_manager.order_by("-pk").values_list("pk", flat=True)[:2]
    return [str(pk) for pk in planted or newest]


#: So many of the transitions are asked of each item: the next ones of the next item.
_STEPS_BY_TURNS = 3


def _steps(model: Any, room: Newsroom) -> Iterator[tuple[str, str]]:
    names = sorted({t.name for each in registry.item_types() for t in each.transitions})
    for turn, key in enumerate(_keys(model, room)):
        first = turn * _STEPS_BY_TURNS
        yield from ((key, names[n % len(names)]) for n in range(first, first + _STEPS_BY_TURNS))


def _previews(room: Newsroom) -> Iterator[tuple[str, str]]:
    items = [thing for thing in room.everything() if isinstance(thing, Item)]
    yield from ((item._meta.model_name or "", str(item.uuid)) for item in items)
    yield "image", str(room.things["privateimage"].uuid)
    yield "nothing", str(items[0].uuid)


def _with_a_page(room: Newsroom) -> Iterator[tuple[str, str]]:
    for model in admin.site._registry:
        if hasattr(model, "get_absolute_url"):
            kind = str(ContentType.objects.get_for_model(model).pk)
            yield from ((kind, key) for key in _keys(model, room))


# --- Asking ---


def client_of(room: Newsroom, who: str) -> Client:
    client = Client(raise_request_exception=False)
    if who != ANONYMOUS:
        client.force_login(room.people[who])
    return client


def everything_said(response: Any) -> str:
    """Status line aside: headers, cookies, the page, and the messages of the page after it."""
    content = b"".join(response.streaming_content) if response.streaming else response.content
    headers = "".join(f"{name}: {value}\n" for name, value in response.items())
    request = getattr(response, "wsgi_request", None)
    told = get_messages(request)._queued_messages if hasattr(request, "_messages") else []
    messages = "\n".join(str(message) for message in told)
    return "\n".join([headers, messages, content.decode("utf-8", "replace")])


_OF_SESSIONS = re.compile("accounts_loginsession|django_session")
_TABLE = re.compile(r"^\s*(?:INSERT (?:OR \w+ )?INTO|UPDATE|DELETE FROM)\s+\"?(\w+)", re.IGNORECASE)


@dataclass
class Written:
    """The statements of a request that write, but for its session."""

    statements: list[str] = field(default_factory=list)

    @property
    def tables(self) -> set[str]:
        return {match[1] for sql in self.statements if (match := _TABLE.search(sql))}

    def __call__(self, execute: Any, sql: str, params: Any, many: Any, context: Any) -> Any:
        word = sql.lstrip()[:6].upper()
        if word in ("INSERT", "UPDATE", "DELETE") and not _OF_SESSIONS.search(sql):
            self.statements.append(sql)
        return execute(sql, params, many, context)


@contextmanager
def undone() -> Iterator[Written]:
    """What is done inside is recorded, and undone."""
    written, number = Written(), shared_number.settings_number()
    with connection.execute_wrapper(written), transaction.atomic():
        yield written
        transaction.set_rollback(True)
    # In memory too, as a process does that finds another number in the database.
    shared_number.write_settings(number)


def text_columns(model: Any) -> list[str]:
    kinds = (models.CharField, models.TextField)
    return [f.name for f in model._meta.concrete_fields if isinstance(f, kinds)]
