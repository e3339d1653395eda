"""What stands where on the front."""

from newsroom.site import front

PORT = {"slug": "port", "name": "Port"}


def _card(section):
    return {"section": section, "lead_image": None, "videos": []}


def test_a_story_without_a_section_stands_in_no_band():
    first = [_card(PORT) for _ in range(1 + front.SECONDARY)]
    bands = front.arrange([*first, _card(None), _card(PORT)])["bands"]
    assert [(band["section"], len(band["articles"])) for band in bands] == [(PORT, 1)]
