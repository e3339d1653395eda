import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsroom.lib.urls import LIMIT, host, link_address, web_address


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("https://x.example/a?b=c#d", "https://x.example/a?b=c#d"),
        (" HTTP://X.Example/A ", "http://x.example/A"),
        ("https:x.example", "https://x.example"),
        ("https:\\\\x.example\\a", "https://x.example/a"),
        ("//x.example/a", "https://x.example/a"),
        ("/\\x.example/a", "https://x.example/a"),
        ("www.x.example/a", "https://www.x.example/a"),
        ("https://x.example:8443/a", "https://x.example:8443/a"),
        ("https://x.example/a b|c", "https://x.example/a%20b%7Cc"),
        ("https://x.example/100%", "https://x.example/100%25"),
        ("https://x.example/a%20b", "https://x.example/a%20b"),
        ("https://x.example/Київ?q=[1]", "https://x.example/Київ?q=%5B1%5D"),
        ("https://höfn.example/", "https://höfn.example/"),
        ("https://x.exa\tmple/", "https://x.example/"),
        ("/tag/harbour/", "/tag/harbour/"),
        ("tag/harbour/", "/tag/harbour/"),
        ("?q=a", "/?q=a"),
        ("#sources", "#sources"),
        ("mailto:desk@news.example?subject=A tip", "mailto:desk@news.example?subject=A%20tip"),
        ("desk@news.example", "mailto:desk@news.example"),
        ("tel:+47 22 00 00 00", "tel:+4722000000"),
    ],
)
def test_addresses_come_in_the_form_that_pages_print(written, printed):
    assert link_address(written) == printed
    assert link_address(printed) == printed


@pytest.mark.parametrize(
    "written",
    [
        "",
        " ",
        "#",
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        "java\tscript:alert(1)",
        "\x01javascript:alert(1)",
        "vbscript:x",
        "data:text/html,x",
        "file:///etc/passwd",
        "ftp://x.example/",
        "blob:https://x.example/1",
        "https://",
        "https://?q",
        "https://user:secret@x.example/",
        "https://bank.example@x.example/",
        "https://x.example:99999/",
        "https://[::1",
        "https://[2001:db8::1]/a",
        "https://a b/",
        "https://x.example/" + "a" * LIMIT,
        "mailto:",
        "tel:call me",
    ],
)
def test_what_must_not_stand_in_a_link_is_none(written):
    assert link_address(written) is None
    assert web_address(written) is None


@pytest.mark.parametrize("written", ["/tag/x/", "#top", "mailto:a@b.example", "tel:+47"])
def test_a_link_that_is_no_web_address(written):
    assert link_address(written)
    assert web_address(written) is None


def test_the_host_as_readers_know_it():
    assert host("https://www.x.example/a") == "x.example"
    assert host("/a") == ""
    assert host("https://[::1") == ""


PARTS = st.one_of(
    st.text(max_size=20), st.sampled_from(["http://", "https:", "//", "javascript:", "@"])
)


@given(st.lists(PARTS, max_size=6).map("".join))
def test_nothing_raises_and_the_printed_form_is_final(written):
    printed = link_address(written)
    if printed is not None:
        assert link_address(printed) == printed
        assert printed.startswith(("http://", "https://", "mailto:", "tel:", "/", "#"))
        assert not printed.startswith("//")
        assert not any(sign in printed for sign in ' "<>\n\t\\')
