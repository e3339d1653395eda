"""Items that no reader may know of, each with a canary in every word it has."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from unittest import mock

from articles.models import Article
from feed.models import Post
from media.models import Image, Video
from newsroom.delivery import followers
from newsroom.editorial import clock, registry
from newsroom.editorial.acts import publishing, takedowns
from newsroom.editorial.drafts import revisions
from tests.factories import (
    edit,
    make_article,
    make_author,
    make_page,
    make_post,
    make_section,
    make_tag,
    publish_article,
    publish_post,
)
from tests.media.factories import make_image

CANARY = "xyzzyplugh"
#: Stands beside the canary in every planted text, so that a search can look for it.
BAIT = "frobozzle"
HOUR = timedelta(hours=1)


@dataclass
class Planted:
    """What was planted: public names to ask for, those of live things among them."""

    slugs: list[str] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    secret_things: list = field(default_factory=list)
    live_article: Article | None = None

    def note(self, item) -> None:
        self.ids.append(str(item.uuid))
        if slug := getattr(item, "slug", ""):
            self.slugs.append(slug)


def plant() -> Planted:
    """The whole garden: live things as a control, hidden ones in every state."""
    planted = Planted()
    things = _secret_things(planted)
    # First of all, as it plays an hour ago: no act is before what the ledger has told.
    planted.note(_ended(things))
    section, tag, author = make_section("Open"), make_tag("Open topic"), make_author("Open Author")
    live = publish_article(
        headline=f"A live story about {BAIT}", section=section, tags=[tag], authors=[author]
    )
    planted.live_article = live
    publish_post(headline=f"A live post about {BAIT}.", tags=[tag])
    for thing in (live, section, tag, author):
        planted.note(thing)
    for hide in (
        _draft, _in_review, _scheduled, _embargoed, _withheld, _withdrawn, _killed_legal,
        _killed_privacy, _killed_duplicate, _update_in_progress, _planned_update, _rewritten,
        _spiked,
    ):  # fmt: skip
        planted.note(hide(things, live))
    for item in (_draft_page(), _withheld_page(), *_posts(things)):
        planted.note(item)
    followers.run()
    return planted


def _words(name: str) -> dict[str, str]:
    text = f"{CANARY} {BAIT} {name}"
    return {
        "headline": f"Headline {text}",
        "standfirst": f"Standfirst {text}",
        "kicker": f"Kicker {text}",
        "slug": f"{CANARY}-{name}",
        "slugline": f"{CANARY}-desk-{name}",
        "body": f"<p>Body {text}</p>",
        "seo_title": f"Title {text}",
        "seo_description": f"Description {text}",
        "dateline": f"{CANARY.title()}",
        "lead_caption": f"Caption {text}",
    }


def _secret_things(planted: Planted) -> dict:
    image: Image = make_image(
        alt_text=f"Alt {CANARY}", caption=f"Caption {CANARY}", creator=f"Creator {CANARY}"
    )
    video = Video.objects.create(
        title=f"Video {CANARY}", slug=f"{CANARY}-video", summary=CANARY,
        url=f"https://video.example/{CANARY}", poster=image,
    )  # fmt: skip
    things = {
        "section": make_section(f"Section {CANARY}", slug=f"{CANARY}-section"),
        "tag": make_tag(f"Tag {CANARY}", slug=f"{CANARY}-tag"),
        "author": make_author(f"Author {CANARY}", slug=f"{CANARY}-author", portrait=image),
        "image": image,
        "video": video,
    }
    for thing in things.values():
        planted.note(thing)
        planted.secret_things.append(thing)
    return things


def _article(name: str, things: dict) -> Article:
    article = make_article(
        section=things["section"], tags=[things["tag"]], authors=[things["author"]],
        lead_image=things["image"], **_words(name),
    )  # fmt: skip
    registry.set_lists(article, videos=[things["video"]])
    revisions.save(article, by=None)
    return article


def _draft(things: dict, live: Article) -> Article:
    return _article("draft", things)


def _in_review(things: dict, live: Article) -> Article:
    article = _article("review", things)
    article.state = "in_review"
    article.save()
    return article


def _scheduled(things: dict, live: Article) -> Article:
    article = _article("scheduled", things)
    publishing.publish(article, by=None, at=clock.now() + HOUR)
    return article


def _embargoed(things: dict, live: Article) -> Article:
    article = _article("embargoed", things)
    publishing.set_embargo(article, by=None, until=clock.now() + HOUR)
    publishing.publish(article, by=None, at=clock.now() + 2 * HOUR)
    return article


def _published(name: str, things: dict) -> Article:
    article = _article(name, things)
    publishing.publish(article, by=None)
    return article


def _withheld(things: dict, live: Article) -> Article:
    article = _published("withheld", things)
    takedowns.withhold(article, by=None, note=f"Reason {CANARY}")
    return article


def _withdrawn(things: dict, live: Article) -> Article:
    article = _published("withdrawn", things)
    takedowns.withdraw(article, by=None, note=f"Reason {CANARY}", public_note="Told to all.")
    return article


def _killed(name: str, things: dict, **more) -> Article:
    article = _published(name, things)
    takedowns.kill(article, by=None, note=f"Reason {CANARY}", confirmation="kill", **more)
    return article


def _killed_legal(things: dict, live: Article) -> Article:
    return _killed("legal", things, kind="legal")


def _killed_privacy(things: dict, live: Article) -> Article:
    return _killed("privacy", things, kind="privacy")


def _killed_duplicate(things: dict, live: Article) -> Article:
    return _killed("duplicate", things, kind="duplicate", into=live.uuid)


def _update_in_progress(things: dict, live: Article) -> Article:
    article = publish_article(headline="Readers see this one")
    edit(article, headline=f"Not yet {CANARY}", body=f"<p>{CANARY} {BAIT}</p>", slugline=CANARY)
    return article


def _planned_update(things: dict, live: Article) -> Article:
    article = publish_article(headline="Readers see this one until later")
    edit(article, headline=f"Later {CANARY}", section=things["section"], body=f"<p>{CANARY}</p>")
    registry.set_lists(article, tags=[things["tag"]])
    revisions.save(article, by=None)
    publishing.publish(article, by=None, at=clock.now() + HOUR)
    return article


def _rewritten(things: dict, live: Article) -> Article:
    article = publish_article(headline=f"Was {CANARY}", body=f"<p>Was {CANARY}</p>", slug="was-so")
    edit(article, headline="Is now harmless", body="<p>Harmless.</p>")
    publishing.publish(article, by=None)
    return article


def _spiked(things: dict, live: Article) -> Article:
    article = _article("spiked", things)
    article.state = "spiked"
    article.save()
    return article


def _ended(things: dict) -> Article:
    """Its planned end has come, and nobody has announced it yet."""
    earlier = clock.now() - HOUR
    with mock.patch.object(clock, "now", return_value=earlier):
        article = _published("ended", things)
        takedowns.withdraw(article, by=None, note="Lease", at=earlier + HOUR / 2)
    return article


def _draft_page():
    return make_page(headline=f"Page {CANARY}", slug=f"{CANARY}-page", body=f"<p>{CANARY}</p>")


def _withheld_page():
    page = make_page(headline=f"Page {CANARY}", slug=f"{CANARY}-gone", body=f"<p>{CANARY}</p>")
    publishing.publish(page, by=None)
    takedowns.withhold(page, by=None, note=CANARY)
    return page


def _posts(things: dict) -> list[Post]:
    words = {"headline": f"Post {CANARY} {BAIT}.", "body": f"<p>{CANARY}</p>"}
    more = {"tags": [things["tag"]], "authors": [things["author"]], "image": things["image"]}
    draft = make_post(**words, **more)
    scheduled = make_post(**words, **more)
    publishing.publish(scheduled, by=None, at=clock.now() + HOUR)
    gone = publish_post(**words, **more)
    takedowns.withdraw(gone, by=None, note=CANARY)
    killed = publish_post(**words, **more)
    takedowns.kill(killed, by=None, kind="privacy", note=CANARY, confirmation="kill")
    return [draft, scheduled, gone, killed]
