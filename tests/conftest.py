"""What every test has: fast passwords, files in a temporary folder, people by role."""

import os
from pathlib import Path

import hypothesis
import pytest
import time_machine
from django.conf import settings as django_settings
from django.contrib.auth.models import Group
from django.utils import timezone

from articles import cards
from newsroom.accounts.models import User
from newsroom.accounts.roles import Role
from newsroom.editorial import clock
from newsroom.editorial.publication import shared_number
from newsroom.lib import site_settings
from newsroom.site import states

from . import made_once, storms
from .plans import served_plans as served_plans
from .requirements import need

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
# A busy machine may be slow to generate examples; that is not a failure.
hypothesis.settings.register_profile(
    "newsroom", suppress_health_check=[hypothesis.HealthCheck.too_slow], deadline=None
)
hypothesis.settings.load_profile("newsroom")
made_once.install()


def storages_in(folder: Path, files_url: str = "") -> dict:
    """Originals and renditions under a folder; static files as they lie in the project."""
    configured = django_settings.STORAGES
    files_url = files_url or django_settings.FILES_URL
    renditions = {"location": folder / "files", "base_url": f"{files_url}/"}
    return {
        **configured,
        "default": {**configured["default"], "OPTIONS": {"location": folder / "originals"}},
        "renditions": {**configured["renditions"], "OPTIONS": renditions},
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


def use_test_settings(settings, folder: Path) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES = storages_in(folder)
    settings.ALLOWED_HOSTS = ["*"]


@pytest.fixture(autouse=True)
def _test_settings(settings, tmp_path):
    use_test_settings(settings, tmp_path)


@pytest.fixture(autouse=True)
def _nothing_is_kept():
    """Between two tests the database goes back, which it never does for readers."""
    states.forget()
    cards.kept.clear()
    shared_number.write_settings(0)
    site_settings.forget()


def pytest_addoption(parser):
    storms.add_option(parser)


@pytest.fixture(autouse=True)
def _both_clocks_travel(monkeypatch):
    """``time_machine`` moves the machine's clock; in a test the database's goes with it.

    Tests of clocks that differ take this back: see ``tests/editorial/clocks.py``.
    """
    moved_to = clock.moved_to

    def travelling():
        is_travelling = time_machine.escape_hatch.is_travelling()
        return moved_to() or (timezone.now() if is_travelling else None)

    monkeypatch.setattr(clock, "moved_to", travelling)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """Mark what a test needs, and keep together those that share ``tests/browser``'s newspaper."""
    for item in items:
        if "browser" in item.fixturenames:
            item.add_marker(pytest.mark.browser)
        if "site" in item.fixturenames:
            item.add_marker(pytest.mark.django_db)
            item.add_marker(pytest.mark.xdist_group("site"))
        if "storm" in item.fixturenames:
            item.add_marker(pytest.mark.soak)
        asks = item.get_closest_marker("django_db") or "db" in item.fixturenames
        if asks and not item.get_closest_marker("files"):
            item.add_marker(pytest.mark.database)
    # The newspaper is built once, whatever order the tests are in.
    items.sort(key=lambda item: item.nodeid.startswith("tests/browser/"))
    for control in [item for item in items if item.get_closest_marker("after_the_others")]:
        place = max(n for n, item in enumerate(items) if item.module is control.module)
        items.remove(control)
        items.insert(place, control)


def pytest_runtest_setup(item):
    """A test that is marked as needing something says so when it is not there."""
    for part in ("browser", "postgres"):
        if item.get_closest_marker(part):
            need(part)


@pytest.fixture
def storm(request) -> storms.Storm:
    """For tests that throw random acts: how long, and with which dice."""
    return storms.of(request)


def person(role: Role, **more) -> User:
    """A user with this role alone."""
    username = more.pop("username", role.value.replace(" ", "-"))
    user = User.objects.create_user(username=username, is_staff=True, **more)
    user.groups.add(Group.objects.get(name=role.value))
    return user


@pytest.fixture
def contributor(db) -> User:
    return person(Role.CONTRIBUTOR)


@pytest.fixture
def reporter(db) -> User:
    return person(Role.REPORTER)


@pytest.fixture
def copy_editor(db) -> User:
    return person(Role.COPY_EDITOR)


@pytest.fixture
def picture_editor(db) -> User:
    return person(Role.PICTURE_EDITOR)


@pytest.fixture
def desk(db) -> User:
    """A desk editor."""
    return person(Role.DESK_EDITOR)


@pytest.fixture
def legal(db) -> User:
    return person(Role.LEGAL)


@pytest.fixture
def chief(db) -> User:
    """A managing editor."""
    return person(Role.MANAGING_EDITOR)
