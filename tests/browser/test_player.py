"""Videos: nothing is asked of another site before the reader wants it; our own need no script."""

import io
from urllib.parse import urlsplit

import pytest

from media.videos import containers

from .visiting import RUN_AXE, listen_for_policy, until

PLAYER = "www.youtube-nocookie.com"
BUTTON = "Play here: YouTube will see your address"
PLAYED = "<!doctype html><title>Player</title><p>playing"


class Reader:
    """A window that notes every address it asks for; the provider's player is played to it."""

    def __init__(self, context, site) -> None:
        self.asked: list[str] = []
        self.said: list[str] = []
        self._site = site
        listen_for_policy(context)
        self.page = context.new_page()
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        context.route(f"https://{PLAYER}/**", self._play)

    @staticmethod
    def _play(route) -> None:
        route.fulfill(body=PLAYED, content_type="text/html")

    def go(self, kind: str):
        self.page.goto(self._site.address(kind), wait_until="networkidle")
        return self.page

    @property
    def elsewhere(self) -> list[str]:
        """What was asked of any other host than the newspaper's."""
        own = urlsplit(self._site.url).netloc
        return [address for address in self.asked if urlsplit(address).netloc != own]


@pytest.fixture
def reader(browser, site):
    context = browser.new_context(reduced_motion="reduce")
    yield Reader(context, site)
    context.close()


@pytest.mark.parametrize("kind", ["article", "video-player"])
def test_nothing_is_asked_of_the_provider_before_the_button_is_pressed(reader, kind):
    page = reader.go(kind)
    page.mouse.wheel(0, 20_000)
    button = page.get_by_role("button", name=BUTTON)
    button.scroll_into_view_if_needed()
    button.hover()
    page.locator("[data-player] picture, [data-player] img").first.click()
    page.wait_for_timeout(300)
    assert reader.elsewhere == []
    assert page.locator("iframe").count() == 0
    button.click()
    page.wait_for_selector("iframe")
    assert reader.elsewhere == [f"https://{PLAYER}/embed/aqz-KE-bpKQ?autoplay=1"]
    assert reader.said == []


def test_the_player_stands_in_a_sandbox_with_a_title_and_has_the_keyboard(reader):
    page = reader.go("video-player")
    page.get_by_role("button", name=BUTTON).press("Enter")
    frame = page.locator("iframe.player-frame")
    assert frame.get_attribute("title") == "The crane at night"
    sandbox = frame.get_attribute("sandbox").split()
    assert "allow-scripts" in sandbox
    assert not [word for word in sandbox if "top-navigation" in word or "forms" in word]
    assert "camera" not in frame.get_attribute("allow")
    assert frame.evaluate("frame => document.activeElement === frame")
    assert page.locator("[data-player] picture").count() == 0
    assert page.get_by_role("button", name=BUTTON).count() == 0


def test_nothing_is_remembered_unless_the_reader_ticks_the_box(reader):
    page = reader.go("video-player")
    page.get_by_role("button", name=BUTTON).click()
    page.wait_for_selector("iframe")
    assert page.evaluate("localStorage.length") == 0
    reader.go("video-player")
    page.get_by_label("Remember on this device that I agree for YouTube").check()
    page.get_by_role("button", name=BUTTON).click()
    page.wait_for_selector("iframe")
    assert page.evaluate("Object.entries(localStorage)") == [["player:YouTube", "yes"]]


def test_what_was_remembered_asks_no_more_and_can_be_taken_back(reader):
    page = reader.go("video-player")
    page.evaluate("localStorage.setItem('player:YouTube', 'yes')")
    reader.asked.clear()
    reader.go("video-player")
    assert page.get_by_role("button", name="Play here", exact=True).is_visible()
    assert page.get_by_role("button", name=BUTTON).count() == 0
    assert reader.elsewhere == []
    page.get_by_role("button", name="Ask me again before YouTube plays").click()
    assert page.get_by_role("button", name=BUTTON).is_visible()
    assert page.evaluate("localStorage.length") == 0


def test_without_storage_every_visit_asks(reader):
    page = reader.page
    page.add_init_script("delete Storage.prototype.getItem; delete Storage.prototype.setItem")
    reader.go("video-player")
    page.get_by_label("Remember on this device").check()
    page.get_by_role("button", name=BUTTON).click()
    page.wait_for_selector("iframe")
    assert reader.said == []


