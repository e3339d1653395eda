"""What a Ghost export holds beside posts, people and tags: told, never brought in."""

import json
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from ..values import words
from .shapes import Tables

_TABLES = {
    "newsletters": lazy("Newsletters left out: %d."),
    "members": lazy("Members left out: %d. They are readers' personal data and stay with Ghost."),
    "products": lazy("Membership tiers left out: %d."),
    "offers": lazy("Offers left out: %d."),
    "benefits": lazy("Benefits of tiers left out: %d."),
    "snippets": lazy("Snippets of the editor left out: %d."),
    "comments": lazy("Comments left out: %d."),
    "custom_theme_settings": lazy("Settings of the theme left out: %d."),
    "redirects": lazy("Redirects for links in e-mails left out: %d."),
    "integrations": lazy("Integrations left out: %d."),
    "webhooks": lazy("Webhooks left out: %d."),
    "recommendations": lazy("Recommendations left out: %d."),
    "collections": lazy("Collections left out: %d."),
    "emails": lazy("E-mails that were sent left out: %d."),
    "post_revisions": lazy("Earlier revisions of posts left out: %d."),
    "mobiledoc_revisions": lazy("Earlier revisions of posts left out: %d."),
    "stripe_products": lazy("Payment products left out: %d."),
    "stripe_prices": lazy("Payment prices left out: %d."),
    "subscribers": lazy("Subscribers left out: %d."),
    "apps": lazy("Apps left out: %d."),
}


def of(tables: Tables, settings: dict[str, Any]) -> list[str]:
    told = [
        sentence % len(tables.rows(name)) for name, sentence in _TABLES.items() if tables.rows(name)
    ]
    if settings:
        told.append(
            ngettext(
                "%d setting of the site left out; its title and language were read.",
                "%d settings of the site left out; its title and language were read.",
                len(settings),
            )
            % len(settings)
        )
    for name, what in (
        ("navigation", _("The site's menu left out: %s.")),
        ("secondary_navigation", _("The site's second menu left out: %s.")),
    ):
        labels = _menu(settings.get(name))
        if labels:
            told.append(what % labels)
    for name in ("codeinjection_head", "codeinjection_foot", "ghost_head", "ghost_foot"):
        if words(settings.get(name)):
            told.append(_("Code injected into every page (%s) left out.") % name)
    return told


def _menu(value: Any) -> str:
    if not isinstance(value, str):
        return ""
    try:
        rows = json.loads(value)
    except (ValueError, RecursionError):
        return ""
    return ", ".join(
        f"{words(row.get('label'))} ({words(row.get('url'))})"
        for row in (rows if isinstance(rows, list) else [])
        if isinstance(row, dict)
    )
