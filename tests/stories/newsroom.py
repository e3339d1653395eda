"""A newsroom in processes of its own, as ``make run`` starts it, and people who use it by HTTP."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import quote, urlencode, urljoin
from urllib.request import HTTPCookieProcessor, Request, build_opener

from django.db import connection
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from tests.admin.pages import form_values

PROJECT = Path(__file__).resolve().parents[2]
PASSWORD = "a long word for the tests"
#: How long a busy machine may take for what is done in a second or two.
PATIENCE_SECONDS = 120


class Newsroom:
    """The files and the processes; one server at a time."""

    def __init__(self, folder: Path, **more: str) -> None:
        """``more`` are settings; without ``DATABASE_URL`` the database is a file of its own."""
        self.port = _free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        without = ("DATABASE_URL", "CACHE_URL", "SITE_URL", "FILES_URL", "DJANGO_SETTINGS_MODULE")
        self._env = {k: v for k, v in os.environ.items() if k not in without} | {
            "VAR_DIR": str(folder), "PORT": str(self.port), "DEMO_PASSWORD": PASSWORD,
            "SECRET_KEY": "only for the tests", "LOG_LEVEL": "WARNING", **more,
        }  # fmt: skip
        self._log = folder / "log.txt"
        self._processes: list[subprocess.Popen] = []
        self.server: subprocess.Popen | None = None
        self._options: tuple[str, ...] = ()

    @classmethod
    def of_the_run(cls, folder: Path, **more: str) -> Newsroom:
        """With the test's own database if that is a server's. The test has to be transactional."""
        if connection.vendor == "postgresql":
            at = connection.settings_dict
            login = ":".join(quote(at[part]) for part in ("USER", "PASSWORD") if at[part])
            more["DATABASE_URL"] = (
                f"postgres://{login}@{at['HOST']}:{at['PORT'] or 5432}/{at['NAME']}"
            )
        return cls(folder, **more)

    def prepare(self, *headlines: str) -> None:
        """Make the newsroom, with a live story for each of the headlines beside its own."""
        self.start("-m", "tests.stories.prepare", *headlines).wait(PATIENCE_SECONDS * 3)
        assert self._processes.pop().returncode == 0, self.log()

    def serve(self, *options: str) -> None:
        """Start the production server and wait until it answers."""
        self.server, self._options = self.serve_unseen(*options), options
        until(lambda: self.get("/healthz") is not None)

    def serve_whole(self) -> None:
        """Let the server run with all its processes, whatever another test has left."""
        if self.server in self._processes and self._options == ():
            return
        if self.server in self._processes:
            self.end(self.server)
        self.serve()

    def serve_unseen(self, *options: str) -> subprocess.Popen:
        """Start the production server and let it come up by itself."""
        return self.start("manage.py", "serve", "--port", str(self.port), *options)

    def serve_without_settings(self) -> subprocess.Popen:
        """Start the supervisor of an application that cannot be loaded."""
        fields = {"manage": "manage.py", "host": "127.0.0.1", "port": self.port, "workers": 1}
        fields |= {"threads": 1, "web_only": True}
        return self.start(
            "-m", "newsroom.delivery.processes", *(f"{k}={v}" for k, v in fields.items()),
            env={"DJANGO_SETTINGS_MODULE": "no_such_settings"},
        )  # fmt: skip

    def worker(self) -> subprocess.Popen:
        return self.start("manage.py", "worker")

    def end(self, process: subprocess.Popen, number: int = signal.SIGTERM) -> int:
        """Send a signal; returns the exit code. What is left of its family after it is a fault."""
        process.send_signal(number)
        code = process.wait(PATIENCE_SECONDS)
        until(lambda: not family(process.pid))
        self._processes.remove(process)
        return code

    def clean_up(self) -> None:
        for process in self._processes:
            for line in family(process.pid):
                with suppress(ProcessLookupError):
                    os.kill(int(line.split()[0]), signal.SIGKILL)
            process.wait()

    def get(self, path: str) -> Answer | None:
        """What anybody gets; nothing while no server answers."""
        try:
            return Person(self.url).get(path)
        except OSError:
            return None

    def log(self) -> str:
        return self._log.read_text(encoding="utf-8")

    def start(
        self, *arguments: str, env: dict[str, str] | None = None, pipe: bool = False
    ) -> subprocess.Popen:
        """A Python process of this newsroom; with ``pipe``, what it prints is the caller's."""
        with self._log.open("ab") as log, hangups_end():
            process = subprocess.Popen(
                [sys.executable, *arguments], cwd=PROJECT, env={**self._env, **(env or {})},
                stdout=subprocess.PIPE if pipe else log, stderr=log, text=pipe,
                start_new_session=True,
            )  # fmt: skip
        self._processes.append(process)
        return process


@dataclass
class Answer:
    """A response, in the form that the readers of pages in ``tests.admin`` take."""

    status: int
    url: str
    content: bytes
    headers: Any

    @property
    def text(self) -> str:
        return self.content.decode()

    def json(self) -> Any:
        return json.loads(self.content)


class Person:
    """Somebody with a browser: keeps cookies, fills forms, follows redirects."""

    def __init__(self, site: str) -> None:
        self._site = site
        self._opener = build_opener(HTTPCookieProcessor(CookieJar()))

    def get(self, path: str) -> Answer:
        return self._open(Request(urljoin(self._site, path)))

    def post(self, path: str, values: dict[str, Any]) -> Answer:
        """Send a form; with a file in it, in parts."""
        if any(hasattr(value, "read") for value in values.values()):
            body = encode_multipart(BOUNDARY, values)
            return self._open(
                Request(urljoin(self._site, path), body, {"Content-Type": MULTIPART_CONTENT})
            )
        return self._open(Request(urljoin(self._site, path), urlencode(values).encode()))

    def fill(self, path: str, form_id: str | None, **values: Any) -> Answer:
        """Open a page, change its form and send it."""
        shown = self.get(path)
        return self.post(path, {**form_values(shown, form_id), **values})

    def log_in(self, username: str) -> Person:
        answer = self.fill("/admin/login/", "login-form", username=username, password=PASSWORD)
        assert 'id="logout-form"' in answer.text, answer.text
        return self

    def _open(self, request: Request) -> Answer:
        try:
            response = self._opener.open(request, timeout=PATIENCE_SECONDS)
        except HTTPError as error:
            response = error
        with response:
            return Answer(response.status, response.url, response.read(), response.headers)


def family(leader: int) -> list[str]:
    """The command lines of all processes of a session that are alive (Linux: from ``/proc``)."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
            state, session = fields[0], fields[3]
            if int(session) == leader and state != "Z":
                found.append(f"{folder.name} {(folder / 'cmdline').read_text()}".replace("\0", " "))
        except (FileNotFoundError, ProcessLookupError):
            continue
    return found


@contextmanager
def hangups_end() -> Iterator[None]:
    """A process started inside ends with its terminal, even if this run, under nohup, does not."""
    before = signal.signal(signal.SIGHUP, signal.SIG_DFL)
    try:
        yield
    finally:
        signal.signal(signal.SIGHUP, before)


def until(is_so: Callable[[], object], *, seconds: float = PATIENCE_SECONDS) -> None:
    """Wait for something to be so; an assertion after ``seconds``."""
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end, "It did not come about."
        time.sleep(0.05)


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]
