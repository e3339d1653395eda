"""What a database URL says of PostgreSQL's settings, beside what web processes set."""

import environ
import psycopg
import pytest
from django.db import connection

from newsroom.lib import database_limits


def limited(url: str) -> str:
    database = environ.Env.db_url_config(url)
    database_limits.limit(database)
    return database.get("OPTIONS", {}).get("options", "")


def test_what_the_url_sets_is_added_to_what_web_processes_set():
    options = limited("postgres://somebody@localhost/paper?options=-c lock_timeout=9s")
    for name, value in database_limits.PLANNING.items():
        assert f"-c {name}={value}" in options
    assert options.endswith("-c lock_timeout=9s")


def test_another_database_gets_no_options():
    assert limited("sqlite:///paper.sqlite3") == ""


@pytest.mark.postgres  # it asks the server
@pytest.mark.django_db
def test_the_url_has_the_last_word():
    at = connection.get_connection_params()
    wanted = {name: at.get(name) for name in ("dbname", "host", "port", "user", "password")}
    options = limited("postgres://somebody@localhost/paper?options=-c lock_timeout=9s")
    with psycopg.connect(**wanted, options=options) as server:
        told = [server.execute(f"SHOW {name}").fetchone()[0] for name in
                ("lock_timeout", "statement_timeout", "plan_cache_mode")]  # fmt: skip
    assert told == ["9s", f"{database_limits.STATEMENT_SECONDS}s", "force_generic_plan"]
