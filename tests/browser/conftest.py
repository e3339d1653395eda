"""The newspaper on a server of its own, and a Chromium that reads it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.conf import settings as django_settings
from django.core.management import call_command
from django.db import connection, connections
from django.test import Client, override_settings
from django.test.testcases import _StaticFilesHandler
from playwright.sync_api import Browser, Playwright, sync_playwright
from pytest_django.live_server_helper import LiveServer

from tests.conftest import storages_in, use_test_settings
from tests.requirements import AXE, chromium, need

from . import newspaper
from .newspaper import KINDS, STAFF_KINDS, Newspaper
from .visiting import Visit, Visitor

_LAUNCH = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--no-first-run",
]  # fmt: skip


@dataclass
class Site:
    """The newspaper behind an address; pages are fetched once."""

    url: str
    newspaper: Newspaper

    def __post_init__(self) -> None:
        self._html: dict[str, str] = {}

    def address(self, kind: str) -> str:
        return self.url + self.newspaper.paths[kind]

    def html(self, kind: str) -> str:
        """The page as it leaves the views."""
        if kind not in self._html:
            response = self.get(self.newspaper.paths[kind], is_staff=kind in STAFF_KINDS)
            assert response.status_code == KINDS[kind], kind
            self._html[kind] = response.content.decode()
        return self._html[kind]

    def get(self, path: str, *, is_staff: bool = False):
        client = Client()
        if is_staff:
            client.cookies[django_settings.SESSION_COOKIE_NAME] = self.newspaper.session_key
        return client.get(path)


@pytest.fixture(autouse=True)
def _test_settings(request, settings, tmp_path):
    """While the newspaper stands its own settings hold."""
    if "site" not in request.fixturenames:
        use_test_settings(settings, tmp_path)


@pytest.fixture(autouse=True)
def _django_db_marker(request):
    """No transaction stands between a test and the newspaper's server: both see all that is saved.

    So what such a test writes stays there: drafts and people do no harm, what is published would.
    """
    if "site" not in request.fixturenames and request.node.get_closest_marker("django_db"):
        request.getfixturevalue("_django_db_helper")


@pytest.fixture(scope="package")
def playwright() -> Iterator[Playwright | None]:
    """Playwright, or nothing on a machine without a browser.

    It leaves an event loop running in this thread, and Django keeps the connections of a thread
    with a loop apart from those of one without. So whatever opens a connection comes after it.
    """
    if not chromium():
        yield None
        return
    with sync_playwright() as started:
        yield started
        connections.close_all()


@pytest.fixture(scope="package")
def site(playwright, django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[Site]:
    """One newspaper for all tests of this folder that only read it."""
    assert "test" in connection.settings_dict["NAME"] or connection.is_in_memory_db()
    own_settings = {
        "ALLOWED_HOSTS": ["*"],
        "PASSWORD_HASHERS": ["django.contrib.auth.hashers.MD5PasswordHasher"],
    }
    with django_db_blocker.unblock(), override_settings(**own_settings):
        server = LiveServer("127.0.0.1", start=False)
        # Static files are those that are collected: their names, and what imports what, are others.
        server.thread.static_handler = _StaticFilesHandler
        server.start()
        files_url = f"{server.url}/files"
        folder = tmp_path_factory.mktemp("newspaper")
        storages = {
            **storages_in(folder, files_url),
            "staticfiles": django_settings.STORAGES["staticfiles"],
        }
        try:
            with override_settings(
                SITE_URL=server.url,
                FILES_URL=files_url,
                STORAGES=storages,
                STATIC_ROOT=folder / "static",
            ):
                call_command("collectstatic", interactive=False, verbosity=0)
                yield Site(server.url, newspaper.build())
        finally:
            server.stop()
            call_command("flush", interactive=False, verbosity=0)


@pytest.fixture(scope="package")
def browser(playwright) -> Iterator[Browser]:
    """The machine's Chromium, driven by Playwright."""
    need("browser")
    browser = playwright.chromium.launch(executable_path=chromium(), args=_LAUNCH)
    yield browser
    browser.close()


@pytest.fixture(scope="package")
def visitor(browser, site) -> Iterator[Visitor]:
    """Somebody who looks at each page once and remembers what there was to see."""
    need("axe")
    context = browser.new_context(reduced_motion="reduce")
    session = {"name": django_settings.SESSION_COOKIE_NAME, "value": site.newspaper.session_key}
    context.add_cookies([{**session, "domain": "127.0.0.1", "path": "/preview/"}])
    yield Visitor(context, site, AXE.read_text(encoding="utf-8"))
    context.close()


@pytest.fixture(params=KINDS)
def visit(request, visitor) -> Visit:
    """A look at each kind of page in turn."""
    return visitor.visit(request.param)


@pytest.fixture
def page(browser, site):
    """A page in a window of its own, for tests that press keys."""
    context = browser.new_context(reduced_motion="reduce")
    yield context.new_page()
    context.close()
