"""Logins, sections, tags, authors, pictures and videos: what the demo's items name.

Whatever is there already, by its public id or under the same slug, is taken as it is.
"""

from collections.abc import Collection, Iterator
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.core.files.base import File
from django.db import models, transaction
from django.utils import timezone

from articles.models import Author, Section, Tag
from media.credits import agencies
from media.intake import uploads
from media.library import agency_editing
from media.models import Agency, Image, Video
from media.renditions import image_files
from media.renditions.sizes import EVERY_FORMAT
from media.rights import leases
from newsroom.accounts.models import User
from newsroom.demo.ids import public_id
from newsroom.demo.material import Material, Picture
from newsroom.demo.times import instant
from newsroom.site_settings import saving
from newsroom.site_settings.models import SettingsRevision


@dataclass
class Furniture:
    """The rows behind the material's names, and what had to be made."""

    users: dict[str, User] = field(default_factory=dict)
    sections: dict[str, Section] = field(default_factory=dict)
    tags: dict[str, Tag] = field(default_factory=dict)
    images: dict[str, Image] = field(default_factory=dict)
    authors: dict[str, Author] = field(default_factory=dict)
    videos: dict[str, Video] = field(default_factory=dict)
    made: int = 0


def the_paper(material: Material, furniture: Furniture) -> None:
    """Name and description, unless the newsroom has said something of itself already."""
    if not SettingsRevision.objects.exists():
        saving.save(asdict(material.paper), by=None)
        furniture.made += 1


def users(material: Material, furniture: Furniture, *, password: str) -> None:
    """One login for each role. Those that exist keep their password and their groups."""
    # One password for all: hashing it for each would take seconds of the first start.
    hashed = make_password(password)
    for login in material.logins.values():
        user = User.objects.filter(username=login.username).first()
        if user is None:
            user = User.objects.create(
                username=login.username, password=hashed, first_name=login.first_name,
                last_name=login.last_name, is_staff=True, is_superuser=not login.role,
            )  # fmt: skip
            if login.role:
                user.groups.add(Group.objects.get(name=login.role))
            furniture.made += 1
        furniture.users[login.username] = user


def the_agencies(material: Material, furniture: Furniture) -> None:
    """The agencies with their rules, before the pictures that bear their names."""
    for each in material.agencies.values():
        if agencies.find(each.name) is None:
            agency = Agency(
                name=each.name, kind=each.kind, rights_category=each.rights, cost=each.cost,
                restrictions=each.restrictions, copyright_notice=each.copyright,
                may_syndicate=each.may_syndicate,
            )  # fmt: skip
            agency_editing.save(agency, aliases=each.aliases)
            furniture.made += 1


def pictures(
    material: Material, furniture: Furniture, *, now: datetime, formats: Collection[str]
) -> None:
    """Add the pictures that are missing to the library, as the picture editor.

    Each picture is stored for itself, files first; a load that was broken off goes on from there.
    Of ``formats`` that are not all, the worker makes the others.
    """
    ids = {public_id("image", name): name for name in material.pictures}
    found = Image.objects.filter(uuid__in=ids).select_related("merged_into")
    furniture.images = {ids[image.uuid]: image for image in found}
    # Those of a load that was broken off among them.
    waiting = Image.objects.filter(rendition_request__isnull=False)
    if set(formats) != set(EVERY_FORMAT):
        waiting = waiting.filter(renditions=None)

    def stored() -> Iterator[Image]:
        """Each is drawn while the next ones are stored."""
        for name, picture in material.pictures.items():
            if name not in furniture.images:
                furniture.images[name] = _store(picture, furniture, now=now)
            yield from waiting.filter(pk=furniture.images[name].pk)

    image_files.make_all(stored(), formats=formats)


def _store(picture: Picture, furniture: Furniture, *, now: datetime) -> Image:
    by = furniture.users["pictures"]
    words: dict[str, Any] = {
        "uuid": public_id("image", picture.name),
        "title": picture.name.replace("-", " ").capitalize(),
        "alt_text": picture.alt, "caption": picture.caption, "creator": picture.creator,
        "is_pool": picture.pool, "agency": picture.agency, "supplier": picture.supplier,
        "credit_line": picture.credit_line, "copyright_notice": picture.copyright,
        "usage_terms": picture.usage_terms, "focal_x": picture.focal[0],
        "focal_y": picture.focal[1],
    }  # fmt: skip
    if picture.rights:
        # Without a category of its own it has the agency's.
        words["rights_category"] = picture.rights
    with picture.file.open("rb") as opened:
        file = File(opened, name=picture.file.name)
        image, is_duplicate = uploads.keep(uploads.examine(file), by=by, **words)
    furniture.made += not is_duplicate
    for lease in picture.leases if not is_duplicate else ():
        ends_at = now + (lease.left or -lease.ended) if lease.left or lease.ended else None
        leases.add_lease(
            image, by=None if lease.is_proposed else by, kind=lease.kind, scope=lease.scope,
            ends_at=ends_at, words=lease.words, is_proposed=lease.is_proposed,
        )  # fmt: skip
    return image


@transaction.atomic
def shared_things(material: Material, furniture: Furniture, *, now: datetime) -> None:
    """Sections, tags, authors and videos. Nothing shows them yet, so nothing is compiled again."""
    for place, section in enumerate(material.sections.values()):
        furniture.sections[section.slug] = _there(
            Section, furniture, "section", section.slug,
            name=section.name, description=section.description, position=place,
        )  # fmt: skip
    for tag in material.tags.values():
        furniture.tags[tag.slug] = _there(
            Tag, furniture, "tag", tag.slug, name=tag.name, description=tag.description
        )
    for person in material.people.values():
        user = furniture.users.get(person.login)
        furniture.authors[person.slug] = _there(
            Author, furniture, "author", person.slug,
            name=person.name, kind=person.kind, job_title=person.job_title, bio=person.bio,
            email=person.email, portrait=furniture.images[person.portrait],
            user=None if user is None or hasattr(user, "author") else user,
        )  # fmt: skip
    zone = timezone.get_default_timezone()
    for video in material.videos.values():
        furniture.videos[video.slug] = _there(
            Video, furniture, "video", video.slug,
            title=video.title, summary=video.summary, url=video.url,
            poster=furniture.images[video.poster], duration_seconds=video.seconds,
            transcript=video.transcript, created_at=instant(video.age, now=now, zone=zone),
        )  # fmt: skip


def _there(model: type[models.Model], furniture: Furniture, named: str, slug: str, **columns):
    known = models.Q(uuid=public_id(named, slug)) | models.Q(slug=slug)
    thing = model._default_manager.filter(known).first()
    if thing is None:
        thing = model._default_manager.create(uuid=public_id(named, slug), slug=slug, **columns)
        furniture.made += 1
    return thing
