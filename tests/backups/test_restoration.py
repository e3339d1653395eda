"""A newsroom comes back on another machine as it was, and never shows what was taken down since."""

import json
import signal

import pytest

from tests.stories.newsroom import until

from .newsrooms import Machine

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("backups")]

_STATE = """
import json
from media.models import Image
from newsroom.accounts.models import User
from newsroom.editorial import clock, registry
from newsroom.editorial.publication import ledger
from newsroom.site.models import SearchEntry
from tests.editorial import consistency
from newsroom.accounts.signin.tables import LoginSession
editions = registry.item_type("article").editions
print(json.dumps({
    "live": sorted(e.item.slug for e in editions.live()),
    "planned": sorted(
        e.item.slug for e in editions.planned(clock.now())
    ),
    "head": ledger.head(),
    "newest": {f"{e.type}:{e.uuid}": e.op for e in ledger.since(0)},
    "usable": [i.is_usable(clock.now()) for i in Image.objects.all()],
    "active": sorted(User.objects.filter(is_active=True).values_list("username", flat=True)),
    "found": SearchEntry.objects.count(),
    "sessions": LoginSession.objects.count(),
    "faults": consistency.faults(),
}))
"""

_SINCE = """
from articles.models import Article
from media.models import Image
from media.rights import leases
from newsroom.accounts.models import User
from newsroom.editorial import clock
from newsroom.editorial.acts import publishing, takedowns
from tests.factories import edit, publish_article
legal, desk = User.objects.get(username="legal"), User.objects.get(username="desk")
false, bridge = (Article.objects.get(slug=slug) for slug in ("false", "bridge"))
takedowns.kill(false, by=legal, kind="legal", note="x", confirmation="kill")
leases.add_lease(Image.objects.get(), by=None, kind="deny")
publishing.unschedule(Article.objects.get(slug="planned"), by=desk)
edit(bridge, headline="Bridge opens")
publishing.correct(bridge, by=desk, text="It opens.", note="x")
known = {"section": bridge.section, "authors": bridge.authors.all()}
publish_article(headline="A new story", slug="new", **known)
User.objects.filter(username="desk").update(is_active=False)
"""

_WRITE = """
from itertools import count
from pathlib import Path
from django.conf import settings
from articles.models import Article
from tests.factories import publish_article
from tests.media.factories import make_image
bridge = Article.objects.get(slug="bridge")
known = {"section": bridge.section, "authors": bridge.authors.all()}
for number in count():
    publish_article(lead_image=make_image(), slug=f"written-{number}", **known)
    Path(settings.VAR_DIR, "has-written").touch()
"""


def state(machine: Machine) -> dict:
    return json.loads(machine.python(_STATE).splitlines()[-1])


@pytest.mark.database
def test_a_newsroom_comes_back_on_another_machine(filled, backup, empty):
    said = empty.do("restore", backup)
    assert "match a fresh compile" in said
    # Nobody could tell it what happened since.
    assert "To be checked by a person" in said
    here, there = state(empty), state(filled)
    assert here["faults"] == []
    assert here["found"] >= 3
    assert (here["live"], here["planned"]) == (["bridge", "false"], ["planned"])
    assert (here["sessions"], there["sessions"]) == (0, 1)
    assert {**here, "found": 0, "sessions": 1} == {**there, "found": 0}
    assert list((empty.folder / "uploads" / "files").rglob("*.webp"))
    again = empty.manage("restore", backup)
    assert again.returncode == 1
    assert "--replace" in again.stdout


@pytest.mark.database
def test_what_was_ended_after_the_backup_stays_so(filled, backup, empty, tmp_path):
    """The old machine lives on as the other one, and is put back to the backup."""
    empty.do("restore", backup, "--leave-pictures")
    empty.python(_SINCE)
    before = state(empty)
    said = empty.do("restore", backup, "--replace", "--leave-pictures")
    assert "A false story" in said.split("withheld again")[1].split("\n")[1]
    assert "legal" in said
    after = state(empty)
    assert (after["live"], after["planned"]) == (["bridge"], [])
    assert after["usable"] == [False]
    assert after["active"] == ["legal"]
    assert after["head"] > before["head"]
    assert after["faults"] == []
    new = before["newest"].keys() - state(filled)["newest"].keys()
    assert {after["newest"][key] for key in new if key.startswith("article:")} == {"remove"}
    assert "and lost: 2" in said


def test_a_killed_restore_serves_nothing_and_is_repeated(backup, empty):
    process = empty.start("manage.py", "restore", str(backup))
    until((empty.folder / "restore-unfinished.json").exists)
    process.send_signal(signal.SIGKILL)
    process.wait()
    refused = empty.manage("check")
    assert refused.returncode == 1
    assert "backups.E001" in refused.stdout
    assert "match a fresh compile" in empty.do("restore", backup, "--replace", "--leave-pictures")
    assert empty.manage("check").returncode == 0


@pytest.mark.database
def test_a_backup_made_while_people_write_comes_back_whole(backup, empty, tmp_path):
    """A drill of a backup that a writer has disturbed, and of one that was killed in the middle."""
    empty.do("restore", backup, "--leave-pictures")
    writer = empty.start(
        "-c", f"import django; django.setup()\n{_WRITE}",
        env={"DJANGO_SETTINGS_MODULE": "newsroom.settings"},
    )  # fmt: skip
    until(lambda: (empty.folder / "has-written").exists() or writer.poll() is not None, seconds=600)
    assert writer.poll() is None, empty.log()
    folder = tmp_path / "disturbed"
    killed = empty.start("manage.py", "backup", str(folder))
    until(lambda: list(folder.glob(".unfinished-*")))
    killed.send_signal(signal.SIGKILL)
    killed.wait()
    assert not list(folder.glob("2*"))
    assert "killed" in empty.do("backup", folder)
    assert writer.poll() is None
    writer.send_signal(signal.SIGKILL)
    writer.wait()
    (said,) = empty.do("restore_drill", folder).splitlines()
    assert said.startswith("OK: ")
    assert "documents equal" in said
    assert not list(folder.glob(".unfinished-drill"))


def test_a_damaged_backup_is_refused_in_one_line(backup, empty):
    database = next(backup.glob("database.*"))
    damaged = bytearray(database.read_bytes())
    damaged[len(damaged) // 2] ^= 1
    database.write_bytes(damaged)
    refused = empty.manage("restore", backup)
    assert refused.returncode == 1
    assert "its digest does not match" in refused.stdout
    drilled = empty.manage("restore_drill", backup.parent)
    assert drilled.returncode == 1
    (line,) = drilled.stdout.splitlines()
    assert "FAILED" in line
    assert "its digest does not match" in line


def test_a_backup_of_a_newer_release_is_refused(backup, empty):
    told = json.loads((backup / "manifest.json").read_text())
    told["migrations"].append("articles.9999_of_tomorrow")
    (backup / "manifest.json").write_text(json.dumps(told))
    refused = empty.manage("restore", backup)
    assert "newer release, which has articles.9999_of_tomorrow" in refused.stdout
