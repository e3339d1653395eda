"""The samples in docs/examples work in a newsroom that installs them, and stay small."""

import os
import subprocess
import sys

import pytest

from tests.requirements import PROJECT

pytestmark = pytest.mark.files

SAMPLES = PROJECT / "docs" / "examples"
LONGEST = 120


def test_the_samples_pass_their_tests_in_a_newsroom_of_their_own(tmp_path):
    environment = {name: os.environ[name] for name in os.environ if name != "DATABASE_URL"}
    environment |= {"PYTHONPATH": str(SAMPLES), "VAR_DIR": str(tmp_path)}
    run = subprocess.run(
        [
            *(sys.executable, "-m", "pytest", "-q", "-n", "0", "-p", "no:cacheprovider"),
            *("--ds=example_settings", "tests/examples/with_samples"),
        ],
        cwd=PROJECT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr


def test_each_sample_has_less_than_120_lines():
    samples = [path.parent for path in SAMPLES.glob("*/apps.py")]
    assert len(samples) == 4
    for sample in samples:
        files = [path for path in sample.rglob("*.py") if "migrations" not in path.parts]
        lines = sum(len(path.read_text(encoding="utf-8").splitlines()) for path in files)
        assert lines < LONGEST, f"{sample.name} has {lines} lines."
