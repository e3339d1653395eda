"""The rows of the admin's lists, as Django prints them: what is the same in each row is found once.

Django looks for each cell's method, address and classes anew, which takes half of a list's time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, time
from typing import Any

from django import template
from django.contrib.admin.templatetags.admin_list import ResultList, result_headers
from django.contrib.admin.templatetags.admin_urls import add_preserved_filters
from django.contrib.admin.utils import display_for_field, display_for_value, quote
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

register = template.Library()
#: Stands for a row's key in the address that all rows share.
_KEY = "0key0"


@register.inclusion_tag("admin/change_list_results.html")
def keyed_result_list(cl: Any) -> dict[str, Any]:
    """Takes the place of Django's ``result_list`` where the rows are not forms."""
    headers = list(result_headers(cl))
    columns = list(_columns(cl))
    rows = [mark_safe("".join(each(row) for each in columns)) for row in cl.result_list]  # noqa: S308
    return {
        "cl": cl,
        "result_hidden_fields": [],
        "result_headers": headers,
        "num_sorted_fields": sum(h["sortable"] and h["sorted"] for h in headers),
        "results": [ResultList(None, [row]) for row in rows],
    }


def _columns(cl: Any) -> Iterator[Callable[[Any], str]]:
    """What prints the cell of a row, for each column."""
    address = add_preserved_filters(
        {"preserved_filters": cl.preserved_filters, "opts": cl.opts},
        cl.url_for_result(cl.model(pk=0)).replace("/0/", f"/{_KEY}/"),
    )
    links, is_first = cl.list_display_links, True
    for name in cl.list_display:
        told, has_link = _Column(cl, name), False
        if links is not None and (name in links or (is_first and not links)):
            tag, has_link, is_first = ("th" if is_first else "td"), True, False
            yield told.linked(tag, str(conditional_escape(address)))
        if not has_link:
            yield told.plain


class _Column:
    def __init__(self, cl: Any, name: str) -> None:
        self._name = name
        self._class = "action-checkbox" if name == "action_checkbox" else f"field-{name}"
        self._method: Any = None
        try:
            self._field: Any = cl.lookup_opts.get_field(name)
        except FieldDoesNotExist:
            self._field = None
            # Whatever the admin does not have is the row's own.
            self._method = None if name == "__str__" else getattr(cl.model_admin, name, None)
        empty = cl.model_admin.get_empty_value_display()
        self._empty = str(getattr(self._method, "empty_value_display", empty))
        self._is_boolean = getattr(self._method, "boolean", False)

    def plain(self, row: Any) -> str:
        shown, more = self._shown(row, avoid_link=False)
        return f'<td class="{self._class}{more}">{shown}</td>'

    def linked(self, tag: str, address: str) -> Callable[[Any], str]:
        def cell(row: Any) -> str:
            shown, more = self._shown(row, avoid_link=True)
            url = address.replace(_KEY, str(quote(row.pk)))
            return f'<{tag} class="{self._class}{more}"><a href="{url}">{shown}</a></{tag}>'

        return cell

    def _shown(self, row: Any, *, avoid_link: bool) -> tuple[SafeString, str]:
        """What the cell holds, and the classes that it has besides."""
        field, nowrap = self._field, ""
        if field is None:
            value = self._value(row)
            if type(value) is SafeString and value:
                return value, ""
            if isinstance(value, str) and not value.strip():
                value = ""
            told = display_for_value(value, self._empty, self._is_boolean)
            nowrap = " nowrap" if isinstance(value, date | time) else ""
        elif isinstance(field.remote_field, models.ManyToOneRel):
            value = getattr(row, field.name)
            told, nowrap = self._empty if value is None else value, " nowrap"
        else:
            value = getattr(row, field.name)
            told = display_for_field(value, field, self._empty, avoid_link=avoid_link)
            if isinstance(field, models.DateField | models.TimeField):
                nowrap = " nowrap"
        return conditional_escape(told), nowrap

    def _value(self, row: Any) -> Any:
        if self._method is not None:
            return self._method(row)
        value = getattr(row, self._name)
        return value() if callable(value) else value
