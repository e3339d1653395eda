from typing import Any

from django.core.management.base import BaseCommand, CommandError

from newsroom.editorial.publication import stored_documents


class Command(BaseCommand):
    help = "Recompile live and planned documents: needed after a change of SITE_URL or FILES_URL."

    def handle(self, *args: Any, **options: Any) -> None:
        result = stored_documents.rebuild()
        if result.wrong:
            raise CommandError(
                f"{len(result.wrong)} of {result.items} items failed and stay queued; the log "
                f"says why: {', '.join(result.wrong[:20])}"
            )
        self.stdout.write(f"{result.items} items are up to date.")
