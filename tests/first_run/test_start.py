"""``make newsroom`` sets up what is missing, prints a link while nobody is here, harms nothing."""

import re

import pytest
from django.core.management import CommandError, call_command
from django.db import connections

from newsroom.accounts.models import User
from newsroom.delivery import processes
from newsroom.demo import loading, moving_in
from newsroom.lib import static_files

pytestmark = pytest.mark.django_db


@pytest.fixture
def starting(settings, tmp_path, monkeypatch):
    """``start --empty`` up to the moment at which it would serve; what it prints is the result."""
    settings.VAR_DIR = tmp_path
    monkeypatch.setattr(static_files, "are_collected", lambda: True)
    monkeypatch.setattr(processes, "become", lambda serving: None)
    # The test's own transaction needs the connection that a server would open anew.
    monkeypatch.setattr(connections, "close_all", lambda: None)
    return lambda: call_command("start", port=0, empty=True)


def _links(said: str) -> list[str]:
    return re.findall(r"http://127\.0\.0\.1:0(/admin/first-run/\?link=\S+)", said)


def test_a_start_prints_a_new_link_as_long_as_nobody_is_here(starting, capsys, client):
    starting()
    starting()
    first, second = _links(capsys.readouterr().out)
    assert first != second
    assert client.get(first).status_code == 404
    assert client.get(second).status_code == 200
    assert not User.objects.exists()


def test_once_somebody_is_here_it_starts_and_prints_no_link(starting, capsys, admin_user):
    starting()
    said = capsys.readouterr().out
    assert not _links(said)
    assert "/admin/" in said


def test_a_start_that_was_broken_off_goes_on(starting, monkeypatch, capsys):
    def broken_off(*names, **more):
        raise KeyboardInterrupt

    with monkeypatch.context() as now:
        now.setattr("newsroom.first_run.links.new", broken_off)
        with pytest.raises(CommandError, match="goes on from here"):
            starting()
    capsys.readouterr()
    starting()
    assert len(_links(capsys.readouterr().out)) == 1


def test_beside_the_demo_it_says_how_to_begin_and_changes_nothing(
    starting, monkeypatch, settings, tmp_path, leaflet
):
    settings.DEMO_PASSWORD = "of the demo"
    call_command("load_demo")
    before = set(User.objects.values_list("username", flat=True))
    with pytest.raises(CommandError) as refusal:
        starting()
    said = str(refusal.value)
    assert "holds the demo newsroom" in said
    assert "make newsroom" in said or "DATABASE_URL" in said
    assert set(User.objects.values_list("username", flat=True)) == before


def test_half_of_a_demo_counts_as_one(starting, monkeypatch, leaflet, settings):
    def broken_off(lives):
        raise KeyboardInterrupt

    settings.DEMO_PASSWORD = "of the demo"
    monkeypatch.setattr(loading, "_act_out", broken_off)
    with pytest.raises(KeyboardInterrupt):
        call_command("load_demo")
    assert moving_in.is_here()
    with pytest.raises(CommandError, match="holds the demo newsroom"):
        starting()


def test_the_command_on_a_server_prints_the_link_and_says_when_it_is_too_late(capsys, settings):
    settings.SITE_URL = "https://news.example"
    call_command("first_run", address="https://news.example")
    assert "https://news.example/admin/first-run/?link=" in capsys.readouterr().out
    User.objects.create(username="root", is_superuser=True)
    with pytest.raises(CommandError, match="has begun"):
        call_command("first_run")
