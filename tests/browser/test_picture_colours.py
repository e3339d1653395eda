"""The library's colours beside those of a real browser, for files that tell theirs by numbers."""

import base64

import pytest
from PIL import Image as PilImage

from tests.media.coded_colours import PATCHES, SIDE, cicp, coded, coded_by_av1, patches_of, png
from tests.media.test_coded_colours import IN_PNG, difference, seen

pytestmark = pytest.mark.browser

_DRAWN = """async (address) => {
  const image = new Image();
  image.src = address;
  await image.decode();
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [image.width, image.height];
  const drawn = canvas.getContext("2d");
  drawn.drawImage(image, 0, 0);
  return [...drawn.getImageData(0, 0, image.width, image.height).data];
}"""


def test_public_files_have_the_colours_in_which_chromium_draws_the_originals(browser):
    files = {f"PNG {name}": png(chunks) for name, (chunks, _shown) in IN_PNG.items()}
    for primaries in (1, 4, 5, 6, 8, 9, 10, 11, 12, 22):
        files[f"PNG primaries {primaries}"] = png(cicp(primaries, 13))
        files[f"AVIF primaries {primaries}"] = coded(primaries, 13)
    for transfer in (1, 2, 4, 5, 7, 8, 13, 14, 16, 17, 18):
        files[f"AVIF transfer {transfer}"] = coded(9, transfer)
        files[f"AVIF transfer {transfer}, in its coding"] = coded_by_av1(9, transfer)
    page = browser.new_page()
    for name, content in files.items():
        kind = name.split()[0].lower()
        address = f"data:image/{kind};base64,{base64.b64encode(content).decode()}"
        numbers = bytes(page.evaluate(_DRAWN, address))
        size = (len(PATCHES) * SIDE, SIDE)
        shown = patches_of(PilImage.frombytes("RGBA", size, numbers))
        assert difference(seen(content), shown) <= 3, name
    page.close()
