"""Ghost's cards → blocks of a draft's body.

A card is a dictionary, the same for Lexical (where it is the node) and Mobiledoc (where it is the
payload); the HTML of a card is read into one by ``kg``. Names: koenig, kg-default-nodes.
"""

from collections.abc import Callable
from html import escape
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .. import draft, embeds, markup
from ..conversion import Conversion, ImageUse
from ..values import flag, number, text, words
from . import kg
from .prose import from_markdown

Card = dict[str, Any]


def blocks(name: str, card: Card, conversion: Conversion) -> list[str]:
    """The blocks of one card; what has no place is noted with its words."""
    if not isinstance(card, dict):
        card = {}
    convert = CARDS.get(name)
    if convert is None:
        conversion.leave_out(_("A card of the unknown kind “%s”") % words(name), _all_words(card))
        return []
    if name not in ("paywall", "email", "email-cta") and not _is_public(card):
        conversion.leave_out(
            _("A card (%s) that only members or e-mail readers saw") % name, _all_words(card)
        )
        return []
    return convert(card, conversion)


def html_blocks(fragment: str, conversion: Conversion) -> list[str]:
    """The blocks of HTML that may hold Ghost's cards as it prints them."""
    return markup.blocks(fragment, conversion, special=_printed_card)


def _printed_card(node, conversion: Conversion) -> list[str] | None:
    found = kg.card(node)
    return blocks(*found, conversion) if found else None


# --- Images --------------------------------------------------------------------------------------


def _image(card: Card, conversion: Conversion) -> list[str]:
    shown, credit = markup.caption(text(card.get("caption")), conversion)
    use = ImageUse(
        src=words(card.get("src")),
        alt=words(card.get("alt")),
        caption=shown,
        credit_line=credit,
        layout="wide" if words(card.get("cardWidth")) in ("wide", "full") else "normal",
    )
    if not use.src:
        conversion.leave_out(_("A picture without a file"), markup.plain(shown))
        return []
    href = words(card.get("href"))
    if href:
        conversion.notes.left_out(
            _("The link of a picture left out: %(src)s led to %(href)s.")
            % {"src": use.src, "href": href}
        )
    return conversion.figure(use)


def _gallery(card: Card, conversion: Conversion) -> list[str]:
    """Every image as a figure; the credit is of all of them, the caption goes with the last."""
    shown, credit = markup.caption(text(card.get("caption")), conversion)
    images = [one for one in _list(card.get("images")) if words(one.get("src"))]
    found: list[str] = []
    for position, image in enumerate(images, start=1):
        own, own_credit = markup.caption(text(image.get("caption")), conversion)
        is_last = position == len(images)
        lines = [own, shown if is_last else ""]
        found += conversion.figure(
            ImageUse(
                src=words(image.get("src")),
                alt=words(image.get("alt")),
                caption=" ".join(filter(None, lines)),
                credit_line=own_credit or credit,
            )
        )
    if any(part.startswith("<figure") for part in found):
        conversion.notes.changed(
            _("A gallery of %d pictures became separate figures.") % len(images)
        )
    return found


def _before_after(card: Card, conversion: Conversion) -> list[str]:
    images = [card.get("beforeImage"), card.get("afterImage")]
    conversion.notes.changed(_("A before and after card became two pictures."))
    return _gallery({"images": images, "caption": card.get("caption")}, conversion)


# --- Links and players ---------------------------------------------------------------------------


def _bookmark(card: Card, conversion: Conversion) -> list[str]:
    metadata = _dict(card.get("metadata"))
    url = words(card.get("url") or metadata.get("url"))
    title = words(metadata.get("title"))
    legend = markup.inline(text(card.get("caption")), conversion)
    after = [draft.paragraph(f"<em>{legend}</em>")] if legend else []
    own = conversion.around.article(url)
    if own:
        return [draft.own_card(own), *after]
    target = conversion.around.link(url)
    if not target.startswith(("http://", "https://")):
        # A card needs an address of its own; a page of this site is linked in a line.
        if not target and not title:
            conversion.leave_out(_("A bookmark without an address"))
            return after
        return [draft.paragraph(conversion.link(url, escape(title or url, quote=False))), *after]
    if words(metadata.get("thumbnail")):
        conversion.notes.left_out(
            _("The picture of a card left out, because it belongs to the other publication: %s")
            % words(metadata.get("thumbnail"))
        )
    card_html = draft.link_card(
        target,
        title=title or target,
        excerpt=words(metadata.get("description")),
        publication=words(metadata.get("publisher")) or embeds.provider_of(target),
        author=words(metadata.get("author")),
    )
    return [card_html, *after]


