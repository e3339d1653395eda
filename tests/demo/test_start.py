"""``start`` sets up what is missing, the demo among it, and nothing else."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connections

from articles.models import Article
from newsroom.accounts.models import User
from newsroom.delivery import processes
from newsroom.demo import loading, moving_in
from newsroom.lib import static_files

from .small import PASSWORD

pytestmark = pytest.mark.django_db


@pytest.fixture
def starting(settings, tmp_path, monkeypatch):
    """``start`` up to the moment at which it would serve."""
    settings.VAR_DIR, settings.DEMO_PASSWORD = tmp_path, PASSWORD
    monkeypatch.setattr(static_files, "are_collected", lambda: True)
    monkeypatch.setattr(processes, "become", lambda serving: None)
    # The test's own transaction needs the connection that a server would open anew.
    monkeypatch.setattr(connections, "close_all", lambda: None)
    return lambda: call_command("start", port=0)


@pytest.mark.usefixtures("leaflet")
def test_a_start_goes_on_with_a_load_that_was_broken_off(starting, monkeypatch, capsys):
    def broken_off(lives):
        raise KeyboardInterrupt

    with monkeypatch.context() as now:
        now.setattr(loading, "_act_out", broken_off)
        with pytest.raises(CommandError, match="goes on from here"):
            starting()
    assert User.objects.exists()
    assert not Article.objects.exists()
    starting()
    assert Article.objects.exists()
    assert "goes on moving in" in capsys.readouterr().out


@pytest.mark.usefixtures("leaflet")
def test_a_second_start_does_not_load_again(starting, monkeypatch, capsys):
    starting()
    monkeypatch.setattr(loading, "load", None)
    capsys.readouterr()
    starting()
    assert "demo newsroom" not in capsys.readouterr().out


@pytest.mark.usefixtures("leaflet")
def test_a_start_tells_of_a_changed_demo_and_leaves_the_newsroom_as_it_is(
    starting, monkeypatch, capsys
):
    starting()
    Article.objects.update(headline="Ours now")
    monkeypatch.setattr(moving_in, "_digest", lambda: "of another version")
    starting()
    assert "manage.py load_demo" in capsys.readouterr().out
    assert set(Article.objects.values_list("headline", flat=True)) == {"Ours now"}
    call_command("load_demo")
    capsys.readouterr()
    starting()
    assert "has changed" not in capsys.readouterr().out


def test_a_newsroom_of_ones_own_is_left_without_the_demo(starting, chief):
    starting()
    assert list(User.objects.all()) == [chief]
