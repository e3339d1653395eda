"""The Nu HTML checker finds nothing on any page."""

import json
import subprocess
from pathlib import Path

from tests.requirements import NU, need

from .newspaper import KINDS

#: Warnings that tell of no mistake, with the reason why they are let pass.
LET_PASS: dict[str, str] = {}


def nu_messages(folder: Path) -> list[dict]:
    """What the checker says about all ``*.html`` of a folder, in one process (JSON messages)."""
    command = ["java", "-Xss4m", "-jar", str(NU), "--format", "json", "--exit-zero-always",
               "--stdout", "--skip-non-html", str(folder)]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=180)
    return json.loads(done.stdout)["messages"]


def told(message: dict) -> str:
    """One line for a message: page, place, words, what it is about."""
    page = Path(message["url"]).stem
    return (f"{page}:{message.get('lastLine')} {message['message']} "
            f"{message.get('extract', '').strip()!r}")  # fmt: skip


def test_every_page_is_html_as_the_standard_has_it(site, tmp_path):
    need("nu")
    for kind in KINDS:
        (tmp_path / f"{kind}.html").write_text(site.html(kind), encoding="utf-8")
    messages = nu_messages(tmp_path)
    assert [told(m) for m in messages if m["type"] == "error"] == []
    warnings = [m for m in messages if m.get("subType") == "warning"]
    assert [told(m) for m in warnings if m["message"] not in LET_PASS] == []
