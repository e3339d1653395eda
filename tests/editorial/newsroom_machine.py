"""Everything that may happen in a newsroom, in any order, as a Hypothesis state machine.

The acts are the product's own; what must hold after each of them is said in ``must_hold``. The
clock may be set back by 200 ms between two acts: each draws whether it is. Machines' own clocks are
hours off and must not matter; and sometimes the clock itself is minutes ahead, and is repaired.
"""

from __future__ import annotations

import contextlib
import json
from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import time_machine
from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from articles.models import Article, Author, Page, Section, Tag
from feed.models import Post
from media.library import editing
from media.models import Image, Lease
from media.rights import leases
from newsroom.accounts.models import User
from newsroom.editorial import clock, registry
from newsroom.editorial.acts import clock_repair, publishing, takedowns
from newsroom.editorial.drafts import revisions
from newsroom.editorial.models import Item, LedgerEntry, RecompileRequest, Takedown
from newsroom.editorial.models.states import KILLS, State, TakedownKind
from newsroom.editorial.publication import announcements, ledger, recompilation
from newsroom.editorial.refusals import NotAllowed, NotPossible, NotReady, PlanInTheWay, Refused
from newsroom.editorial.rules import public_things, visibility, workflow

BEGINNING = datetime(2026, 3, 2, 8, tzinfo=UTC)
SLOWER_BY = timedelta(milliseconds=200)
AHEAD_BY = timedelta(minutes=3, seconds=7)
MINUTE = timedelta(minutes=1)

places = st.integers(0, 4)
minutes = st.integers(0, 6)
clocks = st.booleans()
people = st.sampled_from([None, "chief", "other_chief", "desk", "legal", "reporter", "sports"])


