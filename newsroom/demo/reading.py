"""Reads the demo's material: TOML tables, and texts with a TOML head between lines of ``+++``."""

import re
import tomllib
from collections.abc import Callable
from functools import lru_cache, partial
from pathlib import Path
from typing import Any, TypeVar

from newsroom.demo.material import (
    Agency,
    Edit,
    Lease,
    Login,
    Material,
    Name,
    Paper,
    Person,
    Picture,
    PlainPage,
    Post,
    Section,
    Story,
    Tag,
    Takedown,
    Video,
)
from newsroom.demo.table import MaterialError, Table

HERE = Path(__file__).resolve().parent
FATES = frozenset(
    {"live", "draft", "in_review", "in_copyedit", "approved", "scheduled", "embargoed", "spiked"}
)
_HEAD = re.compile(r"\A\+\+\+\n(.*?)\n\+\+\+\n(.*)\Z", re.DOTALL)

Thing = TypeVar("Thing")


@lru_cache(maxsize=4)
def read(folder: Path = HERE) -> Material:
    """All the material of a folder; raises MaterialError with the place of the first mistake."""
    return Material(
        paper=_paper(folder),
        logins=_all(folder, "people.toml", "login", "username", _login),
        people=_all(folder, "people.toml", "author", "slug", _person),
        sections=_all(folder, "taxonomy.toml", "section", "slug", _section),
        tags=_all(folder, "taxonomy.toml", "tag", "slug", _tag),
        agencies=_all(folder, "agencies.toml", "agency", "name", _agency),
        pictures=_all(
            folder, "pictures.toml", "picture", "name", partial(_picture, folder / "pictures")
        ),
        videos=_all(folder, "videos.toml", "video", "slug", _video),
        stories={path.stem: _story(path) for path in _texts(folder / "stories")},
        posts=_all(folder, "posts.toml", "post", "name", _post),
        pages={path.stem: _page(path) for path in _texts(folder / "pages")},
    )


def _all(
    folder: Path, file: str, kind: str, key: str, build: Callable[[Table], Thing]
) -> dict[str, Thing]:
    found: dict[str, Thing] = {}
    for number, entries in enumerate(_toml(folder / file).get(kind, []), 1):
        place = f"{file}, {kind} {number} ({entries.get(key, 'without a name')})"
        with Table(place, entries) as table:
            thing = build(table)
        name = getattr(thing, key)
        if name in found:
            raise MaterialError(f"{place}: the name is taken already.")
        found[name] = thing
    return found


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise MaterialError(f"{path.name}: {error}") from error


