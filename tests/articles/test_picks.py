"""What writers find by typing: of stories that are not theirs they are told what readers know."""

import pytest
from django.core.exceptions import ValidationError

from newsroom.editorial.admin import autocomplete
from newsroom.editorial.drafts import revisions
from tests.factories import make_article, make_post, publish_article, publish_post

pytestmark = pytest.mark.django_db


def found(kind: str, user, words: str = "") -> list[tuple[str, str, str]]:
    return [(one.title, one.detail, one.thumb) for one in autocomplete.find(kind, user, words)]


@pytest.fixture
def rewritten():
    """Readers have its first headline; an editor has another, and a working name."""
    article = publish_article(headline="Minister on leave", slugline="minister-arrest")
    article.headline = "Minister arrested"
    article.save()
    return article


def test_a_story_of_others_goes_by_the_headline_that_readers_have(rewritten, contributor, reporter):
    assert found("article", contributor) == [("Minister on leave", "", "")]
    assert found("article", contributor, "leave minister") == [("Minister on leave", "", "")]
    assert found("article", reporter)[0][0] == "Minister arrested"


@pytest.mark.parametrize("words", ["arrested", "minister-arrest"])
def test_a_story_of_others_is_not_found_by_the_newsrooms_own_words(
    words, rewritten, contributor, reporter
):
    assert found("article", contributor, words) == []
    assert len(found("article", reporter, words)) == 1


def test_a_typed_word_names_a_story_of_others_by_what_readers_have(rewritten, contributor):
    rewritten.slug = "minister-arrested"
    rewritten.save()
    with pytest.raises(ValidationError):
        autocomplete.resolve("article", contributor, "minister-arrested")
    assert autocomplete.resolve("article", contributor, "minister on leave") == rewritten
    assert autocomplete.resolve("article", contributor, str(rewritten.uuid)) == rewritten


def test_their_own_story_goes_by_the_words_of_its_draft(contributor):
    draft = make_article(by=contributor, headline="Mine in the making", slugline="making")
    revisions.save(draft, by=contributor)
    make_article(headline="Of somebody else")
    assert [title for title, _detail, _thumb in found("article", contributor, "making")] == [
        "Mine in the making"
    ]
    assert autocomplete.resolve("article", contributor, draft.slug) == draft


def test_a_post_of_others_goes_by_the_headline_that_readers_have(contributor, reporter):
    post = publish_post(headline="Ferry late")
    post.headline = "Ferry sunk"
    post.save()
    make_post(headline="Not yet told")
    assert found("post", contributor) == [("Ferry late", "", "")]
    assert found("post", contributor, "sunk") == []
    assert len(found("post", reporter, "sunk")) == 1
    with pytest.raises(ValidationError):
        autocomplete.resolve("post", contributor, "Ferry sunk")
    assert autocomplete.resolve("post", contributor, "ferry late") == post
