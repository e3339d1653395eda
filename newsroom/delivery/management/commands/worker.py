from django.core.management.base import BaseCommand

from newsroom.delivery import worker


class Command(BaseCommand):
    help = "Background tasks and the clock alone: announces what is due, follows the ledger."

    def handle(self, *args, **options):
        self.stdout.write("The worker runs. Ctrl-C ends it.")
        worker.run_until_signal()
