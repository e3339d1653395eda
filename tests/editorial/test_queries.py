"""How many queries an act asks: a publication is felt by whoever presses the button."""

import copy
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from media.models import Image
from newsroom.editorial.acts import publishing, takedowns
from tests.analysed import analyse
from tests.bulk import multiply_article
from tests.factories import edit, make_article, make_author, make_post, make_section, make_tag
from tests.media.factories import make_image, make_video

pytestmark = pytest.mark.django_db
PARAGRAPH = f"<p>{'The harbour office says when. ' * 12}</p>"


@pytest.fixture
def other(desk):
    """A live story of the same desk: its section, names and tags are public already."""
    article = make_article(
        by=desk,
        section=make_section(),
        authors=[make_author(portrait=make_image()), make_author()],
        tags=[make_tag() for _ in range(3)],
        lead_image=make_image(),
    )
    publishing.publish(article, by=desk)
    return article


def copies(image: Image, count: int) -> list[Image]:
    """More pictures, without files: nothing here depends on those."""
    made = [copy.copy(image) for _ in range(count)]
    for each in made:
        each.pk, each.uuid = None, uuid.uuid4()
        each.sha256 = each.uuid.hex
        each.is_announced, each.announced_hash, each.version = False, "", 0
    return Image.objects.bulk_create(made)


@pytest.fixture
def make_typical(desk, other):
    """Some six hundred words with figures, a video and a card, as a newsroom writes them."""

    def make(figures: int = 2, tags: int = 3):
        known, lead = list(other.tags.all()), make_image()
        pictures = copies(lead, figures)
        body = PARAGRAPH * 10 + "".join(
            [
                *(f'<figure data-image="{each.uuid}"></figure>' for each in pictures),
                f'<div data-video="{make_video().uuid}"></div>',
                f'<div data-card="article" data-id="{other.uuid}"></div>',
            ]
        )
        return make_article(
            by=desk,
            section=other.section,
            tags=[*known, *(make_tag() for _ in range(tags - len(known)))],
            authors=list(other.authors.all()),
            lead_image=lead,
            body=body,
        )

    return make


@pytest.fixture
def asked(desk, django_capture_on_commit_callbacks):
    """How many queries an act of the desk asks, with what it does right after its commit."""
    # The page with the button has asked for the rights of whoever presses it.
    desk.get_all_permissions()

    def count(act) -> int:
        with (
            CaptureQueriesContext(connection) as queries,
            django_capture_on_commit_callbacks(execute=True),
        ):
            act()
        return len([q for q in queries.captured_queries if "SAVEPOINT" not in q["sql"]])

    return count


def test_a_publication_asks_at_most_twenty_queries(asked, make_typical, desk):
    article = make_typical()
    assert asked(lambda: publishing.publish(article, by=desk)) <= 20
    assert article.editions.live().get().card["word_count"] >= 600


def test_it_asks_no_more_the_more_the_story_names(asked, make_typical, desk):
    few, many = make_typical(3, 4), make_typical(30, 30)
    first = asked(lambda: publishing.publish(few, by=desk))
    assert asked(lambda: publishing.publish(many, by=desk)) == first
    # Tags that are told for the first time are one table more.
    assert first <= 20


def test_it_asks_no_more_the_more_the_archive_holds(asked, make_typical, desk, other):
    before, after = make_typical(), make_typical()
    first = asked(lambda: publishing.publish(before, by=desk))
    multiply_article(other, 200)
    assert asked(lambda: publishing.publish(after, by=desk)) == first


def test_an_update_a_correction_and_a_withdrawal_ask_some_twenty(asked, make_typical, desk):
    article = make_typical()
    publishing.publish(article, by=desk)
    edit(article, by=desk, headline="New words")
    assert asked(lambda: publishing.publish(article, by=desk)) <= 22
    edit(article, by=desk, headline="Right words")
    correct = {"by": desk, "text": "It was Monday.", "note": "A reader wrote"}
    assert asked(lambda: publishing.correct(article, **correct)) <= 23
    assert asked(lambda: takedowns.withdraw(article, by=desk, note="Wrong")) <= 24


def test_a_post_asks_fewer_than_twenty(asked, desk, other):
    post = make_post(by=desk, article=other, tags=[make_tag()], image=make_image())
    assert asked(lambda: publishing.publish(post, by=desk)) <= 18


@pytest.mark.usefixtures("served_plans")
@pytest.mark.postgres  # it explains its plans
def test_what_a_story_names_is_found_through_indexes(make_typical, desk, other):
    copies(other.lead_image, 3000)
    article = make_typical()
    analyse()
    asked = []

    def noting(execute, sql, params, many, context):
        if sql.startswith("WITH part_"):
            asked.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(noting):
        publishing.publish(article, by=desk)
    assert len(asked) == 2
    for sql, params in asked:
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN {sql}", params)
            plan = "\n".join(row[0] for row in cursor.fetchall())
        assert "media_image" in plan
        assert "Seq Scan on media_image" not in plan, plan
