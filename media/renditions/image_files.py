"""The public files of an image: asked for, made, recorded, hidden, taken away.

A file's name is made of its content, so it may be cached for ever and half a file can never be
public. Names that were once given stay until a day after the image's file was replaced: editions
that have ended and pages in caches still show them.
"""

import hashlib
import json
from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import F, prefetch_related_objects
from django.utils.translation import gettext as _

from media.decoding import decoder
from media.models import Image, ImageCrop, Rendition, RenditionRequest
from media.storage import cache_headers
from media.storage.showable import is_due
from media.storage.stores import is_there, renditions_storage
from newsroom.editorial import clock
from newsroom.editorial.publication import recompilation
from newsroom.lib import boxes
from newsroom.lib.boxes import Box

from . import drawing, embedded_metadata
from .drawing import Drawing, Subject
from .sizes import ENCODINGS, EVERY_FORMAT, TABLE_VERSION

# An image that changes while it is drawn is drawn again at once, so many times.
_ATTEMPTS = 5


@dataclass(frozen=True)
class Drawn:
    """A rendition that is not stored yet."""

    row: Rendition
    content: bytes


# --- Asking --------------------------------------------------------------------------------------


def request(*images: Image) -> None:
    """Let the worker make the files again; call it in the transaction that changes them.

    Before the images' own rows are saved, and for all at once: transactions that take an image's
    row and its request in different orders would deadlock.
    """
    for image in sorted(images, key=lambda image: image.pk):
        one = RenditionRequest.objects.filter(image=image)
        again = {"number": F("number") + 1, "requested_at": clock.now(), "failures": 0}
        if not one.update(**again, retry_at=None, error=""):
            _row, is_new = RenditionRequest.objects.get_or_create(image=image)
            if not is_new:
                one.update(**again)


@transaction.atomic
def request_crop(image: Image, box: str) -> str:
    """Request the files of a part of the image too; returns the box as documents name it.

    The whole image is "". Raises ``boxes.NotABox``.
    """
    box = boxes.canonical(box)
    if box:
        _row, is_new = ImageCrop.objects.get_or_create(image=image, box=box)
        if is_new:
            # After the commit: the draft's save may go on to publish, which locks the image.
            transaction.on_commit(lambda: request(image), robust=True)
    return box


# --- Making --------------------------------------------------------------------------------------


def make(image: Image, *, beat: Callable[[], None] = lambda: None) -> list[Rendition]:
    """Make and record what is missing of the files now; repeating it changes nothing.

    ``beat`` is called after each file and may raise to give up. Raises ``ImageRefused`` if the
    original is missing or unreadable. Files of an image that may not be shown now, nor within
    ``AHEAD``, are recorded but not public.
    """
    for _attempt in range(_ATTEMPTS):
        number = RenditionRequest.objects.filter(image=image).values_list("number", flat=True)
        asked = number.first()
        fresh = Image.objects.get(pk=image.pk)
        key = files_key(fresh)
        drawn = None
        if not is_current(fresh, key):
            drawn = []
            for one in _each(fresh):
                beat()
                drawn.append(one)
            if is_due(fresh, at=clock.now()):
                write(drawn)
        else:
            # What was asked for is not a drawing: its leases may differ.
            cache_headers.tell_storage(fresh, at=clock.now())
        if _publish(fresh, drawn, key, asked=asked):
            break
    image.files_key = fresh.files_key
    _forget_cached(image)
    return list(image.renditions.order_by("pk"))


def make_all(
    images: Iterable[Image], *, formats: Collection[str] = EVERY_FORMAT, threads: int = 2
) -> None:
    """``make`` for many new images: several are drawn at once, outside of Python's lock.

    Drawing begins with the first: ``images`` may store them one by one. With some of the
    ``formats`` only, the requests stay: the worker makes the others.
    """
    under_way: deque[tuple[Image, Future[list[Drawn]]]] = deque()
    with ThreadPoolExecutor(threads) as drawing_threads:
        for image in images:
            prefetch_related_objects([image], "crops")
            drawn = drawing_threads.submit(lambda each: list(_each(each, formats)), image)
            under_way.append((image, drawn))
            while under_way[0][1].done() and len(under_way) > 1:
                _keep(*under_way.popleft(), formats)
        for waiting in under_way:
            _keep(*waiting, formats)


def _keep(image: Image, drawn: Future[list[Drawn]], formats: Collection[str]) -> None:
    """Store and record the files that were drawn of a new image."""
    is_whole = set(formats) == set(EVERY_FORMAT)
    if is_due(image, at=clock.now()):
        write(drawn.result())
    number = RenditionRequest.objects.filter(image=image).values_list("number", flat=True)
    asked = number.first() if is_whole else None
    if not _publish(image, drawn.result(), files_key(image), asked=asked, is_whole=is_whole):
        make(image)
    _forget_cached(image)


def write(drawn: list[Drawn]) -> None:
    """Store the files. Nothing names them yet, so this may come before the transaction."""
    storage = renditions_storage()
    for one in drawn:
        name = one.row.file_name
        headers = cache_headers.of_stored_file(one.row.image, at=clock.now())
        if not is_there(storage, name, len(one.content)):
            storage.save_public(name, ContentFile(one.content), headers)


def files_key(image: Image) -> str:
    """Of everything the files depend on: equal keys, equal files."""
    carried = embedded_metadata.of(image)
    facts = [
        TABLE_VERSION,
        image.sha256,
        f"{image.focal_x:.4f},{image.focal_y:.4f}",
        sorted(crop.box for crop in image.crops.all()),
        *(hashlib.sha256(block).hexdigest() for block in (carried.xmp, carried.exif, carried.iim)),
    ]
    return hashlib.sha256(json.dumps(facts).encode()).hexdigest()[:32]


