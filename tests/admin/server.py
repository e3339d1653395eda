"""The site on a server process of its own, with a SQLite file that others can lock or take away."""

from __future__ import annotations

import html
import http.cookiejar
import os
import re
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.requirements import PROJECT

_SERVE = """
import os, socketserver
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer
os.environ["DJANGO_SETTINGS_MODULE"] = "newsroom.settings"
from django.conf import settings
plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
settings.STORAGES["staticfiles"] = plain
from newsroom.wsgi import application
class Server(socketserver.ThreadingMixIn, WSGIServer): daemon_threads = True
server = Server(("127.0.0.1", 0), WSGIRequestHandler)
server.set_app(application)
print(server.server_port, flush=True)
server.serve_forever()
"""


@dataclass
class Answer:
    status: int
    text: str
    seconds: float

    def fields(self) -> list[tuple[str, str]]:
        """The hidden fields of the form on the page."""
        found = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', self.text)
        return [(html.unescape(name), html.unescape(value)) for name, value in found]


class Browser:
    """Keeps cookies and names its origin, as a browser does."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.cookies = http.cookiejar.CookieJar()
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies))

    def get(self, path: str) -> Answer:
        return self._ask(urllib.request.Request(self.url + path))

    def post(self, path: str, fields: list[tuple[str, str]], **files: bytes) -> Answer:
        kind, body = "application/x-www-form-urlencoded", urllib.parse.urlencode(fields).encode()
        if files:
            kind, body = "multipart/form-data; boundary=frontier", _multipart(fields, files)
        headers = {"Origin": self.url, "Content-Type": kind}
        return self._ask(urllib.request.Request(self.url + path, data=body, headers=headers))

    def token(self) -> tuple[str, str]:
        value = next(cookie.value for cookie in self.cookies if cookie.name == "csrftoken")
        return "csrfmiddlewaretoken", value or ""

    def log_in(self, name: str, password: str) -> None:
        self.get("/admin/login/")
        sent = [self.token(), ("username", name), ("password", password), ("next", "/admin/")]
        assert self.post("/admin/login/", sent).status == 200

    def _ask(self, request: urllib.request.Request) -> Answer:
        began = time.monotonic()
        try:
            response = self._opener.open(request, timeout=60)
        except urllib.error.HTTPError as error:
            response = error  # type: ignore[assignment]
        text = response.read().decode()
        return Answer(response.status, text, time.monotonic() - began)


def _multipart(fields: list[tuple[str, str]], files: dict[str, bytes]) -> bytes:
    parts = [
        *((f'name="{name}"', value.encode()) for name, value in fields[:-1]),
        *((f'name="{name}"; filename="{name}.mp4"', content) for name, content in files.items()),
        # After the file: what was typed is read to the end of the form.
        *((f'name="{name}"', value.encode()) for name, value in fields[-1:]),
    ]
    body = b"".join(
        b"--frontier\r\nContent-Disposition: form-data; %s\r\n\r\n%s\r\n" % (head.encode(), content)
        for head, content in parts
    )
    return body + b"--frontier--\r\n"


@contextmanager
def serving(var: Path, *, before: Callable[[], None] | None = None, **env: str) -> Iterator[str]:
    """The address of a server whose data are in the folder ``var``."""
    process = subprocess.Popen(
        [sys.executable, "-c", _SERVE], cwd=PROJECT, stdout=subprocess.PIPE, preexec_fn=before,
        stderr=subprocess.DEVNULL, text=True,
        env=os.environ | {"VAR_DIR": str(var), "DATABASE_URL": f"sqlite:///{var}/newsroom.sqlite3",
                          "ALLOWED_HOSTS": "127.0.0.1"} | env,
    )  # fmt: skip
    try:
        assert process.stdout
        yield f"http://127.0.0.1:{int(process.stdout.readline())}"
    finally:
        process.terminate()
        process.wait()


@contextmanager
def locked(var: Path) -> Iterator[None]:
    """Another program is writing, and takes its time."""
    with sqlite3.connect(var / "newsroom.sqlite3", isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")
