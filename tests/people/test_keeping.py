"""Changing people's details and roles, ending access and giving it back, on their pages."""

import pytest
from django.contrib.auth.models import Group, Permission

from newsroom.accounts.models import LoginSession, SignInEntry, User
from newsroom.accounts.roles import Role
from newsroom.editorial.admin.unsaved.typed import LOGIN as LATE
from newsroom.people import acts, invitations
from newsroom.people.invitations import Newcomer
from tests.accounts.signing_in import PASSWORD, Browser
from tests.admin.pages import change_url as item_url
from tests.admin.pages import form_values, text_of
from tests.conftest import person
from tests.factories import make_article

pytestmark = pytest.mark.django_db

LIST = "/admin/accounts/user/"


def group(role: Role) -> Group:
    return Group.objects.get(name=role.value)


def page(user: User, name: str = "change") -> str:
    return f"{LIST}{user.pk}/{name}/"


@pytest.fixture
def mara():
    return person(Role.REPORTER, username="mara", password=PASSWORD, first_name="Mara")


@pytest.fixture
def root():
    return User.objects.create_superuser("root", password=PASSWORD)


@pytest.fixture
def at_desk(client, chief):
    client.force_login(chief)
    return client


def details(user: User, **more):
    held = [str(pk) for pk in user.groups.values_list("pk", flat=True)]
    typed = {
        "username": user.username, "first_name": user.first_name, "last_name": "",
        "email": user.email, "language": "", "roles": held, "roles_were": " ".join(held),
    }  # fmt: skip
    return typed | more


def signed_in(user: User) -> Browser:
    browser = Browser()
    assert browser.sign_in(user.username).status_code == 302
    return browser


# --- Roles and details ---


def test_a_managing_editor_changes_roles_and_open_logins_end(at_desk, chief, mara):
    hers = signed_in(mara)
    roles = [str(group(Role.COPY_EDITOR).pk)]
    response = at_desk.post(page(mara), details(mara, roles=roles))
    assert response.status_code == 302
    assert User.objects.get(pk=mara.pk).group_names == {"copy editor"}
    assert not hers.is_in
    entry = SignInEntry.objects.get(act="roles_changed")
    assert (entry.user, entry.by, entry.note) == (mara, chief, "+ copy editor; − reporter")
    assert entry.note in text_of(at_desk.get(page(mara)))


def test_details_alone_end_no_login_and_are_in_the_log(at_desk, mara):
    hers = signed_in(mara)
    at_desk.post(page(mara), details(mara, email="mara@news.example", language="de"))
    mara.refresh_from_db()
    assert (mara.email, mara.language) == ("mara@news.example", "de")
    assert hers.is_in
    assert SignInEntry.objects.get(act="changed").note == "email, language"


def test_two_who_change_roles_from_the_same_page_both_get_what_they_changed(at_desk, mara):
    held, reporter = details(mara)["roles_were"], str(group(Role.REPORTER).pk)
    for role in (Role.COPY_EDITOR, Role.PICTURE_EDITOR):
        ticked = [reporter, str(group(role).pk)]
        at_desk.post(page(mara), details(mara, roles=ticked, roles_were=held))
    assert User.objects.get(pk=mara.pk).group_names == {"reporter", "copy editor", "picture editor"}


def test_what_is_posted_beside_the_form_gives_nothing(at_desk, chief, mara):
    everything = [str(pk) for pk in Permission.objects.values_list("pk", flat=True)[:5]]
    more = Group.objects.create(name="Technicians")
    more.permissions.add(Permission.objects.get(codename="delete_group"))
    sent = {"is_superuser": "on", "is_staff": "", "user_permissions": everything, "password": "x",
            "groups": [str(more.pk)], "is_active": "", "date_joined_0": "2026-01-01"}  # fmt: skip
    for user in (mara, chief):
        at_desk.post(page(user), details(user) | sent)
        at_desk.post(page(user), details(user, roles=[str(more.pk)]) | sent)
        fresh = User.objects.get(pk=user.pk)
        assert not fresh.is_superuser
        assert fresh.is_active
        assert fresh.group_names == user.group_names
        assert not fresh.user_permissions.exists()
        assert fresh.password == user.password


def test_a_managing_editor_changes_nothing_of_a_superuser(at_desk, root):
    assert at_desk.get(page(root)).status_code == 200
    typed = details(root, email="mine@news.example", roles=[str(group(Role.LEGAL).pk)])
    assert at_desk.post(page(root), typed).status_code == 403
    for name in ("end", "give-back", "invite-again", "profile", "password"):
        address = f"{LIST}{root.pk}/{name}/"
        typed = {"password1": PASSWORD, "password2": PASSWORD, "usable_password": "true"}
        assert at_desk.post(address, typed).status_code == 403, name
    fresh = User.objects.get(pk=root.pk)
    assert (fresh.email, fresh.is_active, fresh.password) == (root.email, True, root.password)


