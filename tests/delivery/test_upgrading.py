"""``deploy/upgrade`` with two real releases of this tree, a server that runs and a database.

The second has one migration more. What stands for systemd is a script; each release has its folder,
and both use the environment that the tests have.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

import pytest

from tests.requirements import PROJECT
from tests.stories.newsroom import family, until

from .fronts import DEPLOY, free_port

pytestmark = [pytest.mark.slow, pytest.mark.files, pytest.mark.xdist_group("backups")]

_MIGRATION = """
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("delivery", "{newest}")]
    operations = [migrations.RunSQL("CREATE TABLE tomorrow (id integer)", "DROP TABLE tomorrow")]
"""
#: A release that installs and migrates, and cannot serve.
_BROKEN = 'raise RuntimeError("This release does not serve.")\n'

_START = """
cd {home}
setsid nohup {home}/current/.venv/bin/python {home}/current/manage.py serve --workers 1 \
    --host 127.0.0.1 --port {port} >> {home}/log 2>&1 < /dev/null &
echo $! > {home}/pid
"""
_STOP = """
kill $(cat {home}/pid)
while kill -0 $(cat {home}/pid) 2>/dev/null; do sleep 0.1; done
"""
_ENVIRONMENT = """
VAR_DIR={home}/var
DATABASE_URL=sqlite:///{home}/var/newsroom.sqlite3
BACKUP_FOLDER={home}/backups
SECRET_KEY=only-for-the-tests-{home}-0123456789abcdefghijklmnop
SITE_URL=https://news.example
ALLOWED_HOSTS=127.0.0.1,news.example
BEHIND_PROXY=1
"""
_BEHIND_NGINX = {"X-Forwarded-Proto": "https", "Host": "news.example"}
_PREPARE = """
import django; django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
call_command("collectstatic", interactive=False, verbosity=0)
"""
_PUBLISH = """
import django, sys; django.setup()
sys.path.insert(0, {project!r})
from tests.factories import publish_article
publish_article(headline={slug!r}, slug={slug!r})
"""
_TABLES = """
import django; django.setup()
from django.db import connection
print(*connection.introspection.table_names())
"""


class Machine:
    """Releases under one home, as docs/operations.md sets them up, on a port of its own."""

    def __init__(self, folder: Path) -> None:
        self.home, self.source, self.port = folder / "home", folder / "source", free_port()
        for name in ("releases", "var", "backups"):
            (self.home / name).mkdir(parents=True)
        self._write("environment", _ENVIRONMENT)
        self._write("start", _START)
        self._write("stop", _STOP)
        self._git(folder, "clone", "--quiet", "--no-local", "--depth", "1", f"file://{PROJECT}",
                  str(self.source))  # fmt: skip
        self._git(self.source, "tag", "first")
        newest = sorted(path.stem for path in PROJECT.glob("newsroom/delivery/migrations/0*"))[-1]
        migration = _MIGRATION.format(newest=newest)
        self._release("second", "newsroom/delivery/migrations/9999_of_tomorrow.py", migration)
        self._release("broken", "newsroom/wsgi.py", _BROKEN)
        first = self.home / "releases" / "first"
        self._git(folder, "clone", "--quiet", "--branch", "first", str(self.source), str(first))
        (first / ".env").symlink_to(self.home / "environment")
        (first / ".venv").symlink_to(Path(sys.prefix))
        (self.home / "current").symlink_to(first)

    def _release(self, tag: str, path: str, text: str) -> None:
        (self.source / path).write_text(text)
        who = ("-c", "user.name=x", "-c", "user.email=x@example.org")
        self._git(self.source, "add", "--all")
        self._git(self.source, *who, "commit", "--quiet", "--message", tag)
        self._git(self.source, "tag", tag)

    def upgrade(self, *arguments: str, patience_seconds: int = 90) -> tuple[int, str]:
        done = subprocess.run(
            ["sh", DEPLOY / "upgrade", *arguments],
            env=self._env | {
                "NEWSROOM_HOME": str(self.home), "NEWSROOM_USER": "nobody-of-this-name",
                "INSTALL": f"ln -s {sys.prefix} .venv",
                "RELOAD": f"sh -c 'kill -USR1 $(cat {self.home}/pid)'",
                "START": f"sh {self.home}/start", "STOP": f"sh {self.home}/stop",
                "HEALTH_URL": f"http://127.0.0.1:{self.port}/healthz",
                "PATIENCE_SECONDS": str(patience_seconds),
            },
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        return done.returncode, done.stdout + done.stderr

    def start(self) -> None:
        subprocess.run(["sh", self.home / "start"], env=self._env, check=True)
        until(lambda: self.status("/healthz") == 200)

    def end(self) -> None:
        """Stop whatever was started here."""
        if (self.home / "pid").exists():
            leader = int((self.home / "pid").read_text())
            for line in family(leader):
                os.kill(int(line.split()[0]), signal.SIGKILL)

    def python(self, script: str) -> str:
        """Run a script with the release that is current."""
        done = subprocess.run(
            [".venv/bin/python", "-c", script], cwd=self.home / "current", text=True,
            env=self._env | {"DJANGO_SETTINGS_MODULE": "newsroom.settings"},
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout
        return done.stdout

    def publish(self, slug: str) -> str:
        """A story by this name; returns its path."""
        self.python(_PUBLISH.format(project=str(PROJECT), slug=slug))
        path = self.python(
            "import django; django.setup()\nfrom articles.models import ArticleEdition\n"
            f"print(ArticleEdition.objects.get(item__slug={slug!r}).path)"
        ).splitlines()[-1]
        until(lambda: self.status(path) == 200)
        return path

    def status(self, path: str) -> int:
        """What readers get; 0 if nobody answers."""
        address = f"http://127.0.0.1:{self.port}{path}"
        try:
            with urlopen(Request(address, headers=_BEHIND_NGINX), timeout=30) as answer:
                return int(answer.status)
        except HTTPError as error:
            return error.code
        except (URLError, OSError):
            return 0

    @property
    def current(self) -> str:
        return self._git(self.home / "current", "describe", "--tags", "--exact-match")

    @property
    def _env(self) -> dict[str, str]:
        kept = ("PATH", "HOME", "LANG", "PYTHONPYCACHEPREFIX")
        return {name: os.environ[name] for name in kept if name in os.environ}

    def _write(self, name: str, text: str) -> None:
        (self.home / name).write_text(text.format(home=self.home, port=self.port))

    def _git(self, folder: Path, *arguments: str) -> str:
        done = subprocess.run(
            ["git", *arguments], cwd=folder, check=True, capture_output=True, text=True
        )
        return done.stdout.strip()


@pytest.fixture
def machine(tmp_path) -> Iterator[Machine]:
    made = Machine(tmp_path)
    made.python(_PREPARE)
    made.start()
    yield made
    made.end()


class Reader(threading.Thread):
    """Somebody who reads one page again and again."""

    def __init__(self, machine: Machine, path: str) -> None:
        super().__init__()
        self.machine, self.path, self.answers = machine, path, list[int]()
        self._is_over = threading.Event()

    def __enter__(self) -> Reader:
        self.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._is_over.set()
        self.join()

    def run(self) -> None:
        while not self._is_over.wait(0.05):
            self.answers.append(self.machine.status(self.path))


def test_a_release_with_a_migration_is_taken_into_use_and_left_again(machine):
    story = machine.publish("before")
    with Reader(machine, story) as reader:
        code, said = machine.upgrade("second")
    assert (code, machine.current) == (0, "second"), said
    assert "Migrating." in said
    assert set(reader.answers) == {200}, "a reader was refused during the upgrade"
    assert "tomorrow" in machine.python(_TABLES).split()
    since = machine.publish("since")
    code, said = machine.upgrade("--back")
    assert (code, machine.current) == (1, "second")
    assert "whatever was" in said
    code, said = machine.upgrade("--back", "--restore")
    assert (code, machine.current) == (0, "first"), said
    assert "tomorrow" not in machine.python(_TABLES).split()
    assert machine.status(story) == 200
    # It was published after the backup: the report lists it as lost.
    assert machine.status(since) in (404, 410)
    assert len(list((machine.home / "backups").glob("2*"))) == 2


def test_a_release_that_cannot_serve_gives_way_before_a_reader_notices(machine):
    story = machine.publish("before")
    with Reader(machine, story) as reader:
        code, said = machine.upgrade("broken", patience_seconds=15)
    assert (code, machine.current) == (1, "first"), said
    assert "is not well" in said
    assert set(reader.answers) == {200}, "a reader was refused"
    assert machine.status("/healthz") == 200