def _texts(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.html"))


def _head_and_body(path: Path) -> tuple[Table, str]:
    match = _HEAD.match(path.read_text(encoding="utf-8"))
    if not match:
        raise MaterialError(f"{path.name}: the head between two lines of +++ is missing.")
    try:
        head = tomllib.loads(match[1])
    except tomllib.TOMLDecodeError as error:
        raise MaterialError(f"{path.name}: {error}") from error
    return Table(path.name, head), match[2].strip()


def _paper(folder: Path) -> Paper:
    with Table("paper.toml", _toml(folder / "paper.toml").get("paper", {})) as table:
        return Paper(name=table.text("name"), description=table.text("description"))


def _login(table: Table) -> Login:
    return Login(
        username=table.text("username"),
        first_name=table.text("first_name"),
        last_name=table.text("last_name"),
        role=table.text("role", ""),
    )


def _person(table: Table) -> Person:
    return Person(
        slug=table.text("slug"),
        name=table.text("name"),
        kind=table.text("kind", "person"),
        job_title=table.text("job_title"),
        bio=table.text("bio"),
        portrait=table.text("portrait"),
        email=table.text("email", ""),
        login=table.text("login", ""),
    )


def _section(table: Table) -> Section:
    return Section(table.text("slug"), table.text("name"), table.text("description"))


def _tag(table: Table) -> Tag:
    return Tag(table.text("slug"), table.text("name"), table.text("description", ""))


def _picture(files: Path, table: Table) -> Picture:
    name = table.text("name")
    across, down = (float(share) for share in table.listed("focal") or (0.5, 0.5))
    return Picture(
        name=name,
        file=files / f"{name}.webp",
        alt=table.text("alt"),
        caption=table.text("caption"),
        creator=table.text("creator", ""),
        pool=table.flag("pool"),
        agency=table.text("agency", ""),
        supplier=table.text("supplier", ""),
        credit_line=table.text("credit_line", ""),
        copyright=table.text("copyright", ""),
        usage_terms=table.text("usage_terms", ""),
        focal=(across, down),
        rights=table.text("rights", ""),
        leases=tuple(_lease(entry) for entry in table.tables("lease")),
    )


def _lease(table: Table) -> Lease:
    with table as entry:
        return Lease(
            kind=entry.text("kind", "allow"),
            scope=entry.text("scope", "publication"),
            left=entry.age("left", ""),
            ended=entry.age("ended", ""),
            words=entry.text("words"),
            is_proposed=entry.flag("proposed"),
        )


def _agency(table: Table) -> Agency:
    return Agency(
        name=table.text("name"),
        aliases=table.names("aliases"),
        kind=table.text("kind", "agency"),
        rights=table.text("rights", ""),
        cost=table.text("cost", ""),
        restrictions=table.text("restrictions", ""),
        copyright=table.text("copyright", ""),
        may_syndicate=table.flag("may_syndicate"),
    )


def _video(table: Table) -> Video:
    return Video(
        slug=table.text("slug"),
        title=table.text("title"),
        summary=table.text("summary"),
        poster=table.text("poster"),
        url=table.text("url"),
        seconds=table.number("seconds"),
        age=table.age("age"),
        transcript=table.text("transcript", ""),
    )


def _story(path: Path) -> Story:
    head, body = _head_and_body(path)
    with head as table:
        lead = table.table("lead")
        return Story(
            **_item(table, path.stem, body),
            section=table.text("section"),
            kind=table.text("kind", "news"),
            tags=table.names("tags"),
            byline=tuple(_name(name) for name in table.tables("byline")),
            standfirst=table.text("standfirst"),
            kicker=table.text("kicker", ""),
            short_headline=table.text("short_headline", ""),
            slugline=table.text("slugline"),
            dateline=table.text("dateline", ""),
            lead_image=lead.text("image") if lead else "",
            lead_caption=lead.text("caption", "") if lead else "",
            videos=table.names("videos"),
            seo_title=table.text("seo_title", ""),
            seo_description=table.text("seo_description", ""),
            note=table.text("note", ""),
        )


def _post(table: Table) -> Post:
    source = table.table("source")
    return Post(
        **_item(table, table.text("name"), _paragraphs(table.text("body")), fast=True),
        tags=table.names("tags"),
        authors=table.names("authors"),
        article=table.text("article", ""),
        image=table.text("image", ""),
        source_name=source.text("name") if source else "",
        source_url=source.text("url", "") if source else "",
        pinned=table.flag("pinned"),
        key_event=table.flag("key_event"),
        breaking=table.flag("breaking"),
    )


def _page(path: Path) -> PlainPage:
    head, body = _head_and_body(path)
    with head as table:
        return PlainPage(
            **_item(table, path.stem, body),
            standfirst=table.text("standfirst"),
            seo_description=table.text("seo_description", ""),
        )


def _item(table: Table, name: str, body: str, *, fast: bool = False) -> dict[str, Any]:
    """What all items have; in the ``fast`` lane whoever writes also publishes."""
    by = table.text("by")
    fate = table.text("fate", "live")
    if fate not in FATES:
        raise MaterialError(f"{table.place}: “{fate}” is no fate of an item.")
    return {
        "name": name,
        "age": table.age("age"),
        "by": by,
        "published_by": table.text("published_by", by if fast else "desk"),
        "fate": fate,
        "headline": table.text("headline"),
        "body": body,
        "edits": tuple(_edit(edit) for edit in table.tables("edit")),
        "takedown": _takedown(table.table("takedown")),
        "starts_in": table.age("starts_in", ""),
        "ends_in": table.age("ends_in", ""),
    }


def _name(entry: Table) -> Name:
    with entry as table:
        name = Name(
            author=table.text("author", ""),
            printed=table.text("printed", ""),
            role=table.text("role", "writer"),
        )
    if not (name.author or name.printed):
        raise MaterialError(f"{entry.place}: give an author or a printed name.")
    return name


def _edit(entry: Table) -> Edit:
    with entry as table:
        edit = Edit(
            after=table.age("after"),
            act=table.text("act", "publish"),
            by=table.text("by", "desk"),
            change=table.text("change", "update"),
            headline=table.text("headline", ""),
            standfirst=table.text("standfirst", ""),
            swaps=tuple((str(old), str(new)) for old, new in table.listed("swaps")),
            kind=table.text("kind", "correction"),
            text=table.text("text", ""),
            reason=table.text("reason", ""),
            placement=table.text("placement", "bottom"),
        )
    if edit.act not in ("publish", "correct", "save"):
        raise MaterialError(f"{entry.place}: “{edit.act}” is no act of an edit.")
    return edit


def _takedown(entry: Table | None) -> Takedown | None:
    if entry is None:
        return None
    with entry as table:
        return Takedown(
            kind=table.text("kind"),
            after=table.age("after"),
            by=table.text("by"),
            reason=table.text("reason"),
            note=table.text("note", ""),
        )


def _paragraphs(text: str) -> str:
    """Paragraphs parted by empty lines as HTML; text that is marked up already stays as it is."""
    if text.startswith("<"):
        return text
    parts = [" ".join(part.split()) for part in text.split("\n\n")]
    return "".join(f"<p>{part}</p>" for part in parts if part)
