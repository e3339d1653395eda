"""Ghost's cards as it prints them in HTML (classes ``kg-…``), read back into dictionaries.

Needed where only HTML is left: old posts, the Content API, other systems' exports for Ghost.
"""

from typing import Any

from newsroom.lib.html import Element

from ..markup import inner_html
from ..tree import parse


def card(node: Element) -> tuple[str, dict[str, Any]] | None:
    """The name and the values of the card this element prints; None when it is none."""
    if "kg-card" not in node.classes and not _KINDS.keys() & set(node.classes):
        return None
    for css, (name, read) in _KINDS.items():
        if css in node.classes:
            return name, read(node)
    return None


def frame_in(html: str) -> dict[str, str]:
    """The attributes of the first frame in an embed's HTML; empty without one."""
    frame = parse(html).find("iframe")
    return frame.attributes if frame else {}


def _image(node: Element) -> dict[str, Any]:
    image, link = node.find("img"), node.find("a")
    attrs = image.attributes if image else {}
    has_link = link is not None and link.find("img") is not None
    return {
        "src": attrs.get("src", ""),
        "alt": attrs.get("alt", ""),
        "caption": _html_of(node, "figcaption"),
        "cardWidth": _width(node),
        "href": link.get("href") if link is not None and has_link else "",
    }


def _gallery(node: Element) -> dict[str, Any]:
    images = [{"src": n.get("src"), "alt": n.get("alt")} for n in node.walk() if n.name == "img"]
    return {"images": images, "caption": _html_of(node, "figcaption")}


def _bookmark(node: Element) -> dict[str, Any]:
    """Ghost prints the publisher with the class "author" and the author with "publisher"."""
    link = node.find("a")
    return {
        "url": link.get("href") if link else "",
        "metadata": {
            "title": _text_of(node, "kg-bookmark-title"),
            "description": _text_of(node, "kg-bookmark-description"),
            "publisher": _text_of(node, "kg-bookmark-author"),
            "author": _text_of(node, "kg-bookmark-publisher"),
            "thumbnail": _src_in(node, "kg-bookmark-thumbnail"),
        },
        "caption": _html_of(node, "figcaption"),
    }


def _embed(node: Element) -> dict[str, Any]:
    frame, quote = node.find("iframe"), node.find("blockquote")
    links = [n.get("href") for n in (quote or node).walk() if n.name == "a"]
    return {
        # A post of another site is printed as a quotation whose last link leads to it.
        "url": "" if frame else (links[-1] if links else ""),
        "html": inner_html(node),
        "caption": _html_of(node, "figcaption"),
    }


def _callout(node: Element) -> dict[str, Any]:
    return {
        "calloutEmoji": _text_of(node, "kg-callout-emoji"),
        "calloutText": _html_of(node, css="kg-callout-text"),
    }


def _toggle(node: Element) -> dict[str, Any]:
    return {
        "heading": _html_of(node, css="kg-toggle-heading-text"),
        "content": _html_of(node, css="kg-toggle-content"),
    }


def _button(node: Element) -> dict[str, Any]:
    link = node.find("a")
    return {
        "buttonText": link.text().strip() if link else "",
        "buttonUrl": link.get("href") if link else "",
    }


def _media(node: Element) -> dict[str, Any]:
    player = next((n for n in node.walk() if n.name in ("video", "audio")), None)
    link = node.find("a")
    src = player.get("src") if player else ""
    title = _text_of(node, "kg-audio-title") or _text_of(node, "kg-file-card-title")
    return {
        "src": src or (link.get("href") if link else ""),
        "title": title or _text_of(node, "kg-file-card-filename"),
        "caption": _html_of(node, "figcaption") or _html_of(node, css="kg-file-card-caption"),
    }


def _product(node: Element) -> dict[str, Any]:
    link = node.find("a", css="kg-product-card-button")
    stars = [n for n in node.walk() if "kg-product-card-rating-active" in n.classes]
    return {
        "productImageSrc": _src_in(node, "kg-product-card-image", inside=False),
        "productTitle": _html_of(node, css="kg-product-card-title"),
        "productDescription": _html_of(node, css="kg-product-card-description"),
        "productRatingEnabled": bool(stars),
        "productStarRating": len(stars),
        "productButtonEnabled": link is not None,
        "productButton": link.text().strip() if link else "",
        "productUrl": link.get("href") if link else "",
    }


def _header(node: Element) -> dict[str, Any]:
    title = _html_of(node, css="kg-header-card-header") or _html_of(
        node, css="kg-header-card-heading"
    )
    below = _html_of(node, css="kg-header-card-subheader") or _html_of(
        node, css="kg-header-card-subheading"
    )
    link = node.find("a", css="kg-header-card-button")
    return {
        "header": title,
        "subheader": below,
        "buttonEnabled": link is not None,
        "buttonText": link.text().strip() if link else "",
        "buttonUrl": link.get("href") if link else "",
    }


def _call_to_action(node: Element) -> dict[str, Any]:
    link = node.find("a", css="kg-cta-button")
    return {
        "textValue": _html_of(node, css="kg-cta-text"),
        "imageUrl": _src_in(node, "kg-cta-image-container"),
        "hasSponsorLabel": node.find(css="kg-cta-sponsor-label") is not None,
        "sponsorLabel": _html_of(node, css="kg-cta-sponsor-label"),
        "showButton": link is not None,
        "buttonText": link.text().strip() if link else "",
        "buttonUrl": link.get("href") if link else "",
    }


def _words(node: Element) -> dict[str, Any]:
    return {"html": inner_html(node)}


_KINDS = {
    "kg-image-card": ("image", _image),
    "kg-gallery-card": ("gallery", _gallery),
    "kg-bookmark-card": ("bookmark", _bookmark),
    "kg-embed-card": ("embed", _embed),
    "kg-callout-card": ("callout", _callout),
    "kg-toggle-card": ("toggle", _toggle),
    "kg-button-card": ("button", _button),
    "kg-video-card": ("video", _media),
    "kg-audio-card": ("audio", _media),
    "kg-file-card": ("file", _media),
    "kg-product-card": ("product", _product),
    "kg-header-card": ("header", _header),
    "kg-cta-card": ("call-to-action", _call_to_action),
    "kg-signup-card": ("signup", _words),
    "kg-email-card": ("email", _words),
    "kg-email-cta-card": ("email-cta", _words),
    "kg-collection-card": ("collection", _words),
}


def _width(node: Element) -> str:
    return next((css[9:] for css in node.classes if css.startswith("kg-width-")), "")


def _text_of(node: Element, css: str) -> str:
    found = node.find(css=css)
    return " ".join(found.text().split()) if found else ""


def _html_of(node: Element, tag: str = "", *, css: str = "") -> str:
    found = node.find(tag, css=css)
    return inner_html(found) if found else ""


def _src_in(node: Element, css: str, *, inside: bool = True) -> str:
    found = node.find(css=css)
    image = found.find("img") if found and inside else found
    return image.get("src") if image else ""
