import os
import sys

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection

from newsroom.accounts.models import User
from newsroom.editorial import checks
from newsroom.lib import static_files


class Command(BaseCommand):
    help = "Set up what is missing (tables, static files, the demo newsroom), then serve."

    def add_arguments(self, parser):
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--empty", action="store_true", help="without the demo newsroom")

    def handle(self, *args, port, empty, **options):
        call_command("migrate", verbosity=0)
        static_files.collect()
        if not empty and not User.objects.exists():
            self.stdout.write("First start: the demo newsroom moves in. This takes a moment.")
            call_command("load_demo")
        if checks.documents_fit_the_settings(None, databases=["default"]):
            self.stdout.write("The site's address has changed: documents are compiled again.")
            call_command("rebuild_documents")
        self._greet(port)
        connection.close()
        self.stdout.flush()
        serve = [sys.executable, sys.argv[0], "serve", "--port", str(port)]
        os.execv(sys.executable, serve)  # noqa: S606

    def _greet(self, port: int) -> None:
        password = settings.VAR_DIR / "demo_password"
        address = f"http://127.0.0.1:{port}"
        self.stdout.write(f"\n  {settings.SITE_NAME}")
        self.stdout.write(f"  Pages  {address}/")
        self.stdout.write(f"  Admin  {address}/admin/")
        self.stdout.write(f"  API    {address}/api/v1/docs")
        if password.exists():
            names = " ".join(User.objects.order_by("pk").values_list("username", flat=True)[:10])
            self.stdout.write(f"  Logins {names}")
            self.stdout.write(f"  Password of the demo logins: {password.read_text().strip()}")
        self.stdout.write("  Ctrl-C ends it.\n")
