from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.urls import reverse

from newsroom.demo import moving_in
from newsroom.first_run import links


class Command(BaseCommand):
    help = "Print a link, good once, to the page where a newsroom of one's own begins."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--address", default=settings.SITE_URL, help="where the site is served")
        parser.add_argument(
            "--at-start", action="store_true", help="say nothing if the newsroom has begun"
        )

    def handle(self, *args, address: str, at_start: bool, **options) -> None:
        if moving_in.is_here():
            raise CommandError(_demo_is_here())
        if links.somebody_is_here():
            if at_start:
                return
            raise CommandError(
                "This newsroom has begun: whoever administers it signs in at "
                f"{address}{reverse('admin:index')}. For a forgotten password: "
                "manage.py changepassword NAME"
            )
        link = f"{address}{reverse('first_run')}?{links.PARAMETER}={links.new()}"
        self.stdout.write(
            "\nThe newsroom is ready, and nobody is there yet. Open this link, which is good once: "
            "it asks for the name of the paper and makes your login.\n\n"
            f"  {link}\n"
        )


def _demo_is_here() -> str:
    first = "This database holds the demo newsroom, which stays as it is."
    if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        return (
            f"{first} To begin your own, end the demo if it runs, put it aside and start again:\n"
            f"    mv {settings.VAR_DIR} {settings.VAR_DIR}-demo\n"
            "    make newsroom\n"
            f"The demo can still be seen: VAR_DIR={settings.VAR_DIR}-demo make run"
        )
    return (
        f"{first} To begin your own, make an empty database (createdb), name it in DATABASE_URL, "
        "name an empty folder for its files in VAR_DIR, and start again."
    )
