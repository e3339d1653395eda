"""What becomes of each item: its acts in their order, by the people who may do them.

An item is written, submitted, read by the copy editor and published; then updated, corrected or
taken down. Nothing here writes an edition: every step is an act of the kernel.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from typing import Any

from articles import slugs
from articles.models import Article, ArticleEdition, Page, PageEdition
from feed.models import Post
from newsroom.demo import references
from newsroom.demo.furnishing import Furniture
from newsroom.demo.ids import public_id
from newsroom.demo.material import Edit, Item, PlainPage, Story, Takedown
from newsroom.demo.material import Post as PostText
from newsroom.demo.times import instant
from newsroom.editorial import registry
from newsroom.editorial.acts import procedure, publishing, takedowns
from newsroom.editorial.drafts import revisions

#: How long before its publication an item of a desk is written, submitted and read.
_WRITTEN, _SUBMITTED, _READ = timedelta(minutes=55), timedelta(minutes=30), timedelta(minutes=12)
_POSTED = timedelta(minutes=3)
_HALF_HOUR = timedelta(minutes=30)


@dataclass(frozen=True)
class Step:
    """One act and its instant."""

    at: datetime
    take: Callable[[], Any]


@dataclass(frozen=True)
class Load:
    """One load: when it is, where its clock hangs, and what there is to name."""

    now: datetime
    zone: tzinfo
    furniture: Furniture

    def at(self, age: timedelta) -> datetime:
        return instant(age, now=self.now, zone=self.zone)

    def later(self, delay: timedelta) -> datetime:
        """An instant to come, on a full or half hour."""
        wanted = self.now + delay
        return wanted + (datetime.min.replace(tzinfo=wanted.tzinfo) - wanted) % _HALF_HOUR


class Life:
    """What happens to one item. Subclasses say how it is written and what it goes through."""

    kind = ""

    def __init__(self, load: Load, text: Item) -> None:
        self.load = load
        self.text = text
        self.body = text.body
        self.row: Any = None

    def steps(self) -> Iterator[Step]:
        """From the first save to what it is at the load."""
        yield from self.beginnings()
        for edit in self.text.edits:
            yield self.step(self.text.age - edit.after, self._edit, edit)
        if self.text.takedown:
            age = self.text.age - self.text.takedown.after
            yield self.step(age, self._take_down, self.text.takedown)
        if self.text.ends_in:
            yield self.step(timedelta(), self._plan_end)

    def beginnings(self) -> Iterator[Step]:
        raise NotImplementedError

    def create(self) -> Any:
        raise NotImplementedError

    def step(self, age: timedelta, take: Callable[..., Any], *arguments: Any) -> Step:
        return Step(self.load.at(age), lambda: take(*arguments))

    def user(self, name: str):
        return self.load.furniture.users[name]

    def write(self) -> None:
        """The first save, by its writer."""
        self.row = self.create()
        revisions.save(self.row, by=self.user(self.text.by))

    def submit(self, note: str = "") -> None:
        procedure.submit(self.row, by=self.user(self.text.by), note=note)

    def approve(self, note: str = "") -> None:
        procedure.approve(self.row, by=self.user("copy"), note=note)

    def publish(self) -> None:
        publishing.publish(self.row, by=self.user(self.text.published_by))

    def schedule(self) -> None:
        at = self.load.later(self.text.starts_in)
        publishing.publish(self.row, by=self.user(self.text.published_by), at=at)

    def html(self) -> str:
        return references.resolve(self.body, address=self._address)

    def _edit(self, edit: Edit) -> None:
        for old, new in edit.swaps:
            self.body = self.body.replace(old, new)
        self.row.refresh_from_db()
        self.row.body = self.html()
        self.row.headline = edit.headline or self.row.headline
        if edit.standfirst:
            self.row.standfirst = edit.standfirst
        by = self.user(edit.by)
        revisions.save(self.row, by=by)
        if edit.act == "publish":
            publishing.publish(self.row, by=by, change=edit.change)
        elif edit.act == "correct":
            publishing.correct(
                self.row, by=by, text=edit.text, note=edit.reason, kind=edit.kind,
                placement=edit.placement,
            )  # fmt: skip

    def _take_down(self, down: Takedown) -> None:
        by = self.user(down.by)
        if down.kind == "withdrawn":
            takedowns.withdraw(self.row, by=by, note=down.reason, public_note=down.note)
        elif down.kind == "withheld":
            takedowns.withhold(self.row, by=by, note=down.reason, public_note=down.note)
        else:
            takedowns.kill(
                self.row, by=by, kind=down.kind, note=down.reason, public_note=down.note,
                confirmation=takedowns.CONFIRMATION,
            )  # fmt: skip

    def _plan_end(self) -> None:
        takedowns.withdraw(
            self.row, by=self.user("desk"), note="It is of no use when the day is over.",
            at=self.load.later(self.text.ends_in),
        )  # fmt: skip

    def _address(self, kind: str, name: str) -> str:
        """The path of something linked; an item linked to was published earlier."""
        if kind in ("article", "page"):
            editions = ArticleEdition if kind == "article" else PageEdition
            newest = editions.objects.filter(item__uuid=public_id(kind, name)).latest("live_from")
            return newest.path
        furniture = self.load.furniture
        if kind == "tag":
            return furniture.tags[name].get_absolute_url()
        if kind == "section":
            return furniture.sections[name].get_absolute_url()
        return furniture.authors[name].get_absolute_url()


class StoryLife(Life):
    kind = "article"
    text: Story

    def beginnings(self) -> Iterator[Step]:
        age, note = self.text.age, self.text.note
        yield self.step(age + _WRITTEN, self.write)
        match self.text.fate:
            case "draft":
                return
            case "spiked":
                yield self.step(age, self._spike, note)
                return
            case "in_review":
                yield self.step(age, self.submit, note)
                return
        yield self.step(age + _SUBMITTED, self.submit)
        match self.text.fate:
            case "in_copyedit":
                yield self.step(age, self._send_to_copy, note)
            case "approved":
                yield self.step(age, self.approve, note)
            case "embargoed":
                yield self.step(age + _READ, self.approve, note)
                yield self.step(age, self._embargo)
            case "scheduled":
                yield self.step(age + _READ, self.approve)
                yield self.step(age, self.schedule)
            case _:
                yield self.step(age + _READ, self.approve)
                yield self.step(age, self.publish)

    def create(self) -> Article:
        text, furniture = self.text, self.load.furniture
        article = Article(
            uuid=public_id("article", text.name), kind=text.kind, headline=text.headline,
            short_headline=text.short_headline, kicker=text.kicker, standfirst=text.standfirst,
            slugline=text.slugline, body=self.html(), section=furniture.sections[text.section],
            dateline=text.dateline, lead_image=furniture.images.get(text.lead_image),
            lead_caption=text.lead_caption, seo_title=text.seo_title,
            seo_description=text.seo_description, created_by=self.user(text.by),
        )  # fmt: skip
        article.slug = slugs.free_slug(article, text.name)
        article.save()
        registry.set_lists(
            article,
            tags=[furniture.tags[name] for name in text.tags],
            videos=[furniture.videos[name] for name in text.videos],
            byline=[(furniture.authors.get(n.author), n.printed, n.role) for n in text.byline],
        )
        return article

    def _spike(self, note: str) -> None:
        procedure.spike(self.row, by=self.user("desk"), note=note)

    def _send_to_copy(self, note: str) -> None:
        procedure.send_to_copy(self.row, by=self.user("desk"), note=note)

    def _embargo(self) -> None:
        until = self.load.later(self.text.starts_in)
        publishing.set_embargo(self.row, by=self.user("desk"), until=until)


class PageLife(Life):
    kind = "page"
    text: PlainPage

    def beginnings(self) -> Iterator[Step]:
        yield self.step(self.text.age + _WRITTEN, self.write)
        yield self.step(self.text.age, self.publish)

    def create(self) -> Page:
        page = Page(
            uuid=public_id("page", self.text.name), headline=self.text.headline,
            standfirst=self.text.standfirst, body=self.html(),
            seo_description=self.text.seo_description, created_by=self.user(self.text.by),
        )  # fmt: skip
        page.slug = slugs.free_slug(page, self.text.name)
        page.save()
        return page


class PostLife(Life):
    kind = "post"
    text: PostText

    def beginnings(self) -> Iterator[Step]:
        yield self.step(self.text.age + _POSTED, self.write)
        match self.text.fate:
            case "in_review":
                yield self.step(self.text.age, self.submit)
            case "scheduled":
                yield self.step(self.text.age, self.schedule)
            case "live":
                yield self.step(self.text.age, self.publish)

    def create(self) -> Post:
        text, furniture = self.text, self.load.furniture
        linked = Article.objects.filter(uuid=public_id("article", text.article))
        post = Post.objects.create(
            uuid=public_id("post", text.name), headline=text.headline, body=self.html(),
            image=furniture.images.get(text.image), source_name=text.source_name,
            source_url=text.source_url, article=linked.first(),
            is_pinned=text.pinned, is_key_event=text.key_event, is_breaking=text.breaking,
            created_by=self.user(text.by),
        )  # fmt: skip
        registry.set_lists(
            post,
            tags=[furniture.tags[name] for name in text.tags],
            authors=[furniture.authors[name] for name in text.authors],
        )
        return post
