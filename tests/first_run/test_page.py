"""The first-run page: it opens with the printed link, keeps what is typed, and closes for good."""

import re
from html import unescape

import pytest
from django.db import OperationalError
from django.test import Client

from articles.models import Author, Section
from newsroom.accounts.models import LoginSession, SignInEntry, User
from newsroom.accounts.roles import Role
from newsroom.first_run import beginning, links, suggestions
from newsroom.first_run.models import FirstRun
from newsroom.lib import site_settings, slugs
from newsroom.site_settings import saving
from newsroom.site_settings.models import SettingsRevision
from tests.admin.pages import form_values, text_of
from tests.factories import publish_article

from .starting import PASSWORD, address, typed

pytestmark = [pytest.mark.django_db, pytest.mark.files]
FORM = "first-run-form"


# --- Who may open it -----------------------------------------------------------------------------


@pytest.mark.parametrize("secret", ["", "x", "a guess", "\0", "\u00e9" * 300])
def test_nobody_opens_it_without_the_link(client, secret):
    links.new()
    for send in (client.get, client.post):
        answer = send("/admin/first-run/", {"link": secret})
        assert answer.status_code == 404
    assert client.post(address(secret), typed()).status_code == 404
    assert not User.objects.exists()


def test_the_rules_of_passwords_stand_as_a_list(client):
    page = client.get(address()).content.decode()
    assert "<li>Your password must contain at least 12 characters.</li>" in page
    assert "The paper&#x27;s own." in page


def test_it_is_closed_before_any_link_was_made(client):
    assert client.get("/admin/first-run/?link=").status_code == 404


def test_a_new_link_takes_the_place_of_the_one_before(client):
    old = address()
    new = address()
    assert client.get(old).status_code == client.post(old, typed()).status_code == 404
    assert client.get(new).status_code == 200


def test_the_link_is_random_and_kept_as_a_digest_alone():
    secrets = {links.new() for _n in range(20)}
    assert len(secrets) == 20
    assert all(len(secret) >= 43 for secret in secrets)
    row = FirstRun.objects.get()
    assert not any(secret in value for secret in secrets for value in map(str, vars(row).values()))


@pytest.mark.parametrize("person", [{}, {"is_active": False}, {"is_staff": False}])
def test_it_is_closed_once_anybody_administers_the_newsroom(client, person):
    link = address()
    User.objects.create(username="root", is_superuser=True, **{"is_staff": True, **person})
    for later in (link, address()):
        assert client.get(later).status_code == client.post(later, typed()).status_code == 404
    assert User.objects.count() == 1
    assert not Section.objects.exists()


def test_it_stays_closed_after_it_was_used_and_says_where_to_go(client):
    link = address()
    client.post(link, typed())
    for answer in (client.get(link), client.post(link, typed(username="another"))):
        assert answer.status_code == 404
        assert 'href="/admin/"' in answer.content.decode()
    assert list(User.objects.values_list("username", flat=True)) == ["mara"]


def test_a_form_of_another_site_is_refused(django_user_model):

    stranger = Client(enforce_csrf_checks=True)
    assert stranger.post(address(), typed()).status_code == 403
    assert not django_user_model.objects.exists()


def test_neither_link_nor_password_is_in_the_log(client, caplog):
    caplog.set_level("DEBUG")
    secret = links.new()
    client.get(address(secret))
    client.post(address(secret), typed(password2="another"))
    client.post(address(secret), typed())
    client.get(address(secret))
    client.get("/admin/first-run/")
    assert "first-run" in caplog.text
    for hidden in (secret, PASSWORD):
        assert hidden not in caplog.text
    assert not any(secret in str(row) for row in SignInEntry.objects.values())


# --- What it makes -------------------------------------------------------------------------------


def test_it_names_the_paper_as_the_first_revision_of_the_settings(client):
    client.post(address(), typed(language="da", sections="Færge på Ærø"))
    paper = site_settings.current()
    assert (paper.name, paper.language, paper.time_zone, paper.email) == (
        "The Tide", "da", "Europe/Copenhagen", "desk@tide.example",
    )  # fmt: skip
    assert SettingsRevision.objects.get().created_by == User.objects.get()
    # Slugs are spelt as the paper's language does.
    assert Section.objects.get().slug == "faerge-paa-aeroe"
    front = client.get("/").content.decode()
    assert "The Tide" in front
    assert '<html lang="da"' in front


