"""What every test has: fast passwords, files in a temporary folder, people by role."""

import os

import pytest
from django.conf import settings as django_settings
from django.contrib.auth.models import Group

from newsroom.accounts.models import User
from newsroom.accounts.roles import Role

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


@pytest.fixture(autouse=True)
def _test_settings(settings, tmp_path):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES = {
        **django_settings.STORAGES,
        "default": {
            **django_settings.STORAGES["default"],
            "OPTIONS": {"location": tmp_path / "originals"},
        },
        "renditions": {
            **django_settings.STORAGES["renditions"],
            "OPTIONS": {
                "location": tmp_path / "files",
                "base_url": f"{django_settings.FILES_URL}/",
            },
        },
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.ALLOWED_HOSTS = ["*"]


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
