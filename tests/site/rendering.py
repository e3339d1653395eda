"""Every public template, rendered from the samples without a view, a request or a query."""

from pathlib import Path

from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

from tests.site import sample_documents as samples

PROJECT = Path(__file__).resolve().parents[2]


def page(name: str) -> str:
    """The HTML of one of ``sample_documents.PAGES``."""
    template, context = samples.PAGES[name]
    context = {"shell": samples.SHELL, **context}
    if "html" in context:
        context["html"] = mark_safe(context["html"])
    return render_to_string(template, context)


def error() -> str:
    """The page of last resort: it is given nothing."""
    return render_to_string("site/500.html")
