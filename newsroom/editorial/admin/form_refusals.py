"""A refusal that comes while a form is saved: told on the form, with all that was typed."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from newsroom.editorial.refusals import Refused

from .once import OnceAdmin
from .unsaved.origin import is_form_of_ours


class RefusalAdmin(OnceAdmin):
    """Its forms have an attribute ``refusal``, which they add to their errors."""

    refusal: Refused | None = None

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: Any = None, **kwargs: Any
    ) -> Any:
        form: Any = super().get_form(request, obj, change, **kwargs)
        form.refusal = self.refusal
        return form

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return super().changeform_view(request, *args, **kwargs)
        except Refused as refusal:
            # The database said no at the last moment (a slug taken just now): once more, with the
            # refusal on the form and everything that was typed.
            self.refusal = refusal
            return super().changeform_view(request, *args, **kwargs)

    def _get_obj_does_not_exist_redirect(
        self, request: HttpRequest, opts: Any, object_id: str
    ) -> HttpResponse:
        """A save of something that is gone is not redirected away."""
        if request.method == "POST" and is_form_of_ours(request):
            raise Http404
        django: Any = super()
        answer: HttpResponse = django._get_obj_does_not_exist_redirect(request, opts, object_id)
        return answer
