from django.core.management.base import BaseCommand

from media.rights import leases


class Command(BaseCommand):
    help = "Recompute when each leased picture may be shown, after a change of NEWSROOM_COUNTRIES."

    def handle(self, *args, **options):
        self.stdout.write(f"{leases.plan_all()} pictures may be shown at other times than before.")
