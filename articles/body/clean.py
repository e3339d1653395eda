import nh3


def clean(html):
    return nh3.clean((html or "").replace("\x00", "").replace("\ufeff", ""))


def plain(t):
    return (t or "").replace("\x00", "").strip()


def clean_inline(h):
    return clean(h)
