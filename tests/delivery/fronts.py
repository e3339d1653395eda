"""Varnish and nginx as ``deploy/`` configures them, on ports of their own."""

from __future__ import annotations

import http.client
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from tests.requirements import PROJECT
from tests.stories.newsroom import until

DEPLOY = PROJECT / "deploy"


@dataclass
class Front:
    url: str

    def ask(self, path: str, *, method: str = "GET", **headers: str) -> Answer:
        """One request; header names are written with underscores."""
        connection = http.client.HTTPConnection(urlsplit(self.url).netloc, timeout=30)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, headers={"Host": "localhost", **named})
        response = connection.getresponse()
        answer = Answer(response.status, dict(response.getheaders()), response.read())
        connection.close()
        return answer


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    content: bytes


def free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


@contextmanager
def varnish(folder: Path, backend: str, *, purges_by: str = "xkey") -> Iterator[Front]:
    """In front of a server at this address; ``purges_by`` xkey or bans."""
    changes = {'.port = "8000"': f'.port = "{urlsplit(backend).port}"'}
    changes["./varnish-xkey.vcl"] = str(DEPLOY / f"varnish-{purges_by}.vcl")
    (folder / "varnish.vcl").write_text(_changed("varnish.vcl", changes))
    port = free_port()
    with _running(
        *("varnishd", "-F", "-j", "none", "-n", folder / "varnish", "-f", folder / "varnish.vcl"),
        *("-a", f"127.0.0.1:{port}", "-s", "malloc,32m"),
        log=folder / "varnish.log", port=port,
    ):  # fmt: skip
        yield Front(f"http://127.0.0.1:{port}")


@contextmanager
def nginx(folder: Path, behind: str, *, static: Path, files: Path) -> Iterator[Front]:
    """In front of a server at this address, with these folders."""
    port = free_port()
    (folder / "nginx").mkdir()
    text = _changed(
        "nginx.conf",
        {
            "listen 80;": f"listen 127.0.0.1:{port};",
            "127.0.0.1:6081": urlsplit(behind).netloc,
            "/srv/newsroom/var/static": str(static),
            "/srv/newsroom/var/uploads/files": str(files),
            "/var/log/nginx": str(folder / "nginx"),
            "/run/nginx.pid": str(folder / "nginx" / "pid"),
        },
    )
    (folder / "nginx.conf").write_text(text)
    with _running(
        *("nginx", "-c", folder / "nginx.conf", "-g", "daemon off; user root;"),
        log=folder / "nginx.log", port=port,
    ):  # fmt: skip
        yield Front(f"http://127.0.0.1:{port}")


def _changed(name: str, changes: dict[str, str]) -> str:
    """The file as it stands but for places and ports."""
    text = (DEPLOY / name).read_text(encoding="utf-8")
    for old, new in changes.items():
        assert old in text, old
        text = text.replace(old, new)
    return text


@contextmanager
def _running(*command: object, log: Path, port: int) -> Iterator[None]:
    with log.open("wb") as said:
        process = subprocess.Popen([str(word) for word in command], stdout=said, stderr=said)
    try:
        until(lambda: _answers(port) or process.poll() is not None)
        assert process.poll() is None, log.read_text()
        yield
    finally:
        process.terminate()
        process.wait(30)


def _answers(port: int) -> bool:
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
        return True
    return False
