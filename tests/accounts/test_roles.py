"""A role's group is offered each permission once; what the site made of it stays."""

from io import StringIO

import pytest
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command

from newsroom.accounts import roles
from newsroom.accounts.models import User
from newsroom.accounts.roles import Role

pytestmark = [pytest.mark.django_db, pytest.mark.files]

NEW = "accounts.do_something_new"


@pytest.fixture
def new_permission(monkeypatch):
    """A permission that a new release brings, for reporters and the desk."""
    content_type = ContentType.objects.get_for_model(User)
    made = Permission.objects.create(
        content_type=content_type, codename="do_something_new", name="Do something new"
    )
    for role in (Role.REPORTER, Role.DESK_EDITOR):
        monkeypatch.setitem(roles._defaults, role, {*roles.defaults(role), NEW})
    return made


def held(role: Role) -> set[str]:
    return set(roles._named(Group.objects.get(name=role.value).permissions.all()))


def told(**options) -> str:
    out = StringIO()
    call_command("sync_roles", stdout=out, **options)
    return out.getvalue()


def permission(name: str) -> Permission:
    app_label, codename = name.split(".")
    return Permission.objects.get(content_type__app_label=app_label, codename=codename)


def test_a_new_permission_reaches_the_groups_that_exist(new_permission):
    assert NEW not in held(Role.REPORTER)
    call_command("migrate", verbosity=0)
    assert NEW in held(Role.REPORTER)
    assert NEW in held(Role.DESK_EDITOR)
    assert NEW not in held(Role.COPY_EDITOR)


def test_what_a_site_took_away_or_added_stays(new_permission):
    group = Group.objects.get(name=Role.REPORTER.value)
    group.permissions.remove(permission("articles.add_tag"))
    group.permissions.add(permission("articles.add_section"))
    roles.sync()
    assert held(Role.REPORTER) >= {NEW, "articles.add_section"}
    assert "articles.add_tag" not in held(Role.REPORTER)
    group.permissions.remove(new_permission)
    roles.sync()
    assert NEW not in held(Role.REPORTER)


def test_a_deleted_group_stays_deleted_until_it_is_asked_for():
    Group.objects.get(name=Role.LEGAL.value).delete()
    assert "legal: its group was deleted and stays deleted." in told()
    assert not Group.objects.filter(name=Role.LEGAL.value).exists()
    told(reset=["legal"])
    assert held(Role.LEGAL) == roles.defaults(Role.LEGAL)


def test_a_renamed_group_goes_on_under_its_new_name(new_permission):
    Group.objects.filter(name=Role.REPORTER.value).update(name="Reporterin")
    roles.sync()
    assert not Group.objects.filter(name=Role.REPORTER.value).exists()
    renamed = Group.objects.get(name="Reporterin")
    assert NEW in roles._named(renamed.permissions.all())


def test_a_reset_says_what_it_undoes_and_a_dry_run_changes_nothing():
    group = Group.objects.get(name=Role.REPORTER.value)
    group.permissions.remove(permission("articles.add_tag"))
    group.permissions.add(permission("articles.add_section"))
    said = told(reset=["reporter"], dry_run=True)
    assert "would be given: articles.add_tag" in said
    assert "would be taken away: articles.add_section" in said
    assert "articles.add_section" in held(Role.REPORTER)
    said = told(reset=["reporter"])
    assert "given: articles.add_tag" in said
    assert "taken: articles.add_section" in said
    assert held(Role.REPORTER) == roles.defaults(Role.REPORTER)
    assert "Nothing to change" in told()


def test_a_reset_gives_back_the_records_of_the_desk_as_well():
    told(reset=["desk editor"])
    assert "editorial.view_logentry" in held(Role.DESK_EDITOR)
