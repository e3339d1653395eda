"""HEIC images, as telephones take them: opened where the extra ``heic`` is installed.

Only the image itself is decoded: no thumbnails, no depth maps, no second images.
"""

try:
    import pillow_heif
except ImportError:
    #: What Pillow can open thanks to the extra, by Pillow's names.
    FORMATS: tuple[str, ...] = ()
else:
    FORMATS = ("HEIF",)
    pillow_heif.register_heif_opener(
        thumbnails=False, depth_images=False, aux_images=False, decode_threads=1
    )
