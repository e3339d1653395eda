"""A save that the database turns away is attempted again only where nothing of it stands."""

import pytest
from django.db import OperationalError, connection, transaction

from articles.models import Tag
from newsroom.editorial.admin.unsaved import attempts
from tests.factories import make_article, make_tag
from tests.failing import busy, failing
from tests.requirements import need

from .pages import change_url, form_values, text_of

pytestmark = pytest.mark.django_db


def test_a_form_is_saved_once_when_the_database_was_busy_twice(client, desk, monkeypatch):
    monkeypatch.setattr(attempts, "LIMIT_SECONDS", 60)
    client.force_login(desk)
    article = make_article(by=desk)
    values = form_values(client.get(change_url(article))) | {"headline": "At the third attempt"}
    with failing(busy, begins='INSERT INTO "articles_articlerevision"', times=2):
        page = client.post(change_url(article), values, follow=True)
    article.refresh_from_db()
    assert (article.headline, article.revision) == ("At the third attempt", 2)
    assert text_of(page).count("Saved as revision 2.") == 1


def test_a_step_that_fails_after_the_save_leaves_the_text_saved_and_says_so(
    client, desk, monkeypatch
):
    monkeypatch.setattr(attempts, "LIMIT_SECONDS", 0)
    client.force_login(desk)
    article = make_article(by=desk)
    values = form_values(client.get(change_url(article)))
    values |= {"headline": "Saved all the same", "_step": "publish"}
    with failing(busy, begins='INSERT INTO "articles_articleedition"', times=5):
        page = client.post(change_url(article), values, follow=True)
    article.refresh_from_db()
    assert (article.headline, article.revision) == ("Saved all the same", 2)
    assert not article.editions.exists()
    assert "Your text is saved" in text_of(page)


@pytest.mark.django_db(transaction=True)
def test_what_was_written_before_the_failure_is_not_written_twice():
    done = []

    def act() -> None:
        done.append(make_tag().pk)
        with transaction.atomic():
            Tag.objects.filter(pk=done[-1]).update(name="Another")

    with (
        failing(busy, begins='UPDATE "articles_tag"', times=1),
        pytest.raises(OperationalError) as failure,
    ):
        attempts.until_taken(act)
    assert failure.value.has_written
    assert Tag.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_what_was_rolled_back_is_written_by_the_next_attempt():
    @transaction.atomic
    def act() -> None:
        tag = make_tag()
        Tag.objects.filter(pk=tag.pk).update(name="Another")

    with failing(busy, begins='UPDATE "articles_tag"', times=1):
        attempts.until_taken(act)
    assert [tag.name for tag in Tag.objects.all()] == ["Another"]


def test_an_unexpected_failure_gives_the_form_back(client, desk, monkeypatch):
    client.force_login(desk)
    article = make_article(by=desk)
    values = form_values(client.get(change_url(article))) | {"headline": "Kept"}

    def broken(*args, **kwargs):
        raise RuntimeError("A bug.")

    monkeypatch.setattr("articles.admin.ArticleAdmin.save_related", broken)
    page = client.post(change_url(article), values)
    assert page.status_code == 500
    assert 'name="headline" value="Kept"' in page.content.decode()
    assert "A bug" not in page.content.decode()
    assert "Something went wrong on our side" in text_of(page)


def test_a_failure_of_the_session_gives_the_form_back(client, desk, monkeypatch):
    """It is raised past the view, when the answer is on its way out."""
    client.force_login(desk)
    client.raise_request_exception = False
    article = make_article(by=desk)
    values = form_values(client.get(change_url(article))) | {"headline": "Kept"}

    def broken(session, *args, **kwargs):
        raise OperationalError("The session cannot be stored.")

    monkeypatch.setattr("newsroom.accounts.signin.sessions.SessionStore.save", broken)
    monkeypatch.setattr("django.conf.settings.SESSION_SAVE_EVERY_REQUEST", True)
    page = client.post(change_url(article), values)
    assert page.status_code == 500
    assert 'name="headline" value="Kept"' in page.content.decode()


@pytest.mark.django_db(transaction=True)
def test_a_connection_that_breaks_before_the_commit_is_made_again_and_the_save_with_it():
    need("postgres")
    broken = []

    @transaction.atomic
    def act() -> None:
        make_tag("Kept")
        if not broken:
            broken.append(True)
            break_connection()
        make_tag("Kept too")

    attempts.until_taken(act)
    assert sorted(tag.name for tag in Tag.objects.all()) == ["Kept", "Kept too"]


def break_connection() -> None:
    """As when the server is restarted."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (pid,) = cursor.fetchone()
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])
    finally:
        other.close()
