import json
import shutil
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection
from django.test import Client, override_settings
from django.test.runner import DiscoverRunner
from django.test.utils import CaptureQueriesContext
from django.urls import clear_url_caches

from articles.models import Article
from feed.models import Post
from newsroom.accounts.models import User
from newsroom.editorial import clock
from newsroom.editorial.acts import publishing
from newsroom.editorial.drafts import revisions
from newsroom.lib import static_files
from tests.bench import addresses, benchmark, importing, load, picture_cost
from tests.bench.benchmark import Row, asking, measure, table
from tests.bench.peer import Peer

_PROGRAMS = ("wrk", "nginx", "taskset")


class Command(BaseCommand):
    help = "The tables of docs/performance.md, in a database of their own that is removed again."

    def add_arguments(self, parser):
        parser.add_argument("--sizes", default="2000", help="articles, with commas between")
        parser.add_argument("--seconds", type=float, default=2.0, help="for each figure")
        parser.add_argument("--peer", type=Path, help="the folder of another CMS's project")

    def handle(self, *args, sizes, seconds, peer, **options):
        # Pages name static files by their hashed names, which a machine never started on lacks.
        static_files.collect()
        runner = DiscoverRunner(verbosity=0, interactive=False)
        folder = settings.VAR_DIR / "bench"
        folder.mkdir(exist_ok=True)
        # Real servers have to find it, and it is not the tests' own.
        at = connection.settings_dict
        is_file = connection.vendor == "sqlite"
        at["TEST"]["NAME"] = str(folder / "bench.sqlite3") if is_file else f"bench_{at['NAME']}"
        with override_settings(ALLOWED_HOSTS=["*"], SECURE_SSL_REDIRECT=False, LOGGING_CONFIG=None):
            databases = runner.setup_databases()
            try:
                results = [self._of_size(int(n), seconds, peer) for n in sizes.split(",")]
            finally:
                runner.teardown_databases(databases)
        cost = picture_cost.measure()
        self.stdout.write(str(cost))
        when = f"{clock.now():%Y%m%d-%H%M%S}"
        result = {"sizes": results, "picture": asdict(cost)}
        path = folder / f"{when}-{connection.vendor}.json"
        path.write_text(json.dumps(result, indent=1))

    def _of_size(self, size: int, seconds: float, peer: Path | None) -> dict:
        """Let the archive grow to this many articles and posts, and measure."""
        call_command(
            "make_archive", articles=size - Article.objects.count(),
            posts=size - Post.objects.count(), seed=size, stdout=self.stdout,
        )  # fmt: skip
        self.stdout.write(f"\n## {connection.vendor}, {size:,} articles and as many posts\n")
        rows = [*self._pages(seconds), *self._unchanged(seconds), self._publishing(seconds)]
        rows.append(importing.measured())
        self.stdout.write(f"{table(rows)}\n")
        found = {"size": size, "rows": [asdict(row) for row in rows]}
        if missing := [name for name in _PROGRAMS if not shutil.which(name)]:
            self.stdout.write(f"Real servers are not measured: {', '.join(missing)} is missing.")
            return found
        return found | {"load": asdict(self._load(size, seconds, peer))}

    def _load(self, size: int, seconds: float, folder: Path | None) -> load.Result:
        peer = Peer(folder, size) if folder and connection.vendor == "postgresql" else None
        if peer:
            peer.set_up()
        client = _staff()
        cookie = "; ".join(f"{name}={one.value}" for name, one in client.cookies.items())
        result = load.measure(
            addresses.of_readers(), addresses.of_staff(), cookie, seconds=seconds, peer=peer
        )
        self.stdout.write(f"{load.table(result)}\n")
        return result

    def _pages(self, seconds: float) -> list[Row]:
        client, staff = Client(), _staff()
        with _yardstick():
            rows = [measure("a Django view that does nothing", asking(client, "/hello"),
                            seconds=seconds, queries=0)]  # fmt: skip
        asked = [(client, one) for one in addresses.of_readers().items()]
        asked += [(staff, one) for one in addresses.of_staff().items()]
        for who, (name, address) in asked:
            ask = asking(who, address)
            ask()
            with CaptureQueriesContext(connection) as queries:
                ask()
            rows.append(measure(name, ask, seconds=seconds, queries=len(queries)))
        return rows

    def _unchanged(self, seconds: float) -> list[Row]:
        """Asked again by who holds the answer already."""
        client, rows = Client(), []
        found = addresses.of_readers()
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


def _staff() -> Client:
    """Somebody who may do everything, logged in."""
    user = User.objects.filter(is_superuser=True).first()
    client = Client()
    client.force_login(user or User.objects.create_superuser("bench"))
    return client


@contextmanager
def _yardstick():
    """The yardstick's address, for as long as it is measured."""
    with override_settings(ROOT_URLCONF=benchmark.__name__):
        clear_url_caches()
        yield
    clear_url_caches()
