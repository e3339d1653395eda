"""What the kernel and the roles are told of pictures and videos when the project starts."""

from newsroom.accounts import roles
from newsroom.delivery import worker
from newsroom.editorial import registry

from . import document, rendition_queue
from .models import Image, Video


def register() -> None:
    registry.register_shared(
        registry.SharedType("image", Image, document.image_document, reads=("renditions",))
    )
    registry.register_shared(
        registry.SharedType("video", Video, document.video_document, reads=("poster__renditions",))
    )
    registry.register_dependents("image", lambda image: image.videos.order_by("pk"))
    worker.register_job("pictures", rendition_queue.run_due)
    kinds = ("image", "video")
    roles.grant(roles.EVERYONE, *(f"media.view_{kind}" for kind in kinds))
    roles.grant(
        roles.EVERYONE - {roles.Role.LEGAL},
        *(f"media.{act}_{kind}" for act in ("add", "change") for kind in kinds),
    )
