"""A database is made by one migration an app, and every release's is upgraded by the next ones."""

import gzip
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps
from django.db.migrations.loader import MigrationLoader

PROJECT = Path(__file__).resolve().parents[2]
KEPT = sorted((PROJECT / "tests" / "material").glob("database-*.gz"))
OURS = ("newsroom", "articles", "feed", "media")


#: The migrations after an app's first one.
LATER = {
    ("accounts", "0002_sign_in"),
    ("accounts", "0003_index_sign_ins_by_name"),
    ("articles", "0002_minor_is_a_typo_fix"),
    ("articles", "0003_lists"),
    ("articles", "0004_addresses"),
    ("articles", "0005_redirects_are_counted"),
    ("articles", "0006_parts_without_accents"),
    ("articles", "0007_names_have_keys"),
    ("articles", "0008_filters"),
    ("articles", "0009_lists_have_one_index"),
    ("articles", "0010_due_items"),
    ("articles", "0011_keys_fold_more_signs"),
    ("articles", "0012_public_names"),
    ("articles", "0013_own_drafts"),
    ("articles", "0014_bylines_repeat_the_last_save"),
    ("articles", "0015_lists_by_update"),
    ("delivery", "0002_outbox"),
    ("media", "0002_agencies_do_not_retire"),
    ("media", "0003_images_may_be_tiff"),
    ("media", "0004_public_videos"),
    ("feed", "0002_minor_is_a_typo_fix"),
    ("feed", "0003_lists"),
    ("feed", "0004_parts_without_accents"),
    ("feed", "0005_filters"),
    ("feed", "0006_images_of_posts"),
    ("feed", "0007_lists_have_one_index"),
    ("feed", "0008_due_items"),
    ("feed", "0009_own_drafts"),
    ("feed", "0010_bylines_repeat_the_last_save"),
    ("feed", "0011_lists_by_update"),
    ("editorial", "0002_ledger_plans"),
    ("editorial", "0003_names_of_corrections"),
    ("editorial", "0004_lists"),
    ("editorial", "0005_addresses"),
    ("editorial", "0006_parts_without_accents"),
    ("editorial", "0007_naming_authority"),
    ("editorial", "0008_desk_words"),
    ("site", "0002_search_entries_by_type"),
    ("site", "0003_search_entries_of_any_type"),
    ("site", "0004_stored_pages"),
    ("site", "0005_search_index_of_our_own"),
}


def test_migrations_only_grow_since_the_first_of_each_app():
    """Since 0.1.0: each one that is added is named in ``LATER``."""
    found = MigrationLoader(None).disk_migrations
    ours = {config.label for config in apps.get_app_configs() if config.name.startswith(OURS)}
    first = {"accounts", "articles", "delivery", "editorial", "feed", "media", "site"}
    assert {key for key in found if key[0] in ours} == LATER | {
        (label, "0001_initial") for label in first
    }


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
