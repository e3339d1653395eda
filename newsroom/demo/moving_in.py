"""What this machine knows of the demo: begun, or in whole and made of which material.

Kept in ``var/demo_state``, by database. A load that was killed is so found by the next start.
"""

import hashlib
import json
from pathlib import Path

from django.conf import settings
from django.db import connection

from articles.models import Section
from newsroom.demo.ids import public_id
from newsroom.demo.reading import read

FOLDER = Path(__file__).parent
_BEGUN = "begun"


def begin() -> None:
    """The load begins: whoever finds this and nothing newer goes on with it."""
    _write(_BEGUN)


def finish() -> None:
    """All of the material, as it is now, is in the database."""
    _write(_digest())


def is_broken_off() -> bool:
    """Whether a load of this database began and never came to its end."""
    return _read().get(_database()) == _BEGUN


def is_here() -> bool:
    """Whether the database holds the demo newsroom, in whole or in part."""
    ids = [public_id("section", slug) for slug in read().sections]
    return is_broken_off() or Section.objects.filter(uuid__in=ids).exists()


def has_changed() -> bool:
    """Whether the demo was loaded from other material than there is now."""
    return _read().get(_database(), _digest()) not in (_BEGUN, _digest())


def _digest() -> str:
    digest = hashlib.sha256()
    for path in sorted(FOLDER.rglob("*")):
        if path.suffix in (".toml", ".html"):
            digest.update(f"{path.relative_to(FOLDER)}\0".encode() + path.read_bytes())
    return digest.hexdigest()


def _database() -> str:
    of = connection.settings_dict
    return f"{connection.vendor} {of['HOST']} {of['PORT']} {of['NAME']}"


def _read() -> dict[str, str]:
    path = _path()
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def _write(state: str) -> None:
    """In one move: who is killed in the middle leaves what was there."""
    path = _path()
    new = path.with_suffix(".new")
    new.write_text(json.dumps(_read() | {_database(): state}, indent=1), encoding="utf-8")
    new.replace(path)


def _path() -> Path:
    return settings.VAR_DIR / "demo_state"