def test_a_managing_editor_sets_nobodys_password(at_desk, mara):
    typed = {"password1": PASSWORD * 2, "password2": PASSWORD * 2, "usable_password": "true"}
    assert at_desk.post(page(mara, "password"), typed).status_code == 403
    assert User.objects.get(pk=mara.pk).check_password(PASSWORD)


@pytest.mark.parametrize("who", ["chief", "root"])
def test_nobody_changes_roles_or_access_of_their_own(client, request, chief, root, who):
    user = request.getfixturevalue(who)
    person(Role.MANAGING_EDITOR, username="second")
    User.objects.create_superuser("second-root")
    client.force_login(user)
    roles = [str(group(Role.LEGAL).pk)]
    client.post(page(user), details(user, roles=roles, is_superuser="on"))
    for name in ("end", "give-back"):
        assert client.post(page(user, name)).status_code == 403
    fresh = User.objects.get(pk=user.pk)
    assert fresh.group_names == user.group_names
    assert (fresh.is_superuser, fresh.is_active) == (user.is_superuser, True)
    with pytest.raises(acts.NotAllowed):
        acts.change_roles(user, by=user, give=[group(Role.LEGAL)])


def test_a_superuser_makes_a_superuser_and_takes_it_back(client, root, mara):
    client.force_login(root)
    client.post(page(mara), details(mara, is_superuser="on"))
    assert User.objects.get(pk=mara.pk).is_superuser
    client.post(page(mara), details(mara))
    assert not User.objects.get(pk=mara.pk).is_superuser
    notes = SignInEntry.objects.filter(act="roles_changed").order_by("id")
    assert list(notes.values_list("note", flat=True)) == ["+ superuser", "− superuser"]


@pytest.mark.parametrize("who", ["chief", "root"])
def test_nobody_is_deleted_alone_or_in_a_bulk(client, request, chief, root, mara, who):
    client.force_login(request.getfixturevalue(who))
    assert client.get(page(mara, "delete")).status_code == 403
    assert client.post(page(mara, "delete"), {"post": "yes"}).status_code == 403
    ticked = {"action": "delete_selected", "_selected_action": [mara.pk], "post": "yes"}
    client.post(LIST, ticked)
    assert User.objects.filter(pk=mara.pk, is_active=True).exists()


def test_only_superusers_write_what_a_role_may_do(client, chief, root):
    """Whatever permissions a site gives the group of managing editors."""
    mine = group(Role.MANAGING_EDITOR)
    mine.permissions.add(*Permission.objects.filter(content_type__model="group"))
    for user, status in ((chief, 403), (root, 200)):
        client.force_login(User.objects.get(pk=user.pk))
        assert client.get("/admin/auth/group/add/").status_code == status
        path = f"/admin/auth/group/{mine.pk}/change/"
        assert client.post(path, {"name": mine.name}).status_code == (302 if status == 200 else 403)


def test_the_log_of_what_was_done_to_people_is_kept(mara, chief, settings):
    settings.SIGN_IN_LOG_DAYS = 0
    acts.change_roles(mara, by=chief, give=[group(Role.LEGAL)])
    signed_in(mara)
    signed_in(mara)
    acts_ = set(SignInEntry.objects.values_list("act", flat=True))
    assert "roles_changed" in acts_
    assert "signed_in" not in acts_


# --- Access ---


def test_access_ends_at_once_with_every_login(at_desk, chief, mara):
    hers, phone = signed_in(mara), signed_in(mara)
    assert "logged out everywhere at once" in text_of(at_desk.get(page(mara, "end")))
    at_desk.post(page(mara, "end"))
    assert not LoginSession.objects.filter(user=mara).exists()
    assert [hers.is_in, phone.is_in] == [False, False]
    assert Browser().sign_in("mara").status_code == 200
    entry = SignInEntry.objects.get(act="access_ended")
    assert (entry.user, entry.by) == (mara, chief)
    assert "Access ended" in text_of(at_desk.get(page(mara)))


def test_what_is_being_written_when_access_ends_is_kept_and_a_colleague_saves_it(chief, mara, desk):
    article, ours = make_article(by=mara), {"Origin": "http://testserver"}
    hers = signed_in(mara)
    desk.set_password(PASSWORD)
    desk.save()
    typed = form_values(hers.get(item_url(article)))
    typed |= {"headline": "Typed as the access ended"}
    acts.end_access(mara, by=chief)
    kept = hers.post(item_url(article), typed, headers=ours)
    assert kept.status_code == 403
    assert "Typed as the access ended" in kept.content.decode()
    own = {LATE.name: "mara", LATE.password: PASSWORD}
    refused = hers.post(item_url(article), typed | own, headers=ours)
    assert "Nothing is lost" in text_of(refused)
    assert "Typed as the access ended" in refused.content.decode()
    colleague = {LATE.name: desk.username, LATE.password: PASSWORD}
    assert hers.post(item_url(article), typed | colleague, headers=ours).status_code == 302
    article.refresh_from_db()
    assert (article.headline, article.saved_by) == ("Typed as the access ended", desk)
    assert article.created_by == mara


