"""What is posted to each address: its own form with every field changed, or what is known of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from newsroom.editorial.models import Item
from newsroom.lib import site_settings
from tests.media.factories import picture_bytes

from .canaries import SUPERUSER, Newsroom
from .harvesting import MARKER, Data, Form, changed, forms_of
from .insiders import Address, client_of

LATER = "2031-01-01T10:00"
#: Values of fields that take no other word, by the field's name. None leaves the field out.
VALUES: dict[str, Any] = {
    "language": "pt", "date_created": "2026-02-01", "captions": "", "captions_language": "en",
    "fediverse": "@a@b.example", "credit_format": "{agency}/{creator}", "lease_days": "3",
    "places": "DE",
    "lead_crop": "", "image_crop": "", "lease_ends_at": LATER, "starts_at": "", "ends_at": LATER,
    "until": LATER, "empty": None, "confirmation": "kill", "redirect_to": "/", "old_path": "/old/",
    "target": "/new/", "slug": f"a-{MARKER}", "username": MARKER, "usable_password": "true",
    "password1": "long-7-Qx-enough", "password2": "long-7-Qx-enough",
    "new_password1": "long-7-Qx-enough", "new_password2": "long-7-Qx-enough",
    "old_password": "no", "byline-0-gone": None,
    "byline-1-gone": None, "duration_seconds": "60", "focal_x": "0.25", "focal_y": "0.75",
    "file": None, "captions_file": None, "without_file": None, "credit": "", "post": "yes",
    "canonical_url": "", "date_joined_0": "2026-01-01", "date_joined_1": "10:00:00",
    "last_login_0": "", "last_login_1": "", "embargo": "", "portrait": "", "poster": "",
}  # fmt: skip
#: The same for single addresses: by the last part of the pattern's name, or by the transition.
VALUES_OF: dict[str, Data] = {
    "kill": {"kind": "legal", "into": "", "public_note": ""},
    "schedule": {"at": LATER},
    "withdraw": {"at": ""},
    # What legal may add too.
    "media_image_lease_add": {"kind": "deny"},
    "articles_redirect_change": {"article": "", "page": ""},
    "articles_redirect_add": {"article": "", "page": ""},
    "site_settings_settingsrevision_changelist": {
        "language": "",
        "time_zone": "",
        "accent": "",
        "accent_dark": "",
        "telephone": "",
        "managing_editor": "",
        "profiles": "",
        "tdm_policy": "",
        "email": "",
        **dict.fromkeys(site_settings.POLICIES, ""),
    },
    "accounts_user_change": {
        "is_superuser": "on",
        "is_staff": "on",
        "is_active": "on",
        "language": "de",
    },
    "accounts_user_add": {"author": "", "language": "de"},
    "accounts_user_me": {"language": "de"},
    "accounts_user_profile": {"language": "de"},
}

#: Patterns that change nothing, whatever is posted to them.
ONLY_READ = frozenset({
    # Nothing is deleted that was ever named; the pages say so, to superusers too.
    *(f"articles_{thing}_delete" for thing in ("article", "page")), "feed_post_delete",
    "media_image_delete", "media_video_delete", "media_agency_delete",
    *(f"editorial_{record}_{page}" for page in ("changelist", "add", "change", "delete")
      for record in ("logentry", "takedown", "correction", "ledgerentry")),
    *(f"accounts_signinentry_{page}" for page in ("changelist", "add", "change", "delete")),
    # They want a password, a code or a passkey: tests/accounts gives them the right ones.
    "login_passkey", "me", "me_app", "me_passkey", "me_codes", "lost_factor",
    # Closed as soon as anybody administers the newsroom: tests/first_run opens it.
    "first_run",
    "admin_password_reset", "password_reset_done", "password_reset_confirm",
    "password_reset_complete",
    # It wants the link of an invitation: tests/people has the right ones.
    "invitation",
    # People are not deleted, and their list has no acts.
    "accounts_user_delete", "accounts_user_changelist", "accounts_desk_changelist",
    *(f"delivery_delivery_{page}" for page in ("changelist", "add", "change", "delete")),
    "pick", "index", "login", "logout", "password_change", "password_change_done", "autocomplete",
    "jsi18n", "view_on_site", "app_list", "preview-at", "preview-item", "admin/<url>",
    "media_image_preview", "media_image_credit", "media_image_reports", "media_agency_example",
    "articles_article_slug", "articles_page_slug", "articles_redirect_export",
    # Lists without acts, and a choice that no planted file offers.
    "articles_article_changelist", "articles_page_changelist", "articles_author_changelist",
    "articles_tag_changelist", "articles_redirect_changelist", "feed_post_changelist",
    "media_agency_changelist", "media_collection_changelist", "media_image_changelist",
    "media_image_take",
    # What was, and the buttons that lead back to it.
    "site_settings_settingsrevision_history", "site_settings_settingsrevision_revision",
    # It leads to the upload page.
    "media_image_add",
})  # fmt: skip


def known(room: Newsroom, address: Address) -> list[Data] | None:
    """What an address takes that shows no form of its own; None where its page has one."""
    images = [str(thing.pk) for thing in room.everything() if thing._meta.label == "media.Image"]
    into = {"into": str(room.live["image"].uuid)}
    by_name: dict[str, list[Data]] = {
        "media_image_bulk": [
            {"act": "change", "image": images, "stage": "do", "restrictions": MARKER},
            {"act": "collect", "image": images, "stage": "do", "name": MARKER},
            {"act": "collect", "image": images, "stage": "do",
             "collection": str(room.things["collection"].pk)},
            {"act": "retire", "image": images, "stage": "do", "way": "retire"},
        ],
        "media_image_quick": [
            {"alt_text": MARKER, "caption": MARKER, "title": MARKER, "keywords": MARKER},
            {"restrictions": MARKER, "usage_terms": MARKER},
            {"credit": f"{MARKER}/Some Wire"}, {"creator": MARKER},
            {"collection": MARKER}, {"collection": room.things["collection"].name},
        ],
        "media_image_give_way": [into],
        "media_image_lease_decide": [{"decision": "dismiss"}, {"decision": "confirm"}],
        "media_image_take": [{"field": "caption", "block": "xmp"}],
        "media_image_upload": [{"file": _picture(), "credit": MARKER}],
        "media_image_move_credit": [{}],
        "media_image_replace": [{"file": _picture()}],
        "articles_redirect_import": [{"lines": f"/was-{MARKER}/,/feed/"}],
        "media_collection_order": [{"image": images, "remove": images}],
    }  # fmt: skip
    if address.name.endswith(("_retire", "_restore")):
        return [{}]
    return by_name.get(address.name)


def _picture() -> SimpleUploadedFile:
    return SimpleUploadedFile(f"{MARKER}.jpg", picture_bytes(number=4711), "image/jpeg")


class Forms:
    """The forms of the newsroom's pages as a superuser gets them, each page read once."""

    def __init__(self, room: Newsroom) -> None:
        self.room, self.client = room, client_of(room, SUPERUSER)
        self.picks = {
            kind: str(thing.uuid) for kind, thing in room.live.items() if kind != "agency"
        }
        self.picks["tags"] = room.live["tag"].name
        #: What everybody may choose; and nobody is assigned to.
        self.values = VALUES | {"section": str(room.live["section"].pk), "assigned_to": ""}
        self._of_path: dict[str, list[Form]] = {}
        self._of_route: dict[str, list[Form]] = {}

    def data(self, address: Address, *, exact: bool = True) -> Iterator[Data]:
        """What to post; not ``exact``: with the fields of another thing's page of this kind."""
        given = known(self.room, address)
        if given is not None:
            yield from given
            return
        values = self.values | VALUES_OF.get(address.name, {}) | VALUES_OF.get(_step(address), {})
        forms = self._forms(address) if exact else self._like(address)
        values |= self._revision(address)
        for form in forms:
            yield from changed(form, values, self.picks)
            if "body" in form.fields:
                # Whoever may not change the text may change the pictures beside it.
                body = {"body": "".join(form.fields["body"].values)}
                yield next(changed(form, values | body, self.picks))
        if not forms:
            yield {"post": "yes", "note": MARKER, "into": MARKER}

    def _forms(self, address: Address) -> list[Form]:
        if address.path not in self._of_path:
            response = self.client.get(address.path)
            is_page = "text/html" in response.headers.get("Content-Type", "")
            html = response.content.decode() if is_page and not response.streaming else ""
            found = [f for f in forms_of(html, address.path) if f.target == address.path]
            self._of_path[address.path] = found
        return self._of_path[address.path]

    def _like(self, address: Address) -> list[Form]:
        route = address.route.replace("<slug:name>", _step(address))
        if route not in self._of_route:
            self._of_route[route] = self._forms(address)
        return self._of_route[route]

    def _revision(self, address: Address) -> Data:
        """The number that the stored draft has now: a save of an older one is refused for that."""
        parts = address.path.split("/")
        for thing in self.room.everything() if address.name.endswith("_change") else ():
            if isinstance(thing, Item) and parts[2:5] == [
                thing._meta.app_label, thing._meta.model_name, str(thing.pk)
            ]:  # fmt: skip
                return {"revision": str(type(thing).objects.get(pk=thing.pk).revision)}
        return {}


