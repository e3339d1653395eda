"""``{% load bodies %}{{ post|printed_body }}``: a document's body in a template."""

import re

from django import template
from django.utils.safestring import SafeString

from articles.body.render import printed, trusted
from newsroom.api.block_shapes import ItemDocument

register = template.Library()
register.filter("printed_body", printed)

_ENDS_OF_NOTES = re.compile(r'( id="| href="#)(fn(?:ref)?-)')


@register.filter
def printed_beside(document: ItemDocument) -> SafeString:
    """The body where the page may hold it a second time: its footnotes have ids of their own."""
    html = document["body"]["html"]
    return trusted(_ENDS_OF_NOTES.sub(r"\1beside-\2", html))
