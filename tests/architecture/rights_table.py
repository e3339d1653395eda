"""Who may know and change what: the rule line by line, apart from the product's table of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from .canaries import ANONYMOUS, NO_ROLE, NOT_STAFF, SUPERUSER, own_name
from .changes import Change, Dump

#: What is told of logins, to nobody but those who keep them.
OF_LOGINS = frozenset({"email"})
#: People to whom nothing of the newsroom's own is told.
OUTSIDERS = frozenset({NO_ROLE, NOT_STAFF, ANONYMOUS})


def may_know(who: str, name: str) -> bool:
    """Whether somebody may read the canary of this name."""
    if who == SUPERUSER:
        return True
    if who in OUTSIDERS or name in OF_LOGINS:
        return False
    if who == "contributor":
        return name == own_name(who)
    # Everybody else reads the drafts, plans and takedowns of others, and sees the whole library.
    return True


# --- Who changes what ---

NEVER, OWN_OPEN, OWN, ANY = "never", "own until handed in", "own", "any"
OWN_UNSHOWN, WORDS, RIGHTS, ADDS_TAGS = "own until live", "words", "rights", "adds tags"

#: (text of a draft, captions of its pictures, its pictures and videos, posts, library, names)
_COLUMNS = ("text", "captions", "pictures", "posts", "library", "names")
_TABLE = {
    "contributor": (OWN_OPEN, OWN_OPEN, OWN_OPEN, OWN_OPEN, OWN_UNSHOWN, NEVER),
    # Posts are the fast lane: reporters mend them all.
    "reporter": (OWN, OWN, OWN, ANY, OWN_UNSHOWN, ADDS_TAGS),
    "copy editor": (ANY, ANY, NEVER, ANY, WORDS, ADDS_TAGS),
    "picture editor": (NEVER, ANY, ANY, NEVER, ANY, NEVER),
    "legal": (NEVER, NEVER, NEVER, NEVER, RIGHTS, NEVER),
    "desk editor": (ANY, ANY, ANY, ANY, ANY, ANY),
    "managing editor": (ANY, ANY, ANY, ANY, ANY, ANY),
}
TABLE = {role: dict(zip(_COLUMNS, cells, strict=True)) for role, cells in _TABLE.items()}

_C, _R, _CE, _PE, _D, _L, _M = (
    "contributor", "reporter", "copy editor", "picture editor", "desk editor", "legal",
    "managing editor",
)  # fmt: skip
#: Transition → who takes it on anything; who on their own. First of articles and pages.
STEPS: dict[str, tuple[set[str], set[str]]] = {
    "submit": ({_CE, _D, _M}, {_C, _R}),
    # A picture editor "may read, note, return".
    "return": ({_CE, _PE, _D, _L, _M}, set()),
    "send_to_copy": ({_D, _M}, set()),
    "approve": ({_CE, _D, _M}, set()),
    "schedule": ({_D, _M}, set()),
    "unschedule": ({_D, _M}, set()),
    "publish": ({_D, _M}, set()),
    "reopen": ({_D, _M}, set()),
    "correct": ({_D, _M}, set()),
    "publish_now": ({_M}, set()),
    "discard_update": ({_D, _M}, {_R}),
    "withdraw": ({_D, _M}, set()),
    "cancel_withdrawal": ({_D, _M}, set()),
    "withhold": ({_D, _L, _M}, set()),
    "restore": ({_D, _L, _M}, set()),
    "kill": ({_L, _M}, set()),
    "reinstate": ({_M}, set()),
    "set_embargo": ({_D, _M}, set()),
    "spike": ({_D, _M}, {_R}),
    "unspike": ({_D, _M}, {_R}),
}
_FAST = {_R, _CE, _D, _M}
STEPS_OF_POSTS = STEPS | {
    "submit": (_FAST, {_C}),
    "return": (_FAST | {_PE, _L}, set()),
    **dict.fromkeys(
        ("schedule", "unschedule", "publish", "reopen", "correct", "discard_update"), (_FAST, set())
    ),
    "withdraw": ({_D, _M}, {_R}),
    "spike": ({_D, _M}, {_C, _R}),
    "unspike": ({_D, _M}, {_C, _R}),
}

_DESK = {_D, _M}
#: Beside the table: who keeps agencies and leases; who has collections; who sets up addresses.
_KEEPERS = _DESK | {_PE}
_OTHERS = {
    "media.agency": _KEEPERS,
    "media.agencyalias": _KEEPERS,
    "media.lease": _KEEPERS | {_L},
    "articles.redirect": _DESK,
    "site_settings.settingsrevision": {_M},
    # Whoever adds a tag gives it its other names.
    "articles.tagalias": _DESK | {_R, _CE},
}

ITEMS = {"articles.article": "article", "articles.page": "page", "feed.post": "post"}
NAMES = {"articles.author", "articles.section", "articles.tag"}
#: What follows from an act or a save, and is judged by what caused it.
_FOLLOWS = re.compile(
    r"^(articles|feed)\.\w*edition\w*$|^editorial\.(address|mention|recompilerequest"
    r"|ledgerentry|ledgerhead|logentry|takedown|correction)$|^media\.(rendition|renditionrequest"
    r"|reprintrequest)$|^site_settings\.settingsfile$"
)
_KERNEL = {
    "state", "revision", "saved_at", "saved_by_id", "embargo_until", "ends_at", "published_at",
    "acted_at", "announced_edition", "announced_compile", "announced_removal", "version",
    "next_due_at", "created_by_id",
}  # fmt: skip
_OF_SHARED = {
    "version", "is_announced", "announced_hash", "house_credit", "original",
    "files_key", "windows", "syndication_windows", "rights_due_at", "files_due_at",
}  # fmt: skip
_PICTURES = {"lead_image", "lead_crop", "videos"}
_CAPTIONS = {"lead_caption"}
_OF_IMAGES = {
    "title", "alt_text", "is_decorative", "caption", "extended_description", "keywords", "city",
    "region", "country", "date_created", "creator", "is_pool",
}  # fmt: skip
_OF_VIDEOS = {"title", "slug", "summary", "captions", "captions_language", "captions_file_name",
              "transcript"}  # fmt: skip
_RIGHTS_OF_IMAGES = {
    "rights_category", "licence", "cost", "cost_note", "restrictions", "copyright_notice",
    "usage_terms", "web_statement", "licensor_url", "data_mining", "agency", "supplier",
    "credit_line", "digital_source_type", "source_url",
}  # fmt: skip
_FIGURES = re.compile(r"<figure.*?</figure>|<div data-video=.*?</div>", re.DOTALL)


class Judge:
    """Judges the changes that one person's request made, against what stood there before."""

    def __init__(self, who: str, user: Any, before: Dump) -> None:
        self.who, self.user, self.before = who, user, before
        self.row = TABLE.get(who, dict.fromkeys(_COLUMNS, NEVER))
        #: The cells of the table by which something was changed rightly.
        self.used: set[tuple[str, str]] = set()

    def wrongs(self, changes: list[Change]) -> list[str]:
        """A sentence for each change that the table does not allow."""
        if self.who == SUPERUSER:
            return []
        wrong, allowed = [], 0
        changes = list(_without_rows_written_again(changes))
        for change in changes:
            verdicts = list(self._asked(change))
            wrong += [f"{change}: {cell}" for cell, is_right in verdicts if not is_right]
            for cell, is_right in verdicts:
                if is_right:
                    allowed += 1
                    self.used.add((self.who, cell))
        if changes and not wrong and not allowed:
            wrong.append(f"{changes[0]}: follows from nothing that is allowed")
        return wrong

    def _asked(self, change: Change) -> Iterator[tuple[str, bool]]:
        """The cells that a change touches, and whether each allows it."""
        label = change.label
        if label in _OTHERS:
            yield label, self.who in _OTHERS[label]
        elif label in ITEMS:
            yield from self._of_item(change)
        elif label.endswith("revision"):
            yield from self._of_revision(change)
        elif label == "editorial.logentry":
            yield from self._of_step(change)
        elif label in NAMES:
            yield from self._of_name(change)
        elif label in ("media.image", "media.video"):
            yield from self._of_library(change)
        elif label in ("media.collection", "media.collectionimage"):
            yield "collections", self._may_collect(change)
        elif label == "accounts.user":
            is_password = set(change.now) == {"password"}
            yield "logins", change.pk == self.user.pk and is_password
        elif label == "mfa.authenticator":
            yield "second factors", change.row["user_id"] == self.user.pk
        elif not _FOLLOWS.match(label) and not label.endswith(_CHILDREN):
            yield f"nobody changes {label}", False

    # --- Items ---

    def _of_item(self, change: Change) -> Iterator[tuple[str, bool]]:
        if change.kind == "deleted":
            yield "text", False
            return
        if change.kind == "added":
            is_own = change.row["created_by_id"] == self.user.pk
            # It was a draft when it was written, whatever it was handed in as in the same request.
            row = change.row | {"state": "draft"}
            yield self._part_of_item(change.label, "headline", row, is_own=is_own)
            return
        for name in sorted(set(change.now) - _KERNEL):
            is_own = self._owns(change.label, change.row)
            before, after = change.row.get(name), change.now[name]
            for word in _words_of(name, before, after):
                yield self._part_of_item(change.label, word, change.row, is_own=is_own)

    def _part_of_item(self, label: str, word: str, row: Any, *, is_own: bool) -> tuple[str, bool]:
        word = word.removesuffix("_id")
        part = "pictures" if word in _PICTURES else "captions" if word in _CAPTIONS else "text"
        part = "posts" if label == "feed.post" else part
        cell = self.row[part]
        is_open = row["state"] == "draft"
        right = {ANY: True, OWN: is_own, OWN_OPEN: is_own and is_open}.get(cell, False)
        return part, right

    def _owns(self, label: str, row: Any) -> bool:
        if self.user.pk in (row["created_by_id"], row["assigned_to_id"]):
            return True
        bylines = {"articles.article": ("articles.byline", "article_id"),
                   "feed.post": ("feed.postbyline", "post_id")}  # fmt: skip
        if label not in bylines:
            return False
        rows, owner = bylines[label]
        authors = {b["author_id"] for b in self.before[rows].values() if b[owner] == row["id"]}
        people = self.before["articles.author"]
        return any(people[a]["user_id"] == self.user.pk for a in authors if a)

    def _of_revision(self, change: Change) -> Iterator[tuple[str, bool]]:
        label = change.label.removesuffix("revision")
        item = self.before[label].get(change.row["item_id"])
        if change.kind != "added":
            yield "history", False
        elif item is not None:
            same = [r for r in self.before[change.label].values() if r["item_id"] == item["id"]]
            newest = max(same, key=lambda row: row["number"])["snapshot"]
            is_own = self._owns(label, item)
            for name, value in change.row["snapshot"].items():
                if newest.get(name) != value:
                    for word in _words_of(name, newest.get(name), value):
                        yield self._part_of_item(label, word, item, is_own=is_own)

    def _of_step(self, change: Change) -> Iterator[tuple[str, bool]]:
        row = change.row
        label = next((k for k, name in ITEMS.items() if name == row["item_type"]), "")
        if not label:
            # Of a shared thing: what was done to its row is judged there.
            yield "log", self.row["library"] != NEVER
            return
        if row["act"] == "edited":
            return
        item = next((i for i in self.before[label].values() if i["uuid"] == row["item_uuid"]), None)
        is_own = item is None or self._owns(label, item)
        steps = STEPS_OF_POSTS if label == "feed.post" else STEPS
        everywhere, on_own = steps[row["act"]]
        yield row["act"], self.who in everywhere or (is_own and self.who in on_own)

    # --- Shared things ---

    def _of_name(self, change: Change) -> Iterator[tuple[str, bool]]:
        if change.kind == "changed" and not set(change.now) - _OF_SHARED:
            return
        cell = self.row["names"]
        adds_tag = change.kind == "added" and change.label == "articles.tag"
        yield (
            ("adds tags" if adds_tag else "names"),
            cell == ANY or (adds_tag and cell == ADDS_TAGS),
        )

    def _of_library(self, change: Change) -> Iterator[tuple[str, bool]]:
        cell, row = self.row["library"], change.row
        owner = row.get("uploaded_by_id", row.get("created_by_id"))
        if change.kind != "changed":
            # Legal adds nothing; everybody else does. Nobody deletes.
            yield "adds to the library", change.kind == "added" and self.who != _L
            return
        is_own = owner == self.user.pk
        words = _OF_IMAGES if change.label == "media.image" else _OF_VIDEOS
        for name in sorted(set(change.now) - _OF_SHARED):
            yield (
                "library",
                (
                    cell == ANY
                    or (cell == WORDS and name in words)
                    or (cell == RIGHTS and name in _RIGHTS_OF_IMAGES)
                    or (cell == OWN_UNSHOWN and is_own and not row["is_announced"])
                    # Whoever adds a picture says what its file did not.
                    or (cell == WORDS and is_own and not row[name])
                ),
            )

    def _may_collect(self, change: Change) -> bool:
        """Contributors fill collections of their own; legal has none; the others share them."""
        pk = change.row.get("collection_id", change.pk)
        row = self.before["media.collection"].get(pk) or {"created_by_id": self.user.pk}
        if self.who == _C:
            return row["created_by_id"] == self.user.pk
        return self.who in TABLE and self.who != _L


