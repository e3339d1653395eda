"""A draft cannot leak: every address, as everybody, and the canary is nowhere."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone

from newsroom.accounts.models import User
from newsroom.accounts.roles import Role
from newsroom.editorial import clock
from newsroom.editorial.acts import publishing
from newsroom.site_settings import files

from .planting import BAIT, CANARY, plant
from .walking import addresses

pytestmark = pytest.mark.django_db

#: Addresses for people who are logged in; each asks who one is.
STAFF = ("admin/", "preview/")
QUERIES = [
    f"?q={BAIT}", "?limit=100", "?body=all&limit=100", "?since=0&limit=500&include=resource",
    "?path=/2026/01/x/", "?count=true",
]  # fmt: skip


@pytest.fixture
def planted():
    return plant()


@pytest.fixture
def values(planted) -> dict[str, list[str]]:
    now = timezone.localtime(clock.now())
    first, later = f"{now:%Y}", f"{now + timedelta(hours=1):%Y}"
    return {
        "slug": planted.slugs,
        "public_id": planted.ids,
        "id": planted.ids,
        "key": [*planted.slugs, *planted.ids],
        "id_or_slug": [*planted.slugs, *planted.ids],
        "year": sorted({first, later}),
        "month": sorted({f"{now:%m}", f"{now + timedelta(hours=1):%m}"}),
        "day": [f"{now:%d}"],
        "file": ["rss.xml", "atom.xml", "feed.json"],
        "code": ["not_found"],
        "path": ["x.jpg"],
        "name": ["x.jpg", files.icon("192")],
    }


def clients(client_class) -> dict:
    """One client for each kind of person; the public addresses must not tell them apart."""
    people = {"anonymous": client_class()}
    for role in Role:
        user = User.objects.create_user(username=f"walker-{role.name}", is_staff=True)
        user.groups.add(Group.objects.get(name=role.value))
        people[role.value] = client_class()
        people[role.value].force_login(user)
    root = User.objects.create_superuser(username="walker-root")
    people["superuser"] = client_class()
    people["superuser"].force_login(root)
    return people


def everything_said(response) -> str:
    content = b"".join(response.streaming_content) if response.streaming else response.content
    headers = "".join(f"{name}: {value}\n" for name, value in response.items())
    return (headers + content.decode("utf-8", "replace")).casefold()


def test_no_public_address_tells_anybody_of_what_is_not_live(planted, values):
    paths = sorted(set(addresses(values, but_not=STAFF)))
    assert len(paths) > 100
    people = clients(Client)
    anonymous, insiders = people["anonymous"], list(people.items())[1:]
    leaks, statuses = [], set()

    def ask(who: str, client: Client, address: str) -> int:
        response = client.get(address)
        statuses.add(response.status_code)
        if CANARY in everything_said(response):
            leaks.append((who, address, response.status_code))
        return response.status_code

    for number, path in enumerate(paths):
        found = ask("anonymous", anonymous, path) == 200
        # A route with parameters has more paths than there are roles: by turns, every role asks
        # every route. What is there is asked by all of them, and in every variant.
        turn = number % len(insiders)
        for who, client in insiders if found else insiders[turn : turn + 1]:
            ask(who, client, path)
        for query in QUERIES if found else ():
            ask("anonymous", anonymous, path + query)
    assert leaks == []
    assert not statuses & {500}
    assert {200, 404, 410} <= statuses


def test_the_control_story_is_found_where_the_hidden_ones_are_not(client, planted):
    assert BAIT in client.get("/").content.decode()
    assert BAIT in client.get("/rss.xml").content.decode()
    assert "A live story" in client.get(f"/search/?q={BAIT}").content.decode()


def test_people_without_a_login_get_nothing_from_staff_addresses(client, planted, values):
    more = {**values, "type_name": ["article", "post", "page"], "token": ["x"]}
    admin_only = {
        name: ["1"] for name in ("app_label", "object_id", "content_type_id", "url", "number",
                                 "pk", "transition", "revision", "act", "kind", "a", "b")
    }  # fmt: skip
    for path in addresses({**admin_only, **more}, under="preview/"):
        response = client.get(path)
        assert response.status_code in (302, 400, 403, 404, 405), path
        assert CANARY not in everything_said(response).replace(path.casefold(), "")


def test_a_hidden_story_answers_as_an_unknown_address_does(client, planted):
    def same(path: str) -> tuple:
        response = client.get(path)
        text = re.sub(r"[0-9a-f]{32}", "ID", response.content.decode())
        headers = sorted(name for name, _value in response.items())
        return response.status_code, headers, text

    now = timezone.localtime(clock.now())
    unknown = same(f"/{now:%Y}/{now:%m}/no-such-story/")
    for name in ("draft", "scheduled", "embargoed", "withheld", "spiked"):
        assert same(f"/{now:%Y}/{now:%m}/{CANARY}-{name}/") == unknown
        assert same(f"/{CANARY}-{name}/")[0] == 404


def test_what_was_hidden_is_found_by_the_same_walk_once_it_is_live(client, planted, values):
    """The walk itself is proved: a story it calls hidden shows up in it when it is published."""
    from articles.models import Article

    publishing.publish(Article.objects.get(slug=f"{CANARY}-draft"), by=None)
    few = {**values, "slug": [f"{CANARY}-author"], "key": [], "public_id": []}
    seen = [
        path
        for path in addresses(few, but_not=STAFF)
        if CANARY in everything_said(client.get(path))
    ]
    assert "/" in seen
    assert "/rss.xml" in seen
    assert f"/author/{CANARY}-author/" in seen
