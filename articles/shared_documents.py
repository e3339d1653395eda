"""What readers may see of authors, sections and tags."""

from datetime import datetime
from typing import Any

from media.document import image_document
from newsroom.lib import addresses

from .models import Author, Section, Tag


def author_document(author: Author, at: datetime) -> dict[str, Any]:
    """An author in full, as on their page and in ``/api/v1/authors``."""
    return {
        "id": str(author.uuid),
        "type": "author",
        "slug": author.slug,
        "name": author.name,
        "kind": author.kind,
        "job_title": author.job_title,
        "bio": author.bio,
        "portrait": image_document(author.portrait, at=at) if author.portrait else None,
        "email": author.email,
        "website": author.website,
        "fediverse": author.fediverse,
        "url": addresses.absolute(author.get_absolute_url()),
    }


def section_document(section: Section, at: datetime) -> dict[str, Any]:
    return {
        "id": str(section.uuid),
        "type": "section",
        "slug": section.slug,
        "name": section.name,
        "description": section.description,
        "url": addresses.absolute(section.get_absolute_url()),
    }


def tag_document(tag: Tag, at: datetime) -> dict[str, Any]:
    return {
        "id": str(tag.uuid),
        "type": "tag",
        "slug": tag.slug,
        "name": tag.name,
        "description": tag.description,
        "url": addresses.absolute(tag.get_absolute_url()),
    }
