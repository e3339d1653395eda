"""Every form of the library, sent by everybody: what changes, and for whom."""

import hashlib
from dataclasses import dataclass
from typing import Any

import pytest
from django.apps import apps
from django.core import serializers
from django.core.files.base import ContentFile
from django.db import transaction
from django.test import Client

from media.library import collections
from media.models import Agency, Collection, Image, Lease, RenditionRequest
from media.rights import leases
from newsroom.accounts.models import User
from newsroom.accounts.roles import DESK, EVERYONE, WRITERS, Role
from tests.conftest import person

from .factories import make_agency, make_image, make_video, picture_bytes

pytestmark = pytest.mark.django_db

ADDERS = EVERYONE - {Role.LEGAL}
#: Whoever changes the words of somebody else's picture, and whoever changes the picture itself.
MENDERS = EVERYONE - WRITERS - {Role.LEGAL}
KEEPERS = DESK | {Role.PICTURE_EDITOR}
NOBODY: frozenset = frozenset()
IMAGE = "/admin/media/image"


@dataclass
class Library:
    """Somebody's picture with rights, a lease, a place in a collection; and another one."""

    image: Image
    other: Image
    lease: Lease
    collection: Collection
    agency: Agency
    video: Any

    def forms(self) -> dict[str, tuple[str, dict[str, Any], Any]]:
        """Name → address, what is sent, the roles that change something by it."""
        pk, uuid, lease = self.image.pk, self.image.uuid, self.lease.pk

        def new() -> ContentFile:
            return ContentFile(picture_bytes(90, 70, number=991), name="new.jpg")

        several = {"image": [pk, self.other.pk], "stage": "do"}
        collection = f"/admin/media/collection/{self.collection.pk}"
        return {
            "upload": (f"{IMAGE}/upload/", {"file": new()}, ADDERS),
            "words": (f"{IMAGE}/{pk}/change/", self.words(alt_text="Other"), MENDERS),
            "focal": (f"{IMAGE}/{pk}/change/", self.words(focal_x="0.1"), KEEPERS),
            "category": (f"{IMAGE}/{pk}/change/", self.words(rights_category="staff"), KEEPERS),
            "restrictions": (f"{IMAGE}/{pk}/change/", self.words(restrictions=""), KEEPERS),
            # What no form has: written by acts alone.
            "windows": (
                f"{IMAGE}/{pk}/change/",
                self.words(
                    windows="null", rights_due_at="", uploaded_by="", is_source_protected="on",
                    merged_into=self.other.pk, retired_at="2026-01-01", sha256="0" * 64,
                    original="x.jpg", files_key="x", house_credit="x", metadata="{}",
                ),
                NOBODY,
            ),
            "quick": (f"{IMAGE}/{uuid}/quick/", {"alt_text": "Other"}, MENDERS),
            "quick collection": (
                f"{IMAGE}/{uuid}/quick/", {"alt_text": "Other", "collection": "Mine"}, MENDERS,
            ),
            "quick rights": (f"{IMAGE}/{uuid}/quick/", {"restrictions": "None"}, KEEPERS),
            "quick smuggled": (
                f"{IMAGE}/{uuid}/quick/",
                {"licence": "cc0", "cost": "free", "windows": "null", "sha256": "0" * 64}, NOBODY,
            ),
            "give way": (f"{IMAGE}/{uuid}/give-way/", {"into": self.other.uuid}, KEEPERS),
            "allow": (
                f"{IMAGE}/{pk}/leases/add/", {"kind": "allow", "scope": "publication"}, KEEPERS,
            ),
            "deny": (
                f"{IMAGE}/{pk}/leases/add/", {"kind": "deny", "scope": "publication"},
                KEEPERS | {Role.LEGAL},
            ),
            "change lease": (
                f"{IMAGE}/{pk}/leases/{lease}/", {"kind": "deny", "scope": "syndication"}, KEEPERS,
            ),
            "confirm": (
                f"{IMAGE}/{pk}/leases/{lease}/decide/", {"decision": "confirm"},
                KEEPERS | {Role.LEGAL},
            ),
            "dismiss": (f"{IMAGE}/{pk}/leases/{lease}/decide/", {"decision": "dismiss"}, KEEPERS),
            "replace": (f"{IMAGE}/{pk}/replace/", {"file": new()}, KEEPERS),
            "take": (f"{IMAGE}/{pk}/take/", {"field": "headline", "block": "xmp"}, MENDERS),
            "take rights": (
                f"{IMAGE}/{pk}/take/", {"field": "usage_terms", "block": "iim"}, KEEPERS,
            ),
            "several": (
                f"{IMAGE}/several/", {**several, "act": "change", "agency": "Other"}, KEEPERS,
            ),
            "collect": (
                f"{IMAGE}/several/",
                {**several, "act": "collect", "collection": self.collection.pk}, KEEPERS,
            ),
            "retire": (
                f"{IMAGE}/several/", {**several, "act": "retire", "way": "retire"}, KEEPERS,
            ),
            "delete": (f"{IMAGE}/{pk}/delete/", {"post": "yes"}, NOBODY),
            "delete selected": (
                f"{IMAGE}/",
                {"action": "delete_selected", "_selected_action": [pk], "post": "yes"}, NOBODY,
            ),
            "add agency": (
                "/admin/media/agency/add/",
                {"name": "New Wire", "kind": "agency", "lease_days": "", "other_names": ""},
                KEEPERS,
            ),
            "change agency": (
                f"/admin/media/agency/{self.agency.pk}/change/",
                {"name": self.agency.name, "kind": "agency", "restrictions": "None",
                 "other_names": ""},
                KEEPERS,
            ),
            "delete agency": (
                f"/admin/media/agency/{self.agency.pk}/delete/", {"post": "yes"}, NOBODY,
            ),
            "delete collection": (f"{collection}/delete/", {"post": "yes"}, KEEPERS),
            "add video": (
                "/admin/media/video/add/",
                {"title": "A film", "slug": "a-film", "url": "https://videos.example/1"}, ADDERS,
            ),
            "delete video": (
                f"/admin/media/video/{self.video.pk}/delete/", {"post": "yes"}, NOBODY,
            ),
        }  # fmt: skip

    def words(self, **changed: Any) -> dict[str, Any]:
        """The whole form of the picture, as a browser sends it back."""
        names = (
            "title", "alt_text", "caption", "extended_description", "creator", "agency",
            "supplier", "credit_line", "city", "region", "country", "date_created",
            "rights_category", "licence", "cost", "cost_note", "restrictions", "copyright_notice",
            "usage_terms", "web_statement", "licensor_url", "digital_source_type", "data_mining",
            "source_url", "focal_x", "focal_y",
        )  # fmt: skip
        return {name: getattr(self.image, name) for name in names} | changed


