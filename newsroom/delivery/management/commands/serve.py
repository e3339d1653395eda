import sys

from django.core.management.base import BaseCommand, CommandError
from django.db import connections

from newsroom.delivery import processes


class Command(BaseCommand):
    help = "The production server: web, clock and background tasks in one process tree."

    def add_arguments(self, parser):
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--workers", type=int, default=1, help="web processes")
        parser.add_argument("--threads", type=int, default=4, help="threads of each web process")
        parser.add_argument("--web-only", action="store_true", help="without clock and tasks")

    def handle(self, *args, host, port, workers, threads, web_only, **options):
        try:
            processes.check_port(host, port)
        except processes.PortTaken as error:
            raise CommandError(str(error)) from error
        connections.close_all()
        self.stdout.flush()
        processes.become(
            processes.Serving(sys.argv[0], host, port, workers, threads, web_only=web_only)
        )