def _embed(card: Card, conversion: Conversion) -> list[str]:
    metadata = _dict(card.get("metadata"))
    frame = kg.frame_in(text(card.get("html")))
    url = words(card.get("url") or metadata.get("url"))
    title = words(metadata.get("title")) or frame.get("title", "")
    provider = words(metadata.get("provider_name"))
    if not embeds.provider_of(url):
        found = embeds.from_frame(frame.get("src", ""))
        if found is None:
            conversion.leave_out(_("An embed without an address"), _all_words(card))
            return []
        url, provider = found.url, provider or found.provider
    legend = markup.inline(text(card.get("caption")), conversion)
    shown = title or markup.plain(legend) or markup.plain(text(card.get("html")))[:200]
    block = draft.embed(url, title=shown, provider=provider or embeds.provider_of(url))
    return [block, *([draft.paragraph(f"<em>{legend}</em>")] if legend and title else [])]


def _file_of(what: Any) -> Callable[[Card, Conversion], list[str]]:
    """Video, audio and files: ours are images only, what lies elsewhere becomes a link."""

    def convert(card: Card, conversion: Conversion) -> list[str]:
        src = words(card.get("src"))
        title = words(card.get("title") or card.get("fileTitle") or card.get("fileName"))
        legend = markup.inline(text(card.get("caption") or card.get("fileCaption")), conversion)
        after = [draft.paragraph(f"<em>{legend}</em>")] if legend else []
        target = conversion.around.link(src)
        if target.startswith(("http://", "https://")):
            name = title or target.rsplit("/", 1)[-1]
            return [draft.embed(target, title=name, provider=embeds.provider_of(target)), *after]
        conversion.leave_out(f"{what} ({src})", title)
        return after

    return convert


def _button(card: Card, conversion: Conversion) -> list[str]:
    label = words(card.get("buttonText"))
    url = words(card.get("buttonUrl"))
    if not label:
        return []
    conversion.notes.changed(_("The button “%s” became a link.") % label)
    return [draft.paragraph(conversion.link(url, escape(label, quote=False)))]


# --- Texts in boxes ------------------------------------------------------------------------------


def _callout(card: Card, conversion: Conversion) -> list[str]:
    emoji = escape(words(card.get("calloutEmoji")), quote=False)
    parts = html_blocks(text(card.get("calloutText")), conversion)
    if emoji and parts and parts[0].startswith("<p>"):
        parts[0] = parts[0].replace("<p>", f"<p>{emoji} ", 1)
    elif emoji and parts:
        parts.insert(0, draft.paragraph(emoji))
    return markup.boxed(parts)


def _toggle(card: Card, conversion: Conversion) -> list[str]:
    title = markup.plain(text(card.get("heading")))
    conversion.notes.changed(_("The toggle “%s” became a fact box, always open.") % title)
    return markup.boxed(html_blocks(text(card.get("content")), conversion), title=title)


def _product(card: Card, conversion: Conversion) -> list[str]:
    title = markup.plain(text(card.get("productTitle")))
    parts = html_blocks(text(card.get("productDescription")), conversion)
    if flag(card.get("productRatingEnabled")):
        rating = number(card.get("productStarRating"))
        parts.append(draft.paragraph(_("Rating: %d of 5") % rating))
    if flag(card.get("productButtonEnabled")):
        button = {"buttonText": card.get("productButton"), "buttonUrl": card.get("productUrl")}
        parts += _button(button, conversion)
    conversion.notes.changed(_("The product card “%s” became a fact box.") % title)
    image = {"src": card.get("productImageSrc"), "alt": title}
    return [
        *(_image(image, conversion) if words(image["src"]) else []),
        *markup.boxed(parts, title=title),
    ]


