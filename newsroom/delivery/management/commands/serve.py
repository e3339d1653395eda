import os
import signal
import subprocess
import sys

from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "The production server: web, clock and background tasks in one process tree."

    def add_arguments(self, parser):
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--workers", type=int, default=1, help="web processes")
        parser.add_argument("--threads", type=int, default=4, help="threads of each web process")
        parser.add_argument("--web-only", action="store_true", help="without clock and tasks")

    def handle(self, *args, host, port, workers, threads, web_only, **options):
        children = [] if web_only else [_start(sys.argv[0], "worker")]
        web = ["-m", "granian", "newsroom.wsgi:application", "--interface", "wsgi"]
        web += ["--host", host, "--port", str(port), "--workers", str(workers)]
        web += ["--blocking-threads", str(threads), "--no-ws", "--respawn-failed-workers"]
        children.append(_start(*web, "--log-level", "warning"))
        raise SystemExit(_wait(children))


def _start(*arguments: str) -> subprocess.Popen:
    return subprocess.Popen([sys.executable, *arguments])  # noqa: S603


def _wait(children: list[subprocess.Popen]) -> int:
    """Wait for the first child to end, then end the others; returns its exit code."""

    def end(number, frame):
        for child in children:
            child.send_signal(signal.SIGTERM)

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    while True:
        try:
            pid, status = os.wait()
        except ChildProcessError:
            return 0
        code = os.waitstatus_to_exitcode(status)
        ended = next((c for c in children if c.pid == pid), None)
        if ended is None:
            continue
        ended.returncode = code
        for child in children:
            if child.poll() is None:
                child.send_signal(signal.SIGTERM)
        for child in children:
            child.wait()
        return 0 if code in (0, -signal.SIGTERM, -signal.SIGINT) else 1
