"""``/healthz`` tells a monitor whether everything is on time, and nobody anything else."""

import json
import os
import socket
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext

from articles.models import Article
from media.models import Image, RenditionRequest, ReprintRequest, Video
from newsroom.delivery import followers, heartbeats
from newsroom.delivery.heartbeats import Heart
from newsroom.delivery.models import FollowerPosition, WorkerHeartbeat
from newsroom.editorial import clock
from newsroom.editorial.models import LedgerEntry, RecompileRequest
from newsroom.lib import health
from tests.factories import publish_article
from tests.media.factories import make_agency, make_image, make_video

pytestmark = pytest.mark.django_db

OPERATIONS = Path(__file__).resolve().parents[2] / "docs" / "operations.md"
SECOND = timedelta(seconds=1)


@pytest.fixture
def heart() -> Heart:
    """A worker that is well, and followers that have nothing to do."""
    heart = Heart()
    heart.beat()
    followers.run()
    return heart


def asked(client) -> tuple[int, dict]:
    answer = client.get("/healthz")
    return answer.status_code, answer.json()


def failing(client) -> dict[str, str]:
    """The messages of the checks that fail; the answer as a whole says the same."""
    status, told = asked(client)
    found = {n: c["message"] for n, c in told["checks"].items() if c["status"] == "failing"}
    assert (status, told["status"]) == ((503, "failing") if found else (200, "ok"))
    return found


def test_it_is_green_and_not_stored_while_all_is_well(client, heart):
    answer = client.get("/healthz")
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-store"
    told = answer.json()
    assert told["status"] == "ok"
    assert {check["status"] for check in told["checks"].values()} == {"ok"}


def test_without_any_worker_it_is_red_and_says_what_to_do(client):
    assert "Start manage.py worker." in failing(client)["workers"]


def test_a_newsroom_may_go_without_a_worker_on_purpose(client, settings):
    settings.WORKER_EXPECTED = False
    assert "workers" not in failing(client)


def test_a_worker_that_was_not_heard_of_for_a_minute_is_red_beside_one_that_is_well(client, heart):
    long_ago = clock.now() - 61 * SECOND
    WorkerHeartbeat.objects.create(host="other", pid=7, started_at=long_ago, beat_at=long_ago)
    assert list(failing(client)) == ["workers"]
    ages = asked(client)[1]["checks"]["workers"]["ages"]
    assert ages[0] >= 61
    assert ages[1] < 60


def _since(seconds: float):
    return clock.now() - seconds * SECOND


#: Check → what turns it red, given for how many seconds it has waited.
LATE = {
    "due": lambda at: Article.objects.filter(pk=publish_article().pk).update(next_due_at=at),
    "recompiling": lambda at: RecompileRequest.objects.create(
        item_type="article", item_uuid=publish_article().uuid, cause="changed", requested_at=at
    ),
    "images": lambda at: RenditionRequest.objects.create(image=make_image(), requested_at=at),
    "credits": lambda at: ReprintRequest.objects.create(
        agency=make_agency("Mole"), requested_at=at
    ),
    "rights": lambda at: Image.objects.filter(pk=make_image().pk).update(rights_due_at=at),
    "image_files": lambda at: Image.objects.filter(pk=make_image().pk).update(files_due_at=at),
    "videos_to_go": lambda at: Video.objects.filter(pk=make_video().pk).update(files_due_at=at),
    "videos": lambda at: Video.objects.filter(pk=make_video().pk).update(files_due_at=at),
}


@pytest.mark.parametrize("name", LATE)
@pytest.mark.parametrize(("share", "is_red"), [(0.5, False), (1.5, True)], ids=["soon", "late"])
def test_what_waits_is_green_until_its_limit_and_red_past_it(client, heart, name, share, is_red):
    limit = next(check.limit for check in health.checks() if check.name == name)
    LATE[name](_since(limit * share))
    assert (name in failing(client)) is is_red


def test_a_follower_that_is_behind_is_red_after_a_minute(client, heart):
    publish_article()
    assert failing(client) == {}
    behind = asked(client)[1]["checks"]["followers"]["behind"]
    assert set(behind) == {"search", "picture files", "pages"}
    assert min(behind.values()) > 0
    LedgerEntry.objects.update(at=_since(61))
    assert list(failing(client)) == ["followers"]


