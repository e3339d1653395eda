"""The closed lists of the library: formats, categories of right, costs, licences, sources."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Format(models.TextChoices):
    """What an image file is, by its content."""

    JPEG = "jpeg", "JPEG"
    PNG = "png", "PNG"
    WEBP = "webp", "WebP"
    GIF = "gif", "GIF"
    AVIF = "avif", "AVIF"
    HEIC = "heic", "HEIC"
    TIFF = "tiff", "TIFF"


class RightsCategory(models.TextChoices):
    """By what right the newsroom shows an image."""

    AGENCY = "agency", _("Agency")
    STAFF = "staff", _("Staff")
    COMMISSIONED = "commissioned", _("Commissioned")
    FREELANCE = "freelance", _("Freelance, single use")
    HANDOUT = "handout", _("Handout")
    SCREENGRAB = "screengrab", _("Screengrab")
    SOCIAL = "social", _("Social media")
    READER = "reader", _("Sent in by a reader")
    CREATIVE_COMMONS = "creative_commons", _("Creative Commons")
    PUBLIC_DOMAIN = "public_domain", _("Public domain")
    POOL = "pool", _("Pool")
    OBITUARY = "obituary", _("Given for an obituary")
    ILLUSTRATION = "illustration", _("Our own illustration or graphic")
    OTHER = "other", _("Other, see the restrictions")


#: Categories whose images others may have from us unless a lease says otherwise.
SYNDICATED_BY_DEFAULT = frozenset(
    {
        RightsCategory.STAFF,
        RightsCategory.ILLUSTRATION,
        RightsCategory.CREATIVE_COMMONS,
        RightsCategory.PUBLIC_DOMAIN,
    }
)


class Cost(models.TextChoices):
    """What showing the image costs."""

    FREE = "free", _("Free")
    SUBSCRIPTION = "subscription", _("In a subscription")
    PER_USE = "per_use", _("Paid for each use")
    OVER_QUOTA = "over_quota", _("Paid once the quota is used up")


class Licence(models.TextChoices):
    """Public licences; the value is what is printed."""

    CC0 = "CC0 1.0", "CC0 1.0"
    BY = "CC BY 4.0", "CC BY 4.0"
    BY_SA = "CC BY-SA 4.0", "CC BY-SA 4.0"
    BY_ND = "CC BY-ND 4.0", "CC BY-ND 4.0"
    BY_NC = "CC BY-NC 4.0", "CC BY-NC 4.0"
    BY_NC_SA = "CC BY-NC-SA 4.0", "CC BY-NC-SA 4.0"
    BY_NC_ND = "CC BY-NC-ND 4.0", "CC BY-NC-ND 4.0"


LICENCE_ADDRESSES = {
    Licence.CC0: "https://creativecommons.org/publicdomain/zero/1.0/",
    Licence.BY: "https://creativecommons.org/licenses/by/4.0/",
    Licence.BY_SA: "https://creativecommons.org/licenses/by-sa/4.0/",
    Licence.BY_ND: "https://creativecommons.org/licenses/by-nd/4.0/",
    Licence.BY_NC: "https://creativecommons.org/licenses/by-nc/4.0/",
    Licence.BY_NC_SA: "https://creativecommons.org/licenses/by-nc-sa/4.0/",
    Licence.BY_NC_ND: "https://creativecommons.org/licenses/by-nc-nd/4.0/",
}


class LeaseKind(models.TextChoices):
    ALLOW = "allow", _("Allow")
    DENY = "deny", _("Deny")


class LeaseScope(models.TextChoices):
    PUBLICATION = "publication", _("Publication here")
    SYNDICATION = "syndication", _("Passing it on to others")


class DigitalSource(models.TextChoices):
    """How an image came to be. Source: IPTC NewsCodes, Digital Source Type."""

    CAPTURE = "digitalCapture", _("Taken with a camera")
    NEGATIVE = "negativeFilm", _("Scanned from a negative")
    POSITIVE = "positiveFilm", _("Scanned from a slide")
    PRINT = "print", _("Scanned from a print")
    HUMAN_EDITS = "humanEdits", _("Edited by a person beyond what is usual")
    COMPOSITE = "composite", _("Put together from several pictures")
    WITH_AI = "compositeWithTrainedAlgorithmicMedia", _("Edited with generative AI")
    AI = "trainedAlgorithmicMedia", _("Made with generative AI")
    ALGORITHMIC = "algorithmicMedia", _("Made by a program without AI")
    DRAWN = "digitalCreation", _("Drawn or built by a person")
    SCREEN = "screenCapture", _("Screengrab")


DIGITAL_SOURCE_PREFIX = "http://cv.iptc.org/newscodes/digitalsourcetype/"


class DataMining(models.TextChoices):
    """What machines may do with the file. Source: PLUS, Data Mining."""

    ALLOWED = "DMI-ALLOWED", _("Allowed")
    NO_AI_TRAINING = "DMI-PROHIBITED-AIMLTRAINING", _("Prohibited: training of AI")
    NO_GENERATIVE = "DMI-PROHIBITED-GENAIMLTRAINING", _("Prohibited: training of generative AI")
    SEARCH_ONLY = (
        "DMI-PROHIBITED-EXCEPTSEARCHENGINEINDEXING",
        _("Prohibited except for search engines"),
    )
    PROHIBITED = "DMI-PROHIBITED", _("Prohibited")


DATA_MINING_PREFIX = "http://ns.useplus.org/ldf/vocab/"
