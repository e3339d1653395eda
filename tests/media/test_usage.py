"""Where a picture is used: live, planned, in drafts, in history; and who may see that."""

from datetime import timedelta

import pytest
from django.urls import reverse

from articles.models import ArticleEditionImage
from media.library import usage
from newsroom.editorial import clock
from newsroom.editorial.acts import publishing
from tests.bulk import multiply_article
from tests.factories import edit, make_article, publish_article

from .factories import make_image, make_video

pytestmark = pytest.mark.django_db


def used(image, user):
    return usage.of(image, user=user, at=clock.now())


def test_each_kind_of_use_is_told_apart(picture_editor):
    image = make_image()
    live = publish_article(headline="Live", lead_image=image)
    draft = make_article(headline="Draft", lead_image=image)
    planned = make_article(headline="Planned", lead_image=image)
    publishing.publish(planned, by=None, at=clock.now() + timedelta(hours=1))
    was = make_article(headline="Was", lead_image=image)
    edit(was, lead_image=make_image())
    found = used(image, picture_editor)
    assert found.live.items == [live]
    assert found.planned.items == [planned]
    assert set(found.drafts.items) >= {draft}
    assert found.history.items == [was]
    assert found.is_used


def test_a_picture_that_nothing_names_is_unused(picture_editor):
    assert not used(make_image(), picture_editor).is_used


def test_a_poster_is_a_use(picture_editor):
    image = make_image()
    video = make_video(poster=image)
    assert used(image, picture_editor).others == [video]


def test_the_drafts_of_others_are_hidden_from_contributors(contributor, reporter):
    image = make_image()
    make_article(headline="Secret draft", lead_image=image, by=reporter)
    own = make_article(headline="Mine", lead_image=image, by=contributor)
    live = publish_article(headline="Live", lead_image=image)
    found = used(image, contributor)
    assert found.drafts.items == [own]
    # What is live they may know of: its page, not its draft.
    assert found.live.items == []
    assert [one.title for one in found.live.public] == ["Live"]
    assert found.live.public[0].url == live.editions.get().card["url"]


def test_a_picture_of_many_stories_names_a_few_and_counts_the_others(
    picture_editor, django_assert_max_num_queries
):
    image = make_image()
    article = publish_article(lead_image=image)
    editions = multiply_article(article, 60)
    ArticleEditionImage.objects.bulk_create(
        ArticleEditionImage(
            edition=e, item_id=e.item_id, image=image, published_at=e.published_at
        )
        for e in editions
    )  # fmt: skip
    with django_assert_max_num_queries(20):
        found = used(image, picture_editor)
    assert (len(found.live.items), found.live.count, found.live.more) == (20, 61, 41)


def test_the_page_of_a_picture_links_to_what_uses_it(client, picture_editor):
    image = make_image()
    article = publish_article(headline="Cranes return", lead_image=image)
    client.force_login(picture_editor)
    page = client.get(reverse("admin:media_image_change", args=[image.pk])).content.decode()
    assert "Readers see it in" in page
    assert reverse("admin:articles_article_change", args=[article.pk]) in page
