"""What cleaning would take away is said first."""

import pytest
from hypothesis import given, settings

from articles.body.clean import clean
from articles.body.losses import losses
from tests import corpora

from .documents import loose_html, sound_bodies
from .library import public_id
from .test_clean import ELEMENTS

ONE = public_id(1)


def codes(html: str) -> list[str]:
    return [problem.code for problem in losses(html)]


@pytest.mark.parametrize(
    ("html", "code"),
    [
        ("<p>a</p><script>alert(1)</script>", "removed_element"),
        ('<iframe src="https://x.example/"></iframe>', "removed_element"),
        ("<p><object><p>a</p></object></p>", "removed_element"),
        ("<newsletter-box>Sign up</newsletter-box>", "unknown_element"),
        ("<marquee>a</marquee>", "unknown_element"),
        ('<p onclick="run()">a</p>', "script_attribute"),
        ('<a href="javascript:alert(1)">a</a>', "bad_link"),
        ('<a href="java&#9;script:alert(1)">a</a>', "bad_link"),
        ('<a href="">a</a>', "bad_link"),
        ("<a>a</a>", "bad_link"),
        ('<img src="https://x.example/a.jpg" alt="A dog">', "foreign_picture"),
        ('<p style="display:none">a</p>', "hidden_words"),
        ('<figure data-image="7"></figure>', "broken_id"),
        ('<div data-card="article" data-id="harbour"></div>', "broken_id"),
        ('<div data-card="article"></div>', "broken_id"),
        ('<div data-video=""></div>', "broken_id"),
        ('<div data-card="link" data-url="https://x.example/" data-image="7"></div>', "broken_id"),
        ('<div data-card="link" data-url="ftp://x.example/"></div>', "broken_address"),
        ('<div data-embed="/local"></div>', "broken_address"),
        ('<div data-card="poll"></div>', "unknown_card"),
        (f'<p data-image="{ONE}">a</p>', "misplaced_attribute"),
        (f'<section data-video="{ONE}"></section>', "misplaced_attribute"),
        (f'<div data-video="{ONE}" data-post="{ONE}"></div>', "misplaced_attribute"),
        (f'<div data-video="{ONE}" data-autoplay="1"></div>', "unknown_attribute"),
        (f'<figure data-image="{ONE}" data-alt="{"x" * 1001}"></figure>', "too_long"),
        ("<div>" * 300 + "a", "too_deep"),
    ],
)
def test_each_loss_has_its_code(html, code):
    assert codes(html) == [code]


@pytest.mark.parametrize("element", ELEMENTS)
def test_there_is_nothing_to_say_about_the_editors_own_elements(element):
    assert losses(element) == []


@pytest.mark.parametrize(
    "html",
    [
        "",
        '<div class="x" dir="ltr" data-z="1"><font color="red">a</font><span>b</span></div>',
        "<h1>a</h1><section><u>b</u></section><table><colgroup><col></colgroup><tr><td>c</table>",
        '<a name="top"></a><p>Well <img alt="🎉" src="x.png"></p><!-- c -->',
    ],
)
def test_markup_that_loses_nothing_by_cleaning_is_no_problem(html):
    assert losses(html) == []


def test_pastes_of_word_processors_lose_nothing():
    for path in corpora.files("paste", "*.html"):
        assert losses(path.read_text(encoding="utf-8")) == []


def test_a_problem_says_what_to_look_for():
    [problem] = losses('<p>See <a href="javascript:x">the report</a></p>')
    assert problem.detail == (
        "The link of “the report” leads nowhere: “javascript:x” cannot be followed."
    )


def test_each_problem_is_told_once():
    assert codes("<script>a</script>" * 3) == ["removed_element"]


@given(loose_html)
@settings(max_examples=200, deadline=None)
def test_what_cleaning_wrote_has_no_problems(html):
    losses(html)
    assert losses(clean(html)) == []


@given(sound_bodies)
@settings(deadline=None)
def test_sound_bodies_have_no_problems(html):
    assert losses(html) == []


def test_no_attack_makes_it_raise():
    for payload in corpora.hostile():
        losses(payload)
