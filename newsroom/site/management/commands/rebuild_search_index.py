from django.core.management.base import BaseCommand

from newsroom.site.search import index


class Command(BaseCommand):
    help = "Empty the readers' search index. The worker fills it again from the ledger's beginning."

    def handle(self, *args, **options) -> None:
        index.begin_again()
        self.stdout.write("The search index is empty. The worker fills it again.")
