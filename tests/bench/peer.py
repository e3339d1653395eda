"""Another CMS with an equal model, to measure beside: a Django project in a folder of its own.

It has ``requirements.txt``, settings ``newsbench.settings.bench`` that read ``WT_DB`` (a PostgreSQL
database) and ``WT_CACHE``, and a command ``bulkload --to N``. Nothing is written into the folder.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from django.conf import settings
from django.db import connection

from . import servers
from .servers import Server

_LIST = "fields=standfirst,author,category,tags,caption,credit,lead_image_rendition"
_NEWEST = "SELECT id, slug FROM wagtailcore_page WHERE depth = 4 ORDER BY first_published_at DESC"


class Peer:
    def __init__(self, folder: Path, articles: int) -> None:
        self._folder, self._articles = folder.resolve(), articles
        self._python = settings.VAR_DIR / "bench" / "peer" / "venv" / "bin" / "python"
        self._database = f"bench_peer_{articles}"

    def set_up(self) -> None:
        """Its environment and its archive, unless they are there from another run."""
        if not self._python.exists():
            uv = Path(sys.executable).with_name("uv")
            subprocess.run([uv, "venv", "--quiet", self._python.parents[1]], check=True)
            subprocess.run(
                [uv, "pip", "install", "--quiet", "--python", self._python, "-r",
                 self._folder / "requirements.txt"], check=True,
            )  # fmt: skip
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [self._database])
            if cursor.fetchone() is None:
                cursor.execute(f'CREATE DATABASE "{self._database}"')
        self._manage("migrate", "--verbosity", "0")
        self._manage("bulkload", "--to", str(self._articles))
        with self._connect() as own:
            own.execute("ANALYZE")

    def addresses(self) -> dict[str, str]:
        """Its pages, by the names of ours."""
        with self._connect() as own:
            ((key, slug),) = own.execute(f"{_NEWEST} LIMIT 1").fetchall()
        return {
            "article page": f"/news/{slug}/",
            "front": "/",
            "tag page": "/tag/world/",
            "RSS, 30 entries": "/feed/",
            "API: 20 articles": "/api/v2/pages/?type=news.ArticlePage&limit=20"
                                f"&order=-first_published_at&{_LIST}",
            "API: an article": f"/api/v2/pages/{key}/",
        }  # fmt: skip

    @contextmanager
    def served(self, *, page_cache: bool) -> Iterator[Server]:
        port = servers.free_port()
        command = [str(self._python), "-m", "gunicorn", "newsbench.wsgi:application"]
        command += ["-b", f"127.0.0.1:{port}", "-w", "1", "-k", "gthread", "--threads", "4"]
        command += ["--keep-alive", "75", "--log-level", "warning"]
        cache = {"WT_CACHE": "locmem"} if page_cache else {}
        with servers.running(command, port, self._folder, **self._env(), **cache) as server:
            yield Server(server.url, server.pid, self._database)

    def _manage(self, *arguments: str) -> None:
        subprocess.run(
            [self._python, "manage.py", *arguments], cwd=self._folder, check=True,
            env={**os.environ, **self._env()}, stdout=subprocess.DEVNULL,
        )  # fmt: skip

    def _env(self) -> dict[str, str]:
        return {
            "WT_DB": self._database, "DJANGO_SETTINGS_MODULE": "newsbench.settings.bench",
            "PYTHONDONTWRITEBYTECODE": "1",
        }  # fmt: skip

    def _connect(self) -> psycopg.Connection:
        at = connection.settings_dict
        return psycopg.connect(
            host=at["HOST"], port=at["PORT"] or 5432, user=at["USER"], password=at["PASSWORD"],
            dbname=self._database, autocommit=True,
        )  # fmt: skip
