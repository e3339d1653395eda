"""Leases: what allows and what forbids showing a picture."""

from django.db import transaction

from newsroom.lib import instants

from .models import Image, Lease


@transaction.atomic
def add_lease(
    image: Image, *, by, kind, scope="publication", starts_at=None, ends_at=None, places=(),
    words="", is_proposed=False,
) -> Lease:  # fmt: skip
    lease = Lease.objects.create(
        image=image, kind=kind, scope=scope, starts_at=starts_at, ends_at=ends_at,
        places=list(places), words=words, is_proposed=is_proposed, created_by=by,
    )  # fmt: skip
    if kind == "allow" and scope == "publication":
        bounds = [bound and instants.to_text(bound) for bound in (starts_at, ends_at)]
        image.windows = [*(image.windows or []), bounds]
        image.save(update_fields=["windows"])
    return lease
