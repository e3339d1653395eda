"""The processes of one machine: they start together, end together, and say so when they cannot."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from newsroom.delivery import processes

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


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
@pytest.mark.parametrize("after_seconds", [0, 0.1, 0.3, 1])
def test_a_signal_at_any_moment_ends_all_of_them(number, after_seconds, tmp_path):
    """Even before the children can hear one themselves."""
    ends = "import signal, pathlib, sys, time\nsignal.signal(signal.SIGTERM, lambda *a: sys.exit())"
    script = tmp_path / "manage.py"
    script.write_text(f"{ends}\ntime.sleep(60)\n")
    running = subprocess.Popen(
        [sys.executable, "-c", _RUN.format(script=str(script))], cwd=PROJECT,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
    )  # fmt: skip
    assert running.stdout
    assert running.stdout.readline() == "ready\n"
    time.sleep(after_seconds)
    os.killpg(running.pid, number) if number == signal.SIGINT else running.send_signal(number)
    _out, said = running.communicate(timeout=60)
    assert running.returncode == 0
    assert "Traceback" not in said
    with pytest.raises(ProcessLookupError):
        os.killpg(running.pid, 0)


def test_a_process_that_fails_ends_the_others_and_is_told(tmp_path):
    script = tmp_path / "manage.py"
    script.write_text("raise SystemExit(3)\n")
    running = subprocess.run(
        [sys.executable, "-c", _RUN.format(script=str(script))], cwd=PROJECT,
        capture_output=True, timeout=60, check=False, start_new_session=True,
    )  # fmt: skip
    assert running.returncode == 1


# Two workers stand for the web server and the worker: the order of ends is what matters here.
_RUN = """
import signal, sys
from newsroom.delivery import processes
own = signal.signal
def told(number, handler):
    own(number, handler)
    if number == signal.SIGINT:
        print("ready", flush=True)
signal.signal = told
commands = lambda serving: [["{script}", "one"], ["{script}", "two"]]
processes._commands = commands
sys.exit(processes.run(processes.Serving()))
"""
