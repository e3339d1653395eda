"""``deploy/upgrade``: a release is taken into use, or given up, while readers go on reading."""

from __future__ import annotations

import http.client
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

import pytest

from tests.backups.newsrooms import Machine, machine
from tests.requirements import PROJECT
from tests.stories.newsroom import PATIENCE_SECONDS, until

pytestmark = [pytest.mark.slow, pytest.mark.database, pytest.mark.xdist_group("upgrades")]

_ENVIRONMENT = Path(sys.executable).parent.parent
_START = """
cd {home}
setsid {home}/current/.venv/bin/python {home}/current/manage.py serve --port {port} \\
    >> {home}/log.txt 2>&1 &
echo $! > {home}/pid
"""
_STOP = """
kill -TERM $(cat {home}/pid)
while kill -0 $(cat {home}/pid) 2>/dev/null; do sleep 0.2; done
"""
_FILL = """
from django.core.management import call_command
call_command("migrate", verbosity=0)
call_command("collectstatic", interactive=False, verbosity=0)
from tests.factories import publish_article
publish_article(headline="Bridge closes", slug="bridge")
"""
_MIGRATION = """
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("delivery", "{last}")]
    operations = [migrations.RunSQL("CREATE TABLE of_tomorrow (id integer)")]
"""


class Server:
    """``/srv/newsroom`` in a folder of the test, and a repository to take releases from.

    The environments of all releases lead to the one that runs the tests.
    """

    def __init__(self, home: Path, newsroom: Machine) -> None:
        self.home, self.newsroom, self.source = home, newsroom, home / "source"
        _git(home, "clone", "--quiet", f"file://{PROJECT}", str(self.source))
        self._take_what_is_not_committed()
        self.commit("first")
        self._install("first")
        for name, script in (("start", _START), ("stop", _STOP)):
            (home / name).write_text(script.format(home=home, port=newsroom.port))

    def commit(self, tag: str) -> None:
        _git(self.source, "add", "--all")
        who = ("-c", "user.name=x", "-c", "user.email=x@example.org")
        _git(self.source, *who, "commit", "--quiet", "--allow-empty", "-m", tag)
        _git(self.source, "tag", tag)

    def add(self, path: str, text: str) -> None:
        with (self.source / path).open("a") as file:
            file.write(text)

    def upgrade(self, *arguments: str, patience: int = PATIENCE_SECONDS) -> tuple[int, str]:
        done = subprocess.run(
            ["sh", str(self.source / "deploy" / "upgrade"), *arguments],
            env=_clean_env() | {
                "NEWSROOM_HOME": str(self.home),
                "NEWSROOM_USER": "nobody-of-this-name",
                "INSTALL": f"ln -s {_ENVIRONMENT} .venv",
                "RELOAD": f"kill -USR1 {self.pid}",
                "STOP": f"sh {self.home}/stop",
                "START": f"sh {self.home}/start",
                "HEALTH_URL": f"{self.newsroom.url}/healthz",
                "PATIENCE_SECONDS": str(patience),
            },
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False,
        )  # fmt: skip
        return done.returncode, done.stdout

    def start(self) -> None:
        subprocess.run(["sh", str(self.home / "start")], env=_clean_env(), check=True)
        until(self.is_well)

    def is_well(self) -> bool:
        answer = self.newsroom.get("/healthz")
        return answer is not None and answer.status == 200

    @property
    def pid(self) -> int:
        return int((self.home / "pid").read_text())

    @property
    def current(self) -> Path:
        return (self.home / "current").resolve()

    @property
    def serving(self) -> Path:
        """The release whose code answers."""
        return Path((self.home / "var" / "serving").read_text().strip())

    def _take_what_is_not_committed(self) -> None:
        changed = _git(PROJECT, "ls-files", "--modified", "--others", "--exclude-standard")
        for name in changed.splitlines():
            if (PROJECT / name).is_file():
                (self.source / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(PROJECT / name, self.source / name)

    def _install(self, name: str) -> None:
        release = self.home / "releases" / name
        _git(self.home, "clone", "--quiet", str(self.source), str(release))
        settings = {
            "VAR_DIR": self.home / "var",
            "DATABASE_URL": self.newsroom.url_of_database,
            "BACKUP_FOLDER": self.home / "backups",
            "SECRET_KEY": "only-for-the-tests",
        }
        lines = [f"{name}={value}\n" for name, value in settings.items()]
        (self.home / "environment").write_text("".join(lines))
        (release / ".env").symlink_to(self.home / "environment")
        (release / ".venv").symlink_to(_ENVIRONMENT)
        (self.home / "current").symlink_to(release)


def _clean_env() -> dict[str, str]:
    """Settings come from the release's file alone."""
    return {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}


def _git(folder: Path, *arguments: str) -> str:
    done = subprocess.run(
        ["git", *arguments], cwd=folder, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture
def server(tmp_path):
    with machine(tmp_path / "var") as newsroom:
        newsroom.python(_FILL)
        made = Server(tmp_path, newsroom)
        made.start()
        try:
            yield made
        finally:
            with suppress(ProcessLookupError):
                os.killpg(made.pid, signal.SIGTERM)
            until(lambda: not Path(f"/proc/{made.pid}").exists())


class Reader(threading.Thread):
    """Asks for the front page again and again, over a new connection each time."""

    def __init__(self, port: int) -> None:
        super().__init__(daemon=True)
        self._port, self.answers, self.failures, self.is_asked_to_stop = port, 0, [], False

    def run(self) -> None:
        while not self.is_asked_to_stop:
            connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=60)
            try:
                connection.request("GET", "/")
                assert connection.getresponse().status == 200
                self.answers += 1
            except (OSError, http.client.HTTPException, AssertionError) as error:
                self.failures.append(repr(error))
            finally:
                connection.close()
            time.sleep(0.05)


def test_a_release_is_taken_into_use_and_a_broken_one_is_not_and_no_request_is_dropped(server):
    reader = Reader(server.newsroom.port)
    reader.start()
    first = server.current
    server.commit("second")
    code, said = server.upgrade("second")
    assert code == 0, said
    second = server.current
    assert second != first
    assert server.serving == second
    assert list((server.home / "backups").glob("2*"))

    server.add("newsroom/wsgi.py", 'raise RuntimeError("This release is broken.")\n')
    server.commit("broken")
    code, said = server.upgrade("broken", patience=20)
    assert code == 1, said
    assert "Going back" in said
    assert server.current == server.serving == second
    reader.is_asked_to_stop = True
    reader.join()
    assert reader.failures == []
    assert reader.answers > 10


def test_a_release_with_other_tables_that_is_not_well_gives_way_to_the_backup(server):
    first = server.current
    migrations = PROJECT / "newsroom" / "delivery" / "migrations"
    last = max(path.stem for path in migrations.glob("0*.py"))
    server.add("newsroom/delivery/migrations/9999_of_tomorrow.py", _MIGRATION.format(last=last))
    server.add("newsroom/wsgi.py", 'raise RuntimeError("This release is broken.")\n')
    server.commit("broken")
    code, said = server.upgrade("broken", patience=20)
    assert code == 1, said
    assert "the newsroom stops" in said
    assert server.current == server.serving == first
    assert server.is_well()
    assert server.newsroom.get("/").status == 200
    assert "of_tomorrow" not in server.newsroom.python(
        "from django.db import connection; print(connection.introspection.table_names())"
    )
    assert server.newsroom.manage("migrate", "--check").returncode == 0