def _step(address: Address) -> str:
    return address.path.rstrip("/").rsplit("/", 1)[-1] if "/step/" in address.path else ""


# --- Which things stand for all when a role is asked what it changes ---


def targets(room: Newsroom, who: str, found: list[Address]) -> list[Address]:
    """Of each kind of thing those that the table tells apart: of another, one's own, live."""
    wanted = {"draft", "overlive", "draftpost", "draftpage", "privateimage", "liveimage",
              "unusedtag", "unusedauthor", "unusedsection", "unusedvideo",
              "collection"}  # fmt: skip
    things = [room.things[name] for name in wanted]
    things += [*room.live.values(), *_own(room, who).values(), room.people.get(who)]
    keys = {(t._meta.app_label, t._meta.model_name, str(t.pk)) for t in things if t is not None}
    chosen, once = [], set()
    for address in found:
        if address.name in ONLY_READ or address.name.startswith("admin/"):
            # Asked of everything as a contributor; here once is enough.
            if address.route in once:
                continue
            once.add(address.route)
        parts = address.path.split("/")
        is_of_one = (
            "object_id" in address.route or "<int:pk>" in address.route or "<id>" in address.route
        )
        if "<uuid:uuid>" in address.route:
            if any(str(getattr(t, "uuid", "")) == parts[4] for t in things):
                chosen.append(address)
        elif "/step/" in address.path or address.name.endswith(("_history", "_compare")):
            continue
        elif is_of_one and parts[2] in _WITH_THINGS:
            if (parts[2], parts[3], parts[4]) in keys:
                chosen.append(address)
        else:
            chosen.append(address)
    return chosen