def test_it_makes_the_first_person_their_author_and_the_sections(client):
    client.post(address(), typed(sections="  Harbour \n\nÆrø  og Omegn\n"))
    mara = User.objects.get()
    assert (mara.username, mara.email, str(mara)) == ("mara", "mara@tide.example", "Mara Lind")
    assert mara.is_superuser
    assert mara.is_staff
    assert mara.check_password(PASSWORD)
    assert mara.group_names == {Role.MANAGING_EDITOR.value}
    author = Author.objects.get()
    assert (author.name, author.slug, author.user) == ("Mara Lind", "mara-lind", mara)
    # The private address is nothing for readers.
    assert author.email == ""
    sections = Section.objects.order_by("position").values_list("name", "slug")
    assert list(sections) == [("Harbour", "harbour"), ("Ærø og Omegn", "aero-og-omegn")]


@pytest.mark.parametrize(
    ("name", "first", "last"), [("Cher", "Cher", ""), ("Ana María Ruiz", "Ana María", "Ruiz")]
)
def test_a_name_of_any_length_is_the_persons(client, name, first, last):
    client.post(address(), typed(name=name))
    mara = User.objects.get()
    assert (mara.first_name, mara.last_name, str(mara)) == (first, last, name)


def test_the_person_is_signed_in_by_a_login_of_their_own_and_stands_on_the_desk(client):
    answer = client.post(address(), typed(), HTTP_USER_AGENT="Firefox/140.0 Linux", follow=True)
    assert answer.redirect_chain == [("/admin/", 302)]
    assert "The Tide is set up, and you are signed in." in text_of(answer)
    login = LoginSession.objects.get(user=User.objects.get())
    assert login.device == "Firefox, Linux"
    assert list(SignInEntry.objects.values_list("act", "name")) == [("signed_in", "mara")]
    assert "known_device" in client.cookies


def test_the_desk_leads_on_until_it_is_done(client):
    answer = client.post(address(), typed(), follow=True)
    page = answer.content.decode()
    assert "Write the first story." in page
    assert 'href="/admin/articles/article/add/"' in page
    assert "Invite your colleagues." in page
    assert 'href="/admin/accounts/user/add/"' in page
    assert "Set the logo." in page
    assert 'href="/admin/site_settings/settingsrevision/"' in page
    User.objects.create(username="jon", is_staff=True)
    publish_article()
    saving.save({"logo": {"file": "logo.png", "width": 512, "height": 512}}, by=None)
    page = client.get("/admin/").content.decode()
    assert "desk-notices" not in page


# --- Errors --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("paper_name", " ", "Give the paper a name."),
        ("language", "xx", "Choose a language from the list."),
        ("time_zone", "Mars/Olympus", "Choose a time zone from the list."),
        ("contact", "nobody", "Enter a whole address"),
        ("sections", "\n \n", "Name at least one section"),
        ("sections", "Sport\nsport ", "“sport” is there twice"),
        ("sections", "x" * 81, "is too long"),
        ("sections", "\n".join(f"s{n}" for n in range(31)), "These are 31 sections."),
        ("name", "", "Enter your name"),
        ("email", "mara", "Enter a whole address"),
        ("username", "", "Choose a user name"),
        ("username", "ma ra", "Enter a valid username"),
        ("username", "Jon", "Somebody has this user name already"),
    ],
)  # fmt: skip
def test_an_error_says_what_to_do_and_keeps_all_that_was_typed(client, field, value, said):
    User.objects.create(username="jon")
    sent = typed(**{field: value})
    answer = client.post(address(), sent)
    assert answer.status_code == 422
    assert said in text_of(answer)
    assert f'href="#id_{field}"' in answer.content.decode()
    shown = form_values(answer, FORM)
    if field not in ("language", "time_zone"):
        assert shown[field].strip() == value.strip()
    others = {k: v for k, v in sent.items() if k != field and not k.startswith("password")}
    assert {name: shown[name] for name in others} == others
    assert not Section.objects.exists()
    assert not User.objects.filter(is_superuser=True).exists()


@pytest.mark.parametrize(
    ("passwords", "said"),
    [
        (("", ""), "Choose a password."),
        (("short", "short"), "This password is too short."),
        (("mara@tide.example", "mara@tide.example"), "too similar"),
        ((PASSWORD, "another one of them"), "The two passwords differ"),
        ((PASSWORD, ""), "The two passwords differ"),
        (("password12345", "password12345"), "too common"),
    ],
)
def test_a_password_that_will_not_do_is_refused_with_the_reason(client, passwords, said):
    one, two = passwords
    answer = client.post(address(), typed(password1=one, password2=two))
    assert answer.status_code == 422
    assert said in text_of(answer)
    assert not form_values(answer, FORM)["password_kept"]


