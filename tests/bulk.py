"""Many live items at once, as publishing would have left them."""

import copy
import uuid
from datetime import timedelta

from articles.models import (
    Article,
    ArticleEdition,
    ArticleEditionAuthor,
    ArticleEditionTag,
    ArticleRevision,
)
from feed.models import Post, PostEdition, PostRevision

MINUTE = timedelta(minutes=1)


def multiply_article(article: Article, count: int) -> list[ArticleEdition]:
    """``count`` older live articles with the section, tags and authors of a live one."""
    source = article.editions.live().get()
    editions = _multiply(
        source, count, Article, ArticleRevision, ArticleEdition,
        lambda number: {"slug": f"{source.slug}-{number}"},
        lambda edition, number: {
            "slug": f"{source.slug}-{number}",
            "path": f"{source.path.rstrip('/')}-{number}/",
        },
    )  # fmt: skip
    for model, field in ((ArticleEditionTag, "tag_id"), (ArticleEditionAuthor, "author_id")):
        for row in model.objects.filter(edition=source):
            model.objects.bulk_create(
                model(
                    edition=e, item_id=e.item_id, published_at=e.published_at,
                    position=row.position, **{field: getattr(row, field)},
                )
                for e in editions
            )  # fmt: skip
    return editions


def multiply_post(post: Post, count: int) -> list[PostEdition]:
    """``count`` older live posts like a live one."""
    source = post.editions.live().get()
    return _multiply(
        source, count, Post, PostRevision, PostEdition, lambda n: {}, lambda edition, n: {}
    )


def _multiply(source, count, items, revisions, editions, of_item, of_edition) -> list:
    made = items.objects.bulk_create(
        _copy(source.item, uuid=uuid.uuid4(), announced_edition=None, **of_item(number))
        for number in range(count)
    )
    kept = revisions.objects.bulk_create(
        _copy(source.revision, item_id=item.pk, item=item) for item in made
    )
    rows = []
    for number, (item, revision) in enumerate(zip(made, kept, strict=True)):
        at = source.published_at - (number + 1) * MINUTE
        more = of_edition(source, number)
        card = copy.deepcopy(source.card) | {"id": str(item.uuid)} | more
        rows.append(
            _copy(
                source, item=item, revision=revision, published_at=at, updated_at=at, live_from=at,
                card=card, **more,
            )
        )  # fmt: skip
    return editions.objects.bulk_create(rows)


def _copy(row, **changes):
    fields = {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields}
    fields.pop("id")
    for name in changes:
        fields.pop(f"{name}_id", None)
    return type(row)(**fields | changes)
