"""What a front page's pictures cost a reader on a phone: each is as large as it is drawn."""

from .visiting import PHONE

MOST_BYTES = 300_000

_SCROLL = """async () => {
  for (let y = 0; y < document.body.scrollHeight; y += 400) {
    scrollTo(0, y);
    await new Promise((done) => setTimeout(done, 60));
  }
}"""
_SHOWN = """() => [...document.images].filter((i) => i.currentSrc.includes("/files/")).map((i) => ({
  src: i.currentSrc, drawn: i.getBoundingClientRect().width,
  offered: Math.max(...[...i.parentElement.querySelectorAll("source")].flatMap((s) =>
    s.srcset.split(", ").map((part) => parseInt(part.split(" ")[1])))) }))"""


def test_the_pictures_of_a_front_page_are_light_on_a_phone(browser, site):
    width, height = PHONE
    window = browser.new_context(viewport={"width": width, "height": height}, device_scale_factor=2)
    page, bytes_of = window.new_page(), {}
    page.on("requestfinished", lambda request: _note(request, bytes_of))
    page.goto(site.address("front"))
    page.evaluate(_SCROLL)
    page.wait_for_load_state("networkidle")
    shown = page.evaluate(_SHOWN)
    window.close()
    assert bytes_of
    assert sum(bytes_of.values()) <= MOST_BYTES, bytes_of
    # A browser that has loaded a picture large shows the same file where it is small.
    largest = {p["src"]: max(q["drawn"] for q in shown if q["src"] == p["src"]) for p in shown}
    for picture in shown:
        assert picture["src"].endswith(".avif"), picture
        pixels = int(picture["src"].rpartition("/")[2].split("-")[1])
        wanted = min(2 * largest[picture["src"]], picture["offered"])
        assert pixels >= 0.95 * wanted, picture
        assert pixels <= max(320, 2 * wanted), picture


def _note(request, bytes_of: dict[str, int]) -> None:
    if "/files/" in request.url:
        bytes_of[request.url] = len(request.response().body())
