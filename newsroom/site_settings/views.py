"""Icons, the manifest of the site, and the description of its search, for browsers."""

from __future__ import annotations

from typing import Any

import orjson
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.xmlutils import SimplerXMLGenerator
from django.views.decorators.http import require_safe

from newsroom.lib import addresses, languages, site_settings, surrogate_keys

from . import colours, files

_A_YEAR_SECONDS = 365 * 24 * 3600
#: Others of the manifest name what they are for.
_IN_MANIFEST = {"192": 192, "512": 512, "maskable": 512}


@require_safe
def file(request: HttpRequest, name: str) -> HttpResponse:
    """A file under the digest of its bytes: it never changes."""
    response = _sent(request, name)
    response["Cache-Control"] = f"public, max-age={_A_YEAR_SECONDS}, immutable"
    return response


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    return _sent(request, files.icon("ico"))


@require_safe
def touch_icon(request: HttpRequest) -> HttpResponse:
    return _sent(request, files.icon("touch"))


def _sent(request: HttpRequest, name: str) -> HttpResponse:
    surrogate_keys.carry(request, surrogate_keys.SITE)
    content = files.content(name)
    if content is None:
        raise Http404
    response = HttpResponse(content, content_type=files.MEDIA_TYPES[name.rpartition(".")[2]])
    response["ETag"] = f'"{name}"'
    return response


@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """Source: W3C Web Application Manifest."""
    surrogate_keys.carry(request, surrogate_keys.SITE)
    now = site_settings.current()
    document = {
        "name": now.name,
        "short_name": now.name,
        "description": now.description,
        "lang": languages.of_site(),
        "dir": languages.direction(languages.of_site()),
        "start_url": "/",
        "display": "browser",
        "background_color": colours.LIGHT_PAPER[0],
        "theme_color": colours.LIGHT_PAPER[0],
        "icons": [
            {
                "src": site_settings.file_path(files.icon(name)),
                "type": "image/png",
                "sizes": f"{side}x{side}",
                "purpose": "maskable" if name == "maskable" else "any",
            }
            for name, side in _IN_MANIFEST.items()
        ],
    }
    return HttpResponse(
        orjson.dumps(document), content_type="application/manifest+json; charset=utf-8"
    )


@require_safe
def search_description(request: HttpRequest) -> HttpResponse:
    """Lets browsers search the site from their address bar. Source: OpenSearch 1.1."""
    surrogate_keys.carry(request, surrogate_keys.SITE)
    now = site_settings.current()
    response = HttpResponse(content_type="application/opensearchdescription+xml; charset=utf-8")
    xml: Any = SimplerXMLGenerator(response, "utf-8")
    xml.startDocument()
    xml.startElement("OpenSearchDescription", {"xmlns": "http://a9.com/-/spec/opensearch/1.1/"})
    # What the format allows: 16 and 1024 characters.
    xml.addQuickElement("ShortName", now.name[:16].strip())
    xml.addQuickElement("LongName", now.name[:48].strip())
    xml.addQuickElement("Description", (now.description or now.name)[:1024])
    xml.addQuickElement("Language", languages.of_site())
    xml.addQuickElement("InputEncoding", "UTF-8")
    image = addresses.absolute(site_settings.file_path(files.icon("ico")))
    xml.addQuickElement("Image", image, {"width": "16", "height": "16", "type": "image/x-icon"})
    search = f"{addresses.absolute('/search/')}?q={{searchTerms}}"
    xml.addQuickElement("Url", None, {"type": "text/html", "template": search})
    itself = addresses.absolute("/opensearch.xml")
    itself_told = {
        "type": "application/opensearchdescription+xml", "rel": "self", "template": itself,
    }  # fmt: skip
    xml.addQuickElement("Url", None, itself_told)
    xml.endElement("OpenSearchDescription")
    xml.endDocument()
    return response