def test_without_a_script_a_video_elsewhere_is_a_poster_and_a_link(browser, site):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site.address("video-player"))
    link = page.get_by_role("link", name="Watch on YouTube")
    assert link.get_attribute("href") == "https://www.youtube.com/watch?v=aqz-KE-bpKQ"
    assert page.locator("[data-player] img").is_visible()
    assert page.get_by_role("button", name="Play here").count() == 0
    context.close()


def test_a_provider_that_we_know_no_player_of_is_a_link(reader):
    page = reader.go("video")
    assert page.get_by_role("link", name="Watch on videos.example").is_visible()
    assert page.get_by_role("button", name="Play here").count() == 0


def test_our_own_video_loads_nothing_before_it_is_played_and_has_captions(reader, site):
    page = reader.go("video-own")
    video = page.locator("video")
    assert video.evaluate("v => [v.controls, v.preload, v.readyState]") == [True, "none", 0]
    assert not [address for address in reader.asked if address.endswith((".mp4", ".vtt"))]
    cues = video.evaluate(
        """video => new Promise((resolve) => {
          const element = video.querySelector("track");
          element.addEventListener("load", () => resolve(
            [...element.track.cues].map((cue) => cue.text)));
          element.track.mode = "showing";
        })"""
    )
    assert cues == ["Mind your head."]
    assert video.evaluate("v => v.querySelector('track').label") == "English"
    assert reader.said == []
    answer = site.get("/videos/under-the-deck/")
    assert "articles/player.js" not in answer.content.decode()


RECORD = """async () => {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [320, 180];
  const pen = canvas.getContext("2d");
  const recorder = new MediaRecorder(canvas.captureStream(20), { mimeType: "video/webm" });
  const pieces = [];
  recorder.addEventListener("dataavailable", (event) => pieces.push(event.data));
  const stopped = new Promise((resolve) => recorder.addEventListener("stop", resolve));
  recorder.start(100);
  for (let step = 0; step < 20; step += 1) {
    pen.fillStyle = `hsl(${step * 18} 80% 50%)`;
    pen.fillRect(0, 0, 320, 180);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  recorder.stop();
  await stopped;
  const bytes = new Uint8Array(await new Blob(pieces).arrayBuffer());
  return Array.from(bytes);
}"""
PLAY = """(bytes) => new Promise((resolve) => {
  const source = new MediaSource();
  const video = document.createElement("video");
  video.muted = true;
  video.addEventListener("error", () => resolve(`error ${video.error.message}`));
  video.addEventListener("loadeddata", () => resolve([video.videoWidth, video.videoHeight]));
  source.addEventListener("sourceopen", () => {
    const buffer = source.addSourceBuffer('video/webm; codecs="vp8"');
    buffer.addEventListener("error", () => resolve("the buffer takes it for damaged"));
    buffer.appendBuffer(new Uint8Array(bytes));
  });
  setTimeout(() => resolve("nothing was shown within 20 s"), 20000);
  video.src = URL.createObjectURL(source);
  document.body.append(video);
})"""


def test_a_video_that_a_browser_recorded_is_taken_and_still_plays_when_cleaned(browser):
    context = browser.new_context()
    page = context.new_page()
    page.goto("about:blank")
    recorded = io.BytesIO(bytes(page.evaluate(RECORD)))
    found = containers.examine(recorded)
    assert (found.media_type, found.width_px, found.height_px) == ("video/webm", 320, 180)
    public = containers.Cleaned(recorded, found.patches).read()
    assert len(public) == len(recorded.getvalue())
    assert page.evaluate(PLAY, list(public)) == [320, 180]
    context.close()


def test_the_policy_stops_any_other_frame(reader):
    page = reader.go("video-player")
    page.evaluate(
        "const f = document.createElement('iframe'); f.src = 'https://other.example/';"
        "document.body.append(f)"
    )
    until(page, lambda: any("frame-src" in text for text in reader.said))
    assert not [address for address in reader.elsewhere if "other.example" in address]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_question_is_accessible_in_both_its_forms(reader, visitor, scheme):
    page = reader.page
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    for is_agreed in (False, True):
        reader.go("video-player")
        if is_agreed:
            page.evaluate("localStorage.setItem('player:YouTube', 'yes')")
            reader.go("video-player")
        page.evaluate(visitor.axe)
        assert page.evaluate(RUN_AXE, []) == []