def test_a_good_password_is_not_typed_again_and_stands_in_no_page(client):
    link = address()
    answer = client.post(link, typed(paper_name=""))
    assert PASSWORD not in unescape(answer.content.decode())
    assert "Your password is kept" in text_of(answer)
    again = {**form_values(answer, FORM), "paper_name": "The Tide"}
    assert again["password1"] == again["password2"] == ""
    assert client.post(link, again).status_code == 302
    assert User.objects.get().check_password(PASSWORD)


def test_a_password_that_was_kept_gives_way_to_another(client):
    link = address()
    again = form_values(client.post(link, typed(paper_name="")), FORM)
    other = "quite another 3 words"
    client.post(link, {**again, "paper_name": "T", "password1": other, "password2": other})
    assert User.objects.get().check_password(other)


def test_nobody_makes_up_a_kept_password(client):
    forged = typed(password1="", password2="", password_kept="md5$x$y:1:2")
    assert client.post(address(), forged).status_code == 422


def test_while_the_database_does_not_answer_nothing_is_lost(client, monkeypatch):
    def away(*args, **more):
        raise OperationalError("database is locked")

    monkeypatch.setattr("newsroom.first_run.beginning.begin", away)
    monkeypatch.setattr("newsroom.editorial.admin.unsaved.attempts.LIMIT_SECONDS", 0)
    answer = client.post(address(), typed())
    assert answer.status_code == 503
    assert "nothing is saved yet" in text_of(answer)
    assert form_values(answer, FORM)["sections"] == "Harbour\nSport"


def test_what_fails_halfway_leaves_nothing_behind(client, monkeypatch):
    link = address()
    with monkeypatch.context() as now:
        now.setattr(beginning, "_author", lambda *of: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            client.post(link, typed())
    assert site_settings.current().number == 0
    assert not User.objects.exists()
    assert not Section.objects.exists()
    assert client.post(link, typed()).status_code == 302


# --- What it proposes ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("accepted", "language", "first"),
    [
        ("", "en", "News"),
        ("de-AT,de;q=0.9,en;q=0.5", "de", "Lokales"),
        ("xx,da", "da", "Nyheder"),
        ("zh-TW", "zh-hant", "新聞"),
        ("pt-BR", "pt-br", "Notícias"),
        ("he", "he", "חדשות"),
        ("*", "en", "News"),
    ],
)
def test_language_and_sections_are_those_of_the_browser(client, accepted, language, first):
    shown = form_values(client.get(address(), HTTP_ACCEPT_LANGUAGE=accepted), FORM)
    assert shown["language"] == language
    assert shown["sections"].splitlines()[0] == first


def test_sections_are_suggested_in_the_language_that_is_chosen(client):
    sent = typed(language="el", suggest="1", email="not yet")
    answer = client.post(address(), sent)
    assert answer.status_code == 200
    shown = form_values(answer, FORM)
    assert shown["sections"].splitlines()[0] == "Ειδήσεις"
    assert (shown["paper_name"], shown["email"]) == ("The Tide", "not yet")
    assert 'role="alert"' not in answer.content.decode()
    again = client.post(address(), {**shown, "email": "mara@tide.example"})
    assert again.status_code == 302
    assert Section.objects.first().slug == "eidiseis"


def test_every_language_has_sections_with_slugs_of_their_own(client, settings):

    for code, name in suggestions.language_choices():
        assert name
        names = suggestions.sections_in(code).splitlines()
        made = {slugs.made(each, limit=80, fallback="") for each in names}
        assert len(made - {""}) == len(names) >= 4, code


def test_the_newsrooms_own_language_and_time_zone_come_first(client, settings):
    settings.LANGUAGE_CODE, settings.TIME_ZONE = "de", "Asia/Tokyo"
    shown = form_values(client.get(address(), HTTP_ACCEPT_LANGUAGE="fr"), FORM)
    assert (shown["language"], shown["time_zone"]) == ("de", "Asia/Tokyo")


def test_enter_presses_start_and_not_the_suggestions(client):
    page = client.get(address()).content.decode()
    first = re.search(r"<button[^>]*>", page[page.index('id="first-run-form"') :])[0]
    assert "name=" not in first
