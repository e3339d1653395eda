"""The forms of a page as a browser would send them, and the same with every field changed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin, urlsplit

#: Stands in every text that the walk types.
MARKER = "markerword"

Data = dict[str, Any]


@dataclass
class Field:
    """One name of a form: what it holds, and what else could be chosen."""

    kind: str
    values: list[str] = field(default_factory=list)
    choices: list[str] = field(default_factory=list)
    pick: str = ""
    is_many: bool = False


@dataclass
class Form:
    """A form that is sent with POST; ``target`` is the path it goes to."""

    target: str
    fields: dict[str, Field] = field(default_factory=dict)
    #: Named buttons, one of which a person presses.
    buttons: list[tuple[str, str]] = field(default_factory=list)


def forms_of(html: str, path: str) -> list[Form]:
    reader = _Forms(path)
    reader.feed(html)
    return [form for form, is_post in reader.forms if is_post]


class _Forms(HTMLParser):
    def __init__(self, path: str) -> None:
        super().__init__(convert_charrefs=True)
        self.path = path
        self.forms: list[tuple[Form, bool]] = []
        self.by_id: dict[str, Form] = {}
        self.form: Form | None = None
        self.templates = 0
        self.select: Field | None = None
        self.textarea: Field | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "form":
            target = urlsplit(urljoin(self.path, said.get("action", ""))).path or self.path
            self.form = Form(target)
            self.by_id[said.get("id", "")] = self.form
            self.forms.append((self.form, said.get("method", "get").lower() == "post"))
        elif tag == "template":
            self.templates += 1
        form = self.by_id.get(said["form"]) if "form" in said else self.form
        if form is None or self.templates or "disabled" in said:
            return
        if tag in ("input", "textarea", "select", "button") and said.get("name"):
            self._take(form, tag, said)
        elif tag == "option" and self.select is not None:
            value = said.get("value", "")
            self.select.choices.append(value)
            if "selected" in said:
                self.select.values.append(value)

    def _take(self, form: Form, tag: str, said: dict[str, str]) -> None:
        name, kind = said["name"], said.get("type", "text" if tag == "input" else tag)
        if tag == "button" or kind == "submit":
            form.buttons.append((name, said.get("value", "")))
            return
        found = form.fields.setdefault(name, Field(kind, pick=said.get("data-pick", "")))
        if "data-tags" in said:
            found.pick = "tags"
        found.is_many |= "multiple" in said or "data-pick-many" in said
        if kind in ("checkbox", "radio"):
            found.choices.append(said.get("value", "on"))
            if "checked" in said:
                found.values.append(said.get("value", "on"))
        elif tag == "input":
            found.values.append(said.get("value", ""))
        elif tag == "select":
            self.select = found
        else:
            self.textarea = found
            found.values.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.form = None
        elif tag == "template":
            self.templates -= 1
        elif tag == "select":
            if self.select is not None and not self.select.values and not self.select.is_many:
                self.select.values = self.select.choices[:1]
            self.select = None
        elif tag == "textarea" and self.textarea is not None:
            self.textarea.values[-1] = self.textarea.values[-1].removeprefix("\n")
            self.textarea = None

    def handle_data(self, data: str) -> None:
        if self.textarea is not None:
            self.textarea.values[-1] += data


def changed(form: Form, values: Mapping[str, Any], picks: Mapping[str, str]) -> Iterator[Data]:
    """What the form sends with every field changed, once for each of its buttons.

    ``values`` are for fields whose name asks for something of its own, ``picks`` are public ids by
    the kind that a picker offers.
    """
    data = {name: _changed(name, f, values, picks) for name, f in form.fields.items()}
    data = {name: value for name, value in data.items() if value is not None}
    for option in form.fields["action"].choices if "action" in form.fields else ():
        if option:
            yield data | {"action": option, "post": "yes"}
    for name, value in _pressed(form.buttons) or [("", "")]:
        yield data | {name: value} if name else data


def _pressed(buttons: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The buttons that do something of their own: of the steps that save on the way, the last."""
    found = [pair for pair in buttons if pair[0] not in ("_addanother", "_continue", "_step")]
    return found + [pair for pair in buttons if pair[0] == "_step"][-1:]


_KEPT = re.compile(
    r"^(csrfmiddlewaretoken|initial-.*|revision|back|body_kinds|.*-id"
    r"|.*-(TOTAL|INITIAL|MIN_NUM|MAX_NUM)_FORMS)$"
)
#: Boxes that say which rows are meant.
_ROWS = re.compile(r"^(_selected_action|image|remove)$")


def _changed(name: str, found: Field, values: Mapping[str, Any], picks: Mapping[str, str]) -> Any:
    if name in values:
        return values[name]
    if _KEPT.match(name) or (found.kind == "hidden" and not found.pick):
        return found.values if len(found.values) > 1 else "".join(found.values)
    if found.kind == "file":
        return None
    if found.pick:
        there = (
            [*found.values, picks[found.pick]]
            if found.is_many or found.pick == "tags"
            else [picks[found.pick]]
        )
        return ", ".join(value for value in there if value)
    if found.kind == "checkbox":
        if _ROWS.match(name) or found.is_many or len(found.choices) > 1:
            return found.choices
        return None if found.values else found.choices[0]
    if found.kind in ("select", "radio"):
        return _other(found)
    return _typed(found.kind, "".join(found.values))


def _other(found: Field) -> Any:
    if found.is_many:
        return found.choices
    others = [c for c in found.choices if c and c not in found.values]
    return others[-1] if others else "".join(found.values[:1])


def _typed(kind: str, value: str) -> str:
    if kind == "url":
        return f"https://{MARKER}.example/"
    if kind == "email":
        return f"{MARKER}@example.com"
    if kind == "number":
        return "0.25" if "." in value else str(int(value or 0) + 1)
    if kind in ("date", "datetime-local"):
        return value
    if value.startswith("<"):
        return f"{value}<p>{MARKER}</p>"
    return (
        f"{value}-{MARKER}"
        if re.fullmatch(r"[\w-]+-[\w-]+", value)
        else f"{value} {MARKER}".strip()
    )
