"""One look at a page with a real browser: what it asked for, said, broke and hid."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from .newspaper import KINDS

PHONE, DESKTOP = (390, 844), (1280, 900)
WIDTHS = (320, 390, 768, 1280, 1680)
SCHEMES = ("light", "dark")

#: Rules of axe that a colour scheme can break; the others need to be asked once.
_COLOUR_RULES = ["color-contrast", "link-in-text-block"]

RUN_AXE = """async (rules) => {
  const only = rules.length ? { runOnly: { type: "rule", values: rules } } : {};
  const found = await axe.run(document, { resultTypes: ["violations"], ...only });
  return found.violations.flatMap((rule) => rule.nodes.map((node) =>
    `${rule.id}: ${node.target.join(" ")} ${node.failureSummary.split("\\n").slice(1).join(" ")}`));
}"""

TOO_WIDE = """() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  const scrolls = (element) => element && (
    getComputedStyle(element).overflowX !== "visible" || scrolls(element.parentElement));
  return [...document.body.querySelectorAll("*")]
    .filter((e) => e.getBoundingClientRect().right > width + 0.5 && !scrolls(e.parentElement))
    .map((e) => `${e.tagName}.${e.className}`).concat("the page is wider than the window");
}"""

#: Fields that their row does not show to the end.
CUT_OFF = """() => [...document.querySelectorAll(".form-row :is(input, select, textarea)")]
  .filter((field) => {
    const end = (element) => element.getBoundingClientRect().right;
    return field.offsetWidth > 1 && end(field) > end(field.closest(".form-row")) + 0.5;
  }).map((field) => field.name || field.id)"""


def until(page, condition, seconds: float = 10) -> None:
    """Let the page go on until the condition holds; fails where it never does."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "the page never came so far"
        page.wait_for_timeout(20)


_STOP = """() => {
  const element = document.activeElement, box = element.getBoundingClientRect();
  const content = document.getElementById("content");
  return { id: element.id, text: element.id ? "" : element.innerText.trim(),
           isSeen: box.top >= 0 && box.height >= 24 && box.width >= 24,
           isBeforeContent: Boolean(
             content.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_PRECEDING) };
}"""

_LISTEN = """document.addEventListener("securitypolicyviolation", (event) =>
  console.error(`CSP: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`));"""


def listen_for_policy(context) -> None:
    """Let the pages of this window say in the console what their policy stops."""
    context.add_init_script(_LISTEN)


@dataclass
class Visit:
    """What one look at a page found; empty lists are good news."""

    kind: str
    status: int
    requests: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    console: list[str] = field(default_factory=list)
    #: (scheme, width) → violations that axe found.
    violations: dict[tuple[str, int], list[str]] = field(default_factory=dict)
    #: Width of the window → elements that reach past it.
    too_wide: dict[int, list[str]] = field(default_factory=dict)
    #: Where the keyboard stands after Tab, Enter and Tab again.
    stops: list[dict] = field(default_factory=list)


class Visitor:
    """Visits each kind of page once and remembers."""

    def __init__(self, context, site, axe: str) -> None:
        listen_for_policy(context)
        self._context, self._site, self.axe = context, site, axe
        self._visits: dict[str, Visit] = {}

    def visit(self, kind: str) -> Visit:
        if kind not in self._visits:
            self._visits[kind] = self._look(kind)
        return self._visits[kind]

    def _look(self, kind: str) -> Visit:
        page = self._context.new_page()
        visit = Visit(kind, status=0)
        page.on("request", lambda request: visit.requests.append(request.url))
        page.on("response", lambda response: _note_response(visit, response))
        page.on("requestfailed", lambda request: _note_failure(visit, request))
        page.on("console", lambda message: _note_message(visit, message))
        page.on("pageerror", lambda error: visit.console.append(str(error)))
        page.set_viewport_size(_size(DESKTOP))
        visit.status = page.goto(self._site.address(kind), wait_until="load").status
        for key in ("Tab", "Enter", "Tab"):
            page.keyboard.press(key)
            visit.stops.append(page.evaluate(_STOP))
        self._look_at_widths(page, visit)
        self._run_axe(page, visit)
        page.close()
        return visit

    def _look_at_widths(self, page, visit: Visit) -> None:
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            visit.too_wide[width] = page.evaluate(TOO_WIDE)

    def _run_axe(self, page, visit: Visit) -> None:
        page.evaluate(self.axe)
        for size in (PHONE, DESKTOP):
            page.set_viewport_size(_size(size))
            for scheme in SCHEMES:
                page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
                rules = _COLOUR_RULES if scheme == "dark" else []
                visit.violations[scheme, size[0]] = page.evaluate(RUN_AXE, rules)


def _note_failure(visit: Visit, request) -> None:
    # A picture on its way is given up when another width wants another file of it.
    if request.failure != "net::ERR_ABORTED":
        visit.failed.append(f"{request.failure} {request.url}")


def _note_response(visit: Visit, response) -> None:
    """The page's own status may be an error; nothing else on it may."""
    if response.status >= 400 and response.request.resource_type != "document":
        visit.failed.append(f"{response.status} {response.url}")


def _note_message(visit: Visit, message) -> None:
    # Chromium reports the status of an error page as an error of its own.
    is_the_status = KINDS[visit.kind] >= 400 and "Failed to load resource" in message.text
    if message.type in ("error", "warning") and not is_the_status:
        visit.console.append(message.text)


def _size(size: tuple[int, int]) -> dict[str, int]:
    return {"width": size[0], "height": size[1]}
