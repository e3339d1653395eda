"""What a story's head says of its picture to the networks that show it."""

from articles.heads import social_picture
from tests.articles.body.library import image


def rendition(name: str, width: int, height: int) -> dict:
    return {
        "name": name, "width": width, "height": height, "type": "image/jpeg", "bytes": 1,
        "url": f"https://files.example/1/{name}.jpg",
    }  # fmt: skip


def test_networks_get_the_wide_jpeg():
    large = rendition("card_large", 1280, 720)
    shared = social_picture(image(renditions=[*image()["renditions"], large]))
    assert shared == large
    assert shared["width"] >= 1200


def test_a_document_without_it_shares_what_readers_get():
    assert social_picture(image())["url"] == image()["src"]
    assert social_picture(image(renditions=[])) == {}
