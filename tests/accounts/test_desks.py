"""Who belongs to which desk, which sections it has, and who may say so."""

import pytest
from django.contrib.admin.models import LogEntry
from django.core.exceptions import PermissionDenied

from articles import desk_sections
from articles.models import Section
from newsroom.accounts import desks
from newsroom.accounts.models import Desk, User
from newsroom.accounts.roles import Role
from newsroom.editorial.acts import shared_things
from tests.conftest import person
from tests.factories import make_section

pytestmark = pytest.mark.django_db


def history(desk: Desk) -> list[str]:
    entries = LogEntry.objects.filter(object_id=str(desk.pk)).order_by("id")
    return [f"{entry.user}: {entry.change_message}" for entry in entries]


def test_a_person_belongs_to_exactly_the_desks_that_were_set(chief, reporter):
    city, world, sport = (Desk.objects.create(name=name) for name in ("City", "World", "Sport"))
    desks.set_of(reporter, [city, world], by=chief)
    desks.set_of(reporter, [world, sport], by=chief)
    assert list(desks.of(reporter)) == [sport, world]
    assert history(city) == [
        "managing-editor: Added reporter.", "managing-editor: Took out reporter.",
    ]  # fmt: skip
    desks.set_of(reporter, [world, sport], by=chief)
    assert history(world) == ["managing-editor: Added reporter."]


def test_two_who_change_the_same_desk_keep_what_the_other_did(chief, reporter, desk):
    city = Desk.objects.create(name="City")
    desks.change_members(city, add=[reporter], by=chief)
    desks.change_members(city, add=[reporter, desk], by=chief)
    desks.change_members(city, remove=[reporter], by=chief)
    assert set(city.members.all()) == {desk}


@pytest.mark.parametrize("role", set(Role) - {Role.MANAGING_EDITOR})
def test_nobody_but_managing_editors_moves_people_and_sections(role):
    user, city = person(role), Desk.objects.create(name="City")
    with pytest.raises(PermissionDenied):
        desks.set_of(user, [city], by=user)
    with pytest.raises(PermissionDenied):
        desk_sections.change_sections(city, add=[make_section()], by=user)
    assert not city.members.exists()
    assert not city.sections.exists()


def test_a_section_has_one_desk_and_takes_those_along_that_were_merged_into_it(chief):
    city, world = Desk.objects.create(name="City"), Desk.objects.create(name="World")
    port, docks = make_section("Port"), make_section("Docks")
    shared_things.merge(docks, into=port, by=None)
    desk_sections.change_sections(city, add=[port], by=chief)
    desk_sections.change_sections(world, add=[port], by=chief)
    assert set(Section.objects.values_list("desk", flat=True)) == {world.pk}
    assert history(world) == ["managing-editor: Added the section Port."]
    # What another desk has taken in the meantime stays with it.
    desk_sections.change_sections(city, remove=[Section.objects.get(pk=port.pk)], by=chief)
    assert set(world.sections.all()) == {port, docks}
    world.delete()
    assert set(Section.objects.values_list("desk", flat=True)) == {None}


def test_a_section_that_is_merged_goes_to_the_desk_of_the_other(chief):
    city, world = Desk.objects.create(name="City"), Desk.objects.create(name="World")
    port, docks = make_section("Port", desk=city), make_section("Docks", desk=world)
    shared_things.merge(docks, into=port, by=chief)
    assert set(Section.objects.values_list("desk", flat=True)) == {city.pk}


def test_groups_permissions_and_desks_are_one_query(reporter, django_assert_num_queries):
    for number in range(3):
        Desk.objects.create(name=f"Desk {number}").members.add(reporter)
    fresh = User.objects.get(pk=reporter.pk)
    with django_assert_num_queries(1):
        assert fresh.has_perm("articles.change_article")
        assert set(fresh.held.desks.values()) == {"Desk 0", "Desk 1", "Desk 2"}
        assert fresh.group_names == {"reporter"}
