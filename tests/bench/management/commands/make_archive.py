import time

from django.core.management.base import BaseCommand

from newsroom.lib import planner_statistics
from tests.bench import archive


class Command(BaseCommand):
    help = "Write a synthetic archive for measuring: the same rows as publishing makes."

    def add_arguments(self, parser):
        parser.add_argument("--articles", type=int, required=True)
        parser.add_argument("--posts", type=int, default=0)
        parser.add_argument("--seed", type=int, default=0)

    def handle(self, *args, articles, posts, seed, verbosity, **options):
        start = time.perf_counter()
        archive.make(articles=articles, posts=posts, seed=seed)
        planner_statistics.gather()
        seconds = time.perf_counter() - start
        if verbosity:
            rate = (articles + posts) / seconds
            self.stdout.write(
                f"{articles} articles and {posts} posts in {seconds:.1f} s: {rate:,.0f} a second."
            )
