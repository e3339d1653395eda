"""The pages of people: the list, inviting, a person with their roles and access, profiles.

They show and ask; ``invitations`` and ``acts`` decide. Nobody is deleted: access is ended.
"""

from __future__ import annotations

from typing import Any, ClassVar, cast

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.models import Author
from newsroom.accounts import authority
from newsroom.accounts.authority import Act
from newsroom.accounts.models import SignInEntry, User
from newsroom.accounts.signin import log, logins
from newsroom.editorial import clock
from newsroom.editorial.admin.conflicts.together import TogetherAdmin, tell_kept
from newsroom.editorial.admin.once import made_as
from newsroom.editorial.admin.pages import person as asking
from newsroom.editorial.refusals import Refused
from newsroom.editorial.rules import access
from newsroom.lib.folding import folded

from . import acts, invitations, letters, names, standing
from .forms import EndForm, InvitationForm, PersonForm, ProfileForm
from .lists import RoleFilter, StandingFilter
from .procedure import is_last_managing_editor

_SHOWN_ENTRIES = 10
#: Pages of one's own, for which no password is asked again.
_OWN = "accounts_user_me"


class _LoginAdmin(UserAdmin):
    """Django's own, for the page that sets a password and for what no address may ask of one."""

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: Any = None, **kwargs: Any
    ) -> Any:
        return super().get_form(request, obj, change=change, **kwargs)


