"""Inviting people and accepting: one step makes everything, a link lets one person in, once."""

import re
from datetime import timedelta
from html import unescape
from uuid import uuid4

import pytest
import time_machine
from django.contrib.auth.models import Group, Permission
from django.core import mail
from django.utils import timezone

from articles.models import Author
from newsroom.accounts.models import Desk, SignInEntry, User
from newsroom.accounts.roles import Role
from newsroom.people import acts, invitations
from newsroom.people.invitations import Newcomer
from newsroom.people.models import Invitation
from tests.accounts.signing_in import Browser
from tests.admin.pages import text_of
from tests.conftest import person
from tests.factories import make_author, publish_article

pytestmark = [pytest.mark.django_db, pytest.mark.files]

INVITE = "/admin/accounts/user/add/"
PASSWORD = "a long new password"
ACCEPTED = {"name": "Mara Lind", "password1": PASSWORD, "password2": PASSWORD}


def group(role: Role) -> Group:
    return Group.objects.get(name=role.value)


def newcomer(name: str = "Mara Lind", *roles: Role, **more) -> Newcomer:
    return Newcomer(name, [group(role) for role in roles or (Role.REPORTER,)], **more)


def path_of(link: invitations.Link) -> str:
    return "/" + link.url.split("/", 3)[3]


def link_in(response) -> str:
    """The address that the page shows, as a path."""
    shown = re.search(r"<code data-copied>([^<]+)</code>", response.content.decode())
    return "/" + unescape(shown[1]).split("/", 3)[3]


@pytest.fixture
def desk_of_chief(client, chief):
    client.force_login(chief)
    return client


def send(client, **words):
    typed = {"name": "Mara Lind", "roles": [str(group(Role.REPORTER).pk)]}
    return client.post(INVITE, typed | words)


# --- Inviting ---


def test_one_step_makes_login_author_and_roles_and_shows_the_link_once(desk_of_chief, chief):
    page = desk_of_chief.get(INVITE)
    assert page.status_code == 200
    roles = [str(group(role).pk) for role in (Role.REPORTER, Role.PICTURE_EDITOR)]
    response = send(desk_of_chief, email="mara@news.example", roles=roles, language="de")
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    path = link_in(response)
    mara = User.objects.get(username="mara-lind")
    assert (mara.get_full_name(), mara.email, mara.language) == (
        "Mara Lind", "mara@news.example", "de",
    )  # fmt: skip
    assert mara.group_names == {"reporter", "picture editor"}
    assert not mara.is_active
    assert not mara.has_usable_password()
    assert (mara.author.name, mara.author.slug) == ("Mara Lind", "mara-lind")
    invitation = Invitation.objects.get()
    assert invitation.made_by == chief
    assert path.split("/")[3] not in str(Invitation.objects.values())
    shown = desk_of_chief.get(f"/admin/accounts/user/{mara.pk}/change/").content.decode()
    assert path.split("/")[3] not in shown
    entry = SignInEntry.objects.get(act="invited")
    assert (entry.user, entry.by, entry.address) == (mara, chief, None)


def test_with_mail_the_link_goes_by_mail_in_the_persons_language(desk_of_chief, settings):
    settings.EMAIL_URL = "smtp://localhost"
    response = send(desk_of_chief, email="mara@news.example", language="de")
    mara = User.objects.get(username="mara-lind")
    assert response["Location"] == f"/admin/accounts/user/{mara.pk}/change/"
    letter = mail.outbox[0]
    assert letter.to == ["mara@news.example"]
    assert "mara-lind" in letter.body
    path = "/" + re.search(r"https?://\S+/admin/invitation/\S+", letter.body)[0].split("/", 3)[3]
    assert Browser().get(path).status_code == 200
    assert "invited by mail to mara@news.example" in text_of(
        desk_of_chief.get(response["Location"])
    )


def test_when_the_mail_server_does_not_answer_the_link_is_shown(desk_of_chief, settings):
    settings.EMAIL_URL = "smtp://localhost"
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    response = send(desk_of_chief, email="mara@news.example")
    assert "could not be sent" in text_of(response)
    assert Browser().get(link_in(response)).status_code == 200


def test_without_an_address_the_link_is_shown_although_mail_is_set_up(desk_of_chief, settings):
    settings.EMAIL_URL = "smtp://localhost"
    assert "could not be sent" not in text_of(send(desk_of_chief))
    assert mail.outbox == []


