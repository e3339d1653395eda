"""Agencies in the admin: other names, house rules, and what a new name prints again."""

import pytest
from django.urls import reverse

from media.library import agency_editing
from media.models import Agency
from tests.admin.pages import text_of
from tests.factories import publish_article

from .factories import make_image

pytestmark = pytest.mark.django_db

ADD = "/admin/media/agency/add/"
WORDS = {"kind": "agency", "rights_category": "agency", "lease_days": "14"}


@pytest.fixture
def editor(client, picture_editor):
    client.force_login(picture_editor)
    return client


@pytest.fixture
def wire(db) -> Agency:
    agency = Agency(name="Harbour Wire")
    agency_editing.save(agency)
    return agency


def change_url(agency: Agency) -> str:
    return reverse("admin:media_agency_change", args=[agency.pk])


def test_an_agency_is_added_with_its_other_names_and_house_rule(editor):
    answer = editor.post(
        ADD,
        {**WORDS, "name": "Nordlys", "other_names": "NL\nNordlys Foto",
         "credit_format": "{agency} Photo/{creator}"},
    )  # fmt: skip
    assert answer.status_code == 302
    agency = Agency.objects.get()
    names = set(agency.aliases.values_list("name", flat=True))
    assert names >= {"NL", "Nordlys Foto"}
    page = text_of(editor.get(change_url(agency)))
    assert "A picture by Ana Ruiz is printed as “Nordlys Photo/Ana Ruiz”." in page
    assert "Nordlys" in text_of(editor.get("/admin/media/agency/"))


def test_a_new_name_tells_what_it_prints_again_before_it_does(editor, wire):
    image = make_image()
    publish_article(headline="Cranes return", lead_image=image)
    words = {**WORDS, "name": "Harbour Wire International"}
    told = editor.post(change_url(wire), words)
    assert "1 picture changes." in text_of(told)
    assert "Cranes return" in text_of(told)
    image.refresh_from_db()
    assert image.agency == "Harbour Wire"
    agreed = told.context["adminform"].form.data["agreed"]
    other = editor.post(change_url(wire), {**words, "name": "Something Else", "agreed": agreed})
    assert other.status_code == 200
    done = editor.post(change_url(wire), {**words, "agreed": agreed})
    assert done.status_code == 302
    image.refresh_from_db()
    assert image.printed_credit == "Jon Reyes/Harbour Wire International"


def test_what_prints_nothing_again_is_saved_at_once(editor, wire):
    make_image()
    answer = editor.post(change_url(wire), {**WORDS, "name": "Harbour Wire", "lease_days": "30"})
    assert answer.status_code == 302
    wire.refresh_from_db()
    assert wire.lease_days == 30


@pytest.mark.parametrize("rule", ["{agency", "{agency}/{owner}", "Somebody"])
def test_a_rule_that_cannot_be_printed_is_an_error_of_its_field(editor, rule):
    answer = editor.post(ADD, {**WORDS, "name": "Nordlys", "credit_format": rule})
    assert "credit_format" in answer.context["adminform"].form.errors
    assert not Agency.objects.exists()


def test_a_name_that_another_has_is_an_error_of_its_field(editor, wire):
    answer = editor.post(ADD, {**WORDS, "name": "Nordlys", "other_names": "Harbour Wire"})
    assert (
        "is already a name of Harbour Wire"
        in answer.context["adminform"].form.errors["other_names"][0]
    )


def test_the_example_follows_what_is_typed(editor):
    url = reverse("admin:media_agency_example")
    told = editor.get(url, {"rule": "{creator} for {agency}", "name": "Nordlys"}).json()
    assert told == {"example": "Ana Ruiz for Nordlys", "refusal": ""}
    assert editor.get(url, {"rule": "{oops}", "name": "Nordlys"}).json()["refusal"]


def test_others_read_agencies(client, reporter, wire):
    client.force_login(reporter)
    assert "Harbour Wire" in text_of(client.get(change_url(wire)))
    client.post(change_url(wire), {**WORDS, "name": "Mine"})
    wire.refresh_from_db()
    assert wire.name == "Harbour Wire"
