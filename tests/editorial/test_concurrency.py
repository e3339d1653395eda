"""Several people and workers at once, on real connections with real transactions."""

import threading
import time
from datetime import timedelta

import pytest
from django.db import connection, transaction

from articles.models import Article, Author, Section
from newsroom.accounts.roles import Role
from newsroom.editorial import clock, registry
from newsroom.editorial.acts import publishing, takedowns
from newsroom.editorial.drafts import revisions
from newsroom.editorial.models import LedgerEntry
from newsroom.editorial.publication import announcements, ledger, recompilation, settlement
from newsroom.editorial.refusals import NotPossible, PlanInTheWay, Refused
from tests import settling
from tests.conftest import person
from tests.factories import edit, make_article, make_author, make_section, publish_article

from . import consistency
from .racing import at_once, held_at, pausing_at, raised, until_somebody_waits

pytestmark = pytest.mark.django_db(transaction=True)
HOUR = timedelta(hours=1)
ACTS = 30


def card(*articles) -> str:
    cards = "".join(f'<div data-card="article" data-id="{a.uuid}"></div>' for a in articles)
    return f"<p>Words.</p>{cards}"


def shows(article, carded) -> bool:
    edition = article.editions.live().first()
    return edition is not None and f"{carded.uuid}" in str(edition.body)


def assert_consistent() -> None:
    settling.settle()
    assert consistency.faults() == []


def test_four_workers_tell_of_each_due_item_once_and_an_error_stops_no_other(
    shared_database, monkeypatch
):
    section, author = make_section(), make_author()
    articles = [make_article(section=section, authors=[author]) for _ in range(50)]
    at = clock.now() + HOUR
    for article in articles:
        publishing.publish(article, by=None, at=at)
    broken = {article.pk for article in articles[::10]}
    real = settlement._news_of

    def breaks(item, *rest):
        if item.pk in broken:
            raise RuntimeError("The document cannot be read.")
        return real(item, *rest)

    monkeypatch.setattr(clock, "now", lambda: at + timedelta(seconds=1))
    monkeypatch.setattr(settlement, "_news_of", breaks)
    reports = at_once(*[announcements.announce_due] * 4)
    assert raised(reports) == []
    told = LedgerEntry.objects.filter(type="article")
    assert told.count() == told.values("uuid").distinct().count() == 45
    assert announcements.overdue(at=clock.now()) == 5
    assert {f"article:{pk}" for pk in broken} == {f for r in reports for f in r.failed}
    # Readers have long seen all of them: the clock alone decides.
    assert (
        Article.objects.filter(editions__in=articles[0].editions.model.objects.live()).count() == 50
    )
    monkeypatch.setattr(settlement, "_news_of", real)
    assert announcements.announce_due().done == 5
    assert told.count() == 50
    assert_consistent()


def test_a_follower_of_eight_publishers_loses_nothing(shared_database, storm):
    section, author = make_section(), make_author()
    mine = [[make_article(section=section, authors=[author]) for _ in range(3)] for _ in range(8)]
    follower = Follower()
    for round_ in storm.rounds():
        follower.watch(*[_publisher(articles, round_) for articles in mine])
        assert follower.seen == list(range(1, LedgerEntry.objects.count() + 1))
        newest = LedgerEntry.objects.filter(newest=True)
        assert follower.compacted == {(e.type, e.uuid): e.seq for e in newest}
    assert_consistent()


class Follower:
    """Reads the ledger while others write: every entry, and each resource's newest one."""

    def __init__(self) -> None:
        self.seen: list[int] = []
        self.compacted: dict[tuple, int] = {}
        self._place = 0

    def watch(self, *writers) -> None:
        """Follow until all writers have ended and everything they told is read."""
        done = threading.Event()

        def write():
            results = at_once(*writers)
            done.set()
            return results

        def follow():
            while True:
                ended = done.is_set()
                self._read()
                if ended:
                    return
                time.sleep(0.002)

        results, followed = at_once(write, follow)
        assert raised(results) == []
        assert followed is None

    def _read(self) -> None:
        position = self.seen[-1] if self.seen else 0
        self.seen += [entry.seq for entry in ledger.every_entry_since(position)]
        for entry in ledger.since(self._place):
            assert entry.seq > self._place
            self.compacted[entry.type, entry.uuid] = self._place = entry.seq


