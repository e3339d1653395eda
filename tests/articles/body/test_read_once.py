"""A body is costly to read, and everything that a save or a publication does asks for it."""

import pytest

from articles.body.reader import read
from newsroom.editorial.acts import publishing
from newsroom.editorial.drafts import revisions
from tests.factories import make_article
from tests.media.factories import make_image

pytestmark = pytest.mark.django_db


def test_a_save_reads_what_was_typed_and_what_is_stored_and_a_publication_only_that():
    article = make_article()
    image = make_image()
    article.body = f'<p>The <b>port</b> opens.</p><figure data-image="{image.uuid}"></figure>'
    read.cache_clear()
    revisions.save(article, by=None)
    assert read.cache_info().misses == 2
    read.cache_clear()
    publishing.publish(article, by=None)
    assert read.cache_info().misses == 1
