"""What a process loads: commands and the worker leave the views to those who answer requests."""

import subprocess
import sys


def test_setting_up_loads_neither_views_nor_the_rest_framework():
    script = "import django, sys; django.setup(); print('\\n'.join(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )  # fmt: skip
    loaded = set(done.stdout.split())
    assert "newsroom.editorial.registry" in loaded
    assert not loaded & {"rest_framework.views", "articles.views", "feed.views", "media.views"}
