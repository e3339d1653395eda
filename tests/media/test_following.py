"""A correction of a picture reaches every live story that shows it, and no other."""

import pytest

from media.library import editing
from newsroom.editorial.acts import shared_things
from newsroom.editorial.models import LedgerEntry
from tests.factories import edit, make_article, publish_article

from .factories import make_image

pytestmark = pytest.mark.django_db


def live_card(article) -> dict:
    return article.editions.get(live_until=None).card


def test_a_corrected_credit_is_in_the_live_story_and_in_the_ledger(
    django_capture_on_commit_callbacks,
):
    image = make_image(700, 400, creator="Jon Reyes", agency="")
    article = publish_article(lead_image=image)
    seen = LedgerEntry.objects.count()
    image.creator = "Ana Ruiz"
    with django_capture_on_commit_callbacks(execute=True):
        editing.save(image)
    shown = live_card(article)["lead_image"]
    assert shown["credit"]["line"] == "Ana Ruiz"
    assert {r["url"] for r in shown["renditions"]} == {r.url for r in image.renditions.all()}
    told = {e.type for e in LedgerEntry.objects.order_by("seq")[seen:]}
    assert told == {"article", "image"}


def test_a_picture_only_drafts_use_tells_nobody(django_capture_on_commit_callbacks):
    image = make_image()
    make_article(lead_image=image)
    image.caption = "Other words"
    with django_capture_on_commit_callbacks(execute=True):
        editing.save(image)
    assert not LedgerEntry.objects.exists()


def test_the_library_says_where_a_picture_is_shown():
    image = make_image()
    article = publish_article(lead_image=image)
    edit(article, headline="Not published yet")
    assert shared_things.uses(image, user=None, shown=5).items == [article]
    assert shared_things.uses(make_image(), user=None, shown=5).count == 0
