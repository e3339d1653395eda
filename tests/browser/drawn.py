"""The samples' pages in a browser, without a server: with their style sheets, and one picture."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from PIL import Image
from playwright.sync_api import Page, Route

from tests.site import sample_documents as samples

_ADDRESS = f"{samples.SITE}/drawn/"
_TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}


def show(window: Page, name: str, width: int, height: int, **changes: Any) -> None:
    """Show one of the samples' pages with these changes of its context."""
    template, context = samples.PAGES[name]
    context = {"shell": samples.SHELL, **context, **changes}
    if "html" in context:
        context["html"] = mark_safe(context["html"])
    page = render_to_string(template, context)
    window.set_viewport_size({"width": width, "height": height})
    window.unroute_all()
    window.route("**/*", lambda route: _answer(route, page))
    window.goto(_ADDRESS)


def boxes(window: Page, selector: str) -> list[dict[str, float]]:
    """Where these elements are, in pixels from the top of the page; those that are not shown are
    left out."""
    found = [each.bounding_box() for each in window.locator(selector).all()]
    return [box for box in found if box]


def small(image: dict[str, Any], width: int, height: int) -> dict[str, Any]:
    """The picture as one of so few pixels."""
    file = {"name": "thumb", "width": width, "height": height, "type": "image/jpeg", "bytes": 1,
            "url": image["src"]}  # fmt: skip
    webp = file | {"type": "image/webp", "url": image["src"].replace(".jpg", ".webp")}
    return image | {"width": width, "height": height, "renditions": [file, webp]}


def _answer(route: Route, page: str) -> None:
    address = route.request.url
    path = urlsplit(address).path
    if address == _ADDRESS:
        route.fulfill(body=page, content_type="text/html; charset=utf-8")
    elif path.startswith("/static/"):
        found = Path(str(finders.find(path.removeprefix("/static/"))))
        route.fulfill(body=found.read_bytes(), content_type=_TYPES[found.suffix])
    else:
        route.fulfill(body=_picture(), content_type="image/png")


def _picture() -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (30, 20), "#8a97a5").save(file, "PNG")
    return file.getvalue()
