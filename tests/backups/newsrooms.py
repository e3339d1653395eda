"""Newsrooms on machines of their own: processes with a folder and a database that nobody shares."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote
from uuid import uuid4

from django.conf import settings
from django.db import connection

from newsroom.backups import databases
from tests.stories.newsroom import PATIENCE_SECONDS, PROJECT, Newsroom


class Machine(Newsroom):
    """A newsroom with a folder for its data and an empty database."""

    def __init__(self, folder: Path, url: str, **more: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        super().__init__(folder, **({"DATABASE_URL": url} if url else {}), **more)
        self.folder = folder
        self.url_of_database = url or f"sqlite:///{folder / 'newsroom.sqlite3'}"

    def run(self, *arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, *arguments], cwd=PROJECT, env={**self._env, **env}, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=PATIENCE_SECONDS * 3,
            check=False,
        )  # fmt: skip

    def manage(self, *arguments: object) -> subprocess.CompletedProcess[str]:
        return self.run("manage.py", *map(str, arguments))

    def do(self, *arguments: object) -> str:
        """What a command prints, which has to succeed."""
        done = self.manage(*arguments)
        assert done.returncode == 0, done.stdout
        return done.stdout

    def python(self, script: str) -> str:
        """What a script prints that may use the newsroom's models."""
        begin = "import django; django.setup()\n"
        done = self.run("-c", begin + script, DJANGO_SETTINGS_MODULE="newsroom.settings")
        assert done.returncode == 0, done.stdout
        return done.stdout.strip()


@contextmanager
def machine(folder: Path, **more: str) -> Iterator[Machine]:
    # All are the same site, one after the other: otherwise documents are compiled for another.
    more = {"SITE_URL": "http://127.0.0.1:8000", **more}
    if connection.vendor == "sqlite":
        made = Machine(folder, "", **more)
        try:
            yield made
        finally:
            made.clean_up()
        return
    at, name = settings.DATABASES["default"], f"newsroom_test_{uuid4().hex[:12]}"
    databases.run_program("createdb", database=name)
    login = ":".join(quote(at[part]) for part in ("USER", "PASSWORD") if at[part])
    made = Machine(folder, f"postgres://{login}@{at['HOST']}:{at['PORT'] or 5432}/{name}", **more)
    try:
        yield made
    finally:
        made.clean_up()
        databases.run_program("dropdb", "--if-exists", "--force", database=name)