@admin.register(User)
class PersonAdmin(TogetherAdmin, _LoginAdmin):
    form = PersonForm
    change_form_template = "people/person.html"
    list_display = ["username", "whole_name", "role_names", "standing", "last_login"]
    list_filter = [StandingFilter, RoleFilter]
    search_fields = ["username", "first_name", "last_name", "email", "author__name"]
    sortable_by = ("username", "last_login")
    ordering = ["username"]
    filter_horizontal = ()
    actions = None
    fieldsets: ClassVar[Any] = [
        (None, {"fields": ["username", "first_name", "last_name", "email", "language"]}),
        (gettext_lazy("What they may do"), {"fields": ["roles", "roles_were", "is_superuser"]}),
    ]

    def asks_password(self, request: HttpRequest) -> bool:
        match = request.resolver_match
        return match is None or match.url_name != _OWN

    def get_urls(self) -> list[Any]:
        wrap = self.admin_site.admin_view
        pages = {
            "end": self.end_view,
            "give-back": self.give_back_view,
            "invite-again": self.invite_again_view,
            "profile": self.profile_view,
        }
        return [
            path("me/", wrap(self.me_view), name=_OWN),
            *(
                path(
                    f"<path:object_id>/{word}/", wrap(view),
                    name=f"accounts_user_{word.replace('-', '_')}",
                )
                for word, view in pages.items()
            ),
            *super().get_urls(),
        ]  # fmt: skip

    # --- Who may ---

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may(Act.SEE, request, obj)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self._may(Act.INVITE, request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may(Act.CHANGE, request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def lookup_allowed(self, lookup: str, value: Any, request: Any = None) -> bool:
        """No address asks a column: digests and keys of sessions could be guessed by parts."""
        return lookup in (StandingFilter.parameter_name, RoleFilter.parameter_name)

    def _may(self, act: Act, request: HttpRequest, obj: Any = None) -> bool:
        user = request.user
        return isinstance(user, User) and authority.may(act, by=user, whom=obj)

    # --- The list ---

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return standing.known(super().get_queryset(request)).prefetch_related("groups")

    @admin.display(description=gettext_lazy("name"))
    def whole_name(self, user: User) -> str:
        return user.get_full_name()

    @admin.display(description=gettext_lazy("roles"))
    def role_names(self, user: User) -> str:
        held = names.of_groups(user.groups.all())
        return ", ".join(filter(None, [held, _("superuser") if user.is_superuser else ""]))

    @admin.display(description=gettext_lazy("access"))
    def standing(self, user: User) -> str:
        at = self.once("now", None, clock.now)
        return str(standing.of(user, at=at).word)

    # --- A person ---

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Whoever may only look sees the roles as words."""
        if obj is None or not self._may(Act.ROLES, request, obj):
            shown = ["role_names"]
        elif self._may(Act.ADMINISTER, request, obj):
            shown = ["roles", "roles_were", "is_superuser"]
        else:
            shown = ["roles", "roles_were"]
        details, (title, options) = self.fieldsets
        return [details, (title, {**options, "fields": shown})]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ["role_names"]

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: Any = None, **kwargs: Any
    ) -> Any:
        form: Any = super().get_form(request, obj, change, **kwargs)
        form.by = asking(request)
        return form

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: Any) -> None:
        by, changed = asking(request), set(form.changed_data)
        if details := changed & acts.DETAILS:
            acts.change_details(obj, by=by, fields=details)
        give, take = form.given_and_taken()
        acts_done = bool(give or take) and acts.change_roles(obj, by=by, give=give, take=take)
        if "is_superuser" in changed:
            acts_done |= acts.administer(obj, by=by, is_superuser=form.cleaned_data["is_superuser"])
        if acts_done:
            messages.info(request, _("Their open logins are ended."))

    def save_related(self, request: Any, form: Any, formsets: Any, change: Any) -> None:
        """Roles are given by their act alone."""

    def render_change_form(self, request: Any, context: Any, *args: Any, **kwargs: Any) -> Any:
        if user := context.get("original"):
            context |= self._about(request, user)
        return super().render_change_form(request, context, *args, **kwargs)

    def _about(self, request: HttpRequest, user: User) -> dict[str, Any]:
        at = self.once("now", None, clock.now)
        stands = standing.of(user, at=at)
        has_password = user.has_usable_password()
        is_in = stands is standing.Standing.ACTIVE
        is_waiting = stands in (standing.Standing.INVITED, standing.Standing.EXPIRED)
        return {
            "stands": stands.word,
            "invited_until": getattr(user, "invited_until", None),
            "author": Author.objects.filter(user=user).first(),
            "entries": log.of_person(user)[:_SHOWN_ENTRIES],
            "profile_url": self.url("profile", user),
            "end_url": self._url_if(request, Act.END, "end", user, is_in or is_waiting),
            "give_back_url": self._url_if(
                request, Act.GIVE_BACK, "give_back", user, has_password and not is_in
            ),
            "invite_again_url": self._url_if(
                request, Act.INVITE, "invite_again", user, not has_password
            ),
            "password_url": (
                reverse("admin:auth_user_password_change", args=[user.pk])
                if has_password and _sets_passwords(request) else ""
            ),
        }  # fmt: skip

    def _url_if(
        self, request: HttpRequest, act: Act, name: str, user: User, is_possible: bool  # noqa: FBT001
    ) -> str:  # fmt: skip
        return self.url(name, user) if is_possible and self._may(act, request, user) else ""

    # --- Inviting ---

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        by, form_id = asking(request), made_as(request)
        form = InvitationForm(_sent(request), by=by)
        try:
            if (made := invitations.of_form(form_id, by=by)) is not None:
                return self._invited(request, invitations.invite_again(made.person, by=by))
            if request.method == "POST" and form.is_valid():
                newcomer = form.newcomer()
                return self._invited(request, invitations.invite(newcomer, by=by, made_as=form_id))
        except Refused as refusal:
            form.add_error(None, str(refusal))
        return self.own_page(
            request, "people/invite.html", _("Invite somebody"), form=form,
            status=422 if form.errors else 200,
        )  # fmt: skip

    def invite_again_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        user = self._of(Act.INVITE, request, object_id)
        error = ""
        if request.method == "POST":
            try:
                return self._invited(request, invitations.invite_again(user, by=asking(request)))
            except Refused as refusal:
                error = str(refusal)
        said = _("%(name)s gets a new invitation. Any older one opens nothing any more.")
        return self._asks(request, user, _("Invite again"), said % {"name": user}, error=error)

    def _invited(self, request: HttpRequest, link: invitations.Link) -> HttpResponse:
        """By mail, or by a link that is shown now and never again."""
        user = link.invitation.person
        if letters.send(link):
            said = _("%(name)s is invited by mail to %(address)s.")
            messages.success(request, said % {"name": user, "address": user.email})
            return HttpResponseRedirect(self.url("change", user))
        response = self.own_page(
            request, "people/link.html", _("Invitation for %(name)s") % {"name": user},
            subtitle=str(user), link=link, was_to_be_mailed=letters.is_due(user),
            change_url=self.url("change", user),
        )  # fmt: skip
        response["Cache-Control"] = "no-store"
        return response

    # --- Access ---

    def end_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        user, by = self._of(Act.END, request, object_id), asking(request)
        form = EndForm(_sent(request), is_last=is_last_managing_editor(user))
        error = ""
        if request.method == "POST" and form.is_valid():
            knows = bool(form.cleaned_data.get("although_last"))
            try:
                if acts.end_access(user, by=by, although_last=knows):
                    said = _("%(name)s can no longer log in, and is logged out everywhere.")
                    messages.success(request, said % {"name": user})
                else:
                    messages.info(request, _("Nothing has changed: their access had ended."))
                return HttpResponseRedirect(self.url("change", user))
            except Refused as refusal:
                error = str(refusal)
        said = _(
            "%(name)s is logged out everywhere at once and can no longer log in; open invitations "
            "end too. Stories, drafts and bylines stay. What they are typing now stays on their "
            "screen, for a colleague to save. You can give access back later."
        )
        title, told = _("End access"), said % {"name": user}
        return self._asks(request, user, title, told, error=error, form=form, is_grave=True)

    def give_back_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        user, error = self._of(Act.GIVE_BACK, request, object_id), ""
        if request.method == "POST":
            try:
                if acts.give_back(user, by=asking(request)):
                    messages.success(request, _("%(name)s can log in again.") % {"name": user})
                else:
                    messages.info(request, _("Nothing has changed: they had access."))
                return HttpResponseRedirect(self.url("change", user))
            except Refused as refusal:
                error = str(refusal)
        said = _("%(name)s can log in again with the old password, as: %(roles)s.")
        told = said % {"name": user, "roles": self.role_names(user) or "–"}
        return self._asks(request, user, _("Give access back"), told, error=error)

    def _asks(
        self, request: HttpRequest, user: User, title: str, said: str, *, error: str,
        form: forms.Form | None = None, is_grave: bool = False,
    ) -> HttpResponse:  # fmt: skip
        return self.own_page(
            request, "people/act.html", title, subtitle=str(user), said=said, error=error,
            form=form, is_grave=is_grave, change_url=self.url("change", user),
            status=422 if error else 200,
        )  # fmt: skip

    def _of(self, act: Act, request: HttpRequest, object_id: str) -> User:
        user = cast(User, self.thing_or_404(request, object_id))
        if not self._may(act, request, user):
            raise PermissionDenied
        return user

    def user_change_password(self, request: Any, id: str, form_url: str = "") -> HttpResponse:
        """Superusers alone: whoever sets a password can log in as its owner."""
        if not _sets_passwords(request):
            raise PermissionDenied
        response = super().user_change_password(request, id, form_url)
        if request.method == "POST" and response.status_code == 302:
            user = User.objects.get(pk=id)
            logins.end(user, but=request)
            log.record(request, SignInEntry.Act.PASSWORD_CHANGED, user, by=request.user)
        return response

    # --- Profiles ---

    def me_view(self, request: HttpRequest) -> HttpResponse:
        return self._profile(request, asking(request), back=reverse("admin:index"))

    def profile_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        user = self._of(Act.CHANGE, request, object_id)
        return self._profile(request, user, back=self.url("change", user))

    def _profile(self, request: HttpRequest, user: User, *, back: str) -> HttpResponse:
        by = asking(request)
        barred = acts.why_not_profile(user, by=by)
        if request.method == "POST":
            if barred:
                raise PermissionDenied
            with transaction.atomic():
                form = _profile_form(request, user, by)
                if is_saved := form.is_valid():
                    acts.change_profile(user, by=by, values=form.values())
            if is_saved:
                self._tell_saved(request, form)
                return HttpResponseRedirect(request.path)
        else:
            form = _profile_form(request, user, by)
        return self.own_page(
            request, "people/profile.html", _("Profile"), subtitle=str(user), form=form,
            barred=barred, back=back, author=form.instance if form.instance.pk else None,
            may_change_author=bool(form.instance.pk)
            and access.may_change(form.instance, by), status=422 if form.errors else 200,
        )  # fmt: skip

    def _tell_saved(self, request: HttpRequest, form: ProfileForm) -> None:
        if form.kept:
            tell_kept(request, ", ".join(form.kept.values()))
        if not form.values():
            messages.info(request, _("Nothing has changed."))
            return
        messages.success(request, _("The profile is saved."))
        author = form.instance
        if "name" not in form.values():
            return
        named_so = Author.objects.in_use().filter(key=folded(author.name))
        if same := named_so.exclude(pk=author.pk)[:5]:
            said = _("Another author has the same name: %(names)s.")
            told = ", ".join(f"{other} ({other.slug})" for other in same)
            messages.warning(request, said % {"names": told})


def _profile_form(request: HttpRequest, user: User, by: User) -> ProfileForm:
    """While it is saved the author's row is locked: what is stored stays so until it is written."""
    rows = Author.objects.filter(user=user).select_related("portrait")
    if request.method == "POST":
        rows = rows.select_for_update(no_key=True, of=("self",))
    author = rows.first() or Author()
    return ProfileForm(_sent(request), instance=author, by=by, person=user)


def _sent(request: HttpRequest) -> Any:
    """What a form is bound to; one without a ticked box or a text is sent all the same."""
    return request.POST if request.method == "POST" else None


def _sets_passwords(request: HttpRequest) -> bool:
    return bool(getattr(request.user, "is_superuser", False))
