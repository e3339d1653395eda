from django.core.management.base import BaseCommand

from media import rights


class Command(BaseCommand):
    help = "Reckon anew when each leased picture may be shown; after NEWSROOM_COUNTRIES changed."

    def handle(self, *args, **options):
        self.stdout.write(f"{rights.plan_all()} pictures may be shown at other times than before.")
