"""Taking transitions in the admin: the buttons, the page that asks, and the act itself.

The admin decides nothing: the buttons come from ``workflow.allowed``, and the act refuses a forged
request by the same rule.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db import Error
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from newsroom.editorial import clock, registry
from newsroom.editorial.admin.pages import ItemPages, person
from newsroom.editorial.admin.unsaved import attempts
from newsroom.editorial.models import Item
from newsroom.editorial.models.states import State
from newsroom.editorial.refusals import NotAllowed, NotReady, Refused
from newsroom.editorial.rules import steps, visibility, workflow
from newsroom.editorial.rules.steps import Step
from newsroom.lib import database_errors

from . import step_forms

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Button:
    """A transition as the bar offers it. ``saves`` ones submit the form, others open their page."""

    name: str
    label: str
    url: str
    saves: bool
    is_grave: bool

    @property
    def saving_label(self) -> str:
        """The label of the button that saves first."""
        return _("Save and %(step)s") % {"step": self.label[:1].lower() + self.label[1:]}


@dataclass(frozen=True)
class Buttons:
    """The filled button, if any, and the others."""

    natural: Button | None
    others: list[Button]


class StepViews(ItemPages):
    """Mixin of ``ItemAdmin``: buttons and pages of the transitions."""

    def asks_password(self, request: HttpRequest) -> bool:
        """Whether the step that the address names asks for the password again."""
        match = request.resolver_match
        name = match.kwargs.get("name") if match else None
        table = registry.type_of(self.model()).transitions
        return any(t.row.asks_password for t in table if t.name == name)

    def buttons(
        self, request: HttpRequest, item: Item, now: visibility.Standing, *, can_save: bool
    ) -> Buttons:
        """What the user may do, from the workflow's own answer."""
        offers = [
            o.transition for o in workflow.allowed(item, person(request), now=now) if o.is_allowed
        ]
        made = {t.name: self._button(item, t, now, can_save=can_save) for t in offers}
        natural = _natural(item, [t.row for t in offers], now)
        others = [button for name, button in made.items() if name != natural]
        others.sort(key=lambda button: button.is_grave)
        return Buttons(made.get(natural) if natural else None, others)

    def _button(
        self, item: Item, step: workflow.Transition, now: visibility.Standing, *, can_save: bool
    ) -> Button:
        label = str(step.label)
        if step.name == "publish" and now.was_live:
            label = _("Publish the update")
        asks = self.step_form(step.name, item, now, None).asks
        return Button(
            name=step.name,
            label=f"{label}…" if asks else label,
            url=self.url("step", item, step.name) if item.pk else "",
            saves=can_save and step.row.saves_first,
            is_grave=step.row.is_grave,
        )

    def step_form(
        self, name: str, item: Item, now: visibility.Standing, user: Any, data: Any = None
    ) -> step_forms.StepForm:
        return step_forms.form_class(name)(data, item=item, now=now, user=user, instant=clock.now())

    def step_view(self, request: HttpRequest, object_id: str, name: str) -> HttpResponse:
        """GET asks, POST acts. A refusal is shown beside what was typed.

        Users who may not take the step are told so before they are asked for anything.
        """
        item = self.item_or_404(request, object_id)
        now = visibility.standing(item, clock.now())
        if name not in workflow.names(workflow.table(item)):
            raise Http404
        data = request.POST if request.method == "POST" else None
        form = self.step_form(name, item, now, person(request), data)
        if not workflow.may(item, workflow.find(item, name), person(request)):
            return self._step_page(request, item, name, form, now, 403, None)
        if request.method == "POST" and form.is_valid():
            try:
                self.take(request, item, name, form)
            except Refused as refusal:
                status = 403 if isinstance(refusal, NotAllowed) else 409
                return self._step_page(request, item, name, form, now, status, refusal)
            return HttpResponseRedirect(self.url("change", item))
        return self._step_page(request, item, name, form, now, 200, None)

    def take(self, request: HttpRequest, item: Item, name: str, form: step_forms.StepForm) -> None:
        """Act, then say what happened, in sentences."""
        arguments = form.arguments()
        said = workflow.transition(item, name, by=person(request), **arguments)
        message = str(workflow.find(item, name).row.done)
        if name == "withdraw" and arguments.get("at"):
            message = _("The withdrawal is planned.")
        if name == "set_embargo" and not arguments.get("until"):
            message = _("The embargo is lifted.")
        messages.success(request, message)
        for sentence in said if isinstance(said, list) else ():
            messages.warning(request, sentence)

    def take_after_save(self, request: HttpRequest, item: Item, name: str) -> HttpResponse:
        """The step of "save and …": at once where it asks nothing, else on its page.

        The text is saved whatever becomes of the step.
        """
        now = visibility.standing(item, clock.now())
        given = {key[1:]: value for key, value in request.POST.items() if key.startswith("_")}
        form = self.step_form(name, item, now, person(request), given)
        if not form.is_valid():
            if any(t.name == name and t.target == item.state for t in workflow.table(item)):
                # The form has arrived again: there is nothing left to ask.
                messages.success(request, str(workflow.find(item, name).row.done))
                return HttpResponseRedirect(self.url("change", item))
            return HttpResponseRedirect(self.url("step", item, name))
        for sentence in refused(lambda: self.take(request, item, name, form)):
            messages.error(request, sentence)
        return HttpResponseRedirect(self.url("change", item))

    def _step_page(
        self,
        request: HttpRequest,
        item: Item,
        name: str,
        form: step_forms.StepForm,
        now: visibility.Standing,
        status: int,
        refusal: Refused | None,
    ) -> HttpResponse:
        step = workflow.find(item, name)
        offers = workflow.allowed(item, person(request), now=now)
        offer = next((o for o in offers if o.transition == step), None)
        barred = ""
        if status == 403 and refusal is None:
            barred = workflow.why_not(item, step, person(request))
        elif offer is None:
            barred = step.row.guard(now) or _("This is not possible as things stand.")
        elif not offer.is_allowed:
            barred = offer.why_not
        problems = refusal.problems if isinstance(refusal, NotReady) else []
        if refusal is not None and not problems:
            form.refuse(refusal)
        if barred and status == 200 and request.method == "GET":
            status = 403 if offer else 409
        return self.page(
            request,
            item,
            "editorial/step.html",
            title=str(step.label),
            status=status,
            step=step,
            form=form,
            barred=barred if refusal is None else "",
            problems=problems,
            media=form.media,
            is_grave=step.row.is_grave,
        )


