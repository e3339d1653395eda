"""The demo newsroom as the loader leaves it: acted out by its people, the same the next time."""

from collections import Counter
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from django.core.management import call_command
from django.test import TestCase
from django.utils import timezone

from articles.models import Article, ArticleEdition, Author, Page, PageEdition, Section, Tag
from feed.models import Post, PostEdition
from media.models import Image, Video
from newsroom.accounts.models import User
from newsroom.demo import loading
from newsroom.demo.ids import public_id
from newsroom.demo.reading import read
from newsroom.editorial import clock
from newsroom.editorial.models import Correction, LedgerEntry, LogEntry, Takedown
from newsroom.editorial.models.states import State
from newsroom.editorial.rules import visibility
from tests.factories import make_page

from . import small
from .small import PASSWORD


def article(name: str) -> Article:
    return Article.objects.get(uuid=public_id("article", name))


def live(name: str) -> ArticleEdition:
    return ArticleEdition.objects.live(clock.now()).get(item=article(name))


@pytest.mark.xdist_group("demo")
@pytest.mark.xdist_group("demo")
class TestTheDemoNewsroom(TestCase):
    """One load for all: each test sees it fresh."""

    @classmethod
    def setUpClass(cls):
        """Loads find small pictures, in a folder that all tests share."""
        folder = Path(cls.enterClassContext(TemporaryDirectory()))
        cls.enterClassContext(small.loading_it(small.paper(folder), folder))
        super().setUpClass()

    @classmethod
    def setUpTestData(cls):
        cls.report = loading.load(password=PASSWORD)

    def test_a_load_brings_in_everything(self):
        material = read()
        assert self.report.items == sum(
            len(texts) for texts in (material.stories, material.posts, material.pages)
        )
        assert Article.objects.count() == len(material.stories)
        assert Post.objects.count() == len(material.posts)
        assert Page.objects.count() == len(material.pages)
        assert Image.objects.count() == len(material.pictures)
        assert [m.objects.count() for m in (Section, Tag, Author, Video)] == [
            len(material.sections), len(material.tags), len(material.people), len(material.videos),
        ]  # fmt: skip

    def test_loading_twice_changes_nothing(self):
        before = _everything()
        again = loading.load(password="another password altogether")
        assert (again.items, again.things) == (0, 0)
        assert _everything() == before

    def test_a_second_load_leaves_what_an_editor_changed(self):
        changed = article("herring-fleet-two-more-weeks")
        Article.objects.filter(pk=changed.pk).update(headline="Herring, again")
        Section.objects.filter(slug="city").update(name="Town")
        loading.load(password=PASSWORD)
        assert article("herring-fleet-two-more-weeks").headline == "Herring, again"
        assert Section.objects.get(slug="city").name == "Town"

    def test_there_is_a_login_for_each_role(self):
        for user in User.objects.all():
            assert user.check_password(PASSWORD)
            assert user.is_staff
        users = User.objects.all()
        assert {user.username: [g.name for g in user.groups.all()] for user in users} == {
            "contributor": ["contributor"], "reporter": ["reporter"], "copy": ["copy editor"],
            "pictures": ["picture editor"], "desk": ["desk editor"], "legal": ["legal"],
            "chief": ["managing editor"], "admin": [],
        }  # fmt: skip
        assert [u.username for u in User.objects.filter(is_superuser=True)] == ["admin"]
        assert Author.objects.get(slug="mara-lind").user.username == "reporter"

    def test_every_act_was_taken_by_somebody_who_may(self):
        acts = Counter((entry.act, entry.by.username) for entry in LogEntry.objects.all())
        assert acts["approve", "copy"] > 30
        assert acts["publish", "desk"] > 20
        assert acts["publish", "reporter"] > 40
        assert acts["withhold", "legal"] == 1
        assert acts["kill", "legal"] == 1
        assert acts["kill", "chief"] == 1
        assert acts["spike", "desk"] == 1
        assert acts["submit", "contributor"] > 5

    def test_the_past_has_its_own_times_and_none_is_to_come(self):
        now = timezone.now()
        starts = [*ArticleEdition.objects.live(now).values_list("published_at", flat=True)]
        assert max(starts) <= now
        assert min(starts) < now - timedelta(days=9)
        assert len({start.date() for start in starts}) >= 8
        posts = PostEdition.objects.live(now).order_by("published_at")
        assert now - timedelta(days=5) < posts.first().published_at < now - timedelta(days=3)
        assert posts.last().published_at > now - timedelta(minutes=30)
        ledger = list(LedgerEntry.objects.order_by("seq").values_list("at", flat=True))
        assert ledger == sorted(ledger)
        assert ledger[0] < now - timedelta(days=30)

    def test_states_are_as_the_material_says(self):
        states = Counter(Article.objects.values_list("state", flat=True))
        assert states[State.DRAFT] >= 3  # two drafts, one update in progress, withdrawn
        assert states[State.IN_REVIEW] == 1
        assert states[State.IN_COPYEDIT] == 1
        assert states[State.SPIKED] == 1
        assert states[State.APPROVED] == 2  # one is under an embargo
        assert states[State.PUBLISHED] >= 30
        embargoed = article("harbour-prize-shortlist")
        assert embargoed.embargo_until > timezone.now() + timedelta(hours=20)
        assert not embargoed.editions.exists()

    def test_what_is_scheduled_comes_by_the_clock_alone(self):
        planned = article("a-history-of-lanthorn-by-its-weather").editions.get()
        assert planned.live_from > timezone.now()
        assert planned.live_from.minute in (0, 30)
        assert not planned.is_live(timezone.now())
        assert planned.is_live(planned.live_from)

    def test_takedowns_answer_as_they_should(self):
        kinds = {
            takedown.item_uuid: takedown.kind
            for takedown in Takedown.objects.filter(item_type="article", starts_at__lte=clock.now())
        }
        assert Counter(kinds.values()) == {
            "withdrawn": 1,
            "withheld": 1,
            "retracted": 1,
            "legal": 1,
        }
        for uuid in kinds:
            standing = visibility.standing(Article.objects.get(uuid=uuid), clock.now())
            assert standing.live is None
        retracted = Takedown.objects.get(kind="retracted")
        assert "retracted" in retracted.note
        assert retracted.reason != retracted.note

    def test_a_story_with_a_planned_end_is_live_until_then(self):
        edition = live("lantern-night-where-to-be")
        assert edition.live_until > timezone.now() + timedelta(days=5)

    def test_an_update_in_progress_shows_readers_the_old_text(self):
        item, edition = article("rents-rise-where-the-last-tram-stops"), None
        edition = live(item.slug)
        assert item.state == State.DRAFT
        assert "[Ottilie:" in item.body
        assert "[Ottilie:" not in edition.body["html"]
        assert item.headline != edition.card["headline"]

    def test_one_article_has_every_part(self):
        card, body = (edition := live("harbour-bridge-closes-for-eight-weeks")).card, edition.body
        kinds = {block["_type"] for block in body["blocks"]}
        assert kinds == {
            "block", "figure", "card", "video", "post", "quote", "factbox", "embed", "table",
            "code", "rule",
        }  # fmt: skip
        assert {b["layout"] for b in body["blocks"] if b["_type"] == "figure"} == {"normal", "wide"}
        cards = [b for b in body["blocks"] if b["_type"] == "card"]
        assert [bool(c["target"]) for c in cards] == [True, False]
        assert cards[1]["image"]
        styles = {b["style"] for b in body["blocks"] if b["_type"] == "block"}
        assert styles >= {"normal", "h2", "h3", "h4", "blockquote"}
        lists = {(b["listItem"], b["level"]) for b in body["blocks"] if b.get("listItem")}
        assert lists == {("bullet", 1), ("bullet", 2), ("number", 1)}
        marks = {m for b in body["blocks"] for s in b.get("children", ()) for m in s["marks"]}
        assert marks >= {"strong", "em", "code", "strike-through"}
        assert [a["role"] for a in card["authors"]] == [
            "writer",
            "writer",
            "writer",
            "photographer",
        ]
        assert card["authors"][2]["id"] is None
        assert card["lead_image"]["credit"]["line"] == "Tamsin Oake/Pool/SPA via Tidewater Images"
        assert card["lead_image"]["caption"].startswith(
            "A Line 1 tram on the Harbour Bridge last week."
        )
        assert [c["kind"] for c in card["corrections"]] == ["correction", "clarification"]
        assert card["is_updated"]
        assert card["videos"]
        assert card["dateline"]
        assert card["kicker"]
        assert card["word_count"] > 900
        assert "13 centimetres" not in body["html"]

    def test_links_to_own_stories_lead_to_them(self):
        body = live("council-passes-budget-by-one-vote").body
        target = live("town-hall-clock-stays-four-minutes-fast")
        assert f'href="{target.card["url"]}"' in body["html"]
        assert "ref:" not in body["html"]
        for edition in [*ArticleEdition.objects.all(), *PageEdition.objects.all()]:
            assert "ref:" not in edition.body["html"]

    def test_corrections_are_public_notes_with_a_private_reason(self):
        kinds = Counter(Correction.objects.values_list("kind", flat=True))
        assert kinds["correction"] == 3
        assert kinds["clarification"] == 2
        assert kinds["editors_note"] == 1
        for correction in Correction.objects.all():
            assert correction.reason
            assert correction.at <= timezone.now()

    def test_posts_carry_what_the_column_shows(self):
        now = clock.now()
        editions = {e.item.uuid: e for e in PostEdition.objects.live(now).select_related("item")}
        pinned = editions[public_id("post", "bridge-eight-weeks")]
        assert pinned.is_pinned
        assert pinned.card["is_updated"]
        grace = editions[public_id("post", "ferry-tickets")]
        assert not grace.card["is_updated"]
        assert public_id("post", "pilot-inquiry") not in editions
        assert public_id("post", "barrier-shut-scheduled") not in editions