@pytest.mark.parametrize("waiting", [0, 300])
def test_it_costs_few_queries_however_much_there_is(client, heart, waiting):
    article, at = publish_article(), clock.now()
    followers.run()
    RecompileRequest.objects.bulk_create(
        RecompileRequest(
            item_type="article", item_uuid=article.uuid, cause="changed", requested_at=at
        )
        for _ in range(waiting)
    )
    with CaptureQueriesContext(connection) as queries:
        client.get("/healthz")
    # On PostgreSQL each measure asks the server's clock too.
    assert len(queries) <= (18 if connection.vendor == "sqlite" else 30)


def test_it_says_nothing_of_machines_people_or_stories(client, heart):
    publish_article(headline="A secret story")
    FollowerPosition.objects.update(error="no such table at /srv/newsroom", failures=1)
    told = client.get("/healthz").content.decode()
    for secret in (socket.gethostname(), str(os.getpid()), "secret", "/srv", "table", "SELECT"):
        assert secret not in told


def test_a_database_that_is_away_is_told_as_json(tmp_path):
    """In a process of its own: nothing listens at that address."""
    script = (
        "import django; django.setup()\n"
        "from django.test import Client\n"
        "answer = Client().get('/healthz')\n"
        "print(answer.status_code, answer['Content-Type'], answer.content.decode())\n"
    )
    env = os.environ | {
        "DATABASE_URL": "postgres://nobody@127.0.0.1:1/away", "VAR_DIR": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "newsroom.settings", "ALLOWED_HOSTS": "testserver",
    }  # fmt: skip
    answer = subprocess.run(
        [sys.executable, "-c", script], env=env, capture_output=True, text=True, check=True,
        cwd=OPERATIONS.parents[1], timeout=120,
    )  # fmt: skip
    status, kind, told = answer.stdout.splitlines()[-1].split(" ", 2)
    assert (status, kind) == ("503", "application/json")
    assert json.loads(told)["checks"]["database"]["status"] == "failing"
    assert not [address for address in ("127.0.0.1", "localhost") if address in told]


def test_a_measure_that_the_database_refuses_is_told_without_its_words(client, monkeypatch):
    def fail() -> health.Reading:
        raise OperationalError("no such table: secret")

    monkeypatch.setattr(health, "_checks", {"due": health.Check("due", fail, 1, "Late.")})
    monkeypatch.setattr(connection, "close", lambda: None)
    assert list(failing(client)) == ["database"]
    assert "secret" not in client.get("/healthz").content.decode()


def test_each_check_and_its_limit_stand_in_the_docs():
    lines = OPERATIONS.read_text(encoding="utf-8").splitlines()
    for check in health.checks():
        assert any(line.startswith(f"| `{check.name}` | {check.limit:g} s |") for line in lines), (
            check
        )


# --- Heartbeats ----------------------------------------------------------------------------------


def test_a_heart_beats_seldom(heart):
    assert not heart.beat()
    heart._next_beat = 0
    assert heart.beat()
    assert WorkerHeartbeat.objects.count() == 1


def test_a_worker_that_ends_properly_is_not_waited_for(heart):
    heart.stop()
    assert not WorkerHeartbeat.objects.exists()


def test_a_killed_worker_is_forgotten_by_the_next_one_of_its_machine():
    now = clock.now()
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    host = socket.gethostname()[:255]
    WorkerHeartbeat.objects.create(host=host, pid=dead.pid, started_at=now, beat_at=now)
    WorkerHeartbeat.objects.create(host=host, pid=os.getppid(), started_at=now, beat_at=now)
    Heart().beat()
    left = set(WorkerHeartbeat.objects.values_list("pid", flat=True))
    assert left == {os.getpid(), os.getppid()}


def test_a_worker_of_another_machine_is_forgotten_after_a_while_and_one_that_hangs_is_not():
    now = clock.now()
    old = now - heartbeats.FORGOTTEN_AFTER - SECOND
    host = socket.gethostname()[:255]
    WorkerHeartbeat.objects.create(host="gone", pid=1, started_at=old, beat_at=old)
    WorkerHeartbeat.objects.create(host="late", pid=2, started_at=old, beat_at=now - 90 * SECOND)
    WorkerHeartbeat.objects.create(host=host, pid=os.getppid(), started_at=old, beat_at=old)
    Heart().beat()
    left = set(WorkerHeartbeat.objects.values_list("pid", flat=True))
    assert left == {2, os.getpid(), os.getppid()}
