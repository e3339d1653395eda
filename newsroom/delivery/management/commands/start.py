import sys

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connections

from newsroom.accounts.models import User
from newsroom.delivery import processes
from newsroom.editorial import checks
from newsroom.lib import site_settings, static_files

HOST = "127.0.0.1"


class Command(BaseCommand):
    help = (
        "Set up what is missing (tables, static files, the demo newsroom, or the link to begin "
        "one's own), then serve."
    )
    # The worker runs them, beside the web process: readers need not wait for them.
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument(
            "--empty", action="store_true", help="without the demo: a newsroom of one's own"
        )

    def handle(self, *args, port, empty, **options):
        try:
            processes.check_port(HOST, port)
        except processes.PortTaken as error:
            raise CommandError(str(error)) from error
        address = f"http://{HOST}:{port}"
        try:
            self._set_up(address, empty=empty)
        except KeyboardInterrupt:
            raise CommandError(
                "Broken off. The next start goes on from here.", returncode=130
            ) from None
        self._greet(address)
        connections.close_all()
        self.stdout.flush()
        processes.become(processes.Serving(sys.argv[0], HOST, port))

    def _set_up(self, address: str, *, empty: bool) -> None:
        with static_files.collected_beside():
            call_command("migrate", verbosity=0)
            if empty:
                call_command("first_run", at_start=True, address=address)
            else:
                call_command("load_demo", quick=True, at_start=True)
        if checks.documents_fit_the_settings(None, databases=["default"]):
            self.stdout.write("The site's address has changed: documents are compiled again.")
            call_command("rebuild_documents")

    def _greet(self, address: str) -> None:
        password = settings.VAR_DIR / "demo_password"
        self.stdout.write(f"\n  {site_settings.current().name}")
        self.stdout.write(f"  Pages  {address}/")
        self.stdout.write(f"  Admin  {address}/admin/")
        self.stdout.write(f"  API    {address}/api/v1/docs")
        if password.exists():
            names = " ".join(User.objects.order_by("pk").values_list("username", flat=True)[:10])
            self.stdout.write(f"  Logins {names}")
            self.stdout.write(f"  Password of the demo logins: {password.read_text().strip()}")
        self.stdout.write("  Ctrl-C ends it.\n")
