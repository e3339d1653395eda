import pytest

from .newsrooms import machine

#: Stories of each kind, with a picture and a plan.
_FILL = """
from datetime import timedelta
from django.test import Client
from django.core.management import call_command
call_command("migrate", verbosity=0)
from newsroom.accounts.roles import Role
from newsroom.editorial import clock
from newsroom.editorial.acts import publishing
from tests.conftest import person
from tests.factories import make_article, publish_article, publish_post
from tests.media.factories import make_image
from tests.settling import settle
person(Role.LEGAL, username="legal", password="x")
desk = person(Role.DESK_EDITOR, username="desk", password="x")
Client().force_login(desk)
publish_article(headline="Bridge closes", slug="bridge", lead_image=make_image())
publish_article(headline="A false story", slug="false")
publish_post(headline="Ferry sails.")
planned = make_article(headline="A planned story", slug="planned")
publishing.publish(planned, by=None, at=clock.now() + timedelta(days=900))
settle()
"""


@pytest.fixture(scope="session")
def filled(tmp_path_factory):
    """A newsroom with stories, which tests only read."""
    with machine(tmp_path_factory.mktemp("filled")) as made:
        made.python(_FILL)
        yield made


@pytest.fixture
def backup(filled, tmp_path):
    """The only backup of a folder."""
    filled.do("backup", tmp_path / "backups")
    (made,) = (tmp_path / "backups").glob("2*")
    return made


@pytest.fixture
def empty(tmp_path):
    """Another machine."""
    with machine(tmp_path / "other") as made:
        yield made
