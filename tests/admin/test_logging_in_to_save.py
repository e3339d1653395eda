"""Somebody's login is gone when they press Save: the password is asked for, then it is saved."""

import re
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from articles.models import Article, Author
from media.models import Video
from newsroom.accounts.roles import Role
from newsroom.editorial.admin.unsaved.typed import LOGIN_NAME, LOGIN_PASSWORD
from tests.conftest import person
from tests.factories import edit, make_article, make_author
from tests.media.sample_videos import mp4

from .pages import change_url, form_values, text_of

pytestmark = pytest.mark.django_db

OURS = {"Origin": "http://testserver"}


@pytest.fixture
def mara(db):
    return person(Role.DESK_EDITOR, username="mara", password="the right one")


@pytest.fixture
def browser(mara):
    """A browser in which Mara is logged in, with the checks of tokens that browsers meet."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(mara)
    return client


def typed_into(browser, article, **words) -> dict:
    return form_values(browser.get(change_url(article))) | words


def save(browser, path: str, values: dict, **headers):
    return browser.post(path, values, headers={**OURS, **headers})


def fill_in(browser, response, *, password: str = "the right one", name: str | None = None):
    """Press the button of the page that asks for the password."""
    html = response.content.decode()
    values: dict[str, list[str]] = {}
    for field, value in re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', html):
        values.setdefault(unescape(field), []).append(unescape(value))
    known = re.search(rf'name="{LOGIN_NAME}"[^>]*value="([^"]*)"', html)
    values[LOGIN_NAME] = [unescape(known[1]) if name is None else name]
    values[LOGIN_PASSWORD] = [password]
    path = unescape(re.search(r'<form action="([^"]*)"', html)[1])
    return browser.post(path, values, headers=OURS)


def log_out_elsewhere(browser) -> None:
    """The same browser's other tab."""
    token = browser.cookies["csrftoken"].value
    browser.post("/admin/logout/", {"csrfmiddlewaretoken": token}, headers=OURS)


def test_after_the_password_exactly_the_typed_text_is_saved_as_one_revision(browser, mara):
    article = make_article(by=mara)
    text = "<p>She said “no”.</p>" + "<p>The quay, line after line.</p>" * 30_000
    assert len(text) > 900_000
    values = typed_into(browser, article, headline='Quay "7" & more', body=text)
    log_out_elsewhere(browser)
    asked = save(browser, change_url(article), values)
    assert asked.status_code == 403
    assert 'value="mara"' in asked.content.decode(), "the name is known, only the password is asked"
    done = fill_in(browser, asked)
    assert done.status_code == 302
    assert done["Location"] == change_url(article)
    article.refresh_from_db()
    assert (article.headline, article.revision) == ('Quay "7" & more', 2)
    assert article.body == text
    assert article.saved_by == mara
    assert "Saved as revision 2." in text_of(browser.get(change_url(article)))


def test_a_step_that_was_pressed_with_the_save_is_taken_after_the_password(browser, mara):
    article = make_article(by=mara)
    values = typed_into(browser, article, headline="Ready", _step="submit")
    log_out_elsewhere(browser)
    fill_in(browser, save(browser, change_url(article), values))
    article.refresh_from_db()
    assert (article.headline, article.state) == ("Ready", "in_review")


def test_a_wrong_password_keeps_the_text_and_says_so(browser, mara):
    article = make_article(by=mara)
    values = typed_into(browser, article, headline="Kept")
    log_out_elsewhere(browser)
    asked = save(browser, change_url(article), values)
    wrong = fill_in(browser, asked, password="the wrong one")
    assert wrong.status_code == 403
    assert "do not belong to an account" in text_of(wrong)
    assert "the wrong one" not in wrong.content.decode()
    fill_in(browser, wrong)
    article.refresh_from_db()
    assert article.headline == "Kept"


def test_a_colleague_who_logs_in_there_saves_under_their_own_name(browser, mara):
    chief = person(Role.MANAGING_EDITOR, username="chief", password="the right one")
    article = make_article(by=mara)
    values = typed_into(browser, article, headline="By the chief")
    log_out_elsewhere(browser)
    fill_in(browser, save(browser, change_url(article), values), name="chief")
    article.refresh_from_db()
    assert (article.headline, article.saved_by) == ("By the chief", chief)


