"""Whatever an act changes for readers carries a key that the act purges, on every address."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

import pytest
from django.db import transaction
from django.urls import Resolver404, resolve

from articles.models import Redirect
from media.rights import leases
from newsroom.delivery import followers
from newsroom.delivery.outbox import purging
from newsroom.editorial.acts import publishing, shared_things, takedowns
from newsroom.editorial.publication import ledger, recompilation
from newsroom.lib import surrogate_keys
from tests.factories import (
    edit,
    make_page,
    make_tag,
    publish_article,
    publish_post,
)

from . import living

pytestmark = pytest.mark.django_db


@pytest.fixture
def site(chief):
    planted = living.plant(chief)
    planted.names = ["new-story", "renamed-story", "new-page", "cranes-and-locks"]
    return planted


def change(thing, **columns) -> None:
    """What a form does: save columns of a shared thing and tell of it."""
    for name, value in columns.items():
        setattr(thing, name, value)
    with transaction.atomic():
        thing.save()
        recompilation.changed(thing)


def of(site: living.Living, kind: str):
    return next(thing for thing in site.things if thing._meta.model_name == kind)


def publish_new(site, by):
    first = site.article
    publish_article(
        headline="News", slug="new-story", section=first.section, tags=list(first.tags.all()),
        authors=[of(site, "author")], lead_image=site.image,
    )  # fmt: skip


def publish_page(site, by):
    publishing.publish(make_page(headline="New", slug="new-page", is_in_footer=True), by=None)


def correct(site, by):
    edit(site.article, headline="The harbour is shut")
    publishing.correct(site.article, by=by, text="It is shut.", note="A reader wrote")


def rename_slug(site, by):
    edit(site.article, slug="renamed-story")
    publishing.publish(site.article, by=by)


def kill(site, by):
    takedowns.kill(site.article, by=by, kind="legal", note="x", public_note="", confirmation="kill")


def merge_tags(site, by):
    other = make_tag("Cranes and locks", slug="cranes-and-locks")
    publish_article(tags=[other])
    shared_things.merge(of(site, "tag"), into=other, by=by)


def deny_the_image(site, by):
    leases.add_lease(site.image, by=None, kind="deny")


ACTS = {
    "publish": publish_new,
    "publish a page": publish_page,
    "publish a post": lambda site, by: publish_post(headline="Ferry adds two crossings"),
    "correct": correct,
    "rename": rename_slug,
    "rename a tag": lambda site, by: change(of(site, "tag"), name="Locks"),
    "rename an author": lambda site, by: change(of(site, "author"), name="Mara Lund"),
    "rename a section": lambda site, by: change(of(site, "section"), name="Docks"),
    "move a section": lambda site, by: change(of(site, "section"), is_in_navigation=False),
    "describe a tag": lambda site, by: change(of(site, "tag"), description="Of steel."),
    "caption an image": lambda site, by: change(site.image, caption="Another."),
    "credit an image": lambda site, by: change(site.image, creator="Somebody Else"),
    "retitle a video": lambda site, by: change(site.video, title="Another title"),
    "merge tags": merge_tags,
    "deny an image": deny_the_image,
    "withhold": lambda site, by: takedowns.withhold(site.article, by=by, note="x"),
    "restore": lambda site, by: takedowns.restore(site.article, by=by, note="x"),
    "kill": kill,
    "take down a post": lambda site, by: takedowns.withdraw(of(site, "post"), by=by, note="x"),
    "take down a page": lambda site, by: takedowns.withdraw(of(site, "page"), by=by, note="x"),
}


#: What pages read beside documents: it raises the plan number, which purges everything.
WITHOUT_AN_ENTRY = {"move a section"}


def settled() -> None:
    """The worker's own work after an act."""
    while recompilation.run().done:
        pass
    followers.run()


def test_every_answer_that_an_act_changes_carries_a_key_that_it_purges(client, site, chief):
    """One act after another; errors are not walked again, as no cache keeps them."""
    settled()
    paths = site.paths()
    shown = of_each_route(ask(client, paths))
    new = [path for path in paths if any(name in path for name in site.names)]
    missed, quiet = [], []
    for act, take in ACTS.items():
        head, plans = ledger.head(), ledger.plans()
        take(site, chief)
        settled()
        purged = set(purging.keys_of(ledger.every_entry_since(head)))
        if act in WITHOUT_AN_ENTRY:
            assert ledger.plans() > plans
            purged.add(surrogate_keys.SITE)
        answers = ask(client, {*shown, *new})
        changed = [path for path, told in shown.items() if answers.get(path) != told]
        missed += [
            (act, path, shown[path].keys) for path in changed if not purged & shown[path].keys
        ]
        if len(changed) < 3:
            quiet.append((act, changed))
        shown = answers
    assert missed == []
    assert quiet == []


def test_what_an_act_does_not_touch_stays_in_the_cache(client, site, desk):
    other = site.things[1]
    page = client.get(other.editions.first().path)
    head = ledger.head()
    correct(site, desk)
    settled()
    story = client.get(site.article.editions.last().path)
    entries = ledger.every_entry_since(head).filter(uuid=site.article.uuid)
    purged = set(purging.keys_of(entries))
    assert purged & set(story["Surrogate-Key"].split())
    assert not purged & set(page["Surrogate-Key"].split())
    assert surrogate_keys.SHELL in page["Surrogate-Key"].split()


def test_an_answer_that_is_an_error_carries_no_key(client, site):
    for path in ("/no/such/page/", "/api/v1/articles/no-such", "/taken-back/"):
        assert not client.get(path).has_header("Surrogate-Key"), path
    assert Redirect.objects.exists()


def of_each_route(told: dict[str, Told], *, most: int = 3) -> dict[str, Told]:
    """The first answers of each route."""
    counts, kept = Counter(), {}
    for path, answer in told.items():
        try:
            route = resolve(path).route
        except Resolver404:
            route = path
        counts[route] += 1
        if counts[route] <= most:
            kept[path] = answer
    return kept


@dataclass(frozen=True)
class Told:
    """What a cache keeps: equal if readers get the same."""

    status: int
    content: bytes
    headers: tuple
    keys: frozenset = field(compare=False)


def ask(client, paths) -> dict[str, Told]:
    """The answers that caches may keep, by path."""
    told = {}
    for path in sorted(paths):
        response = client.get(path)
        if response.status_code < 400 and "no-store" not in response["Cache-Control"]:
            status, headers, content = living.answer(response)
            seen = [headers.get(name) for name in ("Location", "Link", "Content-Type", "ETag")]
            keys = frozenset(headers["Surrogate-Key"].split())
            told[path] = Told(status, content, tuple(seen), keys)
    return told
