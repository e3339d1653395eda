"""What a Ghost export holds beside posts, people and tags: told, never brought in."""

import json
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from ..conversion import shortened
from ..report import Notes
from ..values import words
from .export import GhostExport, GhostPost, GhostTag, GhostUser
from .shapes import Tables

_CARDS_OF_NETWORKS = {
    "Facebook": ("og_title", "og_description", "og_image"),
    "X": ("twitter_title", "twitter_description", "twitter_image"),
}

_TABLES = {
    "newsletters": gettext_lazy("Newsletters left out: %d."),
    "members": gettext_lazy(
        "Members left out: %d. They are readers' personal data and stay with Ghost."
    ),
    "products": gettext_lazy("Membership tiers left out: %d."),
    "offers": gettext_lazy("Offers left out: %d."),
    "benefits": gettext_lazy("Benefits of tiers left out: %d."),
    "snippets": gettext_lazy("Snippets of the editor left out: %d."),
    "comments": gettext_lazy("Comments left out: %d."),
    "custom_theme_settings": gettext_lazy("Settings of the theme left out: %d."),
    "redirects": gettext_lazy("Redirects for links in e-mails left out: %d."),
    "integrations": gettext_lazy("Integrations left out: %d."),
    "webhooks": gettext_lazy("Webhooks left out: %d."),
    "recommendations": gettext_lazy("Recommendations left out: %d."),
    "collections": gettext_lazy("Collections left out: %d."),
    "emails": gettext_lazy("E-mails that were sent left out: %d."),
    "post_revisions": gettext_lazy("Earlier revisions of posts left out: %d."),
    "mobiledoc_revisions": gettext_lazy("Earlier revisions of posts left out: %d."),
    "stripe_products": gettext_lazy("Payment products left out: %d."),
    "stripe_prices": gettext_lazy("Payment prices left out: %d."),
    "subscribers": gettext_lazy("Subscribers left out: %d."),
    "apps": gettext_lazy("Apps left out: %d."),
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


def tell_post(post: GhostPost, notes: Notes) -> None:
    """What a post has beside its text, its people and its dates."""
    for name in ("codeinjection_head", "codeinjection_foot"):
        code = getattr(post, name)
        if code:
            notes.left_out(
                _("Injected code (%(name)s) left out: %(code)s")
                % {"name": name, "code": shortened(code)}
            )
    if post.custom_template:
        notes.left_out(_("Its own template “%s” left out.") % post.custom_template)
    if post.is_featured:
        notes.left_out(_("It was featured: put it on a front if you want it there."))
    if post.hides_title_and_image:
        notes.left_out(_("Its title and picture were hidden there: here they are shown."))
    if post.email_subject:
        notes.left_out(_("The subject of its e-mail left out: %s") % post.email_subject)
    if post.newsletter_id:
        notes.left_out(_("The fact that it was sent as a newsletter is left out."))
    if post.frontmatter:
        notes.left_out(_("Its front matter left out: %s") % shortened(post.frontmatter))
    for network, names in _CARDS_OF_NETWORKS.items():
        filled = [getattr(post, name) for name in names if getattr(post, name)]
        if filled:
            notes.left_out(
                _("Its own text and picture for %(network)s left out: %(words)s")
                % {"network": network, "words": shortened(" · ".join(filled), 300)}
            )


def tell_page_extras(post: GhostPost, export: GhostExport, notes: Notes) -> None:
    """What articles have and pages have not."""
    tags = [export.tags[key].name for key in post.tags if not export.tags[key].is_internal]
    if tags:
        notes.left_out(_("Tags of a page left out: %s.") % ", ".join(tags))
    authors = [export.users[key].name for key in post.authors]
    if authors:
        notes.left_out(_("Authors of a page left out: %s.") % ", ".join(authors))


def tell_user(user: GhostUser, notes: Notes) -> None:
    if user.location:
        notes.left_out(_("The place “%s” left out.") % user.location)
    _tell_extras(user.extras, notes)


def tell_tag(tag: GhostTag, notes: Notes) -> None:
    _tell_extras(tag.extras, notes)


def _tell_extras(extras: tuple[str, ...], notes: Notes) -> None:
    if extras:
        notes.left_out(_("Fields that have no place here left out: %s.") % ", ".join(extras))