def test_a_colleague_without_the_right_is_refused_and_the_text_stays(browser, mara):
    person(Role.CONTRIBUTOR, username="guest", password="the right one")
    article = make_article(by=mara)
    values = typed_into(browser, article, headline="Not by a guest")
    log_out_elsewhere(browser)
    asked = save(browser, change_url(article), values)
    refused = fill_in(browser, asked, name="guest")
    assert refused.status_code in (403, 404)
    assert "Not by a guest" in refused.content.decode()
    article.refresh_from_db()
    assert article.revision == 1
    fill_in(browser, refused, name="mara")
    article.refresh_from_db()
    assert (article.headline, article.saved_by) == ("Not by a guest", mara)


def test_somebody_who_saved_in_between_is_not_overwritten_after_the_password(browser, mara):
    article = make_article(by=mara)
    values = typed_into(browser, article, headline="Mine")
    log_out_elsewhere(browser)
    asked = save(browser, change_url(article), values)
    edit(article, headline="Theirs")
    stale = fill_in(browser, asked)
    assert "while you were writing" in text_of(stale)
    assert "Mine" in stale.content.decode()
    article.refresh_from_db()
    assert article.headline == "Theirs"


def gone_cookie(browser, mara) -> None:
    browser.cookies.clear()


def gone_session(browser, mara) -> None:
    browser.session.flush()


def deactivated(browser, mara) -> None:
    mara.is_active = False
    mara.save()


def another_password(browser, mara) -> None:
    mara.set_password("another one")
    mara.save()


def rotated_token(browser, mara) -> None:
    """Somebody logs in again in another tab."""
    page = browser.get("/admin/login/?next=/admin/")
    assert page.status_code == 302
    browser.cookies["csrftoken"] = "a" * 32


@pytest.mark.parametrize(
    "lose", [gone_cookie, gone_session, deactivated, another_password, rotated_token]
)
def test_however_the_login_is_lost_the_text_comes_back_with_a_field_for_the_password(
    browser, mara, lose
):
    article = make_article(by=mara)
    values = typed_into(browser, article, headline="Kept by all means")
    lose(browser, mara)
    response = save(browser, change_url(article), values)
    assert response.status_code == 403
    assert "Kept by all means" in response.content.decode()
    assert 'type="password"' in response.content.decode()


def test_a_new_secret_key_loses_no_text(browser, mara, settings):
    article = make_article(by=mara)
    values = typed_into(browser, article, headline="Older than the key")
    settings.SECRET_KEY = "another key"
    asked = save(browser, change_url(article), values)
    assert asked.status_code == 403
    fill_in(browser, asked)
    article.refresh_from_db()
    assert article.headline == "Older than the key"


def test_who_is_no_longer_staff_is_told_so(browser, mara):
    article = make_article(by=mara)
    values = typed_into(browser, article, headline="By a former colleague")
    mara.is_staff = False
    mara.save()
    response = save(browser, change_url(article), values)
    assert "no longer has access to the newsroom" in text_of(response)
    assert "By a former colleague" in response.content.decode()
    again = fill_in(browser, response)
    assert again.status_code == 403
    assert "no longer has access to the newsroom" in text_of(again)
    assert "By a former colleague" in again.content.decode()


def test_the_page_is_open_to_no_forged_login(browser, mara):
    """A foreign page cannot log a browser in as somebody else by the fields of this one."""
    other = Client(enforce_csrf_checks=True)
    sent = {LOGIN_NAME: "mara", LOGIN_PASSWORD: "the right one", "headline": "Planted"}
    response = other.post(
        "/admin/articles/article/add/", sent, headers={"Origin": "https://elsewhere.example"}
    )
    assert response.status_code == 403
    assert "sessionid" not in other.cookies
    assert b"Planted" not in response.content
    without_token = other.post("/admin/articles/article/add/", sent, headers=OURS)
    assert without_token.status_code == 403
    assert "sessionid" not in other.cookies


