"""The settings of the site: one document with a history, read everywhere by ``current``."""

import pytest
from django.conf import settings as django_settings
from django.core.exceptions import ValidationError
from django.utils import timezone, translation

from newsroom.accounts.models import User
from newsroom.editorial.models import LedgerHead
from newsroom.editorial.publication import shared_number
from newsroom.editorial.refusals import NotAllowed, StaleSave
from newsroom.lib import site_settings
from newsroom.site_settings import saving
from newsroom.site_settings.models import SettingsRevision

pytestmark = pytest.mark.django_db


def test_what_is_empty_is_the_environments(settings):
    settings.SITE_NAME, settings.CONTACT_EMAIL = "The Lighthouse", "desk@light.example"
    saving.save({"description": "News of the rock."}, by=None)
    now = site_settings.current()
    assert (now.name, now.email) == ("The Lighthouse", "desk@light.example")
    assert now.description == "News of the rock."
    saving.save({"name": "The Rock"}, by=None)
    assert site_settings.current().name == "The Rock"
    saving.save({"name": ""}, by=None)
    assert site_settings.current().name == "The Lighthouse"


def test_each_save_is_a_revision_that_says_who_changed_what(chief):
    saving.save({"name": "The Fjord", "email": "desk@fjord.example"}, by=chief)
    saving.save({"name": "The Fjord Times"}, by=None)
    newest, first = SettingsRevision.objects.all()
    assert (first.number, first.created_by, first.changed) == (1, chief, ["email", "name"])
    assert (newest.number, newest.created_by, newest.changed) == (2, None, ["name"])
    assert newest.values == {"name": "The Fjord Times", "email": "desk@fjord.example"}


def test_a_save_that_changes_nothing_makes_no_revision():
    saving.save({"name": "The Fjord"}, by=None)
    assert saving.save({"name": " The  Fjord "}, by=None).number == 1
    assert SettingsRevision.objects.count() == 1


def test_the_second_of_two_who_save_at_once_is_told(chief):
    saving.save({"name": "The Fjord"}, by=chief, since=0)
    with pytest.raises(StaleSave) as refused:
        saving.save({"name": "The Bay"}, by=chief, since=0)
    assert refused.value.current == 1
    assert site_settings.current().name == "The Fjord"


def test_an_older_revision_can_be_restored(chief):
    saving.save({"name": "The Fjord", "email": "desk@fjord.example"}, by=chief)
    saving.save({"name": "The Bay", "telephone": "+47 55 90 12 34"}, by=chief)
    assert saving.restore(1, by=chief).number == 3
    now = site_settings.current()
    assert (now.name, now.telephone) == ("The Fjord", "")


def test_managing_editors_and_superusers_change_them_and_nobody_else(
    chief, desk, legal, reporter, contributor
):
    for user in (desk, legal, reporter, contributor):
        with pytest.raises(NotAllowed):
            saving.save({"name": "Mine"}, by=user)
    saving.save({"name": "The Fjord"}, by=chief)
    saving.save({"name": "The Bay"}, by=User.objects.create_superuser("root"))
    assert site_settings.current().name == "The Bay"


@pytest.mark.parametrize(
    ("member", "text"),
    [
        ("language", "klingon"),
        ("time_zone", "Mars/Olympus"),
        ("email", "nobody"),
        ("telephone", "call me"),
        ("ethicsPolicy", "javascript:alert(1)"),
        ("ethicsPolicy", "mailto:desk@fjord.example"),
        ("profiles", "https://social.example/@fjord\nnot an address"),
        ("accent", "blue"),
        ("accent", "#ffee88"),
        ("accent_dark", "#202020"),
        ("tdm_reservation", "perhaps"),
        ("preflight_no_standfirst", "shouts"),
        ("name", "x" * 121),
    ],
)
def test_what_cannot_be_used_is_refused_by_name(member, text):
    with pytest.raises(ValidationError) as refused:
        saving.save({member: text}, by=None)
    assert list(refused.value.message_dict) == [member]
    assert not SettingsRevision.objects.exists()


def test_a_colour_that_cannot_be_read_is_refused_with_the_nearest_that_can():
    with pytest.raises(ValidationError) as refused:
        saving.save({"accent": "#33aadd"}, by=None)
    (said,) = refused.value.messages
    assert "hard to read" in said
    nearest = said.rstrip(".").split()[-1]
    saving.save({"accent": nearest}, by=None)
    assert site_settings.current().colours == {"accent": nearest}


def test_language_and_time_zone_are_djangos_own_until_they_are_emptied(settings):
    settings.LANGUAGE_CODE, settings.TIME_ZONE = "en", "UTC"
    saving.save({"language": "de", "time_zone": "Europe/Oslo"}, by=None)
    assert site_settings.current().language == "de"
    assert django_settings.TIME_ZONE == "Europe/Oslo"
    assert str(timezone.get_default_timezone()) == "Europe/Oslo"
    assert translation.gettext("Yes") == "Ja"
    saving.save({"language": "", "time_zone": ""}, by=None)
    assert site_settings.current().time_zone == "UTC"
    assert str(timezone.get_default_timezone()) == "UTC"
    assert translation.gettext("Yes") == "Yes"


def test_each_save_raises_the_plan_number_and_is_told_to_all_processes():
    saving.save({"name": "The Fjord"}, by=None)
    head = LedgerHead.objects.get()
    assert (head.plans, head.settings) == (1, 1)
    assert (shared_number.read(), shared_number.settings_number()) == (1, 1)


def test_reading_the_settings_costs_no_query(django_assert_num_queries):
    saving.save({"name": "The Fjord"}, by=None)
    site_settings.current()
    with django_assert_num_queries(0):
        assert site_settings.current().name == "The Fjord"


def test_what_another_machine_has_saved_is_heeded():
    saving.save({"name": "The Fjord"}, by=None)
    assert site_settings.current().number == 1
    # Another machine shares no memory: it saves, and this one's number stays.
    saving.save({"name": "The Bay"}, by=None)
    shared_number.write_settings(1)
    assert site_settings.current().name == "The Fjord"
    site_settings.heed(LedgerHead.objects.get().settings)
    assert site_settings.current().name == "The Bay"


def test_a_rule_of_preflight_changes_nothing_that_was_printed():
    saving.save({"name": "The Fjord"}, by=None)
    before = site_settings.current().look
    saving.save({"preflight_no_standfirst": "blocks"}, by=None)
    assert site_settings.current().look == before
    assert site_settings.current().preflight == {"no_standfirst": "blocks"}