class Newsroom(RuleBasedStateMachine):
    """Three articles that card one another, a post that points at one, a page that cards one."""

    #: Set by the test: users by name, and shared things that live outside the examples. "sports" is
    #: a desk editor of another desk than that of the second section.
    people: dict[str, User]
    authors: list[Author]
    tags: list[Tag]
    sections: list[Section]
    images: list[Image]
    real_now = staticmethod(clock.now)
    #: How often each act was taken, to see that a run reaches everything.
    taken: Counter = Counter()

    # --- the stage --------------------------------------------------------------------------

    @initialize()
    def stage(self) -> None:
        self.example = transaction.atomic()
        self.example.__enter__()
        self.now, self.is_slow, self.words = BEGINNING, False, 0
        self.machine = contextlib.ExitStack()
        clock.now = lambda: self.now - (SLOWER_BY if self.is_slow else timedelta())
        self.items: list[Item] = []
        self.site: dict[tuple, str] = {}
        self.followed = 0
        self.ended: dict[tuple, tuple] = {}
        self.versions: dict[tuple, int] = {}
        self.embargoes: dict[tuple, datetime] = {}
        for place in range(3):
            article = Article.objects.create(
                headline=f"Article {place}", standfirst="In short.", section=self.sections[0],
                body="<p>First words.</p>",
            )  # fmt: skip
            registry.set_lists(article, byline=[(self.authors[place % 2], "", "writer")])
            self.items.append(article)
        self.items.append(Post.objects.create(headline="Post", article=self.items[0]))
        self.items.append(Page.objects.create(headline="Page", body=_body([self.items[1]])))
        for item in self.items:
            revisions.save(item, by=None)

    def teardown(self) -> None:
        if hasattr(self, "example"):
            self.machine.close()
            self.everything_settles()
            transaction.set_rollback(True)
            self.example.__exit__(None, None, None)
        clock.now = self.real_now

    def fresh(self, place: int) -> Item:
        return type(self.items[place])._default_manager.get(pk=self.items[place].pk)

    def standing(self, item: Item) -> visibility.Standing:
        at = clock.plain(ledger.public_instant())
        return visibility.standing(item, max(at, item.acted_at or at))

    def act(self, place: int, name: str, person: str | None, slow: bool, **arguments) -> bool:
        """Take a transition; what is not offered is refused, what is offered meets no surprise."""
        self.is_slow = slow
        try:
            item, by = self.fresh(place), self.people.get(person)
            offers = {
                o.transition.name: o
                for o in workflow.allowed(item, by, now=self.standing(item))
            } if by else {}  # fmt: skip
            offer = offers.get(name)
            try:
                with transaction.atomic():
                    workflow.transition(item, name, by=by, note="A reason.", **arguments)
            except (NotReady, PlanInTheWay):
                return False
            except (NotAllowed, NotPossible) as refusal:
                refused = str(refusal)
            else:
                refused = ""
            if refused:
                is_about_arguments = arguments.get("at") or name == "kill"
                assert not (offer and offer.is_allowed) or is_about_arguments, (name, refused)
                return False
            assert by is None or (offer and offer.is_allowed), f"{name} was not offered"
            assert person != "sports" or not self.is_anothers(item), f"{name} at another desk"
            self.taken[name] += 1
            return True
        finally:
            self.is_slow = False

    def is_anothers(self, item: Item) -> bool:
        """Whether the second section's desk answers for the item as it is stored."""
        filed = item.article if isinstance(item, Post) else item
        return getattr(filed, "section_id", None) == self.sections[1].pk

    # --- what happens -----------------------------------------------------------------------

    @rule(by=st.integers(0, 6), tick=st.booleans())
    def time_passes(self, by: int, tick: bool) -> None:
        self.now += by * MINUTE
        if tick:
            announcements.announce_due()

    @rule(by=st.sampled_from([1, 100, 199, 200, 201]))
    def a_moment_passes(self, by: int) -> None:
        self.now += timedelta(milliseconds=by)

    @rule(hours=st.sampled_from([-25, -1, 0, 1, 25]))
    def another_machine_takes_over(self, hours: int) -> None:
        """What follows happens on a machine whose clock is so far off."""
        self.machine.close()
        self.machine.enter_context(time_machine.travel(self.now + timedelta(hours=hours)))

    @rule(
        place=places, person=people, tick=st.booleans(), is_edited=st.booleans(),
        name=st.sampled_from([
            "publish", "publish_now", "correct", "withdraw", "withhold", "restore", "kill",
            "reinstate", "unschedule", "submit",
        ]),
    )  # fmt: skip
    def the_clock_is_ahead_and_is_repaired(self, place, person, name, tick, is_edited) -> None:
        more = {
            "publish": {"plan": "drop"},
            "publish_now": {"plan": "keep"},
            "correct": {"text": "It was Monday.", "plan": "drop"},
            "kill": {"kind": "legal", "confirmation": takedowns.CONFIRMATION},
        }
        before = self.now
        with transaction.atomic():
            self.now += AHEAD_BY
            if is_edited:
                self.embed(place, author=False)
            is_taken = name in {t.name for t in workflow.table(self.items[place])} and self.act(
                place, name, person, slow=False, **more.get(name, {})
            )
            if tick:
                announcements.announce_due()
                leases.announce_due()
            self.now = before
            said = clock_repair.repair()
            leases.plan_all()
            assert clock_repair.repair() == [], "repaired twice"
            if any("stays, because" in sentence for sentence in said):
                # Somebody has to look at it: what must hold does not hold until then.
                transaction.set_rollback(True)
            elif is_taken:
                self.taken[f"ahead: {name}"] += 1

    @rule(slow=clocks)
    def the_worker_ticks(self, slow: bool) -> None:
        self.is_slow = slow
        announcements.announce_due()
        leases.announce_due()
        recompilation.run()
        self.is_slow = False

    @rule(
        place=places, cards=st.sets(st.integers(0, 2)), author=st.integers(0, 1),
        tag_places=st.lists(st.integers(0, 2), unique=True), image=st.integers(-1, 1),
        section=st.integers(0, 1), slow=clocks,
    )  # fmt: skip
    def edit(self, place, cards, author, tag_places, image, section, slow) -> None:
        self.is_slow = slow
        item, self.words = self.fresh(place), self.words + 1
        item.headline = f"Headline {self.words}"
        shown = [self.items[i] for i in sorted(cards) if i != place]
        picture = Image.objects.get(pk=self.images[image].pk) if image >= 0 else None
        tags = [Tag.objects.get(pk=self.tags[i].pk) for i in tag_places]
        if isinstance(item, Article):
            item.body = _body(shown, self.images[1] if image == 0 else None)
            item.lead_image = picture
            item.section = Section.objects.get(pk=self.sections[section].pk)
            item.save()
            registry.set_lists(item, tags=tags)
            registry.set_lists(item, byline=[(self.authors[author], "", "writer")])
        elif isinstance(item, Post):
            item.article, item.image = (shown[0] if shown else None), picture
            item.body = _body(shown[1:])
            item.save()
            registry.set_lists(item, tags=tags)
            registry.set_lists(item, authors=[self.authors[author]])
        else:
            item.body = _body(shown, picture)
            item.save()
        revisions.save(item, by=self.people["desk"])
        self.is_slow = False

    @rule(place=places, section=st.integers(0, 1))
    def somebody_of_another_desk_writes(self, place: int, section: int) -> None:
        """An item of another desk stays as it is; any other may be handed to that desk."""
        item, self.words = self.fresh(place), self.words + 1
        is_anothers, before = self.is_anothers(item), item.revision
        item.headline = f"Headline {self.words}"
        if isinstance(item, Article):
            item.section = Section.objects.get(pk=self.sections[section].pk)
        try:
            with transaction.atomic():
                revisions.save(item, by=self.people["sports"])
        except NotAllowed:
            assert is_anothers, "refused what no other desk has"
            assert self.fresh(place).revision == before, "written although it was refused"
        else:
            assert not is_anothers, "changed an item of another desk"

    @rule(place=places, author=st.booleans())
    def embed(self, place: int, author: bool) -> None:
        """An article shows the post itself."""
        item = self.fresh(place)
        if isinstance(item, Article):
            item.body = f'<p>Words.</p><div data-post="{self.items[3].uuid}"></div>'
            revisions.save(item, by=None)

    @rule(
        place=places, person=people, slow=clocks,
        change=st.sampled_from(["minor", "update", "substantive"]),
        plan=st.sampled_from([None, "keep", "drop"]),
    )  # fmt: skip
    def publish(self, place, person, slow, change, plan) -> None:
        self.act(place, "publish", person, slow, change=change, plan=plan)

    @rule(place=places, person=people, slow=clocks, after=minutes)
    def schedule(self, place, person, slow, after) -> None:
        self.act(place, "schedule", person, slow, at=self.now + after * MINUTE)

    @rule(place=places, person=people, slow=clocks, plan=st.sampled_from([None, "keep", "drop"]))
    def publish_now(self, place, person, slow, plan) -> None:
        self.act(place, "publish_now", person, slow, plan=plan)

    @rule(
        place=places, person=people, slow=clocks,
        name=st.sampled_from([
            "submit", "return", "send_to_copy", "approve", "unschedule", "reopen", "spike",
            "unspike", "discard_update", "cancel_withdrawal", "withhold", "restore", "reinstate",
        ]),
    )  # fmt: skip
    def step(self, place, person, slow, name) -> None:
        if name in {t.name for t in workflow.table(self.items[place])}:
            self.act(place, name, person, slow)

    @rule(place=places, person=people, slow=clocks, plan=st.sampled_from(["keep", "drop"]))
    def correct(self, place, person, slow, plan) -> None:
        self.act(place, "correct", person, slow, text="It was Monday.", plan=plan)

    @rule(place=places, person=people, slow=clocks, after=st.none() | minutes)
    def withdraw(self, place, person, slow, after) -> None:
        at = None if after is None else self.now + after * MINUTE
        self.act(place, "withdraw", person, slow, at=at)

    @rule(
        place=places, person=people, slow=clocks, kind=st.sampled_from(sorted(KILLS)),
        survivor=st.integers(0, 2),
    )  # fmt: skip
    def kill(self, place, person, slow, kind, survivor) -> None:
        self.act(
            place, "kill", person, slow, kind=kind, into=self.items[survivor].uuid,
            public_note="It was wrong.", confirmation=takedowns.CONFIRMATION,
        )  # fmt: skip

    @rule(place=places, person=people, slow=clocks, after=st.none() | minutes)
    def set_embargo(self, place, person, slow, after) -> None:
        until = None if after is None else self.now + after * MINUTE
        if self.act(place, "set_embargo", person, slow, until=until):
            key = self.key(self.items[place])
            self.embargoes.pop(key, None)
            if until:
                self.embargoes[key] = self.fresh(place).acted_at

    @rule(place=places, number=st.integers(1, 5))
    def restore_a_revision(self, place: int, number: int) -> None:
        item = self.fresh(place)
        if number <= item.revision:
            revisions.restore(item, number, by=self.people["desk"])

    @rule(place=places, at=st.none() | minutes, slow=clocks)
    def bring_in(self, place: int, at: int | None, slow: bool) -> None:
        self.is_slow = slow
        try:
            with transaction.atomic():
                publishing.bring_in(
                    self.fresh(place), published_at=BEGINNING - timedelta(days=400),
                    at=None if at is None else self.now + at * MINUTE,
                )  # fmt: skip
        except Refused:
            pass
        self.is_slow = False

    @rule(place=st.integers(0, 1), slow=clocks, portrait=st.integers(-1, 1))
    def an_author_changes(self, place: int, slow: bool, portrait: int) -> None:
        self.is_slow, self.words = slow, self.words + 1
        author = Author.objects.get(pk=self.authors[place].pk)
        author.name = f"Author {self.words}"
        author.portrait = self.images[portrait] if portrait >= 0 else None
        author.save()
        recompilation.changed(author)
        self.is_slow = False

    @rule(place=st.integers(0, 1))
    def a_credit_changes(self, place: int) -> None:
        self.words += 1
        image = Image.objects.get(pk=self.images[place].pk)
        image.caption = f"Caption {self.words}"
        editing.save(image)

    @rule(
        place=st.integers(0, 1), kind=st.sampled_from(["allow", "deny"]), slow=clocks,
        begins=st.none() | minutes, lasts=st.none() | st.integers(1, 6),
        person=st.sampled_from([None, "chief", "legal", "reporter"]),
    )  # fmt: skip
    def a_lease_is_given(self, place, kind, slow, begins, lasts, person) -> None:
        self.is_slow = slow
        starts_at = None if begins is None else self.now + begins * MINUTE
        ends_at = None if lasts is None else (starts_at or self.now) + lasts * MINUTE
        try:
            with transaction.atomic():
                leases.add_lease(
                    Image.objects.get(pk=self.images[place].pk), by=self.people.get(person),
                    kind=kind, starts_at=starts_at, ends_at=ends_at,
                )  # fmt: skip
        except NotAllowed:
            assert person in ("reporter", "legal")
        else:
            self.taken[f"lease: {kind}"] += 1
        self.is_slow = False

    @rule(place=st.integers(0, 1), slow=clocks)
    def the_leases_are_dismissed(self, place: int, slow: bool) -> None:
        self.is_slow = slow
        for lease in Lease.objects.in_force().filter(image=self.images[place].pk):
            leases.dismiss_lease(lease, by=self.people["chief"])
        self.is_slow = False

    @rule(place=st.integers(0, 2), section=st.booleans(), slow=clocks)
    def a_name_changes(self, place: int, section: bool, slow: bool) -> None:
        self.is_slow, self.words = slow, self.words + 1
        things = self.sections if section else self.tags
        thing = things[place % len(things)]
        thing = type(thing)._default_manager.get(pk=thing.pk)
        thing.name = f"Name {self.words}"
        thing.save()
        recompilation.changed(thing)
        self.is_slow = False

    @rule()
    def two_tags_become_one(self) -> None:
        first, second = (Tag.objects.get(pk=self.tags[i].pk) for i in (0, 1))
        if first.merged_into is None:
            first.merged_into = second
            first.save()
            recompilation.changed(first)

    @rule()
    def everything_settles(self) -> None:
        """Once the clock and the queue have caught up, documents are what they would be now."""
        for _round in range(20):
            announcements.announce_due()
            if not recompilation.waiting():
                break
            recompilation.run()
        assert not RecompileRequest.objects.exists(), "the queue does not come to an end"
        now = clock.plain(ledger.public_instant())
        for item in self.items:
            found = recompilation.stale(self.fresh(self.items.index(item)), at=now)
            assert not found, ("a stored document is not what a fresh compile gives", item, found)

    # --- what must hold ---------------------------------------------------------------------

    def key(self, item: Item) -> tuple:
        return (registry.type_of(item).name, item.uuid)

    @invariant()
    def must_hold(self) -> None:
        if not hasattr(self, "example"):
            return
        now = clock.plain(ledger.public_instant())
        for place in range(len(self.items)):
            item = self.fresh(place)
            self.editions_are_right(item, max(now, item.acted_at or now))
        self.no_barred_picture_is_shown(now)
        self.a_follower_shows_the_site(now)

    def no_barred_picture_is_shown(self, now: datetime) -> None:
        """By the clock alone: no worker has to have run, but for what was changed just now."""
        if RecompileRequest.objects.exists():
            return
        images = Image.objects.filter(pk__in=[image.pk for image in self.images])
        barred = [str(image.uuid) for image in images if not image.is_usable(now)]
        for (name, public_id), document in self.everything_shown(now).items():
            for image in barred:
                assert f'"id": "{image}"' not in document, (name, public_id, "shows", image)

    def editions_are_right(self, item: Item, now: datetime) -> None:
        editions = list(item.editions.order_by("live_from"))
        for before, after in pairwise(editions):
            assert before.live_until is not None, "two live editions"
            assert before.live_until <= after.live_from, "two live editions"
        planned = [e for e in editions if e.live_from > now and not e.is_following]
        follows = [e for e in editions if e.live_from > now and e.is_following]
        live = [e for e in editions if e.is_live(now)]
        assert len(planned) <= 1, "more than one plan"
        assert [e.published_at for e in editions] == [item.published_at] * len(editions)
        self.history_stays(item, [e for e in editions if e.live_until and e.live_until <= now])
        takedown = Takedown.objects.filter(item_uuid=item.uuid, lifted_at=None).first()
        if takedown and takedown.starts_at <= now:
            if takedown.kind == TakedownKind.WITHDRAWN:
                assert all(e.live_from > takedown.starts_at for e in live), "live under a takedown"
            else:
                assert not live, "live under a takedown"
                assert not planned, "planned under a takedown"
                assert not follows, "something follows under a takedown"
        if item.embargo_until and self.key(item) in self.embargoes:
            for edition in editions:
                if edition.live_from > self.embargoes[self.key(item)]:
                    assert edition.live_from >= item.embargo_until, "live before its embargo"
        if item.ends_at and item.ends_at > now:
            for edition in live + planned + follows:
                assert edition.live_until, "lives past its end"
                assert edition.live_until <= item.ends_at, "lives past its end"
        if item.state == State.PUBLISHED and (live or planned):
            words = revisions.snapshot_of(item, revisions.latest(item))
            shown = [revisions.snapshot_of(item, e.revision) for e in live + planned]
            assert words in shown, "published, but the draft says something else"
        for edition in editions:
            if edition.superseded:
                assert edition.live_until, "superseded but not ended"
                assert edition.live_until <= now, "superseded but not ended"

    def history_stays(self, item: Item, ended: list) -> None:
        for edition in ended:
            kept = (edition.live_from, edition.live_until, edition.published_at,
                    edition.updated_at, edition.compile_number,
                    json.dumps([edition.card, edition.body], sort_keys=True))  # fmt: skip
            known = self.ended.setdefault((*self.key(item), edition.pk), kept)
            assert known == kept, "an ended edition was rewritten"

    def a_follower_shows_the_site(self, now: datetime) -> None:
        """A replica that reads what the ledger tells of equals the site as soon as it is told."""
        with transaction.atomic():
            announcements.announce_due()
            leases.announce_due()
            assert announcements.announce_due().done == 0, "announced twice"
            assert leases.announce_due() == 0, "announced twice"
            now = clock.plain(ledger.public_instant())
            replica, place = dict(self.site), self.followed
            for entry in ledger.every_entry_since(place):
                assert entry.seq == place + 1, "a gap in the ledger"
                place = entry.seq
                key = (entry.type, entry.uuid)
                assert entry.seq > self.versions.get(key, 0), "a version went back"
                if not entry.newest:
                    # As /changes is compacted. What was told too early may not be there at all.
                    continue
                if entry.op == "upsert":
                    replica[key] = self.document(key, now)
                else:
                    assert entry.reason
                    replica.pop(key, None)
            shown = self.everything_shown(now)
            assert replica == shown, _difference(replica, shown)
            self.versions_are_told()
            transaction.set_rollback(True)
        self.catch_up()

    def catch_up(self) -> None:
        """Follow what was told for good."""
        now = clock.plain(ledger.public_instant())
        for entry in ledger.every_entry_since(self.followed):
            self.followed, key = entry.seq, (entry.type, entry.uuid)
            self.versions[key] = entry.seq
            if not entry.newest:
                continue
            if entry.op == "upsert":
                self.site[key] = self.document(key, now)
            else:
                self.site.pop(key, None)

    def versions_are_told(self) -> None:
        newest = {
            (e.type, e.uuid): e.seq for e in LedgerEntry.objects.filter(newest=True)
        }  # fmt: skip
        things = [self.fresh(place) for place in range(len(self.items))]
        for item in things:
            assert item.version == newest.get(self.key(item), 0)
        assert len(newest) == LedgerEntry.objects.values("type", "uuid").distinct().count()

    def document(self, key: tuple, now: datetime) -> str:
        name, public_id = key
        if registry.is_item(name):
            edition = registry.item_type(name).editions.live(now).get(item__uuid=public_id)
            return json.dumps(edition.document, sort_keys=True)
        shared = registry.shared_type(name)
        thing = shared.model._base_manager.get(uuid=public_id)
        return json.dumps(shared.compile(thing, now), sort_keys=True)

    def everything_shown(self, now: datetime) -> dict[tuple, str]:
        shown = {}
        for item_type in registry.item_types():
            for edition in item_type.editions.live(now).select_related("item"):
                key = (item_type.name, edition.item.uuid)
                shown[key] = json.dumps(edition.document, sort_keys=True)
        for shared in registry.shared_types():
            things = shared.model._base_manager.all()
            public = public_things.public_among(shared.name, [t.pk for t in things], now)
            for thing in things:
                document = shared.compile(thing, now) if thing.pk in public else None
                if document is not None:
                    shown[shared.name, thing.uuid] = json.dumps(document, sort_keys=True)
        return shown


def _body(articles: list[Item], image: Image | None = None) -> str:
    figure = f'<figure data-image="{image.uuid}"></figure>' if image else ""
    cards = "".join(f'<div data-card="article" data-id="{a.uuid}"></div>' for a in articles)
    return f"<p>Words.</p>{figure}{cards}"


def _difference(replica: dict, shown: dict) -> str:
    lines = []
    for key in sorted({*replica, *shown}, key=str):
        if replica.get(key) != shown.get(key):
            lines += [f"{key}", f"  replica: {replica.get(key)}", f"  site:    {shown.get(key)}"]
    return "\n".join(lines)
