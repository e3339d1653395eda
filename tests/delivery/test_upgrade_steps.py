"""The steps of ``deploy/upgrade``, with a script in place of each release's Python."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from .fronts import DEPLOY

#: Writes down what it is asked; the backup's folder is named, and a release may have migrations.
_PYTHON = """#!/bin/sh
shift
echo "$(basename "$(pwd)") $*" >> {said}
case "$1 $2" in
  "backup ") echo "/backups/one: 1,005 MB, ledger number 3, 5 files, 1 of them new." ;;
  "migrate --check") [ ! -e migrates ] ;;
esac
"""
#: A broken release never serves.
_RELOAD = """
release=$(readlink -f {home}/current)
[ -e "$release/broken" ] || echo "$release" > {home}/var/serving
echo "reload" >> {said}
"""


class Machine:
    def __init__(self, folder: Path) -> None:
        self.home, self.source, self.said = folder / "home", folder / "source", folder / "said"
        self._folder = folder
        self.source.mkdir()
        self._git("init", "--quiet", ".")
        self._write("python", _PYTHON).chmod(0o755)
        self._write("reload", _RELOAD)
        self._write("stop", 'echo "stop" >> {said}')
        self.release("first")
        for name in ("releases", "var"):
            (self.home / name).mkdir(parents=True)
        (self.home / "environment").touch()
        first = self.home / "releases" / "first"
        subprocess.run(["git", "clone", "--quiet", self.source, first], check=True)
        (first / ".venv" / "bin").mkdir(parents=True)
        (first / ".venv" / "bin" / "python").symlink_to(folder / "python")
        (self.home / "current").symlink_to(first)
        (self.home / "var" / "serving").write_text(f"{first.resolve()}\n")

    def release(self, tag: str, *marks: str) -> None:
        for mark in ("broken", "migrates"):
            (self.source / mark).unlink(missing_ok=True)
        for mark in marks:
            (self.source / mark).touch()
        (self.source / "name").write_text(tag)
        who = ("-c", "user.name=x", "-c", "user.email=x@example.org")
        self._git("add", "--all")
        self._git(*who, "commit", "--quiet", "-m", tag)
        self._git("tag", tag)

    def upgrade(self, *arguments: str) -> tuple[int, list[str]]:
        """The exit code, and what was done, by the names of the releases."""
        self.said.write_text("")
        env = {
            "PATH": os.environ["PATH"],
            "NEWSROOM_HOME": str(self.home),
            "NEWSROOM_USER": "nobody-of-this-name",
            "INSTALL": f"mkdir -p .venv/bin && ln -s {self._folder}/python .venv/bin/python",
            "RELOAD": f"sh {self._folder}/reload",
            "START": f"sh {self._folder}/reload",
            "STOP": f"sh {self._folder}/stop",
            "HEALTH_URL": f"file://{self.home}/environment",
            "PATIENCE_SECONDS": "0",
        }
        done = subprocess.run(
            ["sh", DEPLOY / "upgrade", *arguments], env=env, capture_output=True, check=False
        )
        lines = self.said.read_text().splitlines()
        return done.returncode, [self._named(line) for line in lines]

    @property
    def current(self) -> str:
        return (self.home / "current" / "name").read_text()

    def _named(self, line: str) -> str:
        folder, space, rest = line.partition(" ")
        name = self.home / "releases" / folder / "name"
        return f"{name.read_text()}{space}{rest}" if name.exists() else line

    def _write(self, name: str, text: str) -> Path:
        path = self._folder / name
        path.write_text(text.format(home=self.home, said=self.said))
        return path

    def _git(self, *arguments: str) -> None:
        subprocess.run(["git", *arguments], cwd=self.source, check=True, capture_output=True)


@pytest.fixture
def machine(tmp_path):
    return Machine(tmp_path)


def test_a_release_is_installed_beside_the_other_and_taken_into_use_after_a_backup(machine):
    machine.release("second", "migrates")
    code, done = machine.upgrade("second")
    assert (code, machine.current) == (0, "second")
    assert done == [
        "second check --deploy",
        "first backup",
        "second migrate --check",
        "second migrate --verbosity 0",
        "second collectstatic --no-input --verbosity 0",
        "reload",
        "second check --database default --fail-level WARNING",
    ]


def test_a_release_that_does_not_serve_gives_way_to_the_other(machine):
    machine.release("second", "broken")
    code, done = machine.upgrade("second")
    assert (code, machine.current) == (1, "first")
    assert done[-2:] == ["first collectstatic --no-input --verbosity 0", "reload"]
    assert machine.upgrade("--back") == (1, [])


def test_where_it_had_migrated_the_backup_is_restored(machine):
    machine.release("second", "broken", "migrates")
    code, done = machine.upgrade("second")
    assert (code, machine.current) == (1, "first")
    assert done[-5:] == [
        "stop",
        "second backup --keep all",
        "first restore /backups/one --replace --leave-pictures",
        "first collectstatic --no-input --verbosity 0",
        "reload",
    ]


def test_going_back_later_asks_before_what_was_written_since_is_lost(machine):
    machine.release("second", "migrates")
    machine.upgrade("second")
    assert machine.upgrade("--back") == (1, [])
    assert machine.current == "second"
    code, done = machine.upgrade("--back", "--restore")
    assert (code, machine.current) == (0, "first")
    assert "first restore /backups/one --replace --leave-pictures" in done


def test_a_release_that_is_not_there_changes_nothing(machine):
    assert machine.upgrade("no-such-tag") == (1, [])
    assert machine.current == "first"
    assert len(list((machine.home / "releases").iterdir())) == 1
