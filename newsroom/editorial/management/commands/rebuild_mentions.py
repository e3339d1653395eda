from typing import Any

from django.core.management.base import BaseCommand

from newsroom.editorial import registry
from newsroom.editorial.drafts import revisions
from newsroom.lib import planner_statistics


class Command(BaseCommand):
    help = "Rebuild the index of which items name a picture, tag or author in a draft or revision."

    def handle(self, *args: Any, **options: Any) -> None:
        count = 0
        for item_type in registry.item_types():
            for item in item_type.model._default_manager.order_by("pk").iterator():
                revisions.note_mentions(item)
                count += 1
        planner_statistics.gather()
        self.stdout.write(f"The index of {count} items is rebuilt.")