def _publisher(articles, round_):
    def run():
        for time_ in range(3):
            for article in articles:
                if round_ or time_:
                    edit(article, headline=f"Round {round_}.{time_} {article.pk}")
                publishing.publish(article, by=None)

    return run


def test_of_two_editors_who_publish_at_once_one_publishes_and_one_is_told(shared_database):
    editors = [person(Role.DESK_EDITOR, username=name) for name in ("ada", "ben")]
    article = publish_article()
    edit(article, headline="New words")
    results = at_once(*[
        lambda by=editor: publishing.publish(Article.objects.get(pk=article.pk), by=by)
        for editor in editors
    ])  # fmt: skip
    assert len(raised(results)) == 1
    assert isinstance(raised(results)[0], NotPossible)
    assert article.editions.count() == 2
    assert_consistent()


@pytest.mark.parametrize("late", ["kill", "publish"])
def test_a_killed_story_s_card_is_nowhere_although_another_was_just_publishing_it(
    shared_database, late
):
    killed = publish_article(headline="Taken down")
    carding = make_article(body=card(killed))

    def publish():
        with pausing_at("articles_articleeditioncard", seconds=0.3 if late == "kill" else 0):
            publishing.publish(carding, by=None)

    def kill():
        with pausing_at("editorial_takedown", seconds=0.3 if late == "publish" else 0):
            takedowns.kill(killed, by=None, kind="legal", note="Order", confirmation="kill")

    assert raised(at_once(publish, kill)) == []
    assert not shows(carding, killed)
    assert_consistent()


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one writer, who ends first")
def test_who_begins_to_card_a_story_while_its_kill_waits_is_reached_by_the_kill(shared_database):
    """Before anybody works off the queue: in the very transaction of the kill."""
    killed = publish_article(headline="Taken down")
    carding = make_article(body=card(killed))
    locked = threading.Event()

    def publish():
        with transaction.atomic():
            edition = publishing.publish(carding, by=None)
            locked.set()
            until_somebody_waits()
        return edition

    def kill():
        locked.wait(10)
        with transaction.atomic():
            takedowns.kill(killed, by=None, kind="legal", note="Order", confirmation="kill")
            return shows(carding, killed)

    _edition, still_shown = at_once(publish, kill)
    assert still_shown is False


def test_two_stories_let_go_of_an_author_at_once_and_the_ledger_tells_it_once(shared_database):
    for _round in range(3):
        author = make_author()
        articles = [publish_article(authors=[author]) for _ in range(2)]

        def withdraw(article):
            def run():
                with pausing_at("editorial_ledgerhead", seconds=0.1):
                    takedowns.withdraw(article, by=None, note="Wrong")

            return run

        assert raised(at_once(*[withdraw(a) for a in articles])) == []
        told = LedgerEntry.objects.filter(type="author", uuid=author.uuid, op="remove")
        assert told.count() == 1
    assert_consistent()


def test_an_author_whom_one_story_lets_go_while_another_takes_them_up_stays_public(
    shared_database,
):
    for place in range(4):
        author = make_author()
        leaving = publish_article(authors=[author])
        coming = make_article(authors=[author])

        def withdraw(article=leaving, seconds=0.2 * (place % 2)):
            with pausing_at("editorial_ledgerhead", seconds=seconds):
                takedowns.withdraw(article, by=None, note="Wrong")

        def publish(article=coming, seconds=0.2 * ((place + 1) % 2)):
            with pausing_at("editorial_ledgerhead", seconds=seconds):
                publishing.publish(article, by=None)

        assert raised(at_once(withdraw, publish)) == []
        assert ledger.newest("author", author.uuid).op == "upsert"
    assert_consistent()


def test_a_section_is_renamed_while_stories_in_it_are_published(shared_database):
    """A foreign key's check at commit must not wait for who waits for the ledger."""
    section, author = make_section(), make_author()
    articles = [make_article(section=section, authors=[author]) for _ in range(4)]

    def rename():
        for number in range(8):
            with transaction.atomic():
                fresh = Section.objects.get(pk=section.pk)
                fresh.name = f"City {number}"
                fresh.save()
                with pausing_at("editorial_ledgerhead", seconds=0.02):
                    recompilation.changed(fresh)

    def publish(article):
        def run():
            for number in range(3):
                edit(article, headline=f"Words {number}")
                publishing.publish(article, by=None)

        return run

    assert raised(at_once(rename, *[publish(a) for a in articles])) == []
    assert_consistent()


