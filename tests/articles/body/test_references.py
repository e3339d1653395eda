from articles.body import reader

from .library import public_id

ONE, TWO, THREE, FOUR = (public_id(number) for number in range(1, 5))


def test_ids_are_found_in_order_and_once():
    found = reader.references(
        f'<figure data-image="{TWO}"></figure><p>a</p><figure data-image="{ONE}"></figure>'
        f'<figure data-image="{TWO}"></figure>'
        f'<div data-card="link" data-url="https://x.example/" data-image="{THREE}"></div>'
        f'<div data-card="article" data-id="{FOUR}"></div><div data-post="{ONE}"></div>'
        f'<div data-video="{TWO}"></div><div data-video="{THREE}"></div>'
    )
    assert found.images == [TWO, ONE, THREE]
    assert found.articles == [FOUR]
    assert found.posts == [ONE]
    assert found.videos == [TWO, THREE]


def test_what_cleaning_would_drop_is_no_reference():
    found = reader.references(
        f'<div data-image="{ONE}"></div><figure data-image="x"></figure>'
        f'<div data-card="poll" data-id="{ONE}"></div>'
    )
    assert found == reader.References([], [], [], [])
    assert reader.references("") == found
