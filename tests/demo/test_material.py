"""The demo's material hangs together: every name leads somewhere, every text is worth its place."""

import re
from datetime import timedelta
from itertools import chain

import pytest

from newsroom.demo import references
from newsroom.demo.reading import read

MATERIAL = read()
STORIES = list(MATERIAL.stories.values())
POSTS = list(MATERIAL.posts.values())
ITEMS = [*STORIES, *POSTS, *MATERIAL.pages.values()]
LIVE = [story for story in STORIES if story.fate == "live" and story.takedown is None]
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


def words(html: str) -> int:
    return len(re.sub(r"<[^>]+>", " ", html).split())


def body_in_the_end(item) -> str:
    body = item.body
    for old, new in chain.from_iterable(edit.swaps for edit in item.edits):
        body = body.replace(old, new)
    return body


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


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.name)
def test_everything_an_item_names_exists(item):
    missing = [(kind, name) for kind, name in named(item) if name not in PLACES[kind]]
    assert missing == []


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.name)
def test_nobody_does_what_has_no_login(item):
    people = [item.by, item.published_by, *(edit.by for edit in item.edits)]
    people += [item.takedown.by] if item.takedown else []
    assert set(people) <= set(MATERIAL.logins)


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.name)
def test_every_edit_finds_the_words_it_changes(item):
    body = item.body
    for edit in item.edits:
        assert edit.after < item.age, "an edit lies in the future"
        for old, new in edit.swaps:
            assert body.count(old) == 1, old
            body = body.replace(old, new)
        if edit.act == "correct":
            assert edit.text
            assert edit.reason
    if item.takedown:
        assert item.takedown.after < item.age


def test_links_in_texts_lead_to_what_was_published_before():
    for item in ITEMS:
        for kind, name in references.find(item.body):
            if kind in ("article", "post", "page") and item.fate == "live":
                target = PLACES[kind][name]
                assert target.age > item.age + timedelta(hours=1), (item.name, name)
                assert target.fate == "live"
                assert target.takedown is None


def test_posts_point_at_stories_that_are_being_written_by_then():
    for post in POSTS:
        if post.article:
            assert MATERIAL.stories[post.article].age + timedelta(minutes=50) > post.age, post.name


def test_people_videos_and_logins_lead_somewhere():
    for person in MATERIAL.people.values():
        assert person.portrait in MATERIAL.pictures
        assert person.bio
        assert person.job_title
        assert not person.login or person.login in MATERIAL.logins
    for video in MATERIAL.videos.values():
        assert video.poster in MATERIAL.pictures
        assert ".example/" in video.url
        assert video.summary


def test_there_is_one_login_for_each_role():
    assert list(MATERIAL.logins) == [
        "contributor", "reporter", "copy", "pictures", "desk", "legal", "chief", "admin",
    ]  # fmt: skip
    roles = [login.role for login in MATERIAL.logins.values()]
    assert len(set(roles)) == 8


def test_the_demo_is_as_large_as_a_paper_on_a_real_day():
    assert 30 <= len(LIVE) <= 40
    assert 40 <= len(STORIES) <= 50
    assert len([post for post in POSTS if post.fate == "live"]) >= 57
    assert len(MATERIAL.people) == 8
    assert len(MATERIAL.sections) == 6
    assert len(MATERIAL.tags) >= 25
    assert len(MATERIAL.pages) == 3
    assert 3 <= len(MATERIAL.videos) <= 4
    assert len(MATERIAL.pictures) >= 40


def test_posts_spread_over_four_days_up_to_the_load():
    ages = sorted(post.age for post in POSTS if post.fate == "live")
    assert ages[0].total_seconds() < 30 * 60
    assert 3 <= ages[-1].days <= 4
    assert len(set(ages)) == len(ages)


