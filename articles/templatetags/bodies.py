"""``{% load bodies %}{{ post|printed_body }}``: a document's body in a template."""

from django import template

from articles.body.printed import printed

register = template.Library()
register.filter("printed_body", printed)
