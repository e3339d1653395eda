"""The types of documents, which mypy compares with what makes them, and the API's shapes."""

import jsonschema
import pytest

from articles.item_fields import ARTICLE, PAGE
from articles.shapes import ArticleDocument, PageDocument
from feed.item_fields import POST
from feed.shapes import PostDocument
from media import image_fields
from media.document import video_document
from media.models import Video
from media.shapes import ImageDocument, VideoDocument
from newsroom.api.shapes import shape_of
from newsroom.editorial import clock


@pytest.mark.parametrize(
    ("document", "fields"),
    [
        (ArticleDocument, ARTICLE),
        (PageDocument, PAGE),
        (PostDocument, POST),
        (ImageDocument, image_fields.IMAGE),
    ],
)
def test_a_document_has_each_member_that_a_field_fills_and_of_its_type(document, fields):
    members = shape_of(document)["properties"]
    filled = {field.member.partition(".")[0] for field in fields if field.member}
    assert filled - members.keys() == set(), f"{document.__name__} lacks members that fields fill."
    for field in fields:
        if field.shape:
            assert members[field.member]["type"] == field.shape["type"], field.name


@pytest.mark.django_db
def test_a_video_file_of_unknown_size_has_the_shape_that_the_api_promises():
    video = Video(slug="crane", title="Crane", file_name="crane.mp4", media_type="video/mp4",
                  created_at=clock.now())  # fmt: skip
    file = video_document(video, clock.now())["file"]
    jsonschema.validate(file, shape_of(VideoDocument)["properties"]["file"])
