"""The processes of one machine: they are kept running, end together, and say so when they cannot.

Small scripts stand for the web server and the worker; ``tests/stories/test_processes_that_die.py``
does the same to the real ones.
"""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from newsroom.delivery import children, processes
from newsroom.delivery.children import Child
from tests.stories.newsroom import family, hangups_end, until

PROJECT = Path(__file__).resolve().parents[2]


@pytest.fixture
def taken():
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        yield listening.getsockname()[1]


@pytest.mark.parametrize("command", ["start", "serve"])
def test_a_port_in_use_is_told_before_anything_is_done(command, taken):
    with pytest.raises(CommandError, match=rf"Port {taken} .* --port {taken + 1}\."):
        call_command(command, port=taken)


def test_a_port_that_is_free_is_no_trouble(taken):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        free = other.getsockname()[1]
    processes.check_port("127.0.0.1", free)


# --- The whole family ----------------------------------------------------------------------------

#: A supervisor of two scripts.
_SUPERVISE = """
import sys
from newsroom.delivery import children, processes
children.KILL_SECONDS = 1
children.LEAVE_SECONDS = 1
web, worker = sys.argv[1:]
web, worker = (children.Child(*one) for one in (("web server", [web]), ("worker", [worker])))
sys.exit(processes.Family(web, [worker]).look_after())
"""
_STAYS = "import time\ntime.sleep(600)\n"
_FAILS = "raise SystemExit(3)\n"
_IS_READY = """
import os
os.write(int(os.environ["NEWSROOM_READY"]), b"!")
"""
_IS_DEAF = f"""
import signal, sys
signal.signal(signal.SIGTERM, signal.SIG_IGN)
print("deaf", file=sys.stderr, flush=True)
{_STAYS}
"""
_HAS_A_CHILD = f"""
import signal, subprocess, sys
subprocess.Popen([sys.executable, "-c", {_IS_DEAF!r}, "grandchild"])
{_STAYS}
"""
_WATCHES_ITS_PARENT = f"""
import sys
sys.path.insert(0, {str(PROJECT)!r})
from newsroom.delivery import shutdown
shutdown.end_with_supervisor()
{_STAYS}
"""


class Tree:
    """A supervisor with its children, in a session of its own."""

    def __init__(self, folder: Path, web: str, worker: str) -> None:
        for name, text in (("web", web), ("worker", worker)):
            (folder / f"{name}.py").write_text(text)
        self._said = folder / "said.txt"
        scripts = [str(folder / "web.py"), str(folder / "worker.py")]
        with self._said.open("w") as said, hangups_end():
            self.supervisor = subprocess.Popen(
                [sys.executable, "-c", _SUPERVISE, *scripts], cwd=PROJECT,
                stderr=said, start_new_session=True,
            )  # fmt: skip

    def pids(self, word: str) -> list[int]:
        """The processes whose command line has that word."""
        own = self.supervisor.pid
        lines = [line for line in family(own) if word in line]
        return [int(line.split()[0]) for line in lines if int(line.split()[0]) != own]

    def pid(self, word: str) -> int:
        until(lambda: self.pids(word))
        return self.pids(word)[0]

    def wait_for_all(self) -> None:
        until(lambda: self.pids("web.py") and self.pids("worker.py"))

    def end(self, *numbers: int) -> int:
        for number in numbers or (signal.SIGTERM,):
            self.supervisor.send_signal(number)
        return self.code()

    def code(self) -> int:
        code = self.supervisor.wait(60)
        until(lambda: not family(self.supervisor.pid))
        return code

    @property
    def said(self) -> str:
        return self._said.read_text()


@pytest.fixture
def tree(tmp_path):
    trees = []

    def grow(web: str = _IS_READY + _STAYS, worker: str = _STAYS) -> Tree:
        trees.append(Tree(tmp_path, web, worker))
        return trees[-1]

    yield grow
    for one in trees:
        one.supervisor.kill()
        one.supervisor.wait()
        for line in family(one.supervisor.pid):
            os.kill(int(line.split()[0]), signal.SIGKILL)


