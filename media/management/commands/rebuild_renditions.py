from django.core.management.base import BaseCommand

from media.decoding import decoder
from media.models import Image
from media.renditions import image_files
from media.storage import showable
from newsroom.editorial import clock


class Command(BaseCommand):
    help = "Request the files of pictures that are missing or out of date."

    def add_arguments(self, parser):
        parser.add_argument("ids", nargs="*", help="public ids; without them every picture")
        parser.add_argument("--all", action="store_true", help="also those that are up to date")
        parser.add_argument("--now", action="store_true", help="make them here, not in the worker")

    def handle(self, *args, ids, now, **options):
        images = Image.objects.filter(uuid__in=ids) if ids else Image.objects.all()
        asked = failed = 0
        for image in images.order_by("pk").iterator(chunk_size=200):
            if not showable.is_due(image, at=clock.now()):
                continue
            if not options["all"] and image_files.is_current(image, image_files.files_key(image)):
                continue
            asked += 1
            image_files.request(image)
            if now:
                failed += not self._make(image)
        made = f"made the files of {asked - failed} pictures, {failed} failed" if now else (
            f"asked for the files of {asked} pictures"
        )  # fmt: skip
        self.stdout.write(f"Looked at {images.count()} pictures, {made}.")

    def _make(self, image: Image) -> bool:
        try:
            image_files.make(image)
        except decoder.ImageRefused as refusal:
            self.stderr.write(f"{image.uuid}: {refusal}")
            return False
        return True
