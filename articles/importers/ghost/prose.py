"""Markdown as Ghost's editor reads it, where the extra ``ghost`` is installed."""

try:
    from markdown_it import MarkdownIt
    from mdit_py_plugins.footnote import footnote_plugin
    from mdit_py_plugins.subscript import sub_plugin
    from mdit_py_plugins.superscript import superscript_plugin
except ImportError:
    IS_INSTALLED = False
else:
    IS_INSTALLED = True
    _READER = (
        MarkdownIt("commonmark", {"html": True, "breaks": True})
        .enable(["table", "strikethrough"])
        .use(footnote_plugin)
        .use(sub_plugin)
        .use(superscript_plugin)
    )


def from_markdown(markdown: str) -> str:
    """HTML, neither cleaned nor safe: it goes on to ``markup.blocks``."""
    return _READER.render(markdown)
