"""No form answers 500, whatever is posted in its fields, and no refused form loses a typed text.

Every address of the newsroom's pages is found through the resolver and posted as each role that may
come there: all fields at once and one by one with hostile values, others for each commit. A storm
(``make soak``) posts all of them.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from html import unescape
from typing import Any
from urllib.parse import quote_plus

import pytest

from tests.site.test_hostile_values import BY_TURNS, NUL

from . import asking, posting
from .canaries import ROLES, SUPERUSER
from .harvesting import MARKER, Data
from .insiders import Address, addresses, client_of, everything_said, undone
from .planted_room import planted_room

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("insiders")]

#: As they stand in an encoded form.
VALUES = [
    *BY_TURNS, NUL, "", "+", "x" * 200_000, "%3Cdiv%3E" * 3_000, "%5B%7B%7D%5D", "0000-00-00T00:00",
    "9999-12-31T23:59", "0001-01-01T00:00%2B14:00", "2027-10-31T02:30%2B99:99", "%D8%00", "-0",
    "%7B%22a%22:" * 500, "on", "__all__", "99999999999999999999", "%E2%80%AE", "%00" * 50,
    "%3Cimg src=x onerror=1%3E%00", "data:text/html,x", "1e400", "-1e-400", "Infinity",
]  # fmt: skip
#: Who sends the form, and what a browser sends by itself: without them nothing else is looked at.
_KEPT = ("csrfmiddlewaretoken",)
#: What ends the walk's own session.
_ENDS = ("logout", "password_change", "auth_user_password_change")
_SHARE = 12


@pytest.fixture(autouse=True)
def _test_settings():
    """The settings hold for the whole module: what is planted has its files there."""


@pytest.fixture(scope="module")
def room(django_db_setup, django_db_blocker, tmp_path_factory):
    with django_db_blocker.unblock(), planted_room(tmp_path_factory.mktemp("hostile")) as planted:
        yield planted


@pytest.fixture(scope="module")
def forms(room):
    return posting.Forms(room)


def bodies(data: Data, *, all_of_them: bool) -> Iterator[tuple[str, list[str]]]:
    """Encoded forms: all fields hostile, all but the hidden ones, and single ones by turns."""
    names = [name for name in data if name not in _KEPT and not hasattr(data[name], "seek")]
    if not names:
        return
    shown = [name for name in names if not _is_hidden(name)]
    yield _encoded(data, dict.fromkeys(names, NUL)), names
    for some in (names, shown):
        yield _encoded(data, {name: random.choice(VALUES) for name in some}), some
    for name in names if all_of_them else random.sample(names, min(2, len(names))):
        for value in VALUES if all_of_them else random.sample(VALUES, 1):
            yield _encoded(data, {name: value}), [name]


def _is_hidden(name: str) -> bool:
    return name.endswith("_FORMS") or name in ("revision", "_made_as", "body_kinds")


def _encoded(data: Data, hostile: dict[str, str]) -> str:
    pairs: list[str] = []
    for name, value in data.items():
        if hasattr(value, "seek"):
            continue
        each = value if isinstance(value, list) else [value]
        said = [hostile[name]] if name in hostile else [quote_plus(str(one)) for one in each]
        pairs += [f"{quote_plus(name)}={one}" for one in said]
    return "&".join(pairs)


class Posting:
    """Posts as somebody, and keeps what broke and what was lost."""

    def __init__(self, room: Any, who: str) -> None:
        self.client = client_of(room, who)
        self.wrongs: list[str] = []

    def post(self, address: Address, data: Data, *, all_of_them: bool) -> None:
        for body, hostile in bodies(data, all_of_them=all_of_them):
            with undone() as written:
                response = self.client.post(
                    address.path, body, content_type="application/x-www-form-urlencoded"
                )
                said = everything_said(response)
            where = f"{address.path} with {hostile[:3]}: {body[:300]}"
            if response.status_code >= 500:
                self.wrongs.append(f"{response.status_code} {where}")
            is_asked_again = response.status_code in (200, 422) and "<form" in said
            kept = _typed(data, but_not=hostile) if len(hostile) == 1 else []
            if is_asked_again and not written.tables - {"auth_user"}:
                lost = [name for name, text in kept if text not in unescape(said)]
                shown = self._fields(address) if lost else set()
                self.wrongs += [f"lost {name} {where}" for name in lost if name in (shown or lost)]

    def _fields(self, address: Address) -> set[str]:
        """What their own form has, if it has a page: into a field of others they type nothing."""
        with undone():
            said = everything_said(self.client.get(address.path))
        return set(re.findall(r'name="([^"]+)"', said))


def _typed(data: Data, *, but_not: list[str]) -> list[tuple[str, str]]:
    """The fields of the form in which somebody typed words."""
    return [
        (name, value)
        for name, value in data.items()
        if name not in but_not and isinstance(value, str) and MARKER in value and " " in value
        and "<" not in value
    ]  # fmt: skip


@pytest.mark.parametrize("who", [*ROLES, SUPERUSER])
def test_no_form_answers_500_or_loses_what_was_typed(room, forms, who, storm):
    posted = Posting(room, who)
    asked = asking.one_of_each(posting.targets(room, who, addresses(room, who)))
    asked = [each for each in [*asked, *posting.steps(room, who)] if each.name not in _ENDS]
    if who != SUPERUSER and not storm.is_long:
        asked = random.sample(asked, min(_SHARE, len(asked)))
    for address in asked:
        for data in list(forms.data(address))[: None if storm.is_long else 1]:
            posted.post(address, data, all_of_them=storm.is_long)
    assert posted.wrongs == []


def test_what_once_failed_is_answered(client, admin_user, room):
    client.force_login(admin_user)
    video, user = room.live["video"], room.another
    for key in ("////", "", "x", "9" * 30, "-1", str(video.pk), "\u0663"):
        ticked = {"action": "retire", "post": "yes", "_selected_action": [key, "x"]}
        assert client.post("/admin/media/video/", ticked).status_code in (200, 302), key
    for key in ("9223372036854775808", "-9223372036854775809", "9" * 400, "x"):
        chosen = {"username": "x", "roles": key, "roles_were": key}
        path = f"/admin/accounts/user/{user.pk}/change/"
        assert client.post(path, chosen).status_code in (200, 422), key


def test_readers_pages_take_no_form(client):
    paths = ["/", "/search/", "/feed/", "/api/v1/articles", "/tag/x/", "/api/v1/search", "/rss.xml",
             "/files/x", "/ghost/x/"]  # fmt: skip
    for path in paths:
        body = f"q={random.choice(VALUES)}"
        answer = client.post(path, body, content_type="application/x-www-form-urlencoded")
        assert answer.status_code in (404, 405)