def refused(act: Callable[[], Any]) -> list[str]:
    """Act on what was just saved; returns sentences if that is refused or the database fails.

    Sending the form again would not help: what it holds is saved.
    """
    try:
        attempts.until_taken(act)
    except Refused as refusal:
        return sentences(refusal)
    except Error as error:
        if not database_errors.is_out_of_order(error):
            raise
        logger.exception("What follows a save was not done.")
        return [
            _("Your text is saved, but the database is busy or away, so the step after it"
              " was not taken. Try the step again from here.")
        ]  # fmt: skip
    return []


def sentences(refusal: Refused) -> list[str]:
    """What to tell the person: each blocking problem as a sentence of its own."""
    if isinstance(refusal, NotReady):
        return [_("Saved, but not yet ready:"), *(str(p.message) for p in refusal.problems)]
    return [str(refusal)]


def _natural(item: Item, offered: list[Step], now: visibility.Standing) -> str | None:
    """The one filled button; none when the text on the screen is what readers have or will have."""
    if item.state == State.PUBLISHED and not now.is_withheld:
        return None
    is_barred = bool(item.embargo_until and item.embargo_until > clock.now())
    if is_barred and steps.SCHEDULE in offered:
        return steps.SCHEDULE.name
    likely = sorted((step for step in offered if step.natural), key=lambda step: step.natural)
    return likely[0].name if likely else None