#: Rows of an item that every save writes again; its revision tells of them.
_CHILDREN = (".byline", ".articletag", ".articlevideo", ".posttag", ".postbyline")


def _without_rows_written_again(changes: list[Change]) -> Iterator[Change]:
    """A save deletes an item's rows and writes them again: those that are the same are left out."""
    gone = [_content(c) for c in changes if c.label.endswith(_CHILDREN) and c.kind == "deleted"]
    new = [_content(c) for c in changes if c.label.endswith(_CHILDREN) and c.kind == "added"]
    for change in changes:
        others = gone if change.kind == "added" else new
        if not change.label.endswith(_CHILDREN) or _content(change) not in others:
            yield change


def _content(change: Change) -> tuple:
    return (change.label, *(value for name, value in change.row.items() if name != "id"))


def _words_of(name: str, before: Any, after: Any) -> list[str]:
    """A body's words by what is changed in it: its text, or its figures alone."""
    if name != "body":
        return [name]
    texts = [_FIGURES.sub("", text or "") for text in (before, after)]
    return ["text"] if texts[0] != texts[1] else ["lead_image"]


def cells_that_allow() -> set[tuple[str, str]]:
    """Every cell of the tables that says "may": each is to be shown possible."""
    found = set()
    for role, row in TABLE.items():
        for part, cell in row.items():
            if cell == ADDS_TAGS:
                found.add((role, "adds tags"))
            elif cell == RIGHTS:
                # Barring a picture, and accepting what its file proposes.
                found.add((role, "media.lease"))
            elif cell != NEVER:
                found.add((role, part))
    for name, (everywhere, own) in STEPS.items():
        found |= {(role, name) for role in everywhere | own}
    return found
