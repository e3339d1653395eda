import json
from contextlib import contextmanager
from dataclasses import asdict
from datetime import timedelta

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection
from django.test import Client, override_settings
from django.test.runner import DiscoverRunner
from django.test.utils import CaptureQueriesContext
from django.urls import clear_url_caches

from articles.models import Article, ArticleEdition
from feed.models import PostEdition
from newsroom.editorial import clock
from newsroom.editorial.acts import publishing
from newsroom.editorial.drafts import revisions
from newsroom.lib import static_files
from tests.bench import benchmark, picture_cost
from tests.bench.benchmark import Row, asking, measure, table


class Command(BaseCommand):
    help = "The benchmark table, in a database of its own that is removed afterwards."

    def add_arguments(self, parser):
        parser.add_argument("--articles", type=int, default=2000)
        parser.add_argument("--posts", type=int, default=500)
        parser.add_argument("--seconds", type=float, default=2.0, help="for each row")

    def handle(self, *args, articles, posts, seconds, **options):
        # Pages name static files by their hashed names, which a machine never started on lacks.
        static_files.collect()
        runner = DiscoverRunner(verbosity=0, interactive=False)
        with override_settings(ALLOWED_HOSTS=["*"], SECURE_SSL_REDIRECT=False, LOGGING_CONFIG=None):
            databases = runner.setup_databases()
            try:
                call_command("make_archive", articles=articles, posts=posts, verbosity=0)
                rows = [*self._pages(seconds), *self._unchanged(seconds), self._publishing(seconds)]
            finally:
                runner.teardown_databases(databases)
        title = f"{connection.vendor}, {articles} articles, {posts} posts"
        cost = picture_cost.measure()
        self.stdout.write(f"{title}\n\n{table(rows)}\n\n{cost}")
        folder = settings.VAR_DIR / "bench"
        folder.mkdir(exist_ok=True)
        when = f"{clock.now():%Y%m%d-%H%M%S}"
        result = {"title": title, "rows": [asdict(row) for row in rows], "picture": asdict(cost)}
        (folder / f"{when}-{connection.vendor}.json").write_text(json.dumps(result, indent=1))

    def _pages(self, seconds: float) -> list[Row]:
        client = Client()
        with _yardstick():
            rows = [measure("a Django view that does nothing", asking(client, "/hello"),
                            seconds=seconds, queries=0)]  # fmt: skip
        for name, address in addresses().items():
            ask = asking(client, address)
            ask()
            with CaptureQueriesContext(connection) as queries:
                ask()
            rows.append(measure(name, ask, seconds=seconds, queries=len(queries)))
        return rows

    def _unchanged(self, seconds: float) -> list[Row]:
        """Asked again by who holds the answer already."""
        client, rows = Client(), []
        found = addresses()
        for name in ("API: an article", "API: 20 articles"):
            address = found[name]
            etag = client.get(address).headers["ETag"]
            ask = asking(client, address, status=304, **{"If-None-Match": etag})
            with CaptureQueriesContext(connection) as queries:
                ask()
            rows.append(
                measure(f"{name}, unchanged (304)", ask, seconds=seconds, queries=len(queries))
            )
        return rows

    def _publishing(self, seconds: float) -> Row:
        article = Article.objects.order_by("-pk")[0]
        number = iter(range(10**9))

        def publish():
            article.refresh_from_db()
            article.headline = f"Measured for the {next(number)}th time"
            revisions.save(article, by=None)
            publishing.publish(article, by=None, change="minor")

        return measure("save and publish an update (act)", publish, seconds=seconds)


def addresses() -> dict[str, str]:
    edition = ArticleEdition.objects.live().newest_first().select_related("item", "section")[0]
    post = PostEdition.objects.live().newest_first()[0]
    tag = edition.card["tags"][0]["slug"]
    before = f"{clock.now() - timedelta(days=30):%Y-%m-%dT%H:%M:%SZ}"
    return {
        "article page": edition.path,
        "front": "/",
        "section page": edition.section.get_absolute_url(),
        "tag page": f"/tag/{tag}/",
        "author page": f"/author/{edition.card['authors'][0]['slug']}/",
        "one post": post.card["path"],
        "feed column": "/feed/",
        "search page": "/search/?q=harbour",
        "RSS, 30 entries": "/rss.xml",
        "JSON Feed": "/feed.json",
        "news sitemap": "/news-sitemap.xml",
        "API: an article": f"/api/v1/articles/{edition.item.uuid}",
        "API: 20 articles": "/api/v1/articles",
        "API: 100 articles": "/api/v1/articles?limit=100",
        "API: articles before a date": f"/api/v1/articles?published_before={before}",
        "API: 20 posts": "/api/v1/posts",
        "API: 100 changes": "/api/v1/changes?limit=100",
    }


@contextmanager
def _yardstick():
    """The yardstick's address, for as long as it is measured."""
    with override_settings(ROOT_URLCONF=benchmark.__name__):
        clear_url_caches()
        yield
    clear_url_caches()
