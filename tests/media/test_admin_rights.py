"""The panel of rights: what holds in words, leases given and taken back, proposals decided."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from media.models import Image, Lease
from media.rights import leases, wording
from newsroom.editorial import clock
from tests.admin.pages import text_of
from tests.factories import publish_article

from .factories import make_image

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


@pytest.fixture
def editor(client, picture_editor):
    client.force_login(picture_editor)
    return client


def change_url(image: Image) -> str:
    return reverse("admin:media_image_change", args=[image.pk])


def add_url(image: Image) -> str:
    return reverse("admin:media_image_lease_add", args=[image.pk])


def decide_url(lease: Lease) -> str:
    return reverse("admin:media_image_lease_decide", args=[lease.image_id, lease.pk])


def typed(instant: datetime) -> str:
    return f"{timezone.localtime(instant):%Y-%m-%dT%H:%M}"


# --- In words ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("windows", "word"),
    [
        (None, "May be shown"),
        ([[None, None]], "May be shown"),
        ([[None, "2026-03-02T10:30:00Z"]], "Ends in 30 min"),
        ([[None, "2026-03-02T13:00:00Z"]], "Ends in 3 h"),
        ([[None, "2026-03-06T10:00:00Z"]], "Ends in 4 days"),
        ([[None, "2026-05-01T10:00:00Z"]], "Until 1 May 2026"),
        ([["2026-03-14T18:00:00Z", None]], "Not before 14 March 2026, 6:00 PM UTC"),
        ([[None, "2026-03-01T10:00:00Z"]], "Ended"),
        ([], "Must not be shown"),
    ],
)
def test_how_a_picture_stands_is_a_word(windows, word):
    at = datetime(2026, 3, 2, 10, tzinfo=UTC)
    assert wording.state(Image(windows=windows), at=at).word == word


def test_the_timeline_names_the_instant_and_the_newsrooms_zone(settings):
    settings.TIME_ZONE = "Europe/Berlin"
    timezone.activate("Europe/Berlin")
    image = Image(windows=[[None, "2026-03-14T17:00:00Z"], ["2026-07-01T10:00:00Z", None]])
    try:
        sentences = wording.timeline(image, at=datetime(2026, 3, 2, tzinfo=UTC))
    finally:
        timezone.deactivate()
    assert sentences == [
        "May be shown until 14 March 2026, 6:00 PM CET; after that no story shows it.",
        "May be shown from 1 July 2026, 12:00 PM CEST on; before that no story shows it.",
    ]


# --- Leases --------------------------------------------------------------------------------------


def test_a_picture_editor_allows_a_picture_for_a_time(editor):
    image, until = make_image(), clock.now() + 48 * HOUR
    answer = editor.post(
        add_url(image),
        {"kind": "allow", "scope": "publication", "ends_at": typed(until), "places": "de, at",
         "words": "14 days"},
    )  # fmt: skip
    assert answer.status_code == 302
    lease = image.leases.get()
    assert (lease.kind, lease.places, lease.words) == ("allow", ["AT", "DE"], "14 days")
    assert abs(lease.ends_at - until) < timedelta(minutes=1)
    assert "May be shown until" in text_of(editor.get(change_url(image)))


def test_a_lease_that_ends_before_it_begins_is_an_error_of_its_end(editor):
    image, now = make_image(), clock.now()
    answer = editor.post(
        add_url(image),
        {"kind": "deny", "scope": "publication", "starts_at": typed(now + HOUR),
         "ends_at": typed(now)},
    )  # fmt: skip
    assert "The lease ends before it begins" in answer.context["form"].errors["ends_at"][0]
    assert not image.leases.exists()


def test_a_new_lease_that_is_over_already_is_an_error_of_its_end(editor):
    image = make_image()
    answer = editor.post(
        add_url(image),
        {"kind": "allow", "scope": "publication", "ends_at": typed(clock.now() - HOUR)},
    )
    assert "This time has passed" in answer.context["form"].errors["ends_at"][0]
    assert not image.leases.exists()


def test_the_stories_that_a_lease_reaches_are_named_where_it_is_given(editor):
    image = make_image()
    publish_article(headline="Cranes return", lead_image=image)
    text = text_of(editor.get(f"{add_url(image)}?kind=deny"))
    assert "1 live or planned story shows it: Cranes return" in text
    assert "live or planned" not in text_of(editor.get(add_url(make_image())))


def test_a_lease_for_places_says_whether_it_holds_here(editor, settings):
    image = make_image()
    settings.NEWSROOM_COUNTRIES = []
    leases.add_lease(image, by=None, kind="deny", places=["DE"], is_proposed=True)
    assert "this site does not say where it publishes" in text_of(editor.get(change_url(image)))
    settings.NEWSROOM_COUNTRIES = ["GB"]
    assert "It bars nothing here: this site publishes in GB." in text_of(
        editor.get(change_url(image))
    )
    settings.NEWSROOM_COUNTRIES = ["DE"]
    assert "bars nothing" not in text_of(editor.get(change_url(image)))


def test_who_chooses_a_picture_reads_how_it_stands(editor):
    image = make_image(title="Quay crane", creator="", agency="")
    leases.add_lease(image, by=None, kind="deny")
    [choice] = editor.get("/admin/pick/image/?q=quay").json()["results"]
    assert choice["detail"].endswith("No credit · Must not be shown")
    fine = make_image(title="Pier crane")
    [choice] = editor.get("/admin/pick/image/?q=pier").json()["results"]
    assert choice["detail"] == f"{fine.width_px} × {fine.height_px} · {fine.printed_credit}"


def test_a_refusal_stands_beside_the_field_that_mends_it(editor):
    image = make_image()
    answer = editor.post(
        add_url(image), {"kind": "deny", "scope": "publication", "places": "Germany"}
    )
    assert "is not a country code" in answer.context["form"].errors["places"][0]


def test_a_lease_is_changed_and_dismissed(editor):
    image = make_image()
    lease = leases.add_lease(image, by=None, kind="allow", ends_at=clock.now() + 9 * HOUR)
    url = reverse("admin:media_image_lease_change", args=[image.pk, lease.pk])
    until = clock.now() + 99 * HOUR
    words = {"kind": "allow", "scope": "publication", "ends_at": typed(until)}
    assert editor.post(url, words).status_code == 302
    lease.refresh_from_db()
    assert abs(lease.ends_at - until) < timedelta(minutes=1)
    editor.post(decide_url(lease), {"decision": "dismiss"})
    lease.refresh_from_db()
    image.refresh_from_db()
    assert lease.dismissed_at
    assert image.windows is None


def test_a_proposal_waits_for_a_yes_or_a_no(editor, picture_editor):
    image = make_image()
    lease = leases.add_lease(image, by=None, kind="deny", words="GERMANY OUT", is_proposed=True)
    page = editor.get(change_url(image)).content.decode()
    assert "Read from the file. Is it correct?" in page
    assert "GERMANY OUT" in page
    editor.post(decide_url(lease), {"decision": "confirm"})
    lease.refresh_from_db()
    assert not lease.is_proposed
    assert "Is it correct?" not in editor.get(change_url(image)).content.decode()


def test_a_proposal_that_is_not_so_holds_no_more(editor):
    image = make_image()
    lease = leases.add_lease(image, by=None, kind="deny", is_proposed=True)
    editor.post(decide_url(lease), {"decision": "dismiss"})
    image.refresh_from_db()
    assert image.is_usable(clock.now())


def test_legal_may_bar_a_picture_and_nothing_else(client, legal):
    image = make_image()
    client.force_login(legal)
    page = client.get(change_url(image)).content.decode()
    assert "Bar it" in page
    assert "Allow for a time" not in page
    assert client.post(add_url(image), {"kind": "allow", "scope": "publication"}).status_code == 200
    assert not image.leases.exists()
    client.post(add_url(image), {"kind": "deny", "scope": "publication", "words": "Injunction"})
    lease = image.leases.get()
    assert lease.created_by == legal
    client.post(decide_url(lease), {"decision": "dismiss"})
    lease.refresh_from_db()
    assert lease.dismissed_at is None


@pytest.mark.parametrize("role", ["reporter", "contributor", "copy_editor"])
def test_who_keeps_no_rights_reads_them(client, request, role):
    user = request.getfixturevalue(role)
    image = make_image()
    Image.objects.filter(pk=image.pk).update(uploaded_by=user)
    leases.add_lease(image, by=None, kind="allow", ends_at=clock.now() + 9 * HOUR, is_proposed=True)
    client.force_login(user)
    page = client.get(change_url(image)).content.decode()
    assert "May be shown until" in page
    assert "Yes, keep it" not in page
    assert client.get(add_url(image)).status_code == 403


# --- What the file says --------------------------------------------------------------------------


@pytest.fixture
def contradicting():
    image = make_image(caption="The IIM caption.")
    image.metadata = {
        "conflicts": [
            {"field": "caption", "xmp": "The XMP caption.", "iim": "The IIM caption.", "exif": ""},
            {"field": "keywords", "xmp": ["port", "crane"], "iim": ["port"], "exif": ""},
            {"field": "orientation", "xmp": "1", "iim": "6", "exif": ""},
        ],
        "blocks": {"xmp": {"caption": "The XMP caption."}, "iim": {}, "exif": {}},
    }
    image.save(update_fields=["metadata"])
    return image


def test_what_a_file_says_twice_stands_side_by_side(editor, contradicting):
    text = text_of(editor.get(change_url(contradicting)))
    assert "The file contradicts itself" in text
    assert "XMP The XMP caption." in text
    assert "IPTC/IIM The IIM caption. ✓ Taken" in text
    assert "Metadata of the file" in text


def test_one_of_them_is_taken_over(editor, contradicting):
    url = reverse("admin:media_image_take", args=[contradicting.pk])
    editor.post(url, {"field": "caption", "block": "xmp"})
    contradicting.refresh_from_db()
    assert contradicting.caption == "The XMP caption."


@pytest.mark.parametrize(
    "wrong",
    [{}, {"field": "caption", "block": "exif"}, {"field": "orientation", "block": "xmp"},
     {"field": "sha256", "block": "xmp"}, {"field": "caption", "block": "field"}],
)  # fmt: skip
def test_what_the_file_does_not_say_is_not_taken(editor, contradicting, wrong):
    url = reverse("admin:media_image_take", args=[contradicting.pk])
    assert editor.post(url, wrong).status_code == 302
    contradicting.refresh_from_db()
    assert contradicting.caption == "The IIM caption."


def test_who_may_not_change_a_picture_takes_nothing_over(client, reporter, contradicting):
    client.force_login(reporter)
    url = reverse("admin:media_image_take", args=[contradicting.pk])
    client.post(url, {"field": "caption", "block": "xmp"})
    contradicting.refresh_from_db()
    assert contradicting.caption == "The IIM caption."
