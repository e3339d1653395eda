"""The fields of posts, each declared once (``newsroom/editorial/fields.py``).

They stand in the form in this order within their group.
"""

from __future__ import annotations

from articles.draft_fields import Body, Crop, Tags, Text
from newsroom.api.shapes import boolean, string
from newsroom.editorial.fields import TEXT, Field, Reference, Rows

from .models import PostByline, PostTag

# The fast lane: people who may change a post may change all of it.
POST: tuple[Field, ...] = (
    Text("headline", member="headline", shape=string(), group="write"),
    Body("body", items=("article", "post"), things=("image", "video"), part=TEXT, group="write"),
    Tags("tags", PostTag, "content_object", form_name="tag_list", group="place"),
    Rows("authors", PostByline, "post", "author", form_name="author_list", group="place"),
    Field("is_breaking", member="breaking", shape=boolean(), group="flags"),
    Field("is_pinned", member="pinned", shape=boolean(), group="flags"),
    Field("is_key_event", member="key_event", shape=boolean(), group="flags"),
    Reference("image", "image", group="picture"),
    Crop("image_crop", of="image", group="picture"),
    Reference("article", "article", is_card=True, group="with it"),
    Text("source_name", member="source.name", group="with it"),
    Field("source_url", member="source.url", group="with it"),
    Field("language", member="language", shape=string("BCP 47."), group="desk"),
)
