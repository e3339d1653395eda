"""How many queries an act asks: a publication is felt by whoever presses the button."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from newsroom.editorial.acts import publishing, takedowns
from tests.factories import edit, make_article, make_author, make_post, make_section, make_tag
from tests.media.factories import make_image

pytestmark = pytest.mark.django_db


@pytest.fixture
def typical(desk):
    """A story as a newsroom has them: three tags, two names, a picture, a figure and a card."""
    section, tags = make_section(), [make_tag() for _ in range(3)]
    authors = [make_author(portrait=make_image()), make_author()]
    figure, other = make_image(), make_article(by=desk, section=section, authors=authors)
    publishing.publish(other, by=desk)
    body = (
        f'<p>Words.</p><figure data-image="{figure.uuid}"></figure>'
        f'<div data-card="article" data-id="{other.uuid}"></div>'
    )
    return make_article(
        by=desk, section=section, tags=tags, authors=authors, lead_image=make_image(), body=body
    )


def asked(act) -> int:
    with CaptureQueriesContext(connection) as queries:
        act()
    return len([q for q in queries.captured_queries if "SAVEPOINT" not in q["sql"]])


def test_a_publication_asks_some_sixty_queries_and_an_update_fewer(typical, desk):
    assert asked(lambda: publishing.publish(typical, by=desk)) <= 64
    edit(typical, by=desk, headline="New words")
    assert asked(lambda: publishing.publish(typical, by=desk)) <= 54


def test_a_post_is_published_in_some_forty_queries(typical, desk):
    publishing.publish(typical, by=desk)
    post = make_post(by=desk, article=typical, tags=[make_tag()])
    assert asked(lambda: publishing.publish(post, by=desk)) <= 42


def test_a_withdrawal_asks_no_more_the_more_names_the_story_has(typical, desk):
    publishing.publish(typical, by=desk)
    assert asked(lambda: takedowns.withdraw(typical, by=desk, note="Wrong")) <= 48