@pytest.mark.parametrize("name", ["web.py", "worker.py"])
def test_one_that_is_killed_is_started_again_and_the_other_goes_on(tree, name):
    grown = tree()
    grown.wait_for_all()
    other = next(one for one in ("web.py", "worker.py") if one != name)
    killed, stays = grown.pid(name), grown.pid(other)
    os.kill(killed, signal.SIGKILL)
    until(lambda: grown.pids(name) not in ([], [killed]))
    assert grown.pids(other) == [stays]
    assert "is started again in 0.25 s: it was ended by SIGKILL." in grown.said
    assert grown.end() == 0


def test_one_that_ends_by_itself_is_started_again_though_it_ended_well(tree):
    grown = tree()
    worker = grown.pid("worker.py")
    os.kill(worker, signal.SIGTERM)
    until(lambda: grown.pids("worker.py") not in ([], [worker]))
    assert grown.end() == 0


def test_a_worker_that_cannot_start_does_not_take_the_web_server_with_it(tree):
    grown = tree(worker=_FAILS)
    until(lambda: grown.said.count("exit code 3") >= 4)
    assert grown.pids("web.py")
    assert grown.end() == 0


def test_pauses_grow_and_begin_again_after_a_steady_life(tmp_path, capfd, monkeypatch):
    script = tmp_path / "fails.py"
    script.write_text(_FAILS)
    child = Child("worker", [str(script)])

    def fail() -> None:
        monkeypatch.setattr(child, "_due_at", 0)
        child.look_after()
        until(lambda: child.look_after() or not child.is_running)

    for _ in range(9):
        fail()
    assert _pauses(capfd) == ["0.25", "0.5", "1", "2", "4", "8", "16", "30", "30"]
    monkeypatch.setattr(children, "STEADY_SECONDS", 0)
    fail()
    assert _pauses(capfd) == ["0.25"]


def _pauses(capfd) -> list[str]:
    lines = [line for line in capfd.readouterr().err.splitlines() if "started again in" in line]
    return [line.split(" in ")[1].split(" s:")[0] for line in lines]


def test_a_web_server_that_cannot_start_ends_all_of_them_and_says_why(tree):
    grown = tree(web=_FAILS)
    assert grown.code() == 1
    assert "The web server cannot start, after 3 attempts: it ended with exit code 3." in grown.said


def test_a_web_server_that_was_ready_once_is_never_given_up(tree):
    grown = tree(web=f"{_IS_READY}import time\ntime.sleep(0.6)\n{_FAILS}")
    until(lambda: grown.said.count("The web server is started again") >= 4)
    assert grown.end() == 0


def test_a_port_that_somebody_took_is_the_reason_that_is_given(taken, capfd, tmp_path):
    serving = processes.Serving(manage=str(tmp_path / "manage.py"), port=taken, web_only=True)
    assert processes.run(serving) == 1
    assert f"Port {taken} of 127.0.0.1 cannot be used" in capfd.readouterr().err


def test_a_socket_that_systemd_has_opened_is_taken(taken, monkeypatch):
    with socket.socket() as given:
        given.bind(("127.0.0.1", 0))
        given.listen()
        monkeypatch.setattr(processes, "_FIRST_GIVEN", os.dup(given.fileno()))
        monkeypatch.setenv("LISTEN_FDS", "1")
        monkeypatch.setenv("LISTEN_PID", str(os.getpid()))
        processes.check_port("127.0.0.1", taken)
        with processes.listen("127.0.0.1", taken) as listening:
            assert listening.getsockname() == given.getsockname()


# --- A restart -----------------------------------------------------------------------------------


def test_a_restart_replaces_both_and_kills_a_web_server_that_does_not_leave(tree):
    grown = tree(web=f"import signal\nsignal.signal(signal.SIGUSR1, print)\n{_IS_READY}{_STAYS}")
    grown.wait_for_all()
    web, worker = grown.pid("web.py"), grown.pid("worker.py")
    grown.supervisor.send_signal(signal.SIGUSR1)
    until(lambda: "The web server has been replaced." in grown.said)
    until(lambda: len({*grown.pids("web.py"), web}) == 2 and len(grown.pids("web.py")) == 1)
    until(lambda: grown.pids("worker.py") not in ([], [worker]))
    assert "is started again" not in grown.said
    assert grown.end() == 0


