"""What the pages of an item's admin share: finding the item, its addresses, who is asking."""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from typing import Any, Self, TypeVar, cast

from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse

from newsroom.accounts.models import User
from newsroom.editorial.models import Item
from newsroom.lib.keyed_lists import KeyedListAdmin

Answer = TypeVar("Answer")


class RequestAdmin(KeyedListAdmin):
    """An admin that answers each request through a copy of its own, made by ``AdminSite``.

    What a request finds out or saves is kept in the copy's attributes.
    """

    _answers: dict[Any, Any] | None = None

    def for_request(self) -> Self:
        own = copy(self)
        own._answers = {}
        return own

    def once(self, question: str, about: Any, ask: Callable[[], Answer]) -> Answer:
        """The answer, asked for once in each request: pages ask many times, and each asks rows."""
        answers = {} if self._answers is None else self._answers
        if (question, about) not in answers:
            answers[question, about] = ask()
        answer: Answer = answers[question, about]
        return answer

    def thing_or_404(self, request: HttpRequest, object_id: Any) -> Any:
        """The thing, for people who may see it."""
        thing = self.get_object(request, unquote(str(object_id)))
        if thing is None:
            raise Http404
        if not self.has_view_or_change_permission(request, thing):
            raise PermissionDenied
        return thing

    def url(self, name: str, thing: Model, *more: Any) -> str:
        """The admin's address of one of the thing's pages."""
        label = f"{self.opts.app_label}_{self.opts.model_name}"
        return reverse(f"admin:{label}_{name}", args=[thing.pk, *more])

    def own_page(
        self, request: HttpRequest, template: str, title: str, *, status: int = 200, **more: Any
    ) -> HttpResponse:
        """A page beside Django's own."""
        request.current_app = self.admin_site.name
        context = {**self.admin_site.each_context(request), "title": title, "opts": self.opts}
        return TemplateResponse(request, template, context | more, status=status)


class ItemPages(RequestAdmin):
    """Base of the parts that make up ``ItemAdmin``."""

    def item_or_404(self, request: HttpRequest, object_id: str) -> Item:
        """The item, for people who may see it."""
        return cast(Item, self.thing_or_404(request, object_id))

    def page(
        self,
        request: HttpRequest,
        item: Item,
        template: str,
        *,
        title: str,
        status: int = 200,
        **more: Any,
    ) -> HttpResponse:
        """One of the item's pages beside its form."""
        context = {
            "subtitle": str(item),
            "item": item,
            "change_url": self.url("change", item),
            "history_url": self.url("history", item),
            **more,
        }
        return self.own_page(request, template, title, status=status, **context)


def person(request: HttpRequest) -> User:
    """Who is asking: the admin's pages are reached by people who are logged in."""
    return cast(User, request.user)
