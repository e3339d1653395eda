"""Two people change the same field of an item: nothing is lost, and nothing is chosen for them."""

import pytest

from newsroom.editorial import registry
from newsroom.editorial.acts import publishing
from newsroom.editorial.clock import now
from newsroom.editorial.drafts import revisions
from tests.factories import edit, make_article, make_author, make_page, make_post, make_tag

from .pages import change_url, form_values, text_of

pytestmark = pytest.mark.django_db

EVERY_TYPE = pytest.mark.parametrize(
    "make", [make_article, make_page, make_post], ids=["article", "page", "post"]
)


class Writer:
    """Somebody who has the page of an item open."""

    def __init__(self, client, item, user) -> None:
        client.force_login(user)
        self.client, self.item = client, item
        self.form = f"{item._meta.model_name}_form"
        self.typed = form_values(client.get(change_url(item)), self.form)

    def save(self, **typed):
        """Press Save with what stands in the form; it may come back."""
        answer = self.client.post(change_url(self.item), self.typed | typed)
        if answer.status_code == 200:
            self.typed = form_values(answer, self.form)
        self.item.refresh_from_db()
        return answer


@EVERY_TYPE
def test_nothing_is_chosen_beforehand_and_a_save_without_a_choice_names_it(
    client, desk, chief, make
):
    item = make(by=desk, headline="As it was")
    writer = Writer(client, item, desk)
    edit(item, by=chief, headline="Their headline")
    first = writer.save(headline="My headline")
    assert item.revision == 2
    assert not [name for name in writer.typed if name.startswith("take-")]
    html = first.content.decode()
    assert "<del>Their</del>" in html
    assert "<ins>My</ins>" in html
    assert "[only in theirs:" in text_of(first)
    second = writer.save()
    assert item.revision == 2
    assert item.headline == "Their headline"
    assert "Nothing was saved. Choose whose text to keep in: Headline" in text_of(second)
    assert writer.typed["headline"] == "My headline"
    assert writer.save(**{"take-headline": "mine"}).status_code == 302
    assert (item.headline, item.revision) == ("My headline", 3)


@EVERY_TYPE
def test_what_only_one_changed_is_kept_without_a_question(client, desk, chief, make):
    item = make(by=desk, headline="As it was", body="<p>As it was.</p>")
    writer = Writer(client, item, desk)
    edit(item, by=chief, body="<p>Their text.</p>")
    answer = writer.save(headline="My headline")
    assert "Kept from theirs" in text_of(answer)
    assert writer.typed["body"] == "<p>Their text.</p>"
    assert "take-" not in answer.content.decode()
    saved = client.post(change_url(item), writer.typed, follow=True)
    item.refresh_from_db()
    assert (item.headline, item.body) == ("My headline", "<p>Their text.</p>")
    assert "Saved as revision 3." in text_of(saved)
    assert "kept: " in text_of(saved)


def test_theirs_is_taken_and_what_is_typed_further_is_never_dropped_unasked(client, desk, chief):
    article = make_article(by=desk, standfirst="As it was.")
    writer = Writer(client, article, desk)
    edit(article, by=chief, standfirst="Theirs.")
    writer.save(standfirst="Mine.")
    answer = writer.save(**{"take-standfirst": "theirs"}, standfirst="Mine, with more.")
    assert answer.status_code == 200
    assert writer.typed["standfirst"] == "Mine, with more."
    assert "take-standfirst" not in writer.typed
    assert article.revision == 2
    assert writer.save(**{"take-standfirst": "theirs"}).status_code == 302
    assert article.standfirst == "Theirs."


def test_mine_may_be_written_further_on_the_page_that_asks(client, desk, chief):
    article = make_article(by=desk, standfirst="As it was.")
    writer = Writer(client, article, desk)
    edit(article, by=chief, standfirst="Theirs.")
    writer.save(standfirst="Mine.")
    writer.save(**{"take-standfirst": "mine"}, standfirst="Mine, and theirs.")
    assert article.standfirst == "Mine, and theirs."


