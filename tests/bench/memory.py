"""What a newsroom on one machine takes of its memory: python -m tests.bench.memory [PAGES]

It serves the newsroom of the environment (DATABASE_URL, VAR_DIR) with one web process, asks for
pages, then lets a process take in a large photograph. What several processes share is counted once
(the PSS of Linux). Figures are in MB.
"""

from __future__ import annotations

import io
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

from PIL import Image

from tests.bench.picture_cost import photograph

PORT = 8917
_UPLOAD = """
import io, sys
from django.core.files.base import ContentFile
from media.intake import uploads
uploads.examine(ContentFile(sys.stdin.buffer.read(), name="photograph"))
"""


def main(pages: int) -> None:
    server = subprocess.Popen(
        [sys.executable, "manage.py", "serve", "--workers", "1", "--port", str(PORT)],
        start_new_session=True,
    )
    try:
        _wait_for("/robots.txt")
        _print("at the start", _parts(server.pid))
        for path in _paths(pages):
            _ask(path)
        _print(f"after {pages} pages", _parts(server.pid))
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait()
    for kind in ("JPEG", "TIFF"):
        own, child = _peaks_of_upload(kind)
        _say(f"taking in a {kind} of 24 megapixels: {own:.0f} itself, {child:.0f} in its child")


def _paths(most: int) -> Iterator[str]:
    """The fronts, and stories by the sitemap."""
    found = ["/", "/feed/", "/search/?q=bridge", "/rss.xml", "/api/v1/articles"]
    for name in _located(_ask("/sitemap.xml")):
        found += _located(_ask(name)) if ".xml" in name else [name]
        if len(found) >= most:
            break
    yield from found[:most]


def _located(sitemap: str) -> list[str]:
    return re.findall(r"<loc>https?://[^/]+(/[^<]*)</loc>", sitemap)


def _ask(path: str) -> str:
    try:
        with urlopen(f"http://127.0.0.1:{PORT}{path}", timeout=120) as answer:
            return str(answer.read().decode())
    except HTTPError as error:
        return str(error.code)


def _wait_for(path: str) -> None:
    end = time.monotonic() + 300
    while time.monotonic() < end:
        try:
            _ask(path)
        except OSError:
            time.sleep(0.5)
        else:
            time.sleep(20)
            return
    raise SystemExit("The server does not answer.")


def _parts(leader: int) -> dict[str, float]:
    """What the processes of a session take, by what they are, and their database's."""
    found: dict[str, float] = defaultdict(float)
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            session = (folder / "stat").read_text().rpartition(")")[2].split()[3]
            command = (folder / "cmdline").read_text().replace("\0", " ")
            if int(session) == leader:
                found[_name(command)] += _pss(folder)
            elif command.startswith("postgres:") and f" {_database()} " in command:
                found["PostgreSQL's processes for it"] += _pss(folder)
        except (FileNotFoundError, ProcessLookupError, PermissionError):
            continue
    return dict(found)


def _database() -> str:
    return os.environ.get("DATABASE_URL", "").rpartition("/")[2] or "no database server"


def _name(command: str) -> str:
    if "granian_main" in command:
        return "web server and its process"
    return "worker" if "worker" in command else "supervisor"


def _pss(folder: Path) -> float:
    rollup = (folder / "smaps_rollup").read_text()
    return int(re.findall(r"^Pss:\s+(\d+)", rollup, re.MULTILINE)[0]) / 1024


def _peaks_of_upload(kind: str) -> tuple[float, float]:
    """The most that a process has which takes in a photograph, and its child, if it has one."""
    out = io.BytesIO()
    with Image.open(io.BytesIO(photograph())) as picture:
        picture.save(out, kind, quality=90)
    parent = subprocess.Popen(
        [sys.executable, "-c", f"import django; django.setup()\n{_UPLOAD}"],
        stdin=subprocess.PIPE, env={**os.environ, "DJANGO_SETTINGS_MODULE": "newsroom.settings"},
    )  # fmt: skip
    peaks = {"own": 0.0, "child": 0.0}
    watching = threading.Thread(target=_watch, args=(parent, peaks))
    watching.start()
    parent.communicate(out.getvalue())
    watching.join()
    return peaks["own"], peaks["child"]


def _watch(parent: subprocess.Popen, peaks: dict[str, float]) -> None:
    while parent.poll() is None:
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                above = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
                if parent.pid not in (above, int(folder.name)):
                    continue
                name = "child" if above == parent.pid else "own"
                status = (folder / "status").read_text().partition("VmHWM:")[2]
                peaks[name] = max(peaks[name], int(status.split()[0]) / 1024)
            except (FileNotFoundError, ProcessLookupError, IndexError, ValueError):
                continue
        time.sleep(0.02)


def _print(when: str, parts: dict[str, float]) -> None:
    listed = ", ".join(f"{name} {megabytes:.0f}" for name, megabytes in sorted(parts.items()))
    _say(f"{when}: {sum(parts.values()):.0f} ({listed})")


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200)
