"""A newsroom says which warnings of preflight block publishing, and which are not said."""

import pytest

from newsroom.editorial import clock, registry
from newsroom.editorial.acts import preflight, publishing
from newsroom.editorial.acts.preflight import Severity
from newsroom.editorial.refusals import NotReady
from newsroom.site_settings import saving
from tests.factories import edit, make_article, publish_article

pytestmark = [pytest.mark.django_db, pytest.mark.files]


def found(article) -> dict[str, Severity]:
    return {each.code: each.severity for each in preflight.problems(article, at=clock.now())}


def test_a_warning_blocks_where_the_newsroom_says_so():
    article = make_article(standfirst="")
    assert found(article)["no_standfirst"] == Severity.WARNS
    saving.save({"preflight_no_standfirst": "blocks"}, by=None)
    assert found(article)["no_standfirst"] == Severity.BLOCKS
    with pytest.raises(NotReady, match="standfirst"):
        publishing.publish(article, by=None)
    edit(article, standfirst="What happened.")
    publishing.publish(article, by=None)


def test_a_warning_that_is_switched_off_is_not_said():
    article = make_article(standfirst="")
    saving.save({"preflight_no_standfirst": "off"}, by=None)
    assert "no_standfirst" not in found(article)


def test_what_blocks_by_itself_cannot_be_switched_off():
    codes = preflight.warnings()
    article = make_article(headline="", standfirst="")
    blocking = {code for code, severity in found(article).items() if severity == Severity.BLOCKS}
    assert blocking
    assert not blocking & set(codes)


def test_a_story_that_is_live_without_it_can_still_be_mended():
    article = publish_article(standfirst="")
    saving.save({"preflight_no_standfirst": "blocks"}, by=None)
    edit(article, headline="Mended")
    publishing.publish(article, by=None)


def test_every_warning_of_the_checks_has_its_rule():
    article = make_article(headline="A headline " * 12, standfirst="", lead_image=None)
    warned = {code for code, severity in found(article).items() if severity == Severity.WARNS}
    assert warned == {"no_standfirst", "no_lead_image", "long_headline"}
    assert warned <= set(preflight.warnings())
    assert registry.type_of(article).check
