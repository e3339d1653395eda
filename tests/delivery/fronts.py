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
    _write_included(folder, static=static, files=files)
    text = _changed(
        "nginx.conf",
        {
            "listen 80;": f"listen 127.0.0.1:{port};",
            "127.0.0.1:6081": urlsplit(behind).netloc,
            "/etc/nginx/newsroom": str(folder),
            "/var/log/nginx": str(folder / "nginx"),
            "/run/nginx.pid": str(folder / "nginx" / "pid"),
        },
    )
    (folder / "nginx.conf").write_text(text)
    with _nginx(folder, port):
        yield Front(f"http://127.0.0.1:{port}")


@contextmanager
def nginx_site(
    folder: Path, behind: str, *, static: Path, files: Path
) -> Iterator[tuple[int, int]]:
    """``nginx-site.conf`` as "news.example" with a certificate of its own; its two ports."""
    plain, secure = free_port(), free_port()
    _write_included(folder, static=static, files=files)
    _sign(folder)
    text = _changed(
        "nginx-site.conf",
        {
            "    listen [::]:80;\n": "",
            "    listen [::]:443 ssl http2;\n": "",
            "    listen [::]:443 ssl default_server;\n": "",
            "listen 80;": f"listen 127.0.0.1:{plain};",
            "listen 443 ": f"listen 127.0.0.1:{secure} ",
            "127.0.0.1:8000": urlsplit(behind).netloc,
            "/etc/nginx/newsroom": str(folder),
            "/etc/letsencrypt/live/news.example": str(folder),
            "/var/www/acme": str(folder / "acme"),
        },
    )
    (folder / "site.conf").write_text(text)
    (folder / "nginx.conf").write_text(
        f"pid {folder}/nginx/pid;\nevents {{}}\nhttp {{\ninclude /etc/nginx/mime.types;\n"
        f"access_log off;\ngzip on;\nerror_log {folder}/nginx/error.log;\n"
        f"include {folder}/site.conf;\n}}\n"
    )
    with _nginx(folder, secure):
        yield plain, secure


def _write_included(folder: Path, *, static: Path, files: Path) -> None:
    (folder / "nginx").mkdir()
    (folder / "nginx-http.conf").write_text(_changed("nginx-http.conf", {}))
    places = {
        "/srv/newsroom/var/static": str(static),
        "/srv/newsroom/var/uploads/files": str(files),
    }
    (folder / "nginx-server.conf").write_text(_changed("nginx-server.conf", places))


def _sign(folder: Path) -> None:
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "30",
         "-subj", "/CN=news.example", "-addext", "subjectAltName=DNS:news.example",
         "-keyout", folder / "privkey.pem", "-out", folder / "fullchain.pem"],
        check=True, capture_output=True,
    )  # fmt: skip


@contextmanager
def _nginx(folder: Path, port: int) -> Iterator[None]:
    command = ["nginx", "-c", folder / "nginx.conf", "-g", "daemon off; user root;"]
    subprocess.run([*command, "-t"], check=True, capture_output=True)
    with _running(*command, log=folder / "nginx.log", port=port):
        yield


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
