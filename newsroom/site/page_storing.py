"""Pages of items are printed ahead by the worker, so that a cold one costs no request its printing.

The follower writes what waits and deletes what readers no longer get; the job prints. After a
release or a change of settings, the job prints every row again.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.db.models import Q
from django.db.models.fields.json import KT
from django.utils.module_loading import import_string

from newsroom.delivery.followers import Follower
from newsroom.editorial import clock, registry
from newsroom.editorial.models import LedgerEntry
from newsroom.editorial.registry import ItemType
from newsroom.lib import site_settings

from . import states, stored_pages
from .models import StoredPage

#: How many pages are printed at one instant.
BATCH = 20
_LONGEST_PATH = StoredPage._meta.get_field("path").max_length or 0


def follow(entries: list[LedgerEntry]) -> None:
    """Ask for the pages of what is live, and delete those of what is not."""
    for item_type in registry.item_types():
        asked = {entry.uuid: entry.seq for entry in entries if entry.type == item_type.name}
        if asked and item_type.page:
            _ask(item_type, asked)


FOLLOWER = Follower("pages", follow)


def _ask(item_type: ItemType, asked: Mapping[UUID, int]) -> None:
    live = item_type.editions.filter(item__uuid__in=asked).live_of_items(clock.now())
    paths = dict(live.values_list("item__uuid", KT("card__path")))
    rows = StoredPage.objects.filter(item_type=item_type.name, item_uuid__in=asked)
    rows.exclude(item_uuid__in=paths).delete()
    StoredPage.objects.bulk_create(
        [
            StoredPage(item_type=item_type.name, item_uuid=uuid, path=path, asked=asked[uuid])
            for uuid, path in paths.items()
            if len(path) <= _LONGEST_PATH
        ],
        update_conflicts=True,
        unique_fields=["item_type", "item_uuid"],
        update_fields=["path", "asked", "printed_by", "packed"],
    )


class Printing:
    """The job: what waits comes first, then once what other code or settings have printed."""

    def __init__(self) -> None:
        #: The last row that was printed again; None: there are no more.
        self._place: tuple[str, int] | None = ("", 0)
        #: By what that was printed.
        self._print = ""

    def run_once(self) -> int:
        """Print a batch; returns how many rows were dealt with."""
        rows = list(StoredPage.objects.filter(printed_by="").order_by("pk")[:BATCH])
        rows = rows or self._outdated()
        if not rows:
            return 0
        reading = states.read()
        if not reading.state.keeps:
            # Its pages say that a lease is about to end. The next tick comes after that.
            return 0
        for row in rows:
            _store(row, reading)
        if rows[-1].printed_by:
            self._place = rows[-1].printed_by, rows[-1].pk
        return len(rows)

    def _outdated(self) -> list[StoredPage]:
        printed_by = stored_pages.printed_by(site_settings.current().look)
        if printed_by != self._print:
            self._place, self._print = ("", 0), printed_by
        if self._place is None:
            return []
        digest, pk = self._place
        others = StoredPage.objects.exclude(printed_by__in=("", printed_by))
        after = Q(printed_by__gt=digest) | Q(printed_by=digest, pk__gt=pk)
        rows = list(others.filter(after).order_by("printed_by", "pk").defer("packed")[:BATCH])
        if not rows:
            self._place = None
        return rows


def _store(row: StoredPage, reading: states.Reading) -> None:
    """Keep what Django answers under the row's address, unless another change came meanwhile."""
    answer, packed = _site().kept(_asking_for(row.path), reading), None
    look = reading.state.shell.settings.look
    if answer and answer.until is None and answer.vouched and answer.vouched.named:
        shell = reading.state.shell
        packed = stored_pages.pack(answer.frame, answer.vouched, answer.headers, shell)
    StoredPage.objects.filter(pk=row.pk, asked=row.asked).update(
        printed_by=stored_pages.printed_by(look), packed=packed
    )


@cache
def _site() -> Any:
    """The page cache, which only web processes and the worker load."""
    return import_string("newsroom.site.page_cache.PublicSite")(WSGIHandler(), is_on=False)


def _asking_for(path: str) -> dict[str, Any]:
    """A reader's request, as the site's own address leads to it."""
    site = urlsplit(settings.SITE_URL)
    return {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path.encode().decode("latin-1"),
        "QUERY_STRING": "",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "SERVER_NAME": site.hostname,
        "SERVER_PORT": str(site.port or (443 if site.scheme == "https" else 80)),
        "HTTP_HOST": site.netloc,
        "wsgi.url_scheme": site.scheme,
        "wsgi.input": BytesIO(),
    }