def test_stories_are_of_every_kind_in_every_section_and_of_many_lengths():
    assert {story.kind for story in LIVE} == {"news", "analysis", "opinion", "feature", "review"}
    for section in MATERIAL.sections:
        assert sum(story.section == section for story in LIVE) >= 3, section
    lengths = sorted(words(story.body) for story in LIVE)
    assert lengths[0] < 130
    assert lengths[-1] > 900
    assert lengths[len(lengths) // 2] > 200


def test_every_fate_and_every_way_of_taking_down_is_there():
    assert {story.fate for story in STORIES} == {
        "live", "draft", "in_review", "in_copyedit", "approved", "scheduled", "embargoed", "spiked",
    }  # fmt: skip
    assert {story.takedown.kind for story in STORIES if story.takedown} == {
        "withdrawn", "withheld", "retracted", "legal",
    }  # fmt: skip
    kinds = {edit.kind for item in ITEMS for edit in item.edits if edit.act == "correct"}
    assert kinds >= {"correction", "clarification", "editors_note"}
    assert any(edit.act == "save" for story in STORIES for edit in story.edits)
    assert any(story.ends_in for story in STORIES)


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.name)
def test_every_story_has_what_a_story_needs(story):
    assert story.headline
    assert len(story.headline) <= 110
    assert not story.headline.endswith(".")
    assert story.standfirst
    assert story.slugline
    assert story.tags
    assert story.byline
    if story.fate == "live":
        assert story.lead_image


def test_headlines_of_posts_are_sentences():
    for post in POSTS:
        assert post.headline.endswith("."), post.headline
        assert post.tags
        assert words(post.body) >= 8


def test_flags_of_posts_are_used_and_not_overused():
    assert sum(post.pinned for post in POSTS) == 1
    assert sum(post.breaking for post in POSTS) == 1
    assert 3 <= sum(post.key_event for post in POSTS) <= 10
    assert any(post.takedown for post in POSTS)
    assert any(post.source_url for post in POSTS)


def test_every_tag_has_its_story():
    used = {name for story in LIVE for name in story.tags}
    only_in_posts_or_drafts = set(MATERIAL.tags) - used
    assert only_in_posts_or_drafts <= {"schools", "courts"}


def test_every_picture_is_used():
    used = {name for item in ITEMS for kind, name in named(item) if kind == "image"}
    used |= {person.portrait for person in MATERIAL.people.values()}
    used |= {video.poster for video in MATERIAL.videos.values()}
    assert set(MATERIAL.pictures) - used == set()


def test_one_story_has_every_element_a_body_can_hold():
    flagship = MATERIAL.stories["harbour-bridge-closes-for-eight-weeks"]
    body = body_in_the_end(flagship)
    for sign in (
        'data-layout="normal"', 'data-layout="wide"', 'data-card="article"', 'data-card="link"',
        "data-video=", "data-post=", 'data-quote=""', 'data-factbox=""', "data-embed=", "<table>",
        "<ul>", "<ol>", "<blockquote>", "<pre><code>", "<hr>", "<h2>", "<h3>", "<h4>", "<strong>",
        "<em>", "<s>", "<code>", 'href="ref:tag/', 'href="ref:article/', 'href="mailto:', "<li>on",
    ):  # fmt: skip
        assert sign in body, sign
    assert len(flagship.byline) >= 4
    assert {name.role for name in flagship.byline} >= {"writer", "photographer"}
    assert any(not name.author for name in flagship.byline), "no guest"
    assert flagship.kicker
    assert flagship.dateline
    assert flagship.short_headline
    assert flagship.lead_caption
    assert flagship.videos
    assert {edit.kind for edit in flagship.edits if edit.act == "correct"} == {
        "correction", "clarification",
    }  # fmt: skip
    assert any(edit.change == "substantive" for edit in flagship.edits)


def test_every_kind_of_inline_markup_appears_somewhere():
    everything = " ".join(item.body for item in ITEMS)
    for tag in ("sub", "sup", "br", "u"):
        assert (f"<{tag}>" in everything) is (tag != "u")


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.name)
def test_no_text_is_filler(item):
    text = f"{item.headline} {item.body}".casefold()
    for sign in ("lorem", "ipsum", "todo", "xxx", "placeholder", "  <", "tbd"):
        assert sign not in text


def test_pictures_are_told_and_credited():
    for picture in MATERIAL.pictures.values():
        assert len(picture.alt) > 20, picture.name
        assert picture.caption
        assert picture.creator or picture.credit_line
    pictures = MATERIAL.pictures.values()
    assert any(p.pool and p.agency and p.supplier and p.creator for p in pictures)
    assert any(p.supplier and not p.agency for p in pictures)
    assert any(p.agency and not p.supplier for p in pictures)
    assert any(p.creator and not (p.agency or p.supplier) for p in pictures)
    assert any(p.credit_line for p in pictures)
    assert any(p.usage_terms for p in pictures)
