"""The demo's material with small pictures, where loading it is not about the pictures."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from unittest.mock import patch
from zlib import crc32

from django.test import override_settings
from PIL import Image

from newsroom.demo import loading
from newsroom.demo.material import Material
from newsroom.demo.reading import read
from tests.conftest import storages_in

PASSWORD = "quayside herring"


def paper(folder: Path) -> Material:
    """All of the demo."""
    whole = read()
    pictures = {
        name: replace(picture, file=_flat(folder, name)) for name, picture in whole.pictures.items()
    }
    return replace(whole, pictures=pictures)


def leaflet(folder: Path) -> Material:
    """The demo with a single story."""
    whole = paper(folder)
    story = whole.stories["herring-fleet-two-more-weeks"]
    people = {name.author: whole.people[name.author] for name in story.byline}
    pictures = [story.lead_image, *(person.portrait for person in people.values())]
    return replace(
        whole, stories={story.name: story}, posts={}, videos={}, people=people,
        pictures={name: whole.pictures[name] for name in pictures},
    )  # fmt: skip


@contextmanager
def loading_it(material: Material, folder: Path) -> Iterator[None]:
    """Loads load this material, and keep their files in the folder."""
    hashers = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    with (
        patch.object(loading, "read", lambda: material),
        override_settings(STORAGES=storages_in(folder), PASSWORD_HASHERS=hashers),
    ):
        yield


def _flat(folder: Path, name: str) -> Path:
    """A picture of one colour, another for each name."""
    path = folder / f"{name}.webp"
    colour = f"#{crc32(name.encode()) % 2**24:06x}"
    Image.new("RGB", (96, 64), colour).save(path, lossless=True)
    return path