def test_files_are_named_and_can_be_chosen_again_on_the_page(browser, mara):
    values = form_values(browser.get("/admin/media/video/add/"), "video_form")
    values |= {"title": "Under the deck", "slug": "under-the-deck"}
    log_out_elsewhere(browser)
    deck = SimpleUploadedFile("deck.mp4", mp4(), content_type="video/mp4")
    asked = save(browser, "/admin/media/video/add/", {**values, "file": deck})
    assert "Choose these files again" in text_of(asked)
    assert "deck.mp4" in text_of(asked)
    assert '<input type="file" name="file"' in asked.content.decode()
    without = fill_in(browser, asked)
    assert "Give the video’s address" in text_of(without).replace("'", "’")
    assert "Under the deck" in without.content.decode()
    assert not Video.objects.exists()


def test_passwords_are_repeated_by_no_page(browser, mara):
    mara.is_superuser = True
    mara.save()
    browser.get("/admin/accounts/user/add/")
    log_out_elsewhere(browser)
    typed = {"username": "newcomer", "password1": "very secret", "password2": "very secret"}
    token = browser.cookies["csrftoken"].value
    asked = save(browser, "/admin/accounts/user/add/", {**typed, "csrfmiddlewaretoken": token})
    assert "newcomer" in asked.content.decode()
    assert "very secret" not in asked.content.decode()


def test_a_trusted_origin_and_a_referer_of_ours_count_as_ours(browser, mara, settings):
    settings.CSRF_TRUSTED_ORIGINS = ["https://cms.example", "https://*.desk.example"]
    for headers in (
        {"Origin": "https://cms.example"},
        {"Origin": "https://night.desk.example"},
        {"Referer": "http://testserver/admin/articles/article/add/"},
        {"Origin": "https://cms.example", "Sec-Fetch-Site": "same-site"},
    ):
        response = browser.post(
            "/admin/articles/article/add/", {"headline": "Kept"}, headers=headers
        )
        assert 'name="headline" value="Kept"' in response.content.decode(), headers


def test_a_get_without_a_login_leads_to_the_login_page(client):
    response = client.get("/admin/articles/article/add/")
    assert response.status_code == 302
    assert response["Location"].startswith("/admin/login/?next=")


def test_the_token_of_the_browser_shows_that_the_form_is_ours_where_no_origin_is_named(
    browser, mara
):
    article = make_article(by=mara)
    values = typed_into(browser, article, headline="Kept")
    log_out_elsewhere(browser)
    asked = browser.post(change_url(article), values)
    assert 'name="headline" value="Kept"' in asked.content.decode()


def test_a_post_from_an_unknown_page_leads_to_the_login_page(client):
    """A program that skips the check of tokens, as none outside of tests can."""
    response = client.post("/admin/articles/article/add/", {"headline": "Planted"})
    assert response.status_code == 302
    assert response["Location"].startswith("/admin/login/?next=")


def test_an_old_login_page_leads_to_a_fresh_one(mara):
    browser = Client(enforce_csrf_checks=True)
    sent = {"username": "mara", "password": "the right one"}
    response = browser.post("/admin/login/?next=/admin/", sent, headers=OURS)
    assert response.status_code == 302
    assert response["Location"] == "/admin/login/?next=/admin/"


def test_what_was_deleted_meanwhile_gives_the_text_back(browser, mara):
    mara.is_superuser = True
    mara.save()
    author = make_author("Ana Ruiz")
    path = change_url(author)
    values = form_values(browser.get(path), "author_form") | {"bio": "Reports from the docks."}
    Author.objects.all().delete()
    response = save(browser, path, values)
    assert response.status_code == 404
    assert "Reports from the docks." in response.content.decode()
    article_path = "/admin/articles/article/99/change/"
    token = values["csrfmiddlewaretoken"]
    response = save(browser, article_path, {"headline": "Gone", "csrfmiddlewaretoken": token})
    assert response.status_code == 404
    assert 'name="headline" value="Gone"' in response.content.decode()
    assert not Article.objects.exists()
