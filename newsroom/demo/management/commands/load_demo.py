import secrets

from django.conf import settings
from django.core.management.base import BaseCommand

from media.renditions.sizes import EVERY_FORMAT, QUICK_FORMATS
from newsroom.accounts.models import User
from newsroom.demo import loading, moving_in
from newsroom.demo.reading import read
from newsroom.lib import planner_statistics


class Command(BaseCommand):
    help = "Load the demo newsroom: an invented city, its paper, and one login for each role."

    def add_arguments(self, parser):
        parser.add_argument(
            "--quick", action="store_true",
            help="leave the AVIF files of pictures to the worker; WebP and JPEG are made now",
        )  # fmt: skip
        parser.add_argument(
            "--at-start", action="store_true",
            help="load only into a newsroom without users, or to finish a load that was broken off",
        )  # fmt: skip

    def handle(self, *args, quick, at_start, **options):
        if at_start and not self._is_due():
            return
        names = list(read().logins)
        is_first = not User.objects.filter(username__in=names).exists()
        password = settings.DEMO_PASSWORD or _generated()
        moving_in.begin()
        report = loading.load(password=password, formats=QUICK_FORMATS if quick else EVERY_FORMAT)
        moving_in.finish()
        if not (report.items or report.things):
            self.stdout.write("The demo newsroom is here already: nothing was changed.")
            return
        planner_statistics.gather()
        self.stdout.write(
            f"The demo newsroom is in: {report.items} items, {report.things} logins, pictures "
            "and other things."
        )
        if is_first:
            self.stdout.write(f"Logins: {' '.join(names)}")
            kept = "as DEMO_PASSWORD says" if settings.DEMO_PASSWORD else password
            self.stdout.write(f"Password: {kept}")

    def _is_due(self) -> bool:
        """Whether a start loads the demo. Says what is going on."""
        if moving_in.is_broken_off():
            self.stdout.write("The demo newsroom goes on moving in. This takes a moment.")
            return True
        if not User.objects.exists():
            self.stdout.write("First start: the demo newsroom moves in. This takes a moment.")
            return True
        if moving_in.has_changed():
            self.stdout.write(
                "The demo newsroom has changed since it moved in. To get what is new: "
                "python manage.py load_demo"
            )
        return False


def _generated() -> str:
    """A random password, kept in ``var/`` and readable by its owner only."""
    path = settings.VAR_DIR / "demo_password"
    if path.exists() and (kept := path.read_text(encoding="ascii").strip()):
        return kept
    path.touch(mode=0o600)
    path.write_text(secrets.token_urlsafe(9), encoding="ascii")
    return path.read_text(encoding="ascii")