def _header(card: Card, conversion: Conversion) -> list[str]:
    title = markup.inline(text(card.get("header")), conversion)
    parts = [draft.element("h2", title)] if title else []
    parts += html_blocks(text(card.get("subheader")), conversion)
    if flag(card.get("buttonEnabled")):
        parts += _button(card, conversion)
    if words(card.get("backgroundImageSrc")):
        conversion.notes.left_out(
            _("The background picture of a header card left out: %s")
            % words(card.get("backgroundImageSrc"))
        )
    conversion.notes.changed(_("A header card became a heading and text."))
    return parts


def _call_to_action(card: Card, conversion: Conversion) -> list[str]:
    parts = html_blocks(text(card.get("textValue")), conversion)
    if flag(card.get("showButton")):
        parts += _button(card, conversion)
    image = {"src": card.get("imageUrl")}
    label = (
        markup.plain(text(card.get("sponsorLabel"))) if flag(card.get("hasSponsorLabel")) else ""
    )
    conversion.notes.changed(_("A call to action became a fact box."))
    return [
        *(_image(image, conversion) if words(image["src"]) else []),
        *markup.boxed(parts, title=label),
    ]


# --- Code, HTML, Markdown ------------------------------------------------------------------------


def _code(card: Card, conversion: Conversion) -> list[str]:
    code = text(card.get("code")).strip("\n")
    legend = markup.inline(text(card.get("caption")), conversion)
    after = [draft.paragraph(f"<em>{legend}</em>")] if legend else []
    return [draft.preformatted(code), *after] if code.strip() else after


def _html(card: Card, conversion: Conversion) -> list[str]:
    return html_blocks(text(card.get("html")), conversion)


def _markdown(card: Card, conversion: Conversion) -> list[str]:
    return html_blocks(from_markdown(text(card.get("markdown"))), conversion)


def _rule(card: Card, conversion: Conversion) -> list[str]:
    return ["<hr>"]


# --- What has no place ---------------------------------------------------------------------------


def _paywall(card: Card, conversion: Conversion) -> list[str]:
    conversion.leave_out(_("The mark where the members-only text began"))
    return []


def _left_out(what: Any) -> Callable[[Card, Conversion], list[str]]:
    def convert(card: Card, conversion: Conversion) -> list[str]:
        conversion.leave_out(str(what), _all_words(card))
        return []

    return convert


def _is_public(card: Card) -> bool:
    """Whether readers without an account saw the card on the site.

    ``visibility`` is {"web": {"nonMember": bool}} since version 5.110, before that
    {"showOnWeb": bool, "segment": …}.
    """
    visibility = card.get("visibility")
    if not isinstance(visibility, dict):
        return True
    web = visibility.get("web")
    if isinstance(web, dict):
        return web.get("nonMember") is not False
    return visibility.get("showOnWeb") is not False


_WORDS_OF_CARDS = [
    "heading",
    "header",
    "title",
    "calloutText",
    "textValue",
    "subheader",
    "content",
    "html",
    "caption",
    "buttonText",
    "markdown",
    "text",
    "disclaimer",
    "fileTitle",
    "productTitle",
    "productDescription",
]


def _all_words(card: Card) -> str:
    return " ".join(filter(None, (markup.plain(text(card.get(name))) for name in _WORDS_OF_CARDS)))


def _dict(value: Any) -> Card:
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> list[Card]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


CARDS: dict[str, Callable[[Card, Conversion], list[str]]] = {
    "image": _image,
    "gallery": _gallery,
    "before-after": _before_after,
    "bookmark": _bookmark,
    "embed": _embed,
    "video": _file_of(gettext_lazy("A video file")),
    "audio": _file_of(gettext_lazy("A sound file")),
    "file": _file_of(gettext_lazy("A file")),
    "button": _button,
    "callout": _callout,
    "toggle": _toggle,
    "product": _product,
    "header": _header,
    "call-to-action": _call_to_action,
    "codeblock": _code,
    "code": _code,
    "html": _html,
    "markdown": _markdown,
    "card-markdown": _markdown,
    "horizontalrule": _rule,
    "hr": _rule,
    "paywall": _paywall,
    "email": _left_out(gettext_lazy("A text for e-mails only")),
    "email-cta": _left_out(gettext_lazy("A call to action for e-mails only")),
    "signup": _left_out(gettext_lazy("A form to sign up")),
    "collection": _left_out(gettext_lazy("A list of posts")),
    "transistor": _left_out(gettext_lazy("A podcast player for members")),
}
