"""Three web servers, two workers and their readers on PostgreSQL, while processes are killed and
restarted: no page is wrong, and no event is lost."""

from __future__ import annotations

import json
import os
import random
import signal
import time
from contextlib import ExitStack, suppress

import pytest

from articles.models import Article
from newsroom.delivery import followers
from newsroom.delivery.models import Delivery
from newsroom.editorial.models import LedgerEntry, RecompileRequest
from newsroom.editorial.publication import ledger, stored_documents
from newsroom.lib import surrogate_keys
from newsroom.site.models import SearchEntry
from tests.delivery.receivers import receiving
from tests.requirements import need

from . import readers
from .newsroom import PATIENCE_SECONDS, Newsroom, family, until
from .readers import PATHS, Promise, Reader

pytestmark = [pytest.mark.xdist_group("storm"), pytest.mark.django_db(transaction=True)]

SECONDS = 5
#: By then another machine has looked (``site.watcher``), however busy this one is.
ELSEWHERE_SECONDS = 1.0
_PARTS = ("granian_main", "manage.py worker")


@pytest.fixture
def cache():
    """A cache in front, which is told of every change."""
    with receiving() as found:
        yield found


@pytest.fixture
def machines(tmp_path, cache, settings):
    """Three machines in one: two with a worker, of which the second has a folder of its own."""
    need("postgres")
    with ExitStack() as ends:
        found = []
        for name in ("here", "elsewhere", "here"):
            folder = tmp_path / name
            folder.mkdir(exist_ok=True)
            found.append(
                Newsroom.of_the_run(folder, PURGE_URL=cache.url, SITE_URL=settings.SITE_URL)
            )
            ends.callback(found[-1].clean_up)
        found[0].prepare("Ferry", "Tunnel")
        for part in ("static", "uploads"):
            (tmp_path / "elsewhere" / part).symlink_to(tmp_path / "here" / part)
        for machine, options in zip(found, ((), (), ("--web-only",)), strict=True):
            machine.server = machine.serve_unseen(*options)
        for machine in found:
            until(lambda machine=machine: machine.get("/") is not None)
        yield found


def test_no_page_is_wrong_and_no_event_is_lost(machines, cache, storm):
    here, elsewhere, _also_here = machines
    seconds = max(SECONDS, storm.seconds)
    asking = [Reader(machine.port, path) for machine in machines for path in PATHS[::2]]
    follower = ChangesReader(here.port)
    readers.start([*asking, follower])
    writers = [
        here.start("-m", "tests.stories.publisher", str(seconds), *words, pipe=True)
        for words in (
            ("Ferry", "updates", "Kiosk", "kills"),
            ("Tunnel", "updates", "Meadow", "lends"),
        )
    ]
    dice = storm.dice("the storm")
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        time.sleep(dice.uniform(0.3, 1.5))
        _hit(dice.choice(machines), dice)
    # One writer does not come to its end, and leaves whatever it was about.
    writers[1].kill()
    told = [writer.communicate(timeout=PATIENCE_SECONDS)[0] for writer in writers]
    until(lambda: all(machine.get("/healthz") for machine in machines))
    until(lambda: not RecompileRequest.objects.exists())
    until(lambda: not any(followers.behind().values()))
    until(lambda: not Delivery.objects.filter(done_at=None).exists())
    until(lambda: follower.since == ledger.head())
    readers.stop([*asking, follower])

    promises = [Promise.read(line) for text in told for line in text.splitlines()]
    assert len(promises) >= 6, (told, here.log())
    for reader in asking:
        late = ELSEWHERE_SECONDS if reader.port == elsewhere.port else 0
        assert reader.statuses == {200}, (reader.path, reader.statuses)
        assert reader.broken(promises, within=late) == [], (reader.port, reader.path)
    _assert_nothing_is_lost(promises, follower, cache)
    assert stored_documents.check().wrong == []


class ChangesReader(Reader):
    """A client that follows ``/changes`` and keeps the newest entry of each resource."""

    def __init__(self, port: int) -> None:
        super().__init__(port, "/api/v1/changes?limit=5&since=0")
        self.since = 0
        self.newest: dict[str, tuple[str, int]] = {}

    def take(self, asked: float, text: str) -> None:
        answer = json.loads(text)
        for entry in answer["data"]:
            assert entry["seq"] > self.since
            self.newest[entry["id"]] = (entry["op"], entry["seq"])
        self.since = int(answer["next"])
        self.path = f"/api/v1/changes?limit=5&since={self.since}"


def _hit(machine: Newsroom, dice: random.Random) -> None:
    """Kill one of its processes, or ask for a restart."""
    assert machine.server
    if dice.random() < 0.25:
        machine.server.send_signal(signal.SIGUSR1)
        return
    found = [line for line in family(machine.server.pid) if any(part in line for part in _PARTS)]
    if found:
        with suppress(ProcessLookupError):
            os.kill(int(dice.choice(found).split()[0]), signal.SIGKILL)


def _assert_nothing_is_lost(promises, follower: ChangesReader, cache) -> None:
    entries = list(LedgerEntry.objects.order_by("seq"))
    assert [entry.seq for entry in entries] == list(range(1, ledger.head() + 1))
    newest = {str(e.uuid): (e.op, e.seq) for e in entries if e.newest}
    assert follower.newest == newest
    articles = list(Article.objects.all())
    live = {a.uuid for a in articles if a.editions.live().exists()}
    # The killed writer may have left a draft, of which nobody was told.
    told = {uuid for uuid, (op, _seq) in newest.items() if op == "upsert"}
    assert {a.uuid for a in articles if str(a.uuid) in told} == live
    assert set(SearchEntry.objects.values_list("item_uuid", flat=True)) >= live
    for promise in promises:
        if promise.kind == "shows":
            word, number = promise.sign.split()
            assert any(int(a.headline.split()[1]) >= int(number)
                       for a in articles if a.headline.startswith(word))  # fmt: skip
    purged = set().union(*cache.keys)
    told_from = min(Delivery.objects.values_list("seq", flat=True))
    missing = {
        surrogate_keys.thing(entry.type, entry.uuid) for entry in entries if entry.seq > told_from
    } - purged
    assert missing == set()
