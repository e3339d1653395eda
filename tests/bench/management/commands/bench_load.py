from django.core.management.base import BaseCommand

from newsroom.lib import static_files
from tests.bench import load
from tests.bench.management.commands.bench import addresses


class Command(BaseCommand):
    help = "Requests a second of real servers, with the archive of the configured database."

    def add_arguments(self, parser):
        parser.add_argument("--seconds", type=float, default=4.0, help="for each figure")

    def handle(self, *args, seconds, **options):
        static_files.collect()
        chosen = ("article page", "front", "tag page", "RSS, 30 entries", "API: 20 articles",
                  "API: an article", "feed column")  # fmt: skip
        rows = load.measure({name: addresses()[name] for name in chosen}, seconds=seconds)
        self.stdout.write(load.table(rows))
