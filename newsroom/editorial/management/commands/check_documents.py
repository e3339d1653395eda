from typing import Any

from django.core.management.base import BaseCommand, CommandError

from newsroom.editorial.publication import stored_documents


class Command(BaseCommand):
    help = "Compare live and planned documents with a fresh compile. Exits with 1 if any differs."

    def handle(self, *args: Any, **options: Any) -> None:
        result = stored_documents.check()
        for name in result.wrong:
            self.stdout.write(name)
        if result.wrong:
            raise CommandError(
                f"{len(result.wrong)} of {result.items} items differ. Run: rebuild_documents"
            )
        self.stdout.write(f"All {result.items} items match a fresh compile.")
