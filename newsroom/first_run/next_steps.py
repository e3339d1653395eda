"""What the first person does next: sentences at the top of the desk, each until it is done."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _

from newsroom.accounts.models import User
from newsroom.editorial.admin.desk import Notice
from newsroom.editorial.models import LedgerEntry
from newsroom.lib import site_settings

from .models import FirstRun

#: After that everybody has found their own way, and nothing is asked of the database.
TOLD_FOR = timedelta(days=14)


def notices(user: User, at: datetime) -> Iterable[Notice]:
    if not user.is_superuser or at - user.date_joined > TOLD_FOR:
        return
    colleagues = User.objects.filter(is_staff=True).exclude(pk=OuterRef("done_by"))
    published = LedgerEntry.objects.filter(type="article")
    done = (
        FirstRun.objects.filter(done_by=user)
        .annotate(has_story=Exists(published), has_colleagues=Exists(colleagues))
        .values("has_story", "has_colleagues")
        .first()
    )
    if done is None:
        return
    if not done["has_story"]:
        yield Notice(_("Write the first story."), reverse("admin:articles_article_add"))
    if not done["has_colleagues"]:
        yield Notice(_("Invite your colleagues."), reverse("admin:accounts_user_add"))
    if not site_settings.current().logo:
        yield Notice(_("Set the logo."), reverse("admin:site_settings_settingsrevision_changelist"))