def test_a_new_web_server_that_cannot_start_leaves_the_present_one_in_place(tree, tmp_path):
    once = f"import pathlib\npathlib.Path({str(tmp_path / 'ran')!r}).touch(exist_ok=False)\n"
    grown = tree(web=f"{once}{_IS_READY}{_STAYS}")
    grown.wait_for_all()
    until(lambda: (tmp_path / "ran").exists())
    before = grown.pid("web.py"), grown.pid("worker.py")
    grown.supervisor.send_signal(signal.SIGUSR1)
    until(lambda: "The new web server cannot start; the present one goes on." in grown.said)
    assert (grown.pid("web.py"), grown.pid("worker.py")) == before
    assert grown.end() == 0


# --- The end -------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
@pytest.mark.parametrize("after_seconds", [0.1, 0.3, 1])
def test_a_signal_at_any_moment_ends_all_of_them(tree, number, after_seconds):
    """Even before the children can hear one themselves."""
    grown = tree()
    until(lambda: grown.pids("web.py"))
    time.sleep(after_seconds)
    os.killpg(grown.supervisor.pid, number)
    assert grown.code() == 0
    assert "Traceback" not in grown.said


def test_signals_that_come_twice_or_ten_times_end_all_of_them(tree):
    grown = tree()
    grown.wait_for_all()
    numbers = [signal.SIGINT, signal.SIGTERM] * 5
    assert grown.end(*numbers) == 0


def test_what_is_deaf_is_killed_with_everything_that_it_started(tree):
    grown = tree(web=_HAS_A_CHILD, worker=_IS_DEAF)
    grown.wait_for_all()
    until(lambda: grown.said.count("deaf") == 2)
    assert grown.end() == 0
    assert "The worker did not end within 1 s and is killed." in grown.said


def test_one_that_was_stopped_ends_too(tree):
    grown = tree()
    os.kill(grown.pid("worker.py"), signal.SIGSTOP)
    assert grown.end() == 0


def test_what_a_killed_process_leaves_behind_is_gone_before_it_is_started_again(tree):
    grown = tree(web=_HAS_A_CHILD)
    left = grown.pid("grandchild")
    os.kill(grown.pid("web.py"), signal.SIGKILL)
    until(lambda: left not in grown.pids("grandchild"))
    until(lambda: grown.pids("grandchild"))
    assert grown.end() == 0


def test_children_do_not_outlive_a_supervisor_that_was_killed(tree):
    grown = tree(web=_WATCHES_ITS_PARENT, worker=_WATCHES_ITS_PARENT)
    grown.wait_for_all()
    assert grown.end(signal.SIGKILL) == -signal.SIGKILL


# --- Releases behind a link ----------------------------------------------------------------------


def test_a_process_begins_in_the_release_that_the_link_leads_to_when_it_starts(tmp_path):
    """The supervisor itself stays in the folder of the first release."""
    link, said = tmp_path / "current", tmp_path / "said.txt"
    script = f"import os; open({str(said)!r}, 'a').write(os.path.basename(os.getcwd()) + ' ')"
    child = Child("web server", ["-c", script], folder=str(link))
    for release in ("first", "second"):
        (tmp_path / release).mkdir()
        link.unlink(missing_ok=True)
        link.symlink_to(tmp_path / release)
        child = child.successor()
        child.look_after()
        until(child.has_ended)
    assert said.read_text().split() == ["first", "second"]


@pytest.mark.parametrize(
    ("manage", "folder"),
    [
        ("/srv/newsroom/current/manage.py", "/srv/newsroom/current"),
        ("manage.py", None),
        ("/opt/newsroom/bin/newsroom", None),
    ],
)
def test_only_a_checkout_that_is_named_whole_is_a_release_behind_a_link(manage, folder):
    assert processes._folder_of_release(manage) == folder


def test_the_supervisor_finds_its_modules_whatever_folder_the_command_was_given_in(tmp_path):
    link = tmp_path / "current"
    link.symlink_to(PROJECT)
    script = (
        f"import os, sys; sys.path.insert(0, {str(PROJECT)!r}); os.chdir({str(tmp_path)!r})\n"
        "from newsroom.delivery import processes\n"
        f"processes.become(processes.Serving({str(link / 'manage.py')!r}, port=-1))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd="/", capture_output=True, text=True, check=False
    )
    assert "No module named" not in done.stderr
    assert "port" in done.stderr
