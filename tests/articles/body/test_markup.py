"""The Nu HTML checker finds no error in what is printed, whatever came in."""

from articles.body.blocks import parse
from articles.body.render import render
from tests import corpora
from tests.browser.test_markup import nu_messages, told
from tests.requirements import need

from .library import Library, public_id
from .test_clean import ELEMENTS
from .test_foreign_renderer import BODIES

ONE = public_id(1)
MESSY = [
    "<h4>a</h4><h2>b</h2><h4>c</h4><aside data-factbox data-title='F'><h3>d</h3><p>e</p></aside>",
    f"<h2>a</h2><h3>b</h3><aside data-factbox><h3>c</h3></aside><h4>d</h4><p>{'e' * 300}</p>",
    f'<div data-card="article" data-id="{ONE}"></div><div data-post="{ONE}"></div>',
    "<table><tr><td colspan=3 rowspan=9>a<td>b<tr><td colspan=2>c<tr><th rowspan=0>d<td>e</table>",
    '<a href="https://x.example/a b|c?[d]=%&amp;e#f g">a</a> <a href="mailto:a b@c.example">b</a>',
    "<a href='/a'><h2>b</h2><ul><li>c<li>d</ul></a><pre>\n\n\n e</pre>&#1;&#150;&#xfdd0;",
]
_PAGE = (
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Bodies</title></head>'
    "<body><main><h1>Bodies</h1><div>{}</div></main></body></html>"
)


def test_whatever_comes_in_valid_html_goes_out(tmp_path):
    need("nu")
    bodies = [*ELEMENTS, *BODIES, *MESSY, *corpora.hostile()[::25]]
    for place in range(0, len(bodies), 20):
        printed = (render(parse(html, Library())) for html in bodies[place : place + 20])
        page = _PAGE.format("</div><div>".join(printed))
        (tmp_path / f"{place:04}.html").write_text(page, encoding="utf-8")
    messages = nu_messages(tmp_path)
    assert [told(message) for message in messages if message["type"] == "error"] == []