def is_current(image: Image, key: str) -> bool:
    """Whether the files of this key are recorded and there, whole."""
    rows = list(image.renditions.all()) if image.files_key == key else []
    storage = renditions_storage()
    return bool(rows) and all(is_there(storage, row.file_name, row.bytes) for row in rows)


# --- Taking away ---------------------------------------------------------------------------------


@transaction.atomic
def settle_after_commit(image: Image) -> None:
    """Delete or request the public files, as the image's rights say. Its rows stay.

    If that fails, for instance while the storage is away, the worker tries again.
    """
    settle_soon([image])
    transaction.on_commit(lambda: settle(image), robust=True)


def settle_soon(images: Iterable[Image]) -> None:
    """The same, left to the worker: for what must not wait for a storage."""
    pks = [image.pk for image in images]
    Image.objects.filter(pk__in=pks, files_due_at=None).update(files_due_at=clock.now())


def settle(image: Image) -> None:
    """Delete the files of an image that may not be shown; request those of one that may.

    Its row stays due until that is done, and if its rights change in the meantime.
    """
    fresh = Image.objects.filter(pk=image.pk).first()
    if fresh is None or fresh.files_due_at is None:
        return
    goes = not is_due(fresh, at=clock.now())
    if goes:
        delete_files(fresh)
    else:
        request(fresh)
    with transaction.atomic():
        locked = Image.objects.select_for_update(no_key=True).get(pk=image.pk)
        if goes:
            image.files_key = locked.files_key = ""
        if is_due(locked, at=clock.now()) is not goes:
            locked.files_due_at = None
        locked.save(update_fields=["files_key", "files_due_at"])


def delete_files(image: Image) -> None:
    """Delete the image's public files, even where something still names them."""
    renditions_storage().delete_folder(image.uuid.hex)


# --- Inside --------------------------------------------------------------------------------------


def _each(image: Image, formats: Collection[str] = EVERY_FORMAT) -> Iterator[Drawn]:
    carried = embedded_metadata.of(image)
    for box, subject in _subjects(image):
        yield from (_drawn(image, box, one) for one in drawing.draw(subject, carried, formats))


def _subjects(image: Image) -> Iterator[tuple[str, Subject]]:
    """The whole image and its parts, each decoded when its turn comes."""
    for text in ("", *sorted(crop.box for crop in image.crops.all())):
        box = boxes.parse(text) if text else boxes.WHOLE
        yield text, _subject(image, box)


def _subject(image: Image, box: Box) -> Subject:
    try:
        with image.original.open("rb") as original:
            picture = decoder.read(original, box)
            is_whole = box == boxes.WHOLE and picture.frames > 1
            motion = decoder.read_motion(original) if is_whole else None
    except FileNotFoundError as error:
        raise decoder.ImageRefused(
            _("The original of this picture is missing. Upload it again."), code="missing"
        ) from error
    focal_point = box.focal_point(image.focal_x, image.focal_y)
    return Subject(picture.pixels, picture.width_px, picture.height_px, focal_point, motion)


def _drawn(image: Image, crop: str, one: Drawing) -> Drawn:
    digest = hashlib.sha256(one.content).hexdigest()[:20]
    suffix = ENCODINGS[one.format].suffix
    row = Rendition(
        image=image,
        crop=crop,
        name=one.size.name,
        format=one.format,
        width_px=one.width_px,
        height_px=one.height_px,
        bytes=len(one.content),
        file_name=f"{image.uuid.hex}/{one.size.name}-{one.width_px}-{digest}.{suffix}",
    )
    return Drawn(row=row, content=one.content)


@transaction.atomic
def _publish(
    image: Image, drawn: list[Drawn] | None, key: str, *, asked: int | None, is_whole: bool = True
) -> bool:
    """Record what was drawn (None: nothing had to be), unless the image has changed meanwhile.

    Incomplete files get no key, so that ``make`` draws them again.
    """
    locked = Image.objects.select_for_update(no_key=True).filter(pk=image.pk).first()
    if locked is None:
        return True
    if files_key(locked) != key:
        return False
    if drawn is not None:
        is_public = is_due(locked, at=clock.now())
        image.files_key = locked.files_key = key if is_public and is_whole else ""
        Image.objects.filter(pk=image.pk).update(files_key=locked.files_key)
        if not is_public:
            settle_after_commit(image)
        if _replace_rows(locked, drawn):
            recompilation.changed(locked)
    _answer(image, asked)
    return True


def _replace_rows(image: Image, drawn: list[Drawn]) -> bool:
    """Let the rows be those of the files; returns whether any changed."""
    wanted = {_identity(one.row): one.row for one in drawn}
    there = {_identity(row): row for row in Rendition.objects.filter(image=image)}
    gone = [row.pk for identity, row in there.items() if identity not in wanted]
    new = [row for identity, row in wanted.items() if identity not in there]
    Rendition.objects.filter(pk__in=gone).delete()
    for row in new:
        row.image = image
    Rendition.objects.bulk_create(new)
    return bool(gone or new)


def _identity(row: Rendition) -> tuple[str, ...]:
    return row.crop, row.name, row.format, row.file_name


def _answer(image: Image, asked: int | None) -> None:
    """Delete the request that existed when the drawing began, unless somebody asked again.

    It does not wait: whoever holds the row is asking again, and waits for the image's row.
    """
    if asked is None:
        return
    can_skip = transaction.get_connection().features.has_select_for_update_skip_locked
    rows = RenditionRequest.objects.select_for_update(skip_locked=can_skip)
    if found := rows.filter(image=image, number=asked).first():
        found.delete()


def _forget_cached(image: Image) -> None:
    getattr(image, "_prefetched_objects_cache", {}).pop("renditions", None)
