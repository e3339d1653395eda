"""Many pictures at once: what is reached is named, each is changed for itself."""

from datetime import timedelta

import pytest

from media.library import bulk, editing, usage
from media.library.bulk import BulkOutcome
from media.models import Image, RenditionRequest
from media.rights.instructions import ProposedLease
from newsroom.editorial import clock, refusals
from newsroom.editorial.acts import publishing
from newsroom.editorial.drafts import log, revisions
from newsroom.editorial.publication import recompilation
from tests.factories import make_article, make_post, publish_article

from .factories import make_agency, make_image

pytestmark = pytest.mark.django_db


@pytest.fixture
def images() -> list[Image]:
    made = [make_image(creator="Jon Reyes", agency="") for _ in range(3)]
    RenditionRequest.objects.all().delete()
    return made


def those(images) -> object:
    return Image.objects.filter(pk__in=[image.pk for image in images])


def test_the_stories_that_show_them_are_named_before_anything_changes(images, desk):
    first, second, unused = images
    story = make_article(lead_image=first, body=figure(second))
    post = make_post(image=second)
    for item in (story, post):
        revisions.save(item, by=desk)
        publishing.publish(item, by=desk)
    publishing.publish(planned := make_article(lead_image=first), by=desk, at=in_an_hour())
    reached = usage.affected(those(images))
    assert (reached.pictures, reached.count) == (3, 3)
    assert set(reached.items) == {story, post, planned}
    assert usage.affected(those([unused])).count == 0


def figure(image: Image) -> str:
    return f'<figure data-image="{image.uuid}"></figure><p>Text.</p>'


def in_an_hour():
    return clock.now() + timedelta(hours=1)


def test_credit_rights_and_words_are_given_to_all(images, picture_editor):
    make_agency("Harbour Wire", aliases=["HW"])
    fields = {"agency": "hw", "rights_category": "agency", "keywords": ["harbour"], "city": "Wend"}
    results = bulk.change(those(images), by=picture_editor, fields=fields)
    assert [result.outcome for result in results] == [BulkOutcome.CHANGED] * 3
    for image in Image.objects.all():
        assert image.printed_credit == "Jon Reyes/Harbour Wire"
        assert (image.rights_category, image.keywords, image.city) == (
            "agency", ["harbour"], "Wend",
        )  # fmt: skip
        assert log.of(image).first().by == picture_editor
    assert RenditionRequest.objects.count() == 3
    again = bulk.change(those(images), by=picture_editor, fields=fields)
    assert [result.outcome for result in again] == [BulkOutcome.UNCHANGED] * 3


def test_one_that_is_refused_holds_up_no_other(images):
    merged = images[1]
    Image.objects.filter(pk=merged.pk).update(merged_into=images[0])
    results = bulk.change([image.pk for image in images], fields={"city": "Wend"})
    assert [result.outcome for result in results] == ["changed", "refused", "changed"]
    assert "merged" in results[1].reason
    merged.refresh_from_db()
    assert merged.city == ""


def test_text_that_does_not_fit_is_refused_for_each(images):
    results = bulk.change(those(images), fields={"creator": "x" * 501})
    assert {result.outcome for result in results} == {BulkOutcome.REFUSED}
    assert "500" in results[0].reason
    assert set(Image.objects.values_list("creator", flat=True)) == {"Jon Reyes"}


def test_what_somebody_changed_in_the_meantime_stays(images):
    mine = images[0]
    chosen = list(those(images))
    mine.caption = "A newer caption"
    editing.save(mine)
    bulk.change([image.pk for image in chosen], fields={"city": "Wend"})
    mine.refresh_from_db()
    assert (mine.caption, mine.city) == ("A newer caption", "Wend")


def test_a_lease_is_added_to_all(images, picture_editor):
    until = clock.now() + timedelta(days=14)
    lease = ProposedLease(
        kind="allow", scope="publication", starts_at=None, ends_at=until, places=[], words="14 days"
    )
    results = bulk.change(those(images), by=None, add_lease=lease)
    assert {result.outcome for result in results} == {BulkOutcome.CHANGED}
    for image in images:
        made = image.leases.get()
        assert (made.kind, made.ends_at, made.is_proposed) == ("allow", until, False)


def test_only_words_credit_and_rights_are_changed_in_bulk(images):
    for name in ("sha256", "focal_x", "uuid"):
        with pytest.raises(TypeError, match=name):
            bulk.change(those(images), fields={name: "x"})


def test_a_role_without_the_right_changes_none(images, legal):
    with pytest.raises(refusals.NotAllowed):
        bulk.change(those(images), by=legal, fields={"city": "Wend"})
    assert not Image.objects.exclude(city="").exists()


def test_however_many_stories_show_them_few_are_compiled_at_once(
    monkeypatch, django_capture_on_commit_callbacks
):
    monkeypatch.setattr(recompilation, "AT_ONCE", 3)
    images = [make_image() for _ in range(3)]
    for image in images:
        for _ in range(2):
            publish_article(lead_image=image)
    with django_capture_on_commit_callbacks(execute=True):
        bulk.change([image.pk for image in images], fields={"caption": "The pier."})
    assert recompilation.waiting() == 3
