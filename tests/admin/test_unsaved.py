"""Every address of the admin, found through the resolver: what was typed comes back."""

import re
from html import unescape

import pytest
from django.test import Client
from django.urls import resolve

from media.models import Collection, LeaseKind
from media.rights import leases
from newsroom.accounts.models import User
from newsroom.editorial.admin.unsaved import attempts
from tests.architecture.walking import addresses
from tests.factories import make_article, make_author, make_page, make_post, make_tag
from tests.failing import away, failing
from tests.media.factories import make_image, make_video

pytestmark = pytest.mark.django_db

OURS = {"Origin": "http://testserver", "Sec-Fetch-Site": "same-origin"}
HEADLINE = 'Quayside "7" & <b>wall</b>'
BODY = "<p>First line.\r\n\r\nSecond, with ’ and é.</p>"
TYPED = {"headline": HEADLINE, "body": BODY, "keywords": ["one", "two", ""], "_step": "publish"}
#: Addresses that hold no text of anybody, or are closed to whoever has no link.
WITHOUT_TEXT = {
    "login", "login_passkey", "logout", "admin_password_reset", "password_reset_done",
    "password_reset_confirm", "password_reset_complete", "first_run", "invitation",
}  # fmt: skip


@pytest.fixture
def boss(db) -> User:
    return User.objects.create_superuser(username="boss", password="the right one")


@pytest.fixture
def paths(boss) -> list[str]:
    """One of each address of the admin, with things that are there."""
    image = make_image()
    lease = leases.add_lease(image, by=None, kind=LeaseKind.ALLOW, scope="publication")
    things = [
        make_article(), make_page(), make_post(), make_author(), make_tag(), make_video(), image,
        Collection.objects.create(name="Regatta"), boss,
    ]  # fmt: skip
    values = {
        "kind": ["article"], "content_type_id": ["1"], "number": ["1"], "name": ["publish"],
        "public_id": [str(image.uuid)], "uuid": [str(image.uuid)], "size": ["320"],
        "pk": [str(image.pk)], "lease_pk": [str(lease.pk)], "id": [str(boss.pk)],
        "object_id": sorted({str(thing.pk) for thing in things}),
        "app_label": ["articles"], "url": ["nothing/"], "uidb64": ["MQ"], "token": ["abc-def"],
    }  # fmt: skip
    found = {}
    for path in addresses(values, under="admin/"):
        match = resolve(path)
        if match.url_name not in WITHOUT_TEXT:
            found.setdefault(match.route, path)
    assert len(found) > 120
    return sorted(found.values())


def fields_kept(response) -> list[tuple[str, str]]:
    """The hidden fields of the page's form, as a browser would send them."""
    inputs = re.findall(
        r'<input type="hidden" name="([^"]*)" value="([^"]*)">', response.content.decode()
    )
    return [(unescape(name), unescape(value)) for name, value in inputs]


def holds_what_was_typed(response) -> bool:
    kept = [pair for pair in fields_kept(response) if pair[0] != "csrfmiddlewaretoken"]
    sent = [
        (name, value)
        for name, values in TYPED.items()
        for value in (values if isinstance(values, list) else [values])
    ]
    return kept == sent


def post(client, path: str, **headers):
    return client.post(path, TYPED, headers={**OURS, **headers})


def with_token(client) -> dict:
    """What a form of ours sends beside its fields."""
    client.get("/admin/" if "sessionid" in client.cookies else "/admin/login/")
    return {"X-CSRFToken": client.cookies["csrftoken"].value}


def test_whoever_is_logged_out_at_save_gets_every_form_back_and_is_asked_for_the_password(paths):
    client = Client(enforce_csrf_checks=True)
    token = with_token(client)
    for path in paths:
        response = post(client, path, **token)
        assert response.status_code == 403, path
        assert holds_what_was_typed(response), path
        assert b'type="password"' in response.content, path
        assert f'action="{path}"' in response.content.decode(), path
        assert "no-store" in response["Cache-Control"], path
        assert response["X-Robots-Tag"] == "noindex"


def test_a_form_whose_token_is_gone_comes_back_whole_from_every_address(paths, boss):
    client = Client(enforce_csrf_checks=True)
    client.force_login(boss)
    for path in paths:
        response = post(client, path)
        assert response.status_code == 403, path
        assert holds_what_was_typed(response), path
        assert 'value="boss"' in response.content.decode(), path
        assert client.cookies["csrftoken"].value, path


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://elsewhere.example"},
        {"Origin": "http://testserver:8001"},
        {"Origin": "https://testserver"},
        {"Origin": "null"},
        {"Origin": "http://testserver.elsewhere.example"},
        {"Referer": "https://elsewhere.example/admin/"},
        {"Origin": "http://testserver", "Sec-Fetch-Site": "cross-site"},
        {"Origin": "http://testserver", "Sec-Fetch-Site": "same-site"},
        {},
    ],
)
def test_a_page_from_elsewhere_gets_the_bare_refusal(paths, boss, headers):
    client = Client(enforce_csrf_checks=True)
    for path in paths[::10]:
        response = client.post(path, TYPED, headers=headers)
        assert response.status_code == 403, path
        assert b"Quayside" not in response.content, path
        assert b'type="password"' not in response.content, path


def test_every_address_refuses_a_foreign_page_without_its_text(paths, boss):
    client = Client(enforce_csrf_checks=True)
    client.force_login(boss)
    token = with_token(client)
    for path in paths:
        response = client.post(
            path, TYPED, headers={"Origin": "https://elsewhere.example", **token}
        )
        assert response.status_code == 403, path
        assert b"Quayside" not in response.content, path


def test_every_form_comes_back_while_the_database_is_away(paths, boss, monkeypatch):
    monkeypatch.setattr(attempts, "LIMIT_SECONDS", 0)
    client = Client(enforce_csrf_checks=True)
    client.force_login(boss)
    token = with_token(client)
    for path in paths:
        with failing(away):
            response = post(client, path, **token)
        assert response.status_code == 503, path
        assert holds_what_was_typed(response), path
        assert "Try again" in response.content.decode(), path
        assert response["Retry-After"]


def test_every_dialog_gets_a_sentence_it_can_show(paths, boss, monkeypatch):
    monkeypatch.setattr(attempts, "LIMIT_SECONDS", 0)
    client = Client(enforce_csrf_checks=True)
    token = with_token(client)
    json = {"Accept": "application/json"}
    for path in paths:
        logged_out = post(client, path, **token, **json)
        without_token = post(client, path, **json)
        for response in (logged_out, without_token):
            assert response.status_code == 403, path
            assert response.json()["status"] == "failed"
            assert "what you typed is still here" in response.json()["message"]
    client.force_login(boss)
    for path in paths:
        with failing(away):
            response = post(client, path, **token, **json)
        assert response.status_code == 503, path
        assert "database" in response.json()["message"]
