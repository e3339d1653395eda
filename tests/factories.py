"""Things that are ready to be published; each function names what it makes."""

from itertools import count

from articles.models import Article, Author, Page, Section, Tag
from feed.models import Post
from newsroom.editorial import registry
from newsroom.editorial.acts import publishing
from newsroom.editorial.drafts import revisions

_numbers = count(1)


def make_section(name: str = "City", **more) -> Section:
    number = next(_numbers)
    more.setdefault("slug", f"{name.lower().replace(' ', '-')}-{number}")
    return Section.objects.create(name=name, **more)


def make_tag(name: str = "", **more) -> Tag:
    number = next(_numbers)
    name = name or f"Topic {number}"
    more.setdefault("slug", name.lower().replace(" ", "-"))
    return Tag.objects.create(name=name, **more)


def make_author(name: str = "", **more) -> Author:
    number = next(_numbers)
    name = name or f"Mara Lind {number}"
    more.setdefault("slug", name.lower().replace(" ", "-"))
    return Author.objects.create(name=name, **more)


def make_article(*, by=None, authors=None, tags=(), section=None, **words) -> Article:
    """A saved draft that preflight lets pass."""
    number = next(_numbers)
    words.setdefault("headline", f"Harbour bridge closes {number}")
    words.setdefault("standfirst", "Buses take the tunnel until May.")
    words.setdefault("body", "<p>The office closed the bridge on Sunday.</p>")
    article = Article.objects.create(section=section or make_section(), created_by=by, **words)
    authors = [make_author()] if authors is None else authors
    registry.set_lists(article, byline=[(a, "", "writer") for a in authors], tags=tags)
    revisions.save(article, by=by)
    return article


def make_page(*, by=None, **words) -> Page:
    number = next(_numbers)
    words.setdefault("headline", f"About us {number}")
    words.setdefault("body", "<p>Who makes this paper.</p>")
    page = Page.objects.create(created_by=by, **words)
    revisions.save(page, by=by)
    return page


def make_post(*, by=None, tags=(), authors=(), **words) -> Post:
    number = next(_numbers)
    words.setdefault("headline", f"Ferry adds crossing {number}.")
    words.setdefault("body", "<p>Two more boats in the morning.</p>")
    post = Post.objects.create(created_by=by, **words)
    registry.set_lists(post, tags=tags, authors=authors)
    revisions.save(post, by=by)
    return post


def edit(item, *, by=None, **words):
    """Save new words of a draft."""
    item.refresh_from_db()
    for name, value in words.items():
        setattr(item, name, value)
    revisions.save(item, by=by)
    return item


def publish_article(**words) -> Article:
    """An article that is live."""
    article = make_article(**words)
    publishing.publish(article, by=None)
    return article


def publish_post(**words) -> Post:
    post = make_post(**words)
    publishing.publish(post, by=None)
    return post
