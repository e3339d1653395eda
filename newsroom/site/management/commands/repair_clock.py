from django.core.management.base import BaseCommand

from media.rights import leases
from newsroom.editorial.acts import clock_repair


class Command(BaseCommand):
    help = (
        "Mend what a wrong clock has dated ahead of the database's: the ledger's head and entries, "
        "what was published or taken down, what was announced early. Plans stay as they are."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--dry-run", action="store_true", help="Say what would be done and change nothing."
        )

    def handle(self, *args, dry_run, **options):
        said = clock_repair.repair(is_trial=dry_run)
        for sentence in said:
            self.stdout.write(sentence)
        if not said:
            self.stdout.write("Nothing is dated ahead of the database's clock.")
        if dry_run:
            self.stdout.write("This was a dry run: nothing has been changed.")
        else:
            # A worker whose clock was ahead has skipped instants at which rights begin or end.
            leases.plan_all()