def test_access_is_given_back_with_the_roles_that_were_held(at_desk, mara):
    at_desk.post(page(mara, "end"))
    assert "as: reporter" in text_of(at_desk.get(page(mara, "give-back")))
    at_desk.post(page(mara, "give-back"))
    assert signed_in(mara).is_in
    assert User.objects.get(pk=mara.pk).group_names == {"reporter"}


def test_nobody_gives_back_more_than_they_have(at_desk, chief, mara):
    more = Group.objects.create(name="Technicians")
    more.permissions.add(Permission.objects.get(codename="delete_group"))
    mara.groups.add(more)
    at_desk.post(page(mara, "end"))
    response = at_desk.post(page(mara, "give-back"))
    assert "“Technicians” allows more than you may do yourself" in text_of(response)
    mara.groups.remove(more)
    mara.user_permissions.add(Permission.objects.get(codename="delete_group"))
    with pytest.raises(acts.NotAllowed):
        acts.give_back(User.objects.get(pk=mara.pk), by=chief)
    assert not User.objects.get(pk=mara.pk).is_active


def test_pressing_twice_is_said_and_done_once(at_desk, mara):
    for name, act in (("end", "access_ended"), ("give-back", "access_back")):
        at_desk.post(page(mara, name))
        again = at_desk.post(page(mara, name), follow=True)
        assert "Nothing has changed" in text_of(again)
        assert SignInEntry.objects.filter(act=act).count() == 1


def test_the_last_superuser_and_managing_editor_are_not_ended_by_accident(client, root, chief):
    with pytest.raises(acts.LastOne, match="last superuser"):
        acts.end_access(root, by=None)
    with pytest.raises(acts.LastOne, match="last superuser"):
        acts.administer(root, by=None, is_superuser=False)
    with pytest.raises(acts.LastOne, match="last managing editor"):
        acts.change_roles(chief, by=root, take=[group(Role.MANAGING_EDITOR)])
    client.force_login(root)
    refused = client.post(page(chief), details(chief, roles=[]))
    assert "the last managing editor" in text_of(refused)
    assert "the last managing editor" in text_of(client.post(page(chief, "end")))
    assert User.objects.get(pk=chief.pk).is_active
    assert client.post(page(chief, "end"), {"although_last": "on"}).status_code == 302
    assert not User.objects.get(pk=chief.pk).is_active


def test_a_login_that_waits_for_its_person_is_no_managing_editor_left(chief, root):
    newcomer = Newcomer("Second Chief", [group(Role.MANAGING_EDITOR)])
    invitations.invite(newcomer, by=chief)
    with pytest.raises(acts.LastOne):
        acts.end_access(chief, by=root)


# --- The list ---


def test_the_list_says_who_is_invited_active_or_without_access(at_desk, chief, mara, legal):
    invitations.invite(Newcomer("Ada New", [group(Role.REPORTER)]), by=chief)
    acts.end_access(legal, by=chief)
    signed_in(mara)
    said = text_of(at_desk.get(LIST))
    for words in ("ada-new Ada New reporter Invited", "Access ended", "Active"):
        assert words in said

    def found(query: str) -> set[str]:
        shown = at_desk.get(f"{LIST}?{query}").context["cl"].result_list
        return {user.username for user in shown}

    assert found("access=invited") == {"ada-new"}
    assert found("access=ended") == {"legal"}
    assert found("access=active") == {"mara", chief.username}
    assert found("access=expired") == set()
    assert found(f"role={group(Role.REPORTER).pk}") == {"mara", "ada-new"}
    assert found("role=superuser") == found("role=none") == set()
    assert found("q=ada") == {"ada-new"}
    assert found("q=new+ada") == {"ada-new"}


@pytest.mark.parametrize("query", ["role=x", "role=9999999999999999999999", "access=x", "p=x"])
def test_a_filter_that_is_none_shows_the_list(at_desk, query):
    assert at_desk.get(f"{LIST}?{query}", follow=True).status_code == 200


def test_a_long_list_is_walked_by_key_and_asks_no_more(
    at_desk, chief, django_assert_max_num_queries
):
    for n in range(120):
        user = User(username=f"user-{n:03}", is_staff=True)
        user.save()
        user.groups.add(group(Role.REPORTER))
    seen, path = [], LIST
    while path:
        with django_assert_max_num_queries(10):
            shown = at_desk.get(path).context["cl"]
        seen += [user.pk for user in shown.result_list]
        path = shown.next_url and LIST + shown.next_url
    assert sorted(seen) == sorted(User.objects.values_list("pk", flat=True))


def test_passwords_are_found_by_no_filter(at_desk, root):
    for lookup in ("password__startswith", "login_sessions__session_key__startswith",
                   "invitations__digest__startswith"):  # fmt: skip
        response = at_desk.get(f"{LIST}?{lookup}=a")
        assert response.status_code == 400, lookup


@pytest.mark.parametrize("who", ["contributor", "reporter", "desk", "legal"])
def test_others_see_no_people(client, request, who, mara):
    client.force_login(request.getfixturevalue(who))
    for path in (LIST, page(mara), page(mara, "end"), page(mara, "profile"), f"{LIST}add/"):
        assert client.get(path).status_code == 403, path
