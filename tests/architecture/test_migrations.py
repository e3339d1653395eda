"""A database is made by one migration an app, and every release's is upgraded by the next ones."""

import gzip
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from itertools import groupby
from pathlib import Path

import pytest
from django.apps import apps
from django.db.migrations.loader import MigrationLoader

PROJECT = Path(__file__).resolve().parents[2]
KEPT = sorted((PROJECT / "tests" / "material").glob("database-*.gz"))
OURS = ("newsroom", "articles", "feed", "media")


@pytest.mark.parametrize("kept", KEPT, ids=lambda path: path.name)
def test_migrations_only_grow_since_a_release(kept, tmp_path):
    """What a release's database has run is still there, each app's in one line, numbered."""
    path = tmp_path / "newsroom.sqlite3"
    path.write_bytes(gzip.decompress(kept.read_bytes()))
    with closing(sqlite3.connect(path)) as database:
        ran = set(database.execute("SELECT app, name FROM django_migrations"))
    ours = {config.label for config in apps.get_app_configs() if config.name.startswith(OURS)}
    found = sorted(key for key in MigrationLoader(None).disk_migrations if key[0] in ours)
    assert {(app, name) for app, name in ran if app in ours} - set(found) == set()
    for _app, names in groupby(found, key=lambda key: key[0]):
        numbers = [int(name.partition("_")[0]) for _label, name in names]
        assert numbers == list(range(1, len(numbers) + 1))


@pytest.mark.parametrize("kept", KEPT, ids=lambda path: path.name)
def test_the_database_of_a_release_is_upgraded_and_its_documents_hold(kept, tmp_path):
    """Its SITE_URL is the default; ``small_database.py`` made it."""
    path = tmp_path / "newsroom.sqlite3"
    path.write_bytes(gzip.decompress(kept.read_bytes()))
    env = {
        k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "SITE_URL", "FILES_URL")
    }
    env["VAR_DIR"] = str(tmp_path)
    for command in ("migrate", "rebuild_documents", "check_documents"):
        done = subprocess.run(
            [sys.executable, "manage.py", command], cwd=PROJECT, env=env, text=True,
            capture_output=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
    with sqlite3.connect(path) as database:
        rows = database.execute(
            "SELECT json_extract(card, '$.headline') FROM articles_articleedition"
        )
        assert ("The bridge opens",) in rows.fetchall()
        entries = "SELECT count(*) FROM site_searchentry WHERE item_type = '' OR item_uuid IS NULL"
        assert database.execute(entries).fetchone() == (0,)
        kept = "SELECT count(*) FROM editorial_address WHERE space = ?"
        assert database.execute(kept, ["story"]).fetchone()[0] > 0
        assert database.execute(kept, ["section"]).fetchone()[0] > 0
