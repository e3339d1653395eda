"""Two who do the same at the same moment, on real connections: nothing is made or ended twice."""

import pytest
from django.contrib.auth.models import Group
from django.db import OperationalError, connection

from articles.models import Author
from newsroom.accounts.models import LoginSession, User
from newsroom.accounts.roles import Role
from newsroom.people import acts, invitations
from newsroom.people.invitations import Newcomer
from newsroom.people.models import Invitation
from tests.accounts.signing_in import Browser
from tests.conftest import person
from tests.editorial.racing import at_once

pytestmark = pytest.mark.django_db(transaction=True)

PASSWORDS = ("the first password", "the second password")


def tried(act):
    """What the act returns, or the name of its refusal. SQLite has one writer, and gives up."""

    def one():
        try:
            return act()
        except (acts.NotPossible, acts.NotAllowed, OperationalError) as refusal:
            return type(refusal).__name__

    return one


def newcomer(name: str = "Mara Lind", **more) -> Newcomer:
    return Newcomer(name, [Group.objects.get(name="reporter")], **more)


def test_a_link_that_is_used_twice_at_once_lets_one_in():
    link = invitations.invite(newcomer(), by=person(Role.MANAGING_EDITOR))
    path = "/" + link.url.split("/", 3)[3]

    def accept(password: str):
        typed = {"name": "Mara Lind", "password1": password, "password2": password}
        return lambda: Browser().post(path, typed).status_code

    results = at_once(*(accept(password) for password in PASSWORDS))
    allowed = {302, 410} if connection.vendor == "postgresql" else {302, 410, 503}
    assert set(results) <= allowed
    assert results.count(302) == 1
    assert Author.objects.filter(name="Mara Lind").count() == 1
    assert LoginSession.objects.filter(user__username="mara-lind").count() == 1
    right = [Browser().sign_in("mara-lind", each).status_code == 302 for each in PASSWORDS]
    assert right == [status == 302 for status in results]


def test_two_who_invite_the_same_author_or_name_at_once_make_one_login():
    chief, second = person(Role.MANAGING_EDITOR), person(Role.MANAGING_EDITOR, username="second")
    known = Author.objects.create(name="Known", slug="known")
    results = at_once(
        *(
            tried(lambda by=by: invitations.invite(newcomer("Known", author=known), by=by))
            for by in (chief, second)
        )
    )
    assert sum(isinstance(result, invitations.Link) for result in results) == 1
    known.refresh_from_db()
    assert known.user.invitations.count() == 1
    assert User.objects.filter(username__startswith="known").count() == 1


def test_two_who_invite_somebody_again_at_once_leave_one_open_link():
    chief, second = person(Role.MANAGING_EDITOR), person(Role.MANAGING_EDITOR, username="second")
    mara = invitations.invite(newcomer(), by=chief).invitation.person
    at_once(*(tried(lambda by=by: invitations.invite_again(mara, by=by)) for by in (chief, second)))
    assert Invitation.objects.filter(accepted_at=None, revoked_at=None).count() == 1


@pytest.mark.parametrize("role", [Role.MANAGING_EDITOR, None])
def test_two_who_end_each_others_access_at_once_leave_one(role):
    def make(name: str) -> User:
        if role is None:
            return User.objects.create_superuser(username=name)
        return person(role, username=name)

    one, other = make("one"), make("other")
    at_once(
        tried(lambda: acts.end_access(one, by=other)), tried(lambda: acts.end_access(other, by=one))
    )
    assert User.objects.filter(is_active=True).count() == 1


def test_two_superusers_who_end_the_last_two_managing_editors_at_once_leave_one():
    roots = [User.objects.create_superuser(username=f"root-{n}") for n in range(2)]
    chiefs = [person(Role.MANAGING_EDITOR, username=f"chief-{n}") for n in range(2)]
    at_once(
        *(
            tried(lambda by=by, whom=whom: acts.end_access(whom, by=by))
            for by, whom in zip(roots, chiefs, strict=True)
        )
    )
    assert User.objects.filter(is_active=True, is_superuser=False).count() == 1


def test_whoever_accepts_at_the_moment_at_which_it_is_taken_back_is_in_or_not_but_not_half():
    chief = person(Role.MANAGING_EDITOR)
    link = invitations.invite(newcomer(), by=chief)
    mara = link.invitation.person
    at_once(
        tried(lambda: acts.end_access(mara, by=chief)),
        tried(lambda: invitations.accept(link.invitation, password=PASSWORDS[0], name="Mara")),
    )
    mara.refresh_from_db()
    invitation = Invitation.objects.get()
    if mara.is_active:
        # Only where SQLite let the other one go.
        assert invitation.accepted_at is not None
    else:
        assert not Invitation.objects.filter(accepted_at=None, revoked_at=None).exists()