@pytest.mark.postgres  # SQLite has one writer at a time
def test_a_section_that_is_renamed_during_a_publication_has_its_new_name_there(shared_database):
    section = make_section("City")
    article = make_article(section=section)
    compiled, renamed = threading.Event(), threading.Event()

    def publish():
        insert = 'INSERT INTO "articles_articleedition"'
        with held_at(insert, reached=compiled, go_on=lambda: until_somebody_waits(renamed)):
            publishing.publish(article, by=None)

    def rename():
        compiled.wait(30)
        with transaction.atomic():
            Section.objects.filter(pk=section.pk).update(name="Town")
            recompilation.changed(Section.objects.get(pk=section.pk))
        renamed.set()

    assert raised(at_once(publish, rename)) == []
    settling.settle()
    assert article.editions.live().get().card["section"]["name"] == "Town"
    assert_consistent()


def test_eight_people_storm_six_stories_that_card_one_another_without_a_deadlock(
    shared_database, storm
):
    authors = [make_author() for _ in range(3)]
    sections = [make_section() for _ in range(2)]
    for round_ in storm.rounds():
        stories = [publish_article(authors=authors[:1], section=sections[0]) for _ in range(6)]
        dice = [storm.dice(round_, person) for person in range(7)]
        acts = _storm(dice, stories, authors, sections)
        assert {"edit", "publish", "withdraw", "author"} <= set(acts), acts
        assert_consistent()


def _storm(dice, stories, authors, sections) -> list[str]:
    """Seven people act at random beside a worker; returns the acts' names and the refusals'."""
    storm_is_over, acts = threading.Event(), []

    def act_at_random(chance):
        def run():
            for _number in range(ACTS):
                story = Article.objects.get(pk=chance.choice(stories).pk)
                try:
                    act = _random_act(chance, story, stories, authors, sections)
                except (Refused, PlanInTheWay) as refusal:
                    acts.append(type(refusal).__name__)
                else:
                    acts.append(act)

        return run

    def worker():
        while not storm_is_over.is_set():
            announcements.announce_due()
            recompilation.run()
            time.sleep(0.01)

    def people():
        try:
            return at_once(*[act_at_random(chance) for chance in dice])
        finally:
            storm_is_over.set()

    everybody, worked = at_once(people, worker)
    assert raised(everybody) == []
    assert worked is None
    return acts


def _random_act(chance, story, stories, authors, sections) -> str:
    name = chance.choice([
        "edit", "edit", "publish", "publish", "publish", "withdraw", "withhold", "restore",
        "restore", "correct", "schedule", "unschedule", "author", "end", "kill", "reinstate",
    ])  # fmt: skip
    note = {"by": None, "note": "A reason."}
    if name == "edit":
        _edit(chance, story, stories, authors, sections)
    elif name == "publish":
        publishing.publish(story, by=None, plan=chance.choice(["keep", "drop"]))
    elif name == "correct":
        publishing.correct(story, text="It was Monday.", plan="drop", **note)
    elif name == "schedule":
        soon = timedelta(milliseconds=chance.randrange(50, 800))
        publishing.publish(story, by=None, at=clock.now() + soon)
    elif name == "unschedule":
        publishing.unschedule(story, **note)
    elif name == "end":
        soon = timedelta(milliseconds=chance.randrange(50, 800))
        takedowns.withdraw(story, at=clock.now() + soon, **note)
    elif name == "kill":
        takedowns.kill(story, kind="legal", confirmation="kill", **note)
    elif name == "author":
        with transaction.atomic():
            author = Author.objects.get(pk=chance.choice(authors).pk)
            author.name = f"Author {chance.random()}"
            author.save()
            recompilation.changed(author)
    else:
        getattr(takedowns, name)(story, **note)
    return name


@transaction.atomic
def _edit(chance, story, stories, authors, sections) -> None:
    story.headline = f"Headline {chance.random()}"
    story.body = card(*(s for s in chance.sample(stories, 2) if s.pk != story.pk))
    story.section = chance.choice(sections)
    story.save()
    registry.set_lists(story, byline=[(chance.choice(authors), "", "writer")])
    revisions.save(story, by=None)
