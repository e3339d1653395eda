from django.core.management.base import BaseCommand
from django.db import transaction

from media.library import search
from media.models import Image
from newsroom.lib import planner_statistics

# SQLite has one writer: a batch keeps the others waiting for a fraction of a second.
_BATCH = 100


class Command(BaseCommand):
    help = "Rebuild the library's search index."

    def handle(self, *args, **options) -> None:
        done, last = 0, 0
        while batch := self._batch(last):
            with transaction.atomic():
                for image in batch:
                    search.index(image)
            done, last = done + len(batch), batch[-1].pk
        planner_statistics.gather()
        self.stdout.write(f"{done} pictures indexed.")

    def _batch(self, last: int) -> list[Image]:
        """The images that follow, locked in their turn by nothing: each is read and written."""
        rows = Image.objects.filter(pk__gt=last).only(*search.FIELDS).order_by("pk")
        return list(rows[:_BATCH])