def test_an_author_of_nearly_the_same_name_is_shown_before_another_is_made(desk_of_chief):
    known = make_author("Mara Lind")
    response = send(desk_of_chief)
    assert response.status_code == 422
    assert "“Mara Lind” (mara-lind) already exists" in text_of(response)
    assert not User.objects.filter(username="mara-lind").exists()
    taken = send(desk_of_chief, author=str(known.uuid))
    assert taken.status_code == 200
    assert User.objects.get(username="mara-lind").author == known
    assert Author.objects.count() == 1
    # Somebody else of this name.
    again = send(desk_of_chief)
    assert "(mara-lind, mara-lind)" in text_of(again)
    assert send(desk_of_chief, is_another="on").status_code == 200
    assert User.objects.get(username="mara-lind-2").author.slug == "mara-lind-2"


def test_an_author_with_a_login_is_taken_by_nobody(desk_of_chief, chief, reporter):
    known = make_author("Mara Lind", user=reporter)
    response = send(desk_of_chief, author=str(known.uuid))
    assert "already the author of reporter" in text_of(response)
    with pytest.raises(invitations.NotPossible):
        invitations.invite(newcomer(author=known), by=chief)
    assert not User.objects.filter(username="mara-lind").exists()


def test_a_form_that_says_too_little_or_a_taken_name_comes_back_with_what_was_typed(
    desk_of_chief, reporter
):
    response = send(desk_of_chief, roles=[], username="Reporter", email="mara@news.example")
    assert response.status_code == 422
    said = text_of(response)
    assert "Choose at least one role." in said
    assert "already has the user name “Reporter”" in said
    assert 'value="mara@news.example"' in response.content.decode()


def test_a_form_that_arrives_twice_invites_once_and_the_newer_link_opens(desk_of_chief):
    made = str(uuid4())
    first = link_in(send(desk_of_chief, _made_as=made))
    second = link_in(send(desk_of_chief, _made_as=made))
    assert User.objects.filter(username__startswith="mara").count() == 1
    assert Browser().get(second).status_code == 200
    assert "newer invitation" in text_of(Browser().get(first))


def test_the_form_of_another_is_not_taken_for_ones_own(desk_of_chief, client):
    made = str(uuid4())
    send(desk_of_chief, _made_as=made)
    client.force_login(person(Role.MANAGING_EDITOR, username="second"))
    assert "sent by somebody else" in text_of(send(client, _made_as=made))


def test_the_invitation_says_which_desks_somebody_belongs_to(desk_of_chief):
    assert 'name="desks"' not in desk_of_chief.get(INVITE).content.decode()
    sport, city = Desk.objects.create(name="Sport"), Desk.objects.create(name="City")
    send(desk_of_chief, desks=[str(sport.pk)])
    assert list(User.objects.get(username="mara-lind").desks.all()) == [sport]
    assert not city.members.exists()


def test_a_role_that_is_more_than_ones_own_is_not_offered_nor_given(desk_of_chief, chief):
    more = Group.objects.create(name="Technicians")
    more.permissions.add(*group(Role.REPORTER).permissions.all()[:1])
    less = more.name
    assert less in text_of(desk_of_chief.get(INVITE))

    more.permissions.add(Permission.objects.get(codename="delete_group"))
    assert less not in text_of(desk_of_chief.get(INVITE))
    assert send(desk_of_chief, roles=[str(more.pk)]).status_code == 422
    with pytest.raises(invitations.NotAllowed):
        invitations.invite(Newcomer("Mara Lind", [more]), by=chief)


# --- Accepting ---


@pytest.fixture
def link(chief):
    return path_of(invitations.invite(newcomer("Mara Lind", Role.DESK_EDITOR), by=chief))


def test_the_link_says_who_invites_whom_to_what_and_lets_in(link, chief):
    chief.first_name, chief.last_name = "Rosalind", "Achter"
    chief.save()
    browser = Browser()
    page = browser.get(link)
    said = text_of(page)
    assert "Rosalind Achter invites you to work for" in said
    assert "as desk editor" in said
    assert "mara-lind" in said
    assert page["Referrer-Policy"] == "same-origin"
    assert "no-store" in page["Cache-Control"]
    done = browser.post(link, ACCEPTED)
    assert done["Location"] == "/admin/"
    assert browser.is_in
    assert Browser().sign_in("mara-lind", PASSWORD).status_code == 302
    acts_ = list(SignInEntry.objects.order_by("id").values_list("act", flat=True))
    assert acts_ == ["invited", "accepted", "signed_in", "signed_in"]


def test_a_get_writes_nothing_and_may_be_repeated(link):
    browser = Browser()
    for _n in range(3):
        assert browser.get(link).status_code == 200
    assert browser.head(link).status_code == 200
    assert Invitation.objects.get().accepted_at is None


