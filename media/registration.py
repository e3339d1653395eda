"""What the kernel and the roles are told of images and videos when the project starts."""

from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from newsroom.accounts import roles
from newsroom.delivery import worker
from newsroom.delivery.signs import Sign
from newsroom.editorial import registry
from newsroom.editorial.acts import preflight
from newsroom.editorial.admin.desk import register_notices

from . import access, document, image_fields, monitoring
from .intake import leftover_files
from .library import credit_reprints, desk_notices
from .models import Image, RenditionRequest, ReprintRequest, Video
from .renditions import queue
from .rights import leases, taken_down_files
from .shapes import ImageDocument

_QUARTER_HOUR, _DAY = 15 * 60, 24 * 3600


def register() -> None:
    preflight.register_warnings({"rights_end": _("A picture whose rights end at a known time")})
    registry.register_shared(
        registry.SharedType(
            "image",
            Image,
            _image_document,
            reads=("renditions",),
            changes_at="rights_due_at",
            column="library",
            own=lambda user: Q(uploaded_by=user),
            parts=image_fields.PARTS,
            is_internal=True,
            public_name=access.public_name,
            has_permissions_for_all=True,
        )
    )
    registry.register_shared(
        registry.SharedType(
            "video",
            Video,
            document.video_document,
            reads=("poster__renditions",),
            changes_at="poster__rights_due_at",
            column="library",
            own=lambda user: Q(created_by=user),
            parts=access.VIDEO_PARTS,
        )
    )
    registry.register_dependents("image", lambda image: image.videos.order_by("pk"))
    worker.register_task(
        "rights",
        leases.tick,
        signs=[Sign(Image, "rights_due_at", "MIN")],
        next_at=leases.next_at,
    )
    worker.register_job(
        "images",
        queue.run_due,
        signs=[Sign(RenditionRequest, "id"), Sign(RenditionRequest, "requested_at")],
        next_at=queue.next_at,
    )
    worker.register_job(
        "credits",
        credit_reprints.run_due,
        signs=[Sign(ReprintRequest, "id"), Sign(ReprintRequest, "requested_at")],
        next_at=credit_reprints.next_at,
    )
    worker.register_job(
        "image rights",
        queue.settle_due,
        signs=[Sign(Image, "files_due_at"), Sign(Video, "files_due_at")],
    )
    worker.register_job("files of kills", taken_down_files.settle_left, every_seconds=_QUARTER_HOUR)
    worker.register_job("leftover files", leftover_files.run, every_seconds=_DAY)
    monitoring.register()
    kinds = ("image", "video")
    roles.grant(roles.EVERYONE, *(f"media.view_{kind}" for kind in kinds))
    roles.grant(
        roles.EVERYONE - {roles.Role.LEGAL},
        *(f"media.{act}_{kind}" for act in ("add", "change") for kind in kinds),
    )
    desk = roles.DESK | {roles.Role.PICTURE_EDITOR}
    roles.grant(roles.EVERYONE, "media.view_lease")
    roles.grant(desk, "media.add_lease", "media.change_lease")
    # Whoever may add a lease and change none may only deny.
    roles.grant({roles.Role.LEGAL}, "media.add_lease")
    access.grant_roles()
    register_notices(desk_notices.notices)


def _image_document(image: Image, at: datetime) -> ImageDocument | None:
    return document.image_document(image, at=at)
