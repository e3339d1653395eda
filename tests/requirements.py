"""What some tests need and a machine may lack: they skip by name, or fail where it is required.

``REQUIRE=browser,postgres,redis,fronts`` names the groups whose absence is a failure.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

PROJECT = Path(__file__).resolve().parents[1]
SHARED = PROJECT.parent / "shared"
AXE = PROJECT / "node_modules" / "axe-core" / "axe.min.js"
NU = PROJECT / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
PORTABLE_TEXT = PROJECT / "node_modules" / "@portabletext" / "to-html" / "package.json"
_CHROMIUMS = ("chromium", "chromium-browser", "google-chrome")


def chromium() -> str | None:
    """The path of a Chromium on this machine."""
    return next(filter(None, map(shutil.which, _CHROMIUMS)), None)


def need(part: str) -> None:
    """Skip the test that asks, or fail it where the part's group is required."""
    group, lack = PARTS[part]
    reason = lack()
    if not reason:
        return
    if group in os.environ.get("REQUIRE", "").split(","):
        pytest.fail(f"{reason} REQUIRE asks for {group}.", pytrace=False)
    pytest.skip(reason)


def need_shared(path: str) -> Path:
    """A file or folder of ``../shared``, which lies beside the project on some machines only."""
    found = SHARED / path
    if not found.exists():
        pytest.skip(f"../shared/{path} is not there.")
    return found


def _no_chromium() -> str:
    return "" if chromium() else f"No browser is installed: none of {', '.join(_CHROMIUMS)}."


def _no_axe() -> str:
    return "" if AXE.exists() else "axe-core is not installed: npm ci --ignore-scripts."


def _no_nu() -> str:
    if not NU.exists():
        return "vnu-jar is not installed: npm ci --ignore-scripts."
    return "" if shutil.which("java") else "The Nu HTML checker needs java."


def _no_portable_text() -> str:
    if not PORTABLE_TEXT.exists():
        return "@portabletext/to-html is not installed: npm ci --ignore-scripts."
    return "" if shutil.which("node") else "The renderer of Portable Text needs node."


def _no_postgres() -> str:
    if connection.vendor == "postgresql":
        return ""
    return "This run is not on PostgreSQL: DATABASE_URL=postgres://…"


def _no_program(name: str) -> Callable[[], str]:
    return lambda: "" if shutil.which(name) else f"{name} is not installed."


def _no_redis() -> str:
    address = settings.CACHES["default"].get("LOCATION", "")
    if not str(address).startswith(("redis://", "rediss://", "unix://")):
        return "This run has no Redis: CACHE_URL=redis://…"
    return ""


#: Part → (group of REQUIRE, what tells why it is not there; empty if it is).
PARTS: dict[str, tuple[str, Callable[[], str]]] = {
    "browser": ("browser", _no_chromium),
    "axe": ("browser", _no_axe),
    "nu": ("browser", _no_nu),
    "portable-text": ("browser", _no_portable_text),
    "postgres": ("postgres", _no_postgres),
    "redis": ("redis", _no_redis),
    "varnish": ("fronts", _no_program("varnishd")),
    "nginx": ("fronts", _no_program("nginx")),
}
