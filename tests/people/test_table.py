"""Who may invite, change, end and see whom: every kind of person × every kind × every act."""

from itertools import product

import pytest
from django.contrib.auth.models import Group

from newsroom.accounts import authority
from newsroom.accounts.authority import Act
from newsroom.accounts.models import User
from newsroom.accounts.roles import Role
from newsroom.editorial.refusals import NotAllowed
from newsroom.people import acts, invitations
from newsroom.people.invitations import Newcomer
from tests.conftest import person

pytestmark = [pytest.mark.django_db, pytest.mark.files]

ROLES = [role.value for role in Role]
SUPERUSER, NO_ROLE, NOT_STAFF = "superuser", "no role", "not staff"
INVITED, ENDED, SELF = "invited", "ended", "themselves"
EVERYBODY = [*ROLES, SUPERUSER, NO_ROLE, NOT_STAFF, INVITED, ENDED]

MANAGING = Role.MANAGING_EDITOR.value
OTHERS = {*EVERYBODY} - {SUPERUSER}
#: Who does what, and to whom. Whoever is missing here does nothing to anybody.
ALLOWED: dict[str, dict[Act, set[str]]] = {
    MANAGING: {
        Act.SEE: {*EVERYBODY, SELF},
        Act.CHANGE: {*OTHERS, SELF},
        Act.INVITE: OTHERS,
        Act.ROLES: OTHERS,
        Act.END: OTHERS,
        Act.GIVE_BACK: OTHERS,
    },
    SUPERUSER: {
        Act.SEE: {*EVERYBODY, SELF},
        Act.CHANGE: {*EVERYBODY, SELF},
        Act.INVITE: {*EVERYBODY},
        Act.ROLES: {*EVERYBODY},
        Act.END: {*EVERYBODY},
        Act.GIVE_BACK: {*EVERYBODY},
        Act.ADMINISTER: {*EVERYBODY},
    },
}


def make(kind: str, name: str) -> User:
    if kind in ROLES:
        return person(Role(kind), username=name)
    if kind == INVITED:
        newcomer = Newcomer(name, [Group.objects.get(name="reporter")], username=name)
        return invitations.invite(newcomer, by=None).invitation.person
    if kind == ENDED:
        user = person(Role.REPORTER, username=name, password="the right one")
        acts.end_access(user, by=None)
        user.refresh_from_db()
        return user
    return User.objects.create_user(
        username=name, is_staff=kind != NOT_STAFF, is_superuser=kind == SUPERUSER
    )


def may(who: str, act: Act, whom: str) -> bool:
    return whom in ALLOWED.get(who, {}).get(act, set())


@pytest.mark.parametrize("who", EVERYBODY)
def test_the_table_of_who_may_do_what_to_whom(who):
    by = make(who, "by")
    people = {kind: make(kind, f"whom-{n}") for n, kind in enumerate(EVERYBODY)} | {SELF: by}
    wrong = [
        f"{act} {whom}: {authority.why_not(act, by=by, whom=people[whom])!r}"
        for act, whom in product(Act, people)
        if authority.may(act, by=by, whom=people[whom]) != may(who, act, whom)
    ]
    assert wrong == []


#: Each act, done to somebody; it raises if it is not allowed.
DO = {
    Act.CHANGE: lambda whom, by: acts.change_details(whom, by=by, fields=["email"]),
    Act.ROLES: lambda whom, by: acts.change_roles(
        whom, by=by, give=[Group.objects.get(name="legal")]
    ),
    Act.END: lambda whom, by: acts.end_access(whom, by=by),
    Act.GIVE_BACK: lambda whom, by: acts.give_back(whom, by=by),
    Act.INVITE: lambda whom, by: invitations.invite_again(whom, by=by),
    Act.ADMINISTER: lambda whom, by: acts.administer(whom, by=by, is_superuser=False),
}


@pytest.mark.parametrize("who", EVERYBODY)
def test_the_acts_themselves_keep_the_table(who):
    make(SUPERUSER, "another-root")
    make(MANAGING, "another-chief")
    by = make(who, "by")
    people = {kind: make(kind, f"whom-{n}") for n, kind in enumerate(EVERYBODY)} | {SELF: by}
    for act, whom in product(DO, people):
        try:
            DO[act](people[whom], by)
            is_refused = False
        except NotAllowed:
            is_refused = True
        except acts.NotPossible:
            # Somebody may, but there is nothing to do here.
            is_refused = False
        assert is_refused != may(who, act, whom), (act, whom)


@pytest.mark.parametrize("who", EVERYBODY)
def test_who_invites_somebody_new(who):
    by = make(who, "by")
    newcomer = Newcomer("Ada New", list(Group.objects.filter(name__in=ROLES)))
    try:
        invitations.invite(newcomer, by=by)
    except NotAllowed:
        assert who not in ALLOWED
        assert not User.objects.filter(username="ada-new").exists()
    else:
        assert who in ALLOWED


@pytest.mark.parametrize(
    ("permission", "acts_gone"),
    [("view_user", {Act.SEE}), ("add_user", {Act.INVITE}),
     ("change_user", {Act.CHANGE, Act.ROLES, Act.END, Act.GIVE_BACK})],
)  # fmt: skip
def test_a_site_takes_from_managing_editors_what_their_group_may(chief, permission, acts_gone):
    group = Group.objects.get(name=MANAGING)
    group.permissions.remove(group.permissions.get(codename=permission))
    chief = User.objects.get(pk=chief.pk)
    whom = person(Role.REPORTER)
    for act in ALLOWED[MANAGING]:
        expected = may(MANAGING, act, "reporter") and act not in acts_gone
        assert authority.may(act, by=chief, whom=whom) == expected, act
