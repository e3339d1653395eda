"""What one of the newsroom must not learn of another: each thing with a canary of its own."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib.auth.models import Group

from articles.models import Article
from media.intake import uploads
from media.library import collections, editing
from media.models import Image, LeaseKind, Video
from media.rights import leases
from newsroom.accounts.models import Desk, User
from newsroom.accounts.roles import Role
from newsroom.delivery import followers
from newsroom.editorial import clock, registry
from newsroom.editorial.acts import publishing, takedowns
from newsroom.editorial.drafts import revisions
from newsroom.editorial.rules import workflow
from newsroom.people import acts, invitations
from newsroom.people.invitations import Newcomer
from newsroom.site_settings import saving
from tests.factories import (
    edit,
    make_article,
    make_author,
    make_page,
    make_post,
    make_section,
    make_tag,
    publish_article,
    publish_post,
)
from tests.media.factories import make_agency, make_image, make_video, picture_file

from .canaries import BAIT, NO_ROLE, NOT_STAFF, ROLES, SUPERUSER, Newsroom, canary, own_name

HOUR = timedelta(hours=1)


def plant() -> Newsroom:
    room = Newsroom()
    _people(room)
    _live(room)
    _library(room)
    _shared(room)
    _articles(room)
    _pages_and_posts(room)
    for role in ROLES:
        _own_things(room, role)
    # One revision of the settings to look at, and one to go back from.
    for owner in ("Harbour Press", "Quay Press"):
        saving.save({"owner": owner}, by=None)
    followers.run()
    return room


def _people(room: Newsroom) -> None:
    for role in (*ROLES, NO_ROLE):
        user = User.objects.create_user(username=role.replace(" ", "-"), is_staff=True)
        if role in ROLES:
            user.groups.add(Group.objects.get(name=role))
        room.people[role] = user
    room.people[NOT_STAFF] = User.objects.create_user(username="only-a-login")
    room.people[SUPERUSER] = User.objects.create_superuser(username="root")
    room.another = User.objects.create_user(
        username="another", is_staff=True, email=f"{room.word('email')}@example.com"
    )
    room.another.groups.add(Group.objects.get(name=Role.REPORTER.value))
    Desk.objects.create(name="Quiet desk")
    reporters = [Group.objects.get(name=Role.REPORTER.value)]
    invited = invitations.invite(Newcomer("Invited", reporters), by=None).invitation.person
    ended = User.objects.create_user(username="ended", password="not any more", is_staff=True)
    acts.end_access(ended, by=None)
    room.logins = [room.another, invited, ended, room.people[SUPERUSER]]


def _words(room: Newsroom, name: str) -> dict[str, str]:
    """The words of an article or a page, each with the canary first."""
    word = room.word(name)
    return {
        "headline": f"{word} {BAIT} headline",
        "standfirst": f"{word} {BAIT} standfirst",
        "body": f"<p>{word} {BAIT} body.</p>",
        "slug": f"{word}-{name}",
        "seo_title": f"{word} title",
        "seo_description": f"{word} description",
    }


def _article_words(room: Newsroom, name: str) -> dict[str, str]:
    word = room.word(name)
    slugline = room.word(f"{name}slugline")
    return _words(room, name) | {
        "kicker": f"{word} kicker",
        "short_headline": f"{word} short",
        "dateline": f"{word}",
        "lead_caption": f"{word} caption",
        "slugline": f"{slugline} {BAIT}",
    }


# --- What everybody sees ---


def _live(room: Newsroom) -> None:
    section, tag, author = make_section("Open"), make_tag("Open topic"), make_author("Open Author")
    image, video = make_image(caption="The open harbour."), make_video(title="An open film")
    article = make_article(
        headline="A live story", section=section, tags=[tag], authors=[author],
        lead_image=image, by=room.another,
    )  # fmt: skip
    registry.set_lists(article, videos=[video])
    revisions.save(article, by=room.another)
    publishing.publish(article, by=None)
    post = publish_post(headline="A live post.", tags=[tag], by=room.another)
    page = make_page(headline="A live page", slug="a-live-page")
    publishing.publish(page, by=None)
    room.live = {
        "section": section, "tag": tag, "author": author, "image": image, "video": video,
        "article": article, "post": post, "page": page, "agency": make_agency("Quiet Wire"),
    }  # fmt: skip


# --- The library of others ---


def _library(room: Newsroom) -> None:
    private = _secret_image(room, "privateimage")
    room.things["privateimage"] = private
    shown = make_image(
        caption="Readers see this caption. (Ana Ruiz/AFP)",
        title=f"{room.word('titleofalive')} {BAIT}",
        restrictions=f"{room.word('instructionsofalive')} {BAIT}",
        cost_note=room.word("feeofalive"),
    )  # fmt: skip
    _rename(shown, f"{room.word('filenameofalive')}.jpg")
    leases.add_lease(
        shown, by=None, kind=LeaseKind.ALLOW, scope="publication", ends_at=clock.now() + 48 * HOUR,
        words=room.word("leasewords"),
    )  # fmt: skip
    publish_article(
        headline="It shows a picture of another", lead_image=shown, section=room.live["section"],
        authors=[room.live["author"]],
    )  # fmt: skip
    room.things["liveimage"] = _owned(room.another, shown)
    room.things["collection"] = collections.create(
        f"{room.word('collection')} {BAIT}", by=room.another, images=[private],
        description=room.word("collectiondescription"),
    )  # fmt: skip
    room.things["privatevideo"] = _secret_video(room, "privatevideo", private)


def _secret_image(room: Newsroom, name: str) -> Image:
    word = room.word(name)
    image = _unshown_image(
        title=f"{word} {BAIT} title", alt_text=f"{word} alt", caption=f"{word} {BAIT} caption",
        creator=f"{word} creator", restrictions=f"{word} instructions", cost_note=f"{word} fee",
        usage_terms=f"{word} terms", copyright_notice=f"{word} notice", keywords=[f"{word}"],
        source_url=f"https://{word}.example/", city=word,
    )  # fmt: skip
    _rename(image, f"{room.word(name + 'filename')}.jpg")
    return _owned(room.another, image)


def _rename(image: Image, name: str) -> None:
    Image.objects.filter(pk=image.pk).update(original_name=name)
    image.original_name = name
    editing.save(image, by=None)


def _secret_video(room: Newsroom, name: str, poster: Image | None) -> Video:
    word = room.word(name)
    return make_video(
        title=f"{word} {BAIT} film", slug=f"{word}-film", summary=f"{word} summary", poster=poster,
        url=f"https://{word}.example/film", transcript=f"{word} transcript",
        created_by=room.another,
    )  # fmt: skip


# --- Names that only drafts use, that only what was taken down used, that nothing uses ---


def _shared(room: Newsroom) -> None:
    for fate in ("draft", "gone", "unused"):
        image = _secret_image(room, f"{fate}image")
        room.things |= {
            f"{fate}image": image,
            f"{fate}video": _secret_video(room, f"{fate}video", image),
            f"{fate}section": _named(room, make_section, f"{fate}section"),
            f"{fate}tag": _named(room, make_tag, f"{fate}tag"),
            f"{fate}author": _named(
                room, make_author, f"{fate}author", portrait=image, bio=room.word(f"{fate}bio")
            ),
        }


def _named(room: Newsroom, make: Any, name: str, **more: Any) -> Any:
    word = room.word(name)
    return make(f"{word} {BAIT}", slug=f"{word}-slug", **more)


# --- Articles ---


def _article(room: Newsroom, name: str, fate: str = "draft") -> Article:
    things = room.things
    article = make_article(
        by=room.another, section=things[f"{fate}section"], tags=[things[f"{fate}tag"]],
        authors=[things[f"{fate}author"]], lead_image=things[f"{fate}image"],
        **_article_words(room, name),
    )  # fmt: skip
    registry.set_lists(article, videos=[things[f"{fate}video"]])
    revisions.save(article, by=room.another)
    room.things[name] = article
    return article


def _articles(room: Newsroom) -> None:
    now, chief = clock.now(), room.people[Role.MANAGING_EDITOR.value]
    _article(room, "draft")
    workflow.transition(_article(room, "review"), "submit", by=room.another)
    returned = _article(room, "returned")
    workflow.transition(returned, "submit", by=room.another)
    workflow.transition(returned, "return", by=chief, note=room.word("returnnote"))
    workflow.transition(_article(room, "spiked"), "spike", by=chief)
    publishing.publish(_article(room, "planned"), by=chief, at=now + HOUR)
    embargoed = _article(room, "embargoed")
    publishing.set_embargo(embargoed, by=chief, until=now + HOUR)
    publishing.publish(embargoed, by=chief, at=now + 2 * HOUR)
    _drafts_over_live_ones(room)
    _taken_down(room)


def _drafts_over_live_ones(room: Newsroom) -> None:
    by = room.another
    filed = {"section": room.live["section"], "authors": [room.live["author"]]}
    over = publish_article(headline="Readers see this headline", by=by, **filed)
    words = {k: v for k, v in _article_words(room, "overlive").items() if k != "slug"}
    room.things["overlive"] = edit(over, by=by, **words)
    later = publish_article(headline="Readers see this headline until later", by=by, **filed)
    words = {k: v for k, v in _article_words(room, "plannedupdate").items() if k != "slug"}
    edit(later, by=by, section=room.things["draftsection"], **words)
    publishing.publish(later, by=None, at=clock.now() + HOUR)
    room.things["plannedupdate"] = later
    old = publish_article(
        headline=f"{room.word('oldrevision')} was", slug="was-so", by=by,
        body=f"<p>{canary('oldrevision')} {BAIT}</p>", **filed,
    )  # fmt: skip
    edit(old, by=by, headline="It is harmless now", body="<p>Harmless.</p>")
    publishing.publish(old, by=None)
    room.things["oldrevision"] = old
    named = publish_article(
        headline="A live story with a working name",
        by=by,
        slugline=room.word("liveslugline"),
        **filed,
    )
    publishing.correct(
        edit(named, by=by, body="<p>The office closed the bridge on Monday.</p>"), by=None,
        text="It was Monday.", note=room.word("correctionreason"),
        reported_by=room.word("correctionreporter"),
    )  # fmt: skip
    takedowns.withdraw(
        named, by=None, note=room.word("plannedendreason"), at=clock.now() + 3 * HOUR
    )
    room.things["liveslugline"] = named


def _taken_down(room: Newsroom) -> None:
    chief = room.people[Role.MANAGING_EDITOR.value]

    def published(name: str) -> Article:
        article = _article(room, name, "gone")
        publishing.publish(article, by=None)
        return article

    def reason(name: str) -> str:
        return f"{room.word(name + 'reason')} {BAIT}"

    legal = room.people[Role.LEGAL.value]
    takedowns.withhold(published("withheld"), by=chief, note=reason("withheld"))
    takedowns.withhold(published("withheldbylegal"), by=legal, note=reason("withheldbylegal"))
    takedowns.withdraw(published("withdrawn"), by=chief, note=reason("withdrawn"))
    kills: dict[str, dict[str, Any]] = {
        "retracted": {"public_note": "It was wrong."},
        "legal": {},
        "privacy": {},
        "duplicate": {"into": room.live["article"].uuid},
    }
    for kind, more in kills.items():
        takedowns.kill(
            published(f"killed{kind}"), by=legal, kind=kind, note=reason(f"killed{kind}"),
            confirmation="kill", **more,
        )  # fmt: skip


def _pages_and_posts(room: Newsroom) -> None:
    chief, by, things = room.people[Role.MANAGING_EDITOR.value], room.another, room.things
    things["draftpage"] = make_page(by=by, **_words(room, "draftpage"))
    edit(things["draftpage"], by=None, standfirst=canary("draftpage"))
    things["withheldpage"] = make_page(by=by, **_words(room, "withheldpage"))
    publishing.publish(things["withheldpage"], by=None)
    takedowns.withhold(things["withheldpage"], by=chief, note=room.word("withheldpagereason"))
    for name in ("draftpost", "plannedpost"):
        things[name] = make_post(
            **_post_words(room, name), by=by, tags=[things["drafttag"]],
            authors=[things["draftauthor"]], image=things["draftimage"],
        )  # fmt: skip
    publishing.publish(things["plannedpost"], by=chief, at=clock.now() + HOUR)
    things["withheldpost"] = make_post(**_post_words(room, "withheldpost"), by=by)
    publishing.publish(things["withheldpost"], by=None)
    takedowns.withhold(things["withheldpost"], by=chief, note=room.word("withheldpostreason"))


def _post_words(room: Newsroom, name: str) -> dict[str, str]:
    word = room.word(name)
    return {
        "headline": f"{word} {BAIT} post.", "body": f"<p>{word} {BAIT}</p>", "source_name": word,
    }  # fmt: skip


# --- What is the person's own ---


def _own_things(room: Newsroom, role: str) -> None:
    """A draft, one handed in, one that is live; a post; a picture nobody shows and a live one."""
    user, word = room.people[role], room.word(own_name(role))
    image = _owned(user, _unshown_image(caption=f"{word} own picture"))
    live_image = _owned(user, make_image(caption="A picture of one's own that readers see"))
    tag = make_tag(f"{word} tag", slug=f"{word}-tag")
    draft = make_article(
        by=user, headline=f"{word} own draft", section=room.live["section"], tags=[tag],
        authors=[room.live["author"]], lead_image=image,
    )  # fmt: skip
    filed = {"section": room.live["section"], "authors": [room.live["author"]]}
    handed_in = make_article(by=user, headline=f"{word} handed in", **filed)
    workflow.transition(handed_in, "submit", by=None)
    live = make_article(
        by=user, headline="A live story of one's own", lead_image=live_image, **filed
    )
    publishing.publish(live, by=None)
    over = make_article(by=user, headline="Readers see this of one's own", **filed)
    publishing.publish(over, by=None)
    edit(over, by=None, headline=f"{word} update")
    spiked = make_article(by=user, headline=f"{word} spiked", **filed)
    workflow.transition(spiked, "spike", by=None)
    post = make_post(by=user, headline=f"{word} own post.")
    video = make_video(title=f"{word} own film", slug=f"{word}-film", created_by=user)
    mine = collections.create(f"{word} collection", by=user) if role in _COLLECTORS else None
    room.own[role] = {
        "draft": draft, "handed_in": handed_in, "live": live, "overlive": over, "spiked": spiked,
        "post": post, "image": image, "live_image": live_image, "video": video,
        **({"collection": mine} if mine else {}),
    }  # fmt: skip


def _unshown_image(**words: Any) -> Image:
    """A picture without public files, as nothing shows it."""
    words.setdefault("alt_text", "The harbour")
    words.setdefault("creator", "Jon Reyes")
    return uploads.keep(uploads.examine(picture_file()), **words).image


def _owned(user: User, image: Image) -> Image:
    Image.objects.filter(pk=image.pk).update(uploaded_by=user)
    return Image.objects.get(pk=image.pk)


#: Legal adds nothing to the library.
_COLLECTORS = frozenset(ROLES) - {Role.LEGAL.value}
