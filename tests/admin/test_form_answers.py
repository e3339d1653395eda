"""What the form's script is answered, and that the browser can show it as without the script."""

import pytest
from django.test import Client

from newsroom.editorial.admin.form_answers import LOCATION_HEADER, SEALED_PAGE
from tests.factories import make_article

from .pages import change_url, form_values

pytestmark = pytest.mark.django_db

SCRIPT = {"X-Form-Script": "1"}


def send(client, article, **words):
    values = form_values(client.get(change_url(article))) | {"_save": "1", **words}
    return client.post(change_url(article), values, headers=SCRIPT)


def open_seal(client, path: str, seal: str):
    return client.post(path, f"seal={seal}\r\n", content_type="text/plain")


def test_a_redirect_comes_as_an_address_and_its_message_waits_there(client, desk):
    client.force_login(desk)
    article = make_article(by=desk)
    answer = send(client, article, headline="Saved")
    assert (answer.status_code, answer.headers[LOCATION_HEADER]) == (204, change_url(article))
    assert "Saved as revision 2." in client.get(change_url(article)).text


def test_a_page_comes_sealed_and_opens_as_it_would_have_been(client, desk):
    client.force_login(desk)
    article = make_article(by=desk)
    plain = client.post(
        change_url(article),
        form_values(client.get(change_url(article))) | {"headline": "", "_save": "1"},
    )
    answer = send(client, article, headline="")
    assert answer.headers["Content-Type"] == SEALED_PAGE
    page = open_seal(client, change_url(article), answer.text)
    assert page.status_code == plain.status_code
    assert "This field is required." in page.text
    nonce = page.headers["Content-Security-Policy"].split("'nonce-")[1].split("'")[0]
    assert f'nonce="{nonce}"' in page.text
    assert set(plain.headers) - {"Content-Length", "Vary"} <= set(page.headers)


def test_a_refusal_without_a_token_comes_sealed_too(desk):
    client = Client(enforce_csrf_checks=True)
    client.force_login(desk)
    article = make_article(by=desk)
    answer = client.post(change_url(article), {"_save": "1"}, headers=SCRIPT)
    assert (answer.status_code, answer.headers["Content-Type"]) == (403, SEALED_PAGE)
    assert open_seal(client, change_url(article), answer.text).status_code == 403


def test_a_seal_opens_nothing_in_another_session_and_nothing_that_was_changed(client, desk, chief):
    client.force_login(desk)
    article = make_article(by=desk)
    seal = send(client, article, headline="").text
    other = Client()
    other.force_login(chief)
    for reader, shown in ((other, seal), (client, seal[:-3] + "abc"), (client, "")):
        answer = open_seal(reader, change_url(article), shown)
        assert (answer.status_code, answer.headers["Location"]) == (302, change_url(article))


def test_readers_pages_know_nothing_of_it(client):
    assert client.post("/search/", "seal=x", content_type="text/plain").status_code == 405
