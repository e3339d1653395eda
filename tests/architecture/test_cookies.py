"""Readers' addresses know no cookie, no login and no form; only the newsroom's own do."""

from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.core import checks
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from newsroom.accounts.models import User
from newsroom.editorial import clock
from newsroom.editorial.acts import takedowns
from newsroom.site import front
from tests.factories import publish_article

from . import living

pytestmark = pytest.mark.django_db
WRITING = ("post", "put", "patch", "delete", "trace")
#: What else a reader's browser may send that must change nothing.
ODD = {"Accept-Language": "de", "X-Forwarded-Host": "evil.example", "Authorization": "Bearer x",
       "X-Forwarded-For": "10.0.0.1", "Forwarded": "host=evil.example"}  # fmt: skip


@pytest.fixture
def jar() -> str:
    """Everything that a browser may hold of us: a superuser's session among it."""
    client = Client()
    client.force_login(User.objects.create_superuser(username="root"))
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    return f"csrftoken=x; {settings.SESSION_COOKIE_NAME}={session}; messages=x; django_language=de"


def ask(path: str, method: str = "get", **headers: str):
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    response = getattr(client, method)(path, headers=headers)
    assert not response.cookies, path
    assert "Cookie" not in response.get("Vary", ""), path
    return response


def test_no_public_answer_depends_on_a_cookie_or_sets_one(chief, jar):
    paths = living.plant(chief).paths()
    # What has changed in this very second has no Last-Modified yet.
    with time_machine.travel(clock.now() + timedelta(seconds=10), tick=False):
        for path in paths:
            plain = living.answer(ask(path))
            with CaptureQueriesContext(connection) as queries:
                assert living.answer(ask(path, cookie=jar)) == plain, path
            asked = " ".join(query["sql"] for query in queries)
            assert "session" not in asked, path
            assert "accounts_user" not in asked, path
        for path in living.one_of_each(paths):
            assert living.answer(ask(path, **ODD)) == living.answer(ask(path)), path


def test_public_addresses_are_only_read(chief, jar):
    for path in living.one_of_each(living.plant(chief).paths()):
        is_api = path.startswith("/api/")
        for method in WRITING:
            response = ask(path, method, cookie=jar)
            assert response.status_code in ((404, 405) if is_api else (405,)), (path, method)
            if response.status_code == 405:
                assert response["Allow"].startswith("GET, HEAD"), path
            if is_api:
                assert response["Content-Type"] == "application/problem+json"
        response = ask(path, "options", cookie=jar)
        assert (response.status_code, response.content) == (204, b""), path


def test_what_is_gone_forbidden_or_broken_knows_no_cookie_either(chief, jar, monkeypatch):
    withdrawn, barred = publish_article(), publish_article()
    paths = [article.editions.live().get().path for article in (withdrawn, barred)]
    takedowns.withdraw(withdrawn, by=chief, note="x")
    takedowns.kill(barred, by=chief, kind="legal", note="x", confirmation="kill")

    def broken(*args):
        raise LookupError("Nothing is where it was.")

    monkeypatch.setattr(front, "arrange", broken)
    found = {}
    for path in (*paths, "/nothing/", "/", "/healthz", "/robots.txt", "/static/site/theme.css",
                 "/static/nothing.css", "/files/nothing.jpg", "/admin", "/about"):  # fmt: skip
        response = ask(path, cookie=jar)
        found[path] = response.status_code
        assert living.answer(response) == living.answer(ask(path)), path
        if response.status_code >= 400:
            assert response["Cache-Control"] == "no-store", path
    assert {301, 404, 410, 451, 500} <= set(found.values())


def test_the_newsroom_s_addresses_have_sessions_and_are_protected_against_forgery(chief):
    client = Client(enforce_csrf_checks=True)
    assert client.get("/admin/").status_code == 302
    assert "csrftoken" in client.get("/admin/login/").cookies
    client.force_login(chief)
    assert client.get("/admin/").status_code == 200
    assert client.post("/admin/logout/").status_code == 403
    assert client.put("/preview/at/").status_code == 403


def test_a_preview_of_a_public_path_keeps_the_login_it_was_asked_with(client, chief):
    article = publish_article(headline="As it was")
    path = article.editions.live().get().path
    address = f"/preview/at/?path={path}&at={clock.now().isoformat()}"
    assert client.get(address).status_code == 302
    client.force_login(chief)
    shown = client.get(address)
    assert "As it was" in shown.content.decode()
    assert shown["Cache-Control"] == "private, no-store"
    assert "Cookie" in shown["Vary"]


def test_the_project_without_protected_forms_does_not_start(settings):
    assert not checks.run_checks(tags=["security", "admin"])
    settings.MIDDLEWARE = [each for each in settings.MIDDLEWARE if "StaffCsrf" not in each]
    assert [each.id for each in checks.run_checks(tags=["security"])] == ["accounts.E001"]
