"""A new password by mail, where ``EMAIL_URL`` is set; elsewhere these addresses are not found.

The answer is the same, and takes as long, whether or not the address belongs to somebody.
"""

from __future__ import annotations

from threading import Thread
from typing import Any

from django.conf import settings
from django.contrib.auth import views
from django.contrib.auth.forms import PasswordResetForm
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils import translation
from django.views.generic.edit import FormView

from newsroom.accounts.models import User
from newsroom.lib import site_settings

from . import log, logins, throttle
from .tables import SignInEntry


class MailedForm(PasswordResetForm):
    def send_mail(self, *letter: Any, **more: Any) -> None:
        # Waiting for the mail server would tell that the address is known.
        Thread(target=self._send, args=letter, kwargs=more).start()

    def _send(
        self, subject: str, text: str, context: dict[str, Any], *letter: Any, **more: Any
    ) -> None:
        with translation.override(context["user"].letter_language):
            super().send_mail(subject, text, context, *letter, **more)


class _WhereMailIsSetUp:
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not settings.EMAIL_URL:
            raise Http404
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc,no-any-return]


class AskView(_WhereMailIsSetUp, views.PasswordResetView):
    form_class = MailedForm
    template_name = "registration/password_reset_form.html"
    email_template_name = "accounts/reset_mail.txt"
    subject_template_name = "accounts/reset_subject.txt"

    @property
    def from_email(self) -> str:  # type: ignore[override]
        return site_settings.current().mail_from

    @property
    def extra_email_context(self) -> dict[str, str]:  # type: ignore[override]
        return {"site_url": settings.SITE_URL, "site_name": site_settings.current().name}

    def form_valid(self, form: PasswordResetForm) -> HttpResponse:
        try:
            throttle.claim(self.request, form.cleaned_data["email"].lower(), None, kind="reset")
        except throttle.TooManyTries:
            # The same answer as ever; nobody gets a flood of letters.
            return FormView.form_valid(self, form)
        return super().form_valid(form)


class SentView(_WhereMailIsSetUp, views.PasswordResetDoneView):
    pass


class NewPasswordView(_WhereMailIsSetUp, views.PasswordResetConfirmView):
    def form_valid(self, form: Any) -> HttpResponse:
        """The second factor is still asked; the browser with the letter is a known one."""
        response = super().form_valid(form)
        user = form.user
        if isinstance(user, User):
            logins.end(user)
            self.request.signed_in_user = user  # type: ignore[attr-defined]
            log.record(self.request, SignInEntry.Act.PASSWORD_CHANGED, user, note="mail")
        return response


class DoneView(_WhereMailIsSetUp, views.PasswordResetCompleteView):
    pass