@pytest.fixture
def library(django_user_model) -> Library:
    owner = django_user_model.objects.create_user("owner", is_staff=True)
    image = make_image(rights_category="agency", restrictions="GERMANY OUT", usage_terms="One day")
    Image.objects.filter(pk=image.pk).update(
        uploaded_by=owner,
        metadata={
            "conflicts": [
                {"field": "headline", "xmp": "Said in XMP", "iim": "Said in IIM"},
                {"field": "usage_terms", "xmp": "One", "iim": "For ever"},
            ]
        },
    )
    image.refresh_from_db()
    lease = leases.add_lease(image, by=None, kind="deny", places=["DE"], is_proposed=True)
    collection = collections.create("Harbour", images=[image])
    return Library(image, make_image(), lease, collection, make_agency(), make_video())


def fingerprint() -> str:
    """Of everything the library holds, but for what is only asked for."""
    digest = hashlib.sha256()
    for model in sorted(apps.get_app_config("media").get_models(), key=lambda m: m.__name__):
        if model is not RenditionRequest:
            rows = model._default_manager.order_by("pk")
            digest.update(serializers.serialize("json", rows).encode())
    return digest.hexdigest()


def changing(library: Library, user: User | None) -> set[str]:
    """The names of the forms by which this person changes something."""
    client = Client()
    if user:
        client.force_login(user)
    found, before = set(), fingerprint()
    for name, (address, sent, _roles) in library.forms().items():
        with transaction.atomic():
            answer = client.post(address, sent, headers={"Accept": "application/json"})
            assert answer.status_code < 500, (name, answer.content)
            if fingerprint() != before:
                found.add(name)
            transaction.set_rollback(True)
    return found


@pytest.mark.parametrize("role", sorted(Role))
def test_a_role_changes_what_it_may_and_nothing_else(library, role):
    expected = {name for name, (*_form, roles) in library.forms().items() if role in roles}
    assert changing(library, person(role)) == expected


def test_whoever_is_not_of_the_newsroom_changes_nothing(library, django_user_model):
    assert changing(library, None) == set()
    reader = django_user_model.objects.create_user("reader")
    assert changing(library, reader) == set()
    without_a_role = django_user_model.objects.create_user("new", is_staff=True)
    assert changing(library, without_a_role) == set()


def test_no_form_is_taken_without_its_token(library, picture_editor):
    client = Client(enforce_csrf_checks=True)
    client.force_login(picture_editor)
    for name, (address, sent, _roles) in library.forms().items():
        assert client.post(address, sent).status_code == 403, name