def test_the_name_that_the_person_corrects_stands_in_bylines(
    chief, django_capture_on_commit_callbacks
):
    known = make_author("Mara Lindt")
    article = publish_article(authors=[known])
    made = invitations.invite(newcomer("Mara Lindt", author=known), by=chief)
    with django_capture_on_commit_callbacks(execute=True):
        Browser().post(path_of(made), ACCEPTED)
    known.refresh_from_db()
    assert (known.name, known.key) == ("Mara Lind", "mara lind")
    assert str(User.objects.get(username="mara-lindt")) == "Mara Lind"
    byline = article.editions.get().card["authors"][0]
    assert byline["name"] == "Mara Lind"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"password2": "something else entirely"}, "The two passwords differ"),
        ({"password1": "short", "password2": "short"}, "too short"),
        ({"password1": "mara-lind-mara", "password2": "mara-lind-mara"}, "too similar"),
        ({"password1": "1" * 13, "password2": "1" * 13}, "entirely numeric"),
        ({"name": "\u200b"}, "Enter a name"),
        ({"password1": "", "password2": ""}, "required"),
    ],
)  # fmt: skip
def test_a_bad_password_or_name_is_said_and_nobody_is_let_in(link, typed, said):
    browser = Browser()
    response = browser.post(link, ACCEPTED | typed)
    assert response.status_code == 422
    assert said in text_of(response)
    assert PASSWORD not in response.content.decode()
    assert not browser.is_in
    assert Invitation.objects.get().accepted_at is None


def test_whoever_must_have_a_second_factor_is_led_to_it_first(link, settings):
    settings.REQUIRE_2FA = ["desk editor"]
    browser = Browser()
    browser.post(link, ACCEPTED)
    assert browser.get("/admin/articles/article/")["Location"] == "/admin/me/"
    assert "asks for a second factor" in text_of(browser.get("/admin/me/"))


def test_links_that_open_nothing_say_what_to_do(link, chief):
    with time_machine.travel(timezone.now() + timedelta(days=8)):
        response = Browser().get(link)
        assert response.status_code == 410
        assert "has expired. Ask managing-editor for a new one" in text_of(response)
        assert Browser().post(link, ACCEPTED).status_code == 410
    mara = User.objects.get(username="mara-lind")
    newer = path_of(invitations.invite_again(mara, by=chief))
    assert "use the link that you got last" in text_of(Browser().get(link))
    Browser().post(newer, ACCEPTED)
    used = Browser().post(newer, ACCEPTED | {"password1": "x" * 20, "password2": "x" * 20})
    assert (used.status_code, "was used. Log in" in text_of(used)) == (410, True)
    assert Browser().sign_in("mara-lind", PASSWORD).status_code == 302
    for token in ("x", "x" * 400, "é"):
        response = Browser().get(f"/admin/invitation/{token}/")
        assert response.status_code == 410, token
        assert "Copy the whole link" in text_of(response)


def test_an_invitation_that_was_taken_back_opens_nothing(link, chief):
    mara = User.objects.get(username="mara-lind")
    assert acts.end_access(mara, by=chief)
    assert "taken back. Ask managing-editor" in text_of(Browser().get(link))
    assert Browser().post(link, ACCEPTED).status_code == 410
    mara.refresh_from_db()
    assert not mara.is_active
    assert SignInEntry.objects.filter(act="revoked", user=mara, by=chief).exists()


def test_invitations_of_somebody_whose_access_ends_open_nothing(link, chief):
    acts.end_access(chief, by=User.objects.create_superuser("root"), although_last=True)
    assert Browser().post(link, ACCEPTED).status_code == 410


def test_whoever_accepted_is_invited_no_second_time(link, chief, desk_of_chief):
    Browser().post(link, ACCEPTED)
    mara = User.objects.get(username="mara-lind")
    with pytest.raises(invitations.NotPossible):
        invitations.invite_again(mara, by=chief)
    page = desk_of_chief.get(f"/admin/accounts/user/{mara.pk}/change/").content.decode()
    assert "invite-again" not in page


def test_somebody_who_is_logged_in_as_another_accepts_as_themselves(link, reporter):
    browser = Browser()
    browser.force_login(reporter)
    browser.post(link, ACCEPTED)
    assert browser.get("/admin/me/").context["user"].username == "mara-lind"


def test_the_page_is_in_the_language_of_the_person_and_what_is_stored_is_not(chief, settings):
    made = invitations.invite(newcomer(language="de"), by=chief)
    page = Browser().get(path_of(made))
    assert "Passwort" in text_of(page)
    assert 'lang="de"' in page.content.decode()
    settings.EMAIL_URL = ""
    assert SignInEntry.objects.get(act="invited").note == "reporter"


def test_an_invitation_costs_the_same_among_many_people(
    desk_of_chief, django_assert_max_num_queries
):
    User.objects.bulk_create(User(username=f"user-{n}") for n in range(300))
    Author.objects.bulk_create(Author(name=f"Name {n}", slug=f"name-{n}") for n in range(300))
    with django_assert_max_num_queries(45):
        response = send(desk_of_chief)
    with django_assert_max_num_queries(10):
        Browser().get(link_in(response))
