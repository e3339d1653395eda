"""The demo's material is complete: every name leads somewhere, every edit finds its words."""

from itertools import chain

import pytest

from media.decoding import decoder
from newsroom.demo import references
from newsroom.demo.reading import read

MATERIAL = read()
STORIES = list(MATERIAL.stories.values())
POSTS = list(MATERIAL.posts.values())
ITEMS = [*STORIES, *POSTS, *MATERIAL.pages.values()]
PLACES = {
    "image": MATERIAL.pictures,
    "article": MATERIAL.stories,
    "video": MATERIAL.videos,
    "post": MATERIAL.posts,
    "page": MATERIAL.pages,
    "tag": MATERIAL.tags,
    "section": MATERIAL.sections,
    "author": MATERIAL.people,
}


def named(item) -> list[tuple[str, str]]:
    """Everything an item refers to, in its fields and in every version of its text."""
    texts = [item.body, *(new for edit in item.edits for _old, new in edit.swaps)]
    found = [reference for text in texts for reference in references.find(text)]
    found += [("tag", name) for name in getattr(item, "tags", ())]
    found += [("video", name) for name in getattr(item, "videos", ())]
    found += [("author", name) for name in getattr(item, "authors", ())]
    found += [("author", name.author) for name in getattr(item, "byline", ()) if name.author]
    for kind, field in (
        ("image", "lead_image"), ("image", "image"), ("article", "article"), ("section", "section"),
    ):  # fmt: skip
        if getattr(item, field, ""):
            found.append((kind, getattr(item, field)))
    return found


def test_everything_that_is_named_exists():
    names = {*chain.from_iterable(named(item) for item in ITEMS)}
    names |= {("image", person.portrait) for person in MATERIAL.people.values()}
    names |= {("image", video.poster) for video in MATERIAL.videos.values()}
    assert [(kind, name) for kind, name in names if name not in PLACES[kind]] == []
    unused = set(MATERIAL.pictures) - {name for kind, name in names if kind == "image"}
    assert unused == set()


def test_every_edit_finds_the_words_it_changes():
    for item in ITEMS:
        body = item.body
        for edit in item.edits:
            assert edit.after < item.age, (item.name, "an edit lies in the future")
            for old, new in edit.swaps:
                assert body.count(old) == 1, (item.name, old)
                body = body.replace(old, new)


def test_the_demo_is_as_large_as_a_paper_on_a_real_day():
    live = [story for story in STORIES if story.fate == "live" and story.takedown is None]
    assert 30 <= len(live) <= 40
    assert len([post for post in POSTS if post.fate == "live"]) >= 57
    assert {story.kind for story in live} == {"news", "analysis", "opinion", "feature", "review"}
    for section in MATERIAL.sections:
        assert sum(story.section == section for story in live) >= 3, section
    assert all(story.lead_image and story.tags and story.byline for story in live)


def test_every_fate_and_every_way_of_taking_down_is_there():
    assert {story.fate for story in STORIES} == {
        "live", "draft", "in_review", "in_copyedit", "approved", "scheduled", "embargoed", "spiked",
    }  # fmt: skip
    assert {story.takedown.kind for story in STORIES if story.takedown} == {
        "withdrawn", "withheld", "retracted", "legal",
    }  # fmt: skip
    acts = {(edit.act, edit.kind) for item in ITEMS for edit in item.edits}
    assert {kind for act, kind in acts if act == "correct"} == {
        "correction", "clarification", "editors_note",
    }  # fmt: skip
    assert "save" in {act for act, _kind in acts}
    assert any(story.ends_in for story in STORIES)


@pytest.mark.parametrize("picture", MATERIAL.pictures.values(), ids=lambda picture: picture.name)
def test_the_library_takes_every_picture(picture):
    with picture.file.open("rb") as file:
        read = decoder.read(file)
    assert min(read.width_px, read.height_px) >= 860
    assert len(picture.alt) > 20


def test_the_pictures_are_light_and_each_is_named():
    files = {picture.file for picture in MATERIAL.pictures.values()}
    folder = next(iter(files)).parent
    assert files == set(folder.glob("*.webp"))
    assert sum(file.stat().st_size for file in files) < 4_000_000
