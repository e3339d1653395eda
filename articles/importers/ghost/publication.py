"""A Ghost export as a publication to bring in: what each post becomes, and what stays behind."""

from collections import Counter, defaultdict
from datetime import datetime, timedelta
from html import escape
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _

from newsroom.editorial import clock
from newsroom.lib import languages, urls

from .. import markup
from ..addresses import Addresses
from ..conversion import Conversion, ImageUse, Surroundings
from ..publication import Fate, IncomingAuthor, IncomingItem, IncomingTag, Publication
from ..report import Line, Notes, Outcome
from . import bodies, leftovers, places
from .export import GhostExport, GhostPost, GhostTag, GhostUser

# Ghost sets ``updated_at`` a moment after ``published_at`` when it publishes.
_SAME_MOMENT = timedelta(minutes=5)


def publication(export: GhostExport, *, site_url: str = "", permalinks: str = "") -> Publication:
    """Everything of an export that has a place here, with notes on everything that has none.

    ``site_url`` is the old site's address, for links that name it; ``permalinks`` the pattern of
    its dated addresses. Both are in the file only sometimes.
    """
    if site_url and "://" not in site_url:
        site_url = f"https://{site_url}"
    sites = [site_url, export.url, settings.SITE_URL, *(post.url for post in export.posts)]
    addresses = Addresses(sites=sites, dead_ends=places.DEAD_ENDS)
    patterns = [pattern for pattern in (permalinks, export.permalinks) if pattern]
    found = Publication(
        source="ghost",
        name=export.title or "Ghost",
        addresses=addresses,
        authors={key: _author(user) for key, user in export.users.items()},
        tags={key: _tag(tag) for key, tag in export.tags.items() if not tag.is_internal},
        items=[_item(post, export, addresses, patterns) for post in export.posts],
        unread=[_unread(one) for one in export.unread],
        picture_key=places.picture_key,
        feeds=places.FEEDS,
    )
    for old, new in places.FEEDS.items():
        addresses.add(old, to=new)
    _tell_whole(found, export)
    return found


def _item(
    post: GhostPost, export: GhostExport, addresses: Addresses, patterns: list[str]
) -> IncomingItem:
    notes = Notes()
    for problem in post.problems:
        notes.problem(problem)
    fate, first = _fate(post, export, notes)
    leftovers.tell_post(post, notes)
    internal = [export.tags[key].name for key in post.tags if export.tags[key].is_internal]
    if internal:
        notes.left_out(_("Internal tags left out: %s.") % ", ".join(internal))
    if post.is_page:
        leftovers.tell_page_extras(post, export, notes)
    headline = post.title or _("(Untitled)")
    return IncomingItem(
        kind="page" if post.is_page else "article",
        foreign_id=post.id,
        wanted_uuid=post.uuid,
        wanted_slug=post.slug,
        headline=_fitted(headline, 300, _("headline"), notes),
        convert=_converter(post),
        fate=fate,
        published_at=first,
        updated_at=_updated_at(post, first),
        created_at=post.created_at,
        standfirst=post.custom_excerpt,
        language=languages.known(post.language or export.language) or languages.of_site(),
        seo_title=_fitted(post.meta_title, 200, _("title for search engines"), notes),
        seo_description=_fitted(
            post.meta_description, 320, _("description for search engines"), notes
        ),
        canonical_url=_canonical(post, addresses, notes),
        authors=post.authors,
        tags=tuple(key for key in post.tags if not export.tags[key].is_internal),
        lead=_lead(post, notes),
        old_paths=places.old_paths(post, patterns),
        state_there=_state_there(post),
        notes=notes,
    )


def _state_there(post: GhostPost) -> str:
    parts = [post.status, post.visibility, post.is_email_only, post.published_at, post.updated_at]
    return "/".join(map(str, parts))


def _converter(post: GhostPost):
    def convert(around: Surroundings) -> tuple[str, Notes]:
        body = bodies.convert(post, around)
        return body.html, body.notes

    return convert


# --- Public, planned or a draft ------------------------------------------------------------------


def _fate(post: GhostPost, export: GhostExport, notes: Notes) -> tuple[Fate, datetime | None]:
    """What becomes of a post, and the instant of its first publication.

    Whatever not everybody could read there is a draft here; so is what the file does not say
    clearly.
    """
    first = post.published_at
    reason = _why_not_public(post, export)
    if reason:
        if post.status in ("published", "sent", "scheduled"):
            notes.changed(_("It was imported as a draft: %s.") % reason)
        return Fate.DRAFT, first
    if post.status == "scheduled":
        return _scheduled(post, notes)
    if first is None:
        first = post.created_at or clock.now()
        notes.problem(_("It has no publication time: the time it was created is used."))
    if first > clock.now():
        notes.changed(_("It is dated in the future: it is scheduled for then."))
        return Fate.PLANNED, first
    return Fate.LIVE, first


def _scheduled(post: GhostPost, notes: Notes) -> tuple[Fate, datetime | None]:
    if post.published_at is None:
        notes.problem(_("It was scheduled without a time: it was imported as a draft."))
        return Fate.DRAFT, None
    if post.published_at <= clock.now():
        notes.problem(
            _("It was scheduled for %s, which has passed: it was imported as a draft.")
            % f"{post.published_at:%Y-%m-%d %H:%M} UTC"
        )
        return Fate.DRAFT, post.published_at
    return Fate.PLANNED, post.published_at


