"""The fields of articles and pages, each declared once (``newsroom/editorial/fields.py``).

They stand in the form in this order within their group.
"""

from __future__ import annotations

from functools import partial

from newsroom.api.shapes import enum, string
from newsroom.editorial.fields import CAPTIONS, PICTURES, Field, Reference, Rows

from .draft_fields import Body, Byline, Crop, Tags, Text
from .models import Article, ArticleTag, ArticleVideo
from .models import Byline as BylineRow

_line = partial(Text, shape=string())
_LANGUAGE = Field("language", member="language", shape=string("BCP 47."), group="elsewhere")
_SLUG = Field("slug", member="slug", shape=string(), group="address")
_SEO = (
    Text("seo_title", member="seo.title", group="elsewhere"),
    Text("seo_description", member="seo.description", group="elsewhere"),
)

ARTICLE: tuple[Field, ...] = (
    Text("kicker", member="kicker", shape=string("Words above the headline."), group="write"),
    _line("headline", member="headline", group="write"),
    Text(
        "standfirst", member="standfirst", group="write",
        shape=string("One or two sentences under the headline."),
    ),
    Body("body", items=("article", "post"), things=("image", "video"), group="write"),
    Byline("byline", BylineRow, "article", group="byline"),
    Text("dateline", member="dateline", shape=string("Place of reporting."), group="byline"),
    Reference("section", "section", group="place"),
    Tags("tags", ArticleTag, "content_object", form_name="tag_list", group="place"),
    Field("kind", member="kind", shape=enum(*Article.Kind.values), group="place"),
    Reference("lead_image", "image", part=PICTURES, group="lead picture"),
    Crop("lead_crop", of="lead_image", part=PICTURES, group="lead picture"),
    Text("lead_caption", part=CAPTIONS, group="lead picture"),
    _SLUG,
    Text("slugline", group="address"),
    Rows(
        "videos", ArticleVideo, "article", "video",
        part=PICTURES, form_name="video_list", group="videos",
    ),
    Text(
        "short_headline", member="short_headline", group="elsewhere",
        shape=string("For narrow places; may be empty."),
    ),
    _LANGUAGE,
    *_SEO,
    Field("canonical_url", member="seo.canonical_url", group="elsewhere"),
)  # fmt: skip

PAGE: tuple[Field, ...] = (
    _line("headline", member="headline", group="write"),
    _line("standfirst", member="standfirst", group="write"),
    Body("body", items=("article", "post"), things=("image", "video"), group="write"),
    _SLUG,
    Field("is_in_footer", group="address"),
    _LANGUAGE,
    *_SEO,
)
