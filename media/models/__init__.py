"""Images with their rights, the files made from them, collections, agencies, and videos."""

from .agency import Agency, AgencyAlias, ReprintRequest
from .choices import Cost, DigitalSource, Format, LeaseKind, LeaseScope, Licence, RightsCategory
from .collection import Collection, CollectionImage
from .image import Image, original_path
from .lease import Lease
from .rendition import ImageCrop, Rendition, RenditionRequest
from .video import Video

__all__ = [
    "Agency",
    "AgencyAlias",
    "Collection",
    "CollectionImage",
    "Cost",
    "DigitalSource",
    "Format",
    "Image",
    "ImageCrop",
    "Lease",
    "LeaseKind",
    "LeaseScope",
    "Licence",
    "Rendition",
    "RenditionRequest",
    "ReprintRequest",
    "RightsCategory",
    "Video",
    "original_path",
]
