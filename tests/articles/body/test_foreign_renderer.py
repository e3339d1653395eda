"""Portable Text's own renderer makes of our blocks the HTML that we print."""

import json
import subprocess
from html.parser import HTMLParser
from pathlib import Path

from articles.body.blocks import parse
from articles.body.render import render
from tests.requirements import PROJECT, need

from .library import Library, public_id

SCRIPT = Path(__file__).with_name("foreign_renderer.mjs")
ONE = public_id(1)
BODIES = [
    "<p>a <b>b <i>c</i></b><i> d</i> <code>e</code> <s>f</s> H<sub>2</sub>O<sup>+</sup></p>",
    '<p>a<br>b “c” & &lt;d&gt; <a href="https://x.example/?a=1&amp;b=2">e <b>f</b></a></p>',
    '<p><a href="/tag/harbour/">a</a>, <a href="mailto:desk@news.example">b</a></p>',
    "<h2>a</h2><h3>b</h3><h4>c</h4><p>d</p><hr><pre>e\n  &lt;f&gt;</pre>",
    "<ul><li>a<ol><li>b</li><li>c</li></ol></li><li>d</li></ul><p>e</p><ol><li>f</li></ol>",
    "<ul><li>a<ul><li>b<ul><li>c</li></ul></li></ul></li><li>d</li></ul><ol><li>e</li></ol>",
    "<blockquote><p>a</p><p>b</p></blockquote>",
    '<aside data-quote="" data-attribution="Mo"><p>a <b>b</b></p><p>c</p></aside>',
    '<h2>x</h2><aside data-factbox="" data-title="F"><h2>a</h2><p>b</p><ul><li>c</li></ul></aside>',
    "<table><caption>a</caption><tr><th>b<th>c<tr><th>d<td rowspan=2>e <b>f</b><tr><td>g</table>",
    f'<figure data-image="{ONE}"></figure><figure data-image="{ONE}" data-layout="wide">'
    '<figcaption>The <em>north</em> <a href="https://x.example/">pier</a></figcaption></figure>',
]


class Nodes(HTMLParser):
    """What a browser would build, so that ``<br/>`` and ``<br>`` are the same."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, sorted(attrs)))

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag):
        self.found.append((f"/{tag}",))

    def handle_data(self, data):
        self.found.append((data,))


def test_a_foreign_renderer_reproduces_the_html():
    need("portable-text")
    bodies = [parse(html, Library()) for html in BODIES]
    done = subprocess.run(
        ["node", str(SCRIPT)],
        input=json.dumps(bodies),
        capture_output=True,
        text=True,
        check=True,
        cwd=PROJECT,
        timeout=60,
    )
    for body, foreign in zip(bodies, json.loads(done.stdout), strict=True):
        assert Nodes(foreign).found == Nodes(render(body)).found