def _why_not_public(post: GhostPost, export: GhostExport) -> str:
    """Why a post was not for everybody, as a clause; "" when it was."""
    if post.is_email_only or post.status == "sent":
        return _("it went out by e-mail only")
    if post.visibility != "public":
        shown = ", ".join(post.tiers) or post.visibility
        return _("it was for members only (%s)") % shown
    if export.is_private:
        return _("the whole site was private")
    if post.status not in ("published", "scheduled"):
        return _("its status was “%s”") % post.status
    return ""


def _updated_at(post: GhostPost, first: datetime | None) -> datetime | None:
    """The last change of a published text; Ghost counts every save as one."""
    changed = post.updated_at
    if first is None or changed is None or not changed - first >= _SAME_MOMENT:
        return first
    return changed if changed <= clock.now() else first


# --- Parts ---------------------------------------------------------------------------------------


def _lead(post: GhostPost, notes: Notes) -> ImageUse | None:
    if not post.feature_image:
        return None
    conversion = Conversion(_Nowhere(), notes)
    shown, credit = markup.caption(post.feature_image_caption, conversion)
    caption = shown if post.is_page else escape(markup.plain(shown), quote=False)
    if not post.is_page and caption != shown:
        notes.changed(_("The caption of the lead picture is plain text now, without its marks."))
    return ImageUse(
        post.feature_image, alt=post.feature_image_alt, caption=caption, credit_line=credit
    )


class _Nowhere:
    """Surroundings of a caption: its links stay as they are."""

    def image(self, use: ImageUse):
        raise LookupError("A caption holds no pictures.")

    def article(self, address: str) -> UUID | None:
        return None

    def link(self, href: str) -> str:
        return href


def _canonical(post: GhostPost, addresses: Addresses, notes: Notes) -> str:
    if not post.canonical_url:
        return ""
    if post.is_page:
        notes.left_out(
            _("The canonical address %s left out: pages have none.") % post.canonical_url
        )
        return ""
    found = _web_address(post.canonical_url, 500)
    if not found or addresses.own_path(post.canonical_url):
        notes.left_out(
            _("The canonical address %s left out: it is not an address on another site.")
            % post.canonical_url
        )
        return ""
    return found


def _author(user: GhostUser) -> IncomingAuthor:
    notes = Notes()
    leftovers.tell_user(user, notes)
    website = _web_address(user.website, 200)
    if user.website and not website:
        notes.left_out(_("The website “%s” left out: it is not an address.") % user.website)
    # Every Ghost has a user with the id 1.
    key = user.id if len(user.id) > 3 else f"{user.id}/{user.slug}"
    return IncomingAuthor(
        foreign_id=key,
        name=_fitted(user.name, 120, _("name"), notes),
        slug=places.slug(user.slug, user.name),
        bio=user.bio,
        website=website,
        portrait=user.profile_image,
        notes=notes,
    )


def _tag(tag: GhostTag) -> IncomingTag:
    notes = Notes()
    leftovers.tell_tag(tag, notes)
    return IncomingTag(
        foreign_id=tag.id,
        name=_fitted(tag.name, 100, _("name"), notes),
        slug=places.slug(tag.slug, tag.name),
        description=tag.description,
        notes=notes,
    )


def _unread(one) -> Line:
    line = Line(one.kind, one.name, Outcome.FAILED)
    line.notes.problem(one.reason)
    return line


# --- The whole file ------------------------------------------------------------------------------


def _tell_whole(found: Publication, export: GhostExport) -> None:
    used = {key for post in export.posts for key in post.authors}
    unused = [user.name for key, user in export.users.items() if key not in used]
    if unused:
        found.notes.left_out(_("People without a post left out: %s.") % ", ".join(unused))
    used_tags = Counter(key for post in export.posts for key in post.tags)
    unused = [tag.name for key, tag in export.tags.items() if key not in used_tags]
    if unused:
        found.notes.left_out(_("Tags without a post left out: %s.") % ", ".join(unused))
    internal = [
        f"{tag.name} ({used_tags[key]})"
        for key, tag in export.tags.items()
        if tag.is_internal and key in used_tags
    ]
    if internal:
        found.notes.left_out(
            _("Internal tags left out, with the number of their posts: %s.") % ", ".join(internal)
        )
    if export.users:
        roles = defaultdict(list)
        for user in export.users.values():
            roles[", ".join(user.roles) or _("no role")].append(user.name)
        listed = "; ".join(f"{role}: {', '.join(names)}" for role, names in roles.items())
        found.notes.left_out(
            _(
                "Logins left out: people were imported as authors, without passwords "
                "and e-mail addresses. Their roles were: %s."
            )
            % listed
        )
    if export.is_private:
        found.notes.changed(_("The site was private: everything was imported as drafts."))
    for sentence in export.leftovers:
        found.notes.left_out(sentence)


def _fitted(text: str, length: int, name: str, notes: Notes) -> str:
    """Text cut to a column's length at a word's end; the report has all of it."""
    if len(text) <= length:
        return text
    cut = text[: length - 1].rsplit(" ", 1)[0].rstrip() or text[: length - 1]
    notes.changed(
        _("Its %(name)s has %(count)d characters and was cut to %(length)d. It was: %(text)s")
        % {"name": name, "count": len(text), "length": length, "text": text}
    )
    return f"{cut}…"


def _web_address(text: str, length: int) -> str:
    """An http(s) address no longer than its column, else ""."""
    found = urls.web_address(text) if text else None
    return found if found and len(found) <= length else ""
