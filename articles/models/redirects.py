"""Old addresses of any form that lead to new ones."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from newsroom.editorial.models import StampedField
from newsroom.lib.address_fields import LinkField

from .article import Article
from .page import Page


class Redirect(models.Model):
    """An address from elsewhere (an import, a renamed tag) that leads to one of ours, or away."""

    old_path = models.CharField(
        _("old address"),
        max_length=500,
        unique=True,
        help_text=_(
            "The part after the site's name, such as “/2019/old-story/”. It matches "
            "with or without a final slash, “.html”, capitals and “utm_…”."
        ),
    )
    article = models.ForeignKey(
        Article, models.CASCADE, null=True, blank=True, related_name="redirects"
    )
    page = models.ForeignKey(Page, models.CASCADE, null=True, blank=True, related_name="redirects")
    target = LinkField(
        _("target"),
        max_length=500,
        blank=True,
        help_text=_("A path of this site, or an address that begins with “https://”."),
    )
    # Written by the sums of processes, not by requests: see ``redirect_hits``.
    hits = models.PositiveBigIntegerField(_("followed"), default=0, editable=False)
    last_hit_at = models.DateTimeField(_("last followed"), null=True, editable=False)
    created_at = StampedField(auto_now_add=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(article__isnull=False) | Q(page__isnull=False) | ~Q(target=""),
                name="redirect_leads_somewhere",
            ),
        ]

    def __str__(self) -> str:
        return self.old_path
