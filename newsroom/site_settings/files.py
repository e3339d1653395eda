"""The files that readers get of the settings: icons and the chosen colours, each under the digest
of its bytes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from newsroom.lib import site_settings

from . import colours, pictures
from .models import SettingsFile

MEDIA_TYPES = {"png": "image/png", "ico": "image/x-icon", "css": "text/css; charset=utf-8"}

_BESIDE = {"accent": "light", "accent_dark": "dark"}


def content(name: str) -> bytes | None:
    """The bytes of a file that was ever saved, or that is drawn of the program's own logo."""
    found = pictures.usual().files.get(name)
    if found is None:
        row = SettingsFile.objects.filter(pk=name).first()
        found = bytes(row.content) if row else None
    return found


def icon(name: str) -> str:
    """The file of an icon: of the uploaded logo, else of the program's own."""
    logo = site_settings.current().logo or pictures.usual().values
    return str(logo["icons"][name])


def style_of(values: Mapping[str, Any]) -> dict[str, bytes]:
    """The style sheet of the chosen colours by its name; none where none is chosen."""
    rules = [
        f"@media (prefers-color-scheme: {scheme}) {{ :root {{ --accent: {values[name]}; "
        f"--on-accent: {colours.on(values[name])}; }} }}\n"
        for name, scheme in _BESIDE.items()
        if values.get(name)
    ]
    text = "".join(rules).encode()
    return {pictures.named(text, "css"): text} if text else {}
