"""The settings in the admin: their form, two people at once, the history and the way back."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from newsroom.lib import site_settings
from newsroom.site_settings import saving
from newsroom.site_settings.models import SettingsRevision
from tests.admin.pages import form_values

from .drawing import png

pytestmark = [pytest.mark.django_db, pytest.mark.files]

FORM = reverse("admin:site_settings_settingsrevision_changelist")
HISTORY = reverse("admin:site_settings_settingsrevision_history")


def opened(client) -> dict:
    return form_values(client.get(FORM), "site-settings")


def send(client, values, **typed):
    return client.post(FORM, {**values, **typed})


@pytest.fixture
def at_form(client, chief):
    client.force_login(chief)
    return client


def test_a_managing_editor_finds_and_changes_the_settings(at_form):
    assert FORM in at_form.get(reverse("admin:index")).content.decode()
    answer = send(at_form, opened(at_form), name="The Fjord", email="desk@fjord.example")
    assert (answer.status_code, answer.url) == (302, FORM)
    assert site_settings.current().name == "The Fjord"
    assert opened(at_form)["name"] == "The Fjord"
    assert "The Fjord" in at_form.get(reverse("admin:index")).content.decode()


def test_others_on_the_staff_see_neither_form_nor_history(client, desk, legal, reporter):
    saving.save({"name": "The Fjord"}, by=None)
    for user in (desk, legal, reporter):
        client.force_login(user)
        for address in (FORM, HISTORY, f"{FORM}1/"):
            assert client.get(address).status_code == 403, (user, address)
        assert client.post(f"{FORM}1/restore/").status_code == 403
        assert FORM not in client.get(reverse("admin:index")).content.decode()


def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(at_form):
    answer = send(at_form, opened(at_form), name="The Fjord", accent="#ffee88")
    shown = answer.content.decode()
    assert answer.status_code == 200
    assert "hard to read" in shown
    assert form_values(answer, "site-settings")["name"] == "The Fjord"
    assert not SettingsRevision.objects.exists()


def test_two_people_who_change_different_fields_both_keep_theirs(at_form):
    values = opened(at_form)
    saving.save({"description": "News of the fjord."}, by=None)
    answer = at_form.post(FORM, {**values, "name": "The Fjord"}, follow=True)
    now = site_settings.current()
    assert (now.name, now.description) == ("The Fjord", "News of the fjord.")
    assert "Description" in " ".join(map(str, answer.context["messages"]))


def test_two_people_who_change_the_same_field_are_asked_whose_to_keep(at_form):
    values = opened(at_form)
    saving.save({"name": "The Bay"}, by=None)
    asked = send(at_form, values, name="The Fjord", email="desk@fjord.example")
    assert "Take theirs" in asked.content.decode()
    again = form_values(asked, "site-settings")
    assert (again["name"], again["email"]) == ("The Fjord", "desk@fjord.example")
    assert site_settings.current().number == 1
    assert send(at_form, again, **{"take-name": "theirs"}).status_code == 302
    assert site_settings.current().name == "The Bay"
    assert site_settings.current().email == "desk@fjord.example"


def test_a_choice_is_for_the_text_that_was_shown_alone(at_form):
    values = opened(at_form)
    saving.save({"name": "The Bay"}, by=None)
    asked = form_values(send(at_form, values, name="The Fjord"), "site-settings")
    saving.save({"name": "The Cape"}, by=None)
    again = send(at_form, asked, **{"take-name": "theirs"})
    assert "The Cape" in again.content.decode()
    assert site_settings.current().name == "The Cape"
    assert send(at_form, form_values(again, "site-settings"), **{"take-name": "mine"}).url == FORM
    assert site_settings.current().name == "The Fjord"


def test_a_logo_is_uploaded_and_taken_away_again(at_form):
    logo = SimpleUploadedFile("logo.png", png(400, 300))
    assert send(at_form, opened(at_form), logo=logo).status_code == 302
    assert site_settings.current().logo["width"] == 400
    assert "The logo as it is now" in at_form.get(FORM).content.decode()
    assert send(at_form, opened(at_form)).status_code == 302
    assert site_settings.current().logo
    assert send(at_form, opened(at_form), remove_logo="on").status_code == 302
    assert not site_settings.current().logo


def test_what_is_no_picture_or_too_small_is_refused_in_a_sentence(at_form):
    for content, said in [(b"GIF89a of sorts", "picture"), (png(90, 90), "at least 192")]:
        upload = SimpleUploadedFile("logo.png", content)
        answer = send(at_form, opened(at_form), logo=upload)
        assert answer.status_code == 200
        assert said in " ".join(answer.context["form"].errors["logo"])


def test_the_history_says_who_changed_what_and_leads_back(at_form, chief):
    saving.save({"name": "The Fjord"}, by=chief)
    saving.save({"name": "The Bay", "owner": "Bay Press"}, by=None)
    shown = at_form.get(HISTORY).content.decode()
    assert str(chief) in shown
    assert "Name, Owner" in shown
    older = at_form.get(f"{FORM}1/").content.decode()
    assert "The Fjord" in older
    answer = at_form.post(f"{FORM}1/restore/", follow=True)
    assert "what they were at revision 1" in answer.content.decode()
    assert site_settings.current().name == "The Fjord"
    assert site_settings.current().owner == ""
    assert SettingsRevision.objects.first().created_by == chief


def test_the_history_is_paged_by_number(at_form, django_assert_max_num_queries):
    for number in range(120):
        saving.save({"name": f"The Fjord {number}"}, by=None)
    site_settings.current()
    first = at_form.get(HISTORY)
    assert [r.number for r in first.context["revisions"]] == list(range(120, 70, -1))
    with django_assert_max_num_queries(8):
        last = at_form.get(HISTORY, {"before": 21})
    assert [r.number for r in last.context["revisions"]] == list(range(20, 0, -1))
    assert not last.context["older"]


def test_an_unknown_revision_is_not_found(at_form):
    assert at_form.get(f"{FORM}7/").status_code == 404
    assert at_form.post(f"{FORM}7/restore/").status_code == 404
    assert at_form.get(f"{FORM}{'9' * 30}/").status_code == 404
    assert at_form.get(f"{FORM}1/restore/").status_code == 405
