"""One mail for each story that is published, whatever happens on the way."""

import pytest
from publication_mail import mails
from publication_mail.models import PublicationMail

from newsroom.delivery import followers
from newsroom.editorial.acts import publishing, takedowns
from tests.factories import edit, publish_article, publish_post

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _is_following():
    """The follower has begun: what comes now is news to it."""
    followers.run()


def work() -> None:
    """What a worker does until there is nothing left."""
    followers.run()
    while mails.send_next():
        pass


def test_a_published_story_is_mailed_with_its_headline_and_address(mailoutbox):
    article = publish_article(headline="Harbour bridge closes")
    publish_post()
    work()
    (mail,) = mailoutbox
    assert mail.to == ["desk@news.example"]
    assert mail.subject == "Harbour bridge closes"
    assert article.editions.get().card["url"] in mail.body


def test_neither_a_restart_nor_a_correction_sends_another(mailoutbox, desk):
    article = publish_article()
    work()
    work()
    edit(article, standfirst="Buses take the bridge until May.")
    publishing.correct(article, by=desk, text="We had the wrong month.", note="April")
    work()
    assert len(mailoutbox) == 1


def test_entries_that_are_met_twice_are_mailed_once(mailoutbox):
    publish_article()
    work()
    followers.FollowerPosition.objects.update(seq=0)
    work()
    assert len(mailoutbox) == 1


def test_a_mail_that_could_not_be_sent_waits(mailoutbox, monkeypatch):
    def fail(*args):
        raise OSError("no mail server")

    publish_article()
    followers.run()
    with monkeypatch.context() as broken:
        broken.setattr(mails, "send_mail", fail)
        with pytest.raises(OSError, match="no mail server"):
            mails.send_next()
    work()
    assert len(mailoutbox) == 1


def test_a_story_that_was_taken_down_before_its_mail_went_out_is_not_mailed(mailoutbox, desk):
    article = publish_article()
    followers.run()
    takedowns.withdraw(article, by=desk, note="Wrong.")
    work()
    assert mailoutbox == []
    assert PublicationMail.objects.get().sent_at