def test_a_third_save_makes_the_choice_between_other_texts(client, desk, chief):
    article = make_article(by=desk, headline="As it was", kicker="As it was", dateline="Port")
    writer = Writer(client, article, desk)
    edit(article, by=chief, headline="Theirs", kicker="Theirs")
    writer.save(headline="Mine", kicker="Mine")
    edit(article, by=chief, headline="A third headline", dateline="Quay")
    answer = writer.save(**{"take-headline": "theirs", "take-kicker": "mine"})
    assert answer.status_code == 200
    assert article.revision == 3
    assert "A third headline" in text_of(answer)
    # The headline is asked about again; the choice of the kicker still holds.
    assert "take-headline" not in writer.typed
    assert writer.typed["take-kicker"] == "mine"
    assert writer.typed["dateline"] == "Quay"
    writer.save(**{"take-headline": "mine"})
    assert (article.headline, article.kicker, article.dateline) == ("Mine", "Mine", "Quay")


def test_a_field_that_was_kept_and_then_written_in_is_asked_about(client, desk, chief):
    article = make_article(by=desk, kicker="As it was")
    writer = Writer(client, article, desk)
    edit(article, by=chief, kicker="Theirs")
    writer.save(headline="Mine")
    assert writer.save(kicker="Mine after all").status_code == 200
    assert "take-kicker" not in writer.typed
    assert article.kicker == "Theirs"
    writer.save(**{"take-kicker": "mine"})
    assert article.kicker == "Mine after all"


def test_another_error_on_the_way_does_not_let_the_old_text_win(client, desk, chief):
    article = make_article(by=desk, kicker="As it was")
    writer = Writer(client, article, desk)
    edit(article, by=chief, kicker="Theirs")
    writer.save(headline="", standfirst="Mine.")
    writer.save(headline="Mended")
    writer.save()
    assert (article.kicker, article.standfirst, article.headline) == ("Theirs", "Mine.", "Mended")


def test_lists_and_references_are_marked_and_asked_about_by_name(client, desk, chief):
    ferry, port = make_tag("Ferry"), make_tag("Port")
    ana, jon = make_author("Ana Ruiz"), make_author("Jon Reyes")
    article = make_article(by=desk, tags=[ferry], authors=[ana])
    writer = Writer(client, article, desk)
    words = revisions.latest(article).snapshot
    theirs = {**words, "tags": [str(port.uuid)]}
    theirs["byline"] = [{"author": str(jon.uuid), "printed_name": "", "role": "writer"}]
    registry.type_of(article).apply(article, theirs)
    revisions.save(article, by=chief)
    answer = writer.save(tag_list="Ferry, Port", **{"byline-1-printed": "A guest"})
    html = answer.content.decode()
    assert {"conflict-tags", "conflict-byline"} <= set(html.split('"'))
    assert "<ins>Ferry" in html
    assert "Jon Reyes" in text_of(answer)
    writer.save(**{"take-tags": "theirs", "take-byline": "mine"})
    assert [str(row) for row in article.ordered_tags.all()] == ["Port"]
    assert [str(row) for row in article.bylines.all()] == ["Ana Ruiz", "A guest"]


def test_a_conflict_is_settled_and_published_in_one_click(client, desk, chief):
    article = make_article(by=desk, headline="As it was")
    writer = Writer(client, article, desk)
    edit(article, by=chief, headline="Theirs")
    writer.save(headline="Mine", _step="publish")
    assert not article.editions.exists()
    writer.save(**{"take-headline": "mine"}, _step="publish")
    assert article.editions.get().card["headline"] == "Mine"


def test_who_a_story_was_given_to_meanwhile_stays(client, desk, chief, reporter):
    article = make_article(by=desk)
    writer = Writer(client, article, desk)
    type(article).objects.filter(pk=article.pk).update(assigned_to=reporter)
    writer.save(kicker="Mine")
    assert (article.assigned_to, article.kicker) == (reporter, "Mine")


def test_an_embargo_that_was_set_meanwhile_stays(client, desk, chief):
    article = make_article(by=desk)
    writer = Writer(client, article, desk)
    until = now().replace(year=2199, microsecond=0)
    publishing.set_embargo(article, by=chief, until=until)
    writer.save(kicker="Mine")
    assert (article.embargo_until, article.kicker) == (until, "Mine")


def test_whose_story_it_is_is_asked_about_where_two_people_give_it_away(
    client, desk, chief, reporter
):
    article = make_article(by=desk)
    writer = Writer(client, article, desk)
    type(article).objects.filter(pk=article.pk).update(assigned_to=reporter)
    answer = writer.save(assigned_to=chief.pk)
    assert answer.status_code == 200
    assert article.assigned_to == reporter
    writer.save(**{"take-assigned_to": "mine"})
    assert article.assigned_to == chief