@pytest.mark.django_db
@pytest.mark.usefixtures("leaflet")
def test_a_load_that_fails_leaves_no_half_of_a_past(monkeypatch):
    monkeypatch.setattr("newsroom.demo.lives.procedure.approve", None)
    with pytest.raises(TypeError):
        loading.load(password=PASSWORD)
    assert not Article.objects.exists()
    assert not LedgerEntry.objects.exists()


@pytest.mark.django_db
@pytest.mark.usefixtures("leaflet")
def test_slugs_that_are_taken_get_a_number():
    make_page(slug="about", headline="About something else")
    loading.load(password=PASSWORD)
    assert Page.objects.get(uuid=public_id("page", "about")).slug == "about-2"


@pytest.mark.django_db
@pytest.mark.usefixtures("leaflet")
def test_the_command_makes_a_password_and_keeps_it(settings, tmp_path, capsys):
    settings.VAR_DIR, settings.DEMO_PASSWORD = tmp_path, ""
    call_command("load_demo")
    kept = (tmp_path / "demo_password").read_text()
    assert len(kept) >= 12
    assert (tmp_path / "demo_password").stat().st_mode & 0o077 == 0
    assert kept in capsys.readouterr().out
    assert User.objects.get(username="desk").check_password(kept)
    call_command("load_demo")
    assert "nothing was changed" in capsys.readouterr().out


@pytest.mark.django_db
@pytest.mark.usefixtures("leaflet")
def test_the_command_takes_the_password_it_is_given(settings, tmp_path, capsys):
    settings.VAR_DIR, settings.DEMO_PASSWORD = tmp_path, PASSWORD
    call_command("load_demo")
    assert User.objects.get(username="chief").check_password(PASSWORD)
    assert PASSWORD not in capsys.readouterr().out
    assert not (tmp_path / "demo_password").exists()


def _everything() -> list:
    models = (
        User, Section, Tag, Author, Image, Video, Article, ArticleEdition, Page, PageEdition, Post,
        PostEdition, LedgerEntry, LogEntry, Takedown, Correction,
    )  # fmt: skip
    return [list(model.objects.order_by("pk").values()) for model in models]
