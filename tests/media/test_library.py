"""Changing what is in the library reaches the files and the stories that show it."""

import pytest
from django.db import IntegrityError, transaction

from media.library import editing
from media.models import Image, RenditionRequest
from media.videos import video_records
from newsroom.editorial import refusals, registry
from newsroom.editorial.acts import publishing
from newsroom.editorial.drafts import log, revisions
from newsroom.editorial.publication import ledger, recompilation
from tests.factories import make_article

from .factories import make_agency, make_image, make_video

pytestmark = pytest.mark.django_db


@pytest.fixture
def changed(monkeypatch) -> list:
    """What the kernel was told of."""
    told: list = []
    real = recompilation.changed

    def listen(thing, **how):
        assert transaction.get_connection().in_atomic_block
        told.append(thing)
        real(thing, **how)

    monkeypatch.setattr(recompilation, "changed", listen)
    return told


def is_asked_for(image: Image) -> bool:
    return RenditionRequest.objects.filter(image=image).exists()


@pytest.fixture
def image(db) -> Image:
    """A picture whose files are made."""
    made = make_image(creator="Jon Reyes", agency="")
    RenditionRequest.objects.all().delete()
    return made


def test_a_new_credit_asks_for_new_files_and_stories_are_told(image, changed, picture_editor):
    image.creator = "Ana Ruiz"
    editing.save(image, by=picture_editor)
    assert is_asked_for(image)
    assert changed == [image]


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("caption", "The harbour on Monday."),
        ("alt_text", "Two boats"),
        ("copyright_notice", "© Jon Reyes"),
        ("focal_x", 0.8),
        ("web_statement", "https://example.org/rights"),
        ("data_mining", "DMI-PROHIBITED"),
        ("digital_source_type", "digitalCapture"),
        ("is_decorative", True),
    ],
)
def test_what_files_carry_or_show_asks_for_them(image, column, value):
    setattr(image, column, value)
    editing.save(image)
    image.refresh_from_db()
    assert getattr(image, column) == value
    assert is_asked_for(image)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("title", "Harbour"),
        ("restrictions", "Not for sports pages"),
        ("rights_category", "staff"),
        ("cost", "free"),
        ("cost_note", "20 a use"),
        ("keywords", ["harbour", "boats"]),
        ("city", "Wendhaven"),
        ("date_created", "2026-03-02"),
        ("source_url", "https://example.org/1"),
    ],
)
def test_what_they_do_not_leaves_them_alone(image, changed, column, value):
    setattr(image, column, value)
    editing.save(image)
    image.refresh_from_db()
    assert getattr(image, column) == value
    assert not is_asked_for(image)
    assert changed == [image]


def test_what_is_saved_as_it_was_changes_nothing(image, changed):
    editing.save(image)
    assert not changed
    assert not is_asked_for(image)
    assert [entry.act for entry in log.of(image)] == ["add"]


def test_every_act_is_in_the_log_with_what_was_there_before(image, picture_editor):
    image.creator, image.caption = "Ana Ruiz", "x" * 900
    editing.save(image, by=picture_editor)
    editing.retire(image, by=picture_editor)
    editing.bring_back(image, by=picture_editor)
    entries = list(log.of(image))
    assert [entry.act for entry in entries] == ["bring_back", "retire", "change", "add"]
    assert {entry.by for entry in entries[:3]} == {picture_editor}
    before, after = entries[2].data["changed"]["caption"]
    assert before == "The harbour on Sunday."
    assert len(after) == 501
    assert entries[2].data["changed"]["creator"] == ["Jon Reyes", "Ana Ruiz"]


def test_the_agency_is_saved_under_its_printed_name_with_its_house_credit(image):
    make_agency("Harbour Wire", aliases=["HW"], credit_format="{agency} Photo/{creator}")
    image.agency = "hw"
    editing.save(image)
    image.refresh_from_db()
    assert image.agency == "Harbour Wire"
    assert image.printed_credit == "Harbour Wire Photo/Jon Reyes"


def test_a_video_that_shows_the_image_is_told_too():
    image = make_image()
    video = make_video(poster=image)
    article = make_article()
    registry.set_lists(article, videos=[video])
    revisions.save(article, by=None)
    publishing.publish(article, by=None)
    before = ledger.newest("video", video.uuid).seq
    image.caption = "Other words"
    editing.save(image)
    assert ledger.newest("video", video.uuid).seq > before


def test_facts_of_the_file_cannot_be_saved_over():
    image = make_image(64, 48)
    image.width_px, image.sha256 = 9999, "0"
    editing.save(image)
    image.refresh_from_db()
    assert image.width_px == 64
    assert image.sha256 != "0"


def test_only_those_who_may_change_the_library_do(legal):
    image = make_image()
    image.caption = "Other words"
    with pytest.raises(refusals.NotAllowed):
        editing.save(image, by=legal)
    with pytest.raises(refusals.NotAllowed):
        video_records.save(make_video(), by=legal)
    with pytest.raises(refusals.NotAllowed):
        editing.retire(image, by=legal)
    image.refresh_from_db()
    assert image.caption == "The harbour on Sunday."
    assert image.retired_at is None


def test_a_retired_image_is_offered_for_no_new_use_until_it_is_brought_back(picture_editor):
    image = make_image()
    editing.retire(image, by=picture_editor)
    assert image not in Image.objects.in_use()
    assert image.renditions.exists()
    editing.bring_back(image, by=picture_editor)
    assert image in Image.objects.in_use()


def test_slugs_of_videos_are_unique():
    make_video(slug="bearings")
    with pytest.raises(IntegrityError), transaction.atomic():
        make_video(slug="bearings")
    with pytest.raises(IntegrityError), transaction.atomic():
        make_video(slug="")


def test_an_image_that_was_merged_leads_to_its_survivor():
    first, second, third = make_image(), make_image(), make_image()
    first.merged_into, second.merged_into = second, third
    first.save()
    second.save()
    assert first.survivor == third
    assert third.survivor == third


def test_who_adds_a_picture_says_its_rights_once_and_mends_its_words(reporter):
    image = make_image(by=reporter)
    image.alt_text, image.creator, image.rights_category = "The pier at noon", "Ada Roth", "staff"
    editing.save(image, by=reporter)
    image.rights_category = "agency"
    with pytest.raises(refusals.NotAllowed, match="rights"):
        editing.save(image, by=reporter)
    stored = Image.objects.get(pk=image.pk)
    assert (stored.alt_text, stored.rights_category) == ("The pier at noon", "staff")
