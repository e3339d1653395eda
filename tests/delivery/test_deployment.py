"""The files of ``deploy/`` for one machine, as far as a test may start them."""

import re
import shutil
import socket
import ssl
import subprocess
from http.client import HTTPConnection, HTTPResponse, HTTPSConnection
from pathlib import Path

import pytest

from tests.conftest import storages_in
from tests.factories import publish_article
from tests.media.factories import make_image
from tests.requirements import need

from . import fronts

UNITS = sorted(
    path for path in fronts.DEPLOY.iterdir() if path.suffix in (".service", ".timer", ".socket")
)


class _ByName(HTTPSConnection):
    """A connection to this machine that asks for "news.example", as readers do."""

    def connect(self) -> None:
        plain = socket.create_connection(("127.0.0.1", self.port), 30)
        self.sock = self._context.wrap_socket(plain, server_hostname=self.host)


@pytest.fixture
def site(live_server, tmp_path, settings):
    """nginx with TLS, and the newsroom; gives how to ask it."""
    need("nginx")
    settings.ACCEL_REDIRECT = "/internal-files"
    settings.BEHIND_PROXY = True
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    settings.STORAGES = storages_in(tmp_path / "uploads")
    static = tmp_path / "static"
    static.mkdir()
    (static / "site.0123456789ab.css").write_text("p { color: black }\n" * 100)
    files = tmp_path / "uploads" / "files"
    with fronts.nginx_site(tmp_path, live_server.url, static=static, files=files) as ports:
        yield Site(tmp_path, *ports)


class Site:
    def __init__(self, folder: Path, plain: int, secure: int) -> None:
        self.folder, self.plain, self.secure = folder, plain, secure

    def ask(self, path: str, *, name: str = "news.example") -> tuple[HTTPResponse, bytes]:
        trusted = ssl.create_default_context(cafile=str(self.folder / "fullchain.pem"))
        connection = _ByName(name, self.secure, context=trusted)
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer, answer.read()

    def ask_plainly(self, path: str) -> HTTPResponse:
        connection = HTTPConnection("127.0.0.1", self.plain, timeout=30)
        connection.request("GET", path, headers={"Host": "news.example"})
        answer = connection.getresponse()
        answer.read()
        return answer


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_readers_are_led_to_https_and_answered_there(site):
    image = make_image()
    edition = publish_article(headline="A story", lead_image=image).editions.get()
    led = site.ask_plainly(f"{edition.path}?x=1")
    assert (led.status, led.headers["Location"]) == (
        301, f"https://news.example{edition.path}?x=1",
    )  # fmt: skip
    page, content = site.ask(edition.path)
    assert page.status == 200
    assert b"A story" in content
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]
    for name in ("X-Content-Type-Options", "X-Frame-Options", "Referrer-Policy"):
        assert page.headers[name]
    sheet, _content = site.ask("/static/site.0123456789ab.css")
    assert sheet.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    picture, content = site.ask(f"/files/{image.renditions.first().file_name}")
    assert picture.status == 200
    assert len(content) == image.renditions.first().bytes
    assert "X-Accel-Redirect" not in picture.headers


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_certbot_is_answered_without_tls_and_no_other_name_is(site):
    challenge = site.folder / "acme" / ".well-known" / "acme-challenge" / "token"
    challenge.parent.mkdir(parents=True)
    challenge.write_text("shown")
    assert site.ask_plainly("/.well-known/acme-challenge/token").status == 200
    with pytest.raises(ssl.SSLError):
        site.ask("/", name="other.example")


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not installed.")
@pytest.mark.parametrize("unit", UNITS, ids=lambda path: path.name)
def test_systemd_reads_each_unit(unit, tmp_path):
    """With every program that it starts in its place."""
    named = unit.name.replace("@", "@x")
    for each in UNITS:
        text = re.sub(r"(?m)^(Exec\w+=)/srv/\S+ \S+", r"\1/bin/true", each.read_text())
        text = text.replace("/usr/sbin/sendmail", "/bin/cat").replace("User=newsroom", "User=root")
        (tmp_path / each.name).write_text(text)
    (tmp_path / named).write_text((tmp_path / unit.name).read_text())
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", str(tmp_path / named)],
        capture_output=True, text=True, check=False, env={"SYSTEMD_UNIT_PATH": f"{tmp_path}:"},
    )  # fmt: skip
    said = [
        line for line in done.stderr.splitlines() if str(tmp_path) in line or "newsroom" in line
    ]
    assert (done.returncode, said) == (0, [])


def test_every_unit_that_another_starts_is_there():
    named = {
        name
        for unit in UNITS
        for name in re.findall(r"newsroom[\w-]*@?(?:%n)?\.(?:service|socket)", unit.read_text())
    }
    assert {name.replace("%n", "") for name in named} <= {unit.name for unit in UNITS}
