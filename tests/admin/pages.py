"""Reading the admin's pages as a browser does: what a form would send, what could be pressed."""

from html.parser import HTMLParser


class _Form(HTMLParser):
    def __init__(self, form_id: str) -> None:
        super().__init__(convert_charrefs=True)
        self.form_id, self.inside, self.in_template = form_id, False, 0
        self.values: dict[str, str] = {}
        self.buttons: list[tuple[str, str]] = []
        self.links: list[str] = []
        self._textarea: str | None = None
        self._select: str | None = None

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        if tag == "form" and found.get("id") == self.form_id:
            self.inside = True
        if tag == "template":
            self.in_template += 1
        if tag == "a":
            self.links.append(found.get("href", ""))
        if not self.inside or self.in_template or "disabled" in found:
            return
        name = found.get("name")
        if tag == "input" and name:
            kind = found.get("type", "text")
            if kind in ("checkbox", "radio"):
                if "checked" in found:
                    self.values[name] = found.get("value", "on")
            elif kind != "submit":
                self.values[name] = found.get("value", "")
        elif tag == "textarea" and name:
            self._textarea, self.values[name] = name, ""
        elif tag == "select" and name:
            self._select = name
        elif tag == "option" and self._select:
            if "selected" in found or self._select not in self.values:
                self.values[self._select] = found.get("value", "")
        elif tag == "button" and found.get("type") == "submit" and name:
            self.buttons.append((name, found.get("value", "")))

    def handle_endtag(self, tag):
        if tag == "form":
            self.inside = False
        if tag == "template":
            self.in_template -= 1
        if tag == "textarea" and self._textarea:
            # HTML drops one newline right after the start tag.
            self.values[self._textarea] = self.values[self._textarea].removeprefix("\n")
            self._textarea = None
        if tag == "select":
            self._select = None

    def handle_data(self, data):
        if self._textarea:
            self.values[self._textarea] += data


def _read(response, form_id: str) -> _Form:
    reader = _Form(form_id)
    reader.feed(response.content.decode())
    return reader


def form_values(response, form_id: str = "article_form") -> dict[str, str]:
    """What the form would send as it stands."""
    return _read(response, form_id).values


def steps_offered(response, form_id: str = "article_form") -> set[str]:
    """The transitions that the page offers: as buttons that save, or as links to their page."""
    reader = _read(response, form_id)
    by_button = {value for name, value in reader.buttons if name == "_step"}
    by_link = {link.rstrip("/").split("/")[-1] for link in reader.links if "/step/" in link}
    return by_button | by_link


def change_url(item) -> str:
    return f"/admin/{item._meta.app_label}/{item._meta.model_name}/{item.pk}/change/"


def step_url(item, name: str) -> str:
    return f"/admin/{item._meta.app_label}/{item._meta.model_name}/{item.pk}/step/{name}/"


def text_of(response) -> str:
    """The page's text, white space collapsed, without markup."""

    class Text(HTMLParser):
        parts: list[str] = []

        def handle_data(self, data):
            self.parts.append(data)

    reader = Text(convert_charrefs=True)
    reader.parts = []
    reader.feed(response.content.decode())
    return " ".join(" ".join(reader.parts).split())