def _own(room: Newsroom, who: str) -> dict[str, Any]:
    """What is the person's own; nothing where that makes no difference, as for the desk."""
    return {} if who in ("desk editor", "managing editor") else room.own.get(who, {})


_WITH_THINGS = frozenset({"articles", "feed", "media"})

#: A thing of another on which the transition is possible; where one's own differs, of one's own.
STEP_ON = {
    "submit": "draft", "return": "review", "send_to_copy": "draft", "approve": "review",
    "schedule": "review", "unschedule": "planned", "publish": "review", "reopen": "planned",
    "correct": "overlive", "publish_now": "draft", "discard_update": "overlive",
    "withdraw": "overlive", "cancel_withdrawal": "liveslugline", "withhold": "overlive",
    "restore": "withheld", "kill": "overlive", "reinstate": "killedlegal", "set_embargo": "draft",
    "spike": "draft", "unspike": "spiked",
}  # fmt: skip
_ON_OWN = ("submit", "publish_now", "spike", "withhold", "kill", "discard_update", "unspike")
_OF_POSTS = {"submit": "draftpost", "publish": "draftpost", "spike": "draftpost",
             "withdraw": "plannedpost", "restore": "withheldpost"}  # fmt: skip


def steps(room: Newsroom, who: str) -> Iterator[Address]:
    for name, on in STEP_ON.items():
        yield _step_of(room.things[on], name)
    yield _step_of(room.things["withheldbylegal"], "restore")
    for name, on in _OF_POSTS.items():
        yield _step_of(room.things[on], name)
    own = _own(room, who)
    for name in _ON_OWN if own else ():
        on = {"withhold": "live", "kill": "live", "discard_update": "overlive", "unspike": "spiked"}
        yield _step_of(own[on.get(name, "draft")], name)


def _step_of(item: Any, name: str) -> Address:
    label = f"{item._meta.app_label}_{item._meta.model_name}_step"
    return Address(reverse(f"admin:{label}", args=[item.pk, name]), f"step {label}", label)


def drawn_in(room: Newsroom) -> Iterator[tuple[str, Data]]:
    """Fields of a draft of one's own that name what is kept from a contributor, one by one."""
    things = room.things
    for fate in ("draft", "gone"):
        author, tag, image = (things[f"{fate}{kind}"] for kind in ("author", "tag", "image"))
        video = things[f"{fate}video"]
        yield f"{fate}tag by name", {"tag_list": tag.name}
        yield f"{fate}tag by slug", {"tag_list": tag.slug}
        yield f"{fate}section", {"section": str(things[f"{fate}section"].pk)}
        for found in (str(author.uuid), author.slug, author.name):
            yield f"{fate}author", {"byline-0-author": found, "byline-0-role": "writer"}
        for found in (str(video.uuid), video.slug, video.title):
            yield f"{fate}video", {"video_list": found}
        for found in (str(image.uuid), image.title, image.original_name):
            yield f"{fate}image", {"lead_image": found}
        yield f"{fate}image in the text", {"body": f'<figure data-image="{image.uuid}"></figure>'}
        yield f"{fate}video in the text", {"body": f'<div data-video="{video.uuid}"></div>'}
    for name in ("draft", "withheld", "planned"):
        body = f'<div data-card="article" data-id="{things[name].uuid}"></div>'
        yield f"a card of {name}", {"body": body}
    yield "a hidden post", {"body": f'<div data-post="{things["draftpost"].uuid}"></div>'}
