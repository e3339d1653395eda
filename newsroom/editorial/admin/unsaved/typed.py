"""What a form sent, to be sent again."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from django.forms.utils import pretty_name
from django.http import HttpRequest
from django.utils.datastructures import MultiValueDict

from newsroom.accounts.signin import steps
from newsroom.lib.uploads import unreceived

#: The fields that our page adds to those of the form.
LOGIN = steps.Fields.beginning("_login_")
LOGIN_NAME, LOGIN_PASSWORD = LOGIN.name, LOGIN.password
_OURS = {"csrfmiddlewaretoken", *LOGIN.all}

# What nobody typed: fields' earlier values, and the counters of Django's formsets.
_MACHINERY = re.compile(
    r"initial-|_|.*-(TOTAL|INITIAL|MIN_NUM|MAX_NUM)_FORMS$|.*-initial-|revision$|body_kinds$"
)
# Ids of chosen things, which are not text.
_ID = re.compile(r"\s*(\d+|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})\s*")
_NUMBERED = re.compile(r"-(\d+)-")


@dataclass(frozen=True)
class Typed:
    """A form's fields with all their values, in order, and the names of its files by field.

    Passwords are left out: pages never repeat them.
    """

    fields: list[tuple[str, str]]
    files: list[tuple[str, list[str]]]

    @cached_property
    def shown(self) -> list[tuple[str, str]]:
        """What people can read: the label, and the text as it was sent."""
        return [
            (_label(name), value)
            for name, value in self.fields
            if value.strip() and not _MACHINERY.match(name) and not _ID.fullmatch(value)
        ]


def of(request: HttpRequest) -> Typed:
    fields = [
        (name, value)
        for name, values in request.POST.lists()
        if name not in _OURS and "password" not in name
        for value in values
    ]
    files = MultiValueDict[str, str]()
    for name, uploads in request.FILES.lists():
        for upload in uploads:
            files.appendlist(name, upload.name or "")
    for name, file_name in unreceived(request):
        files.appendlist(name, file_name)
    return Typed(fields, list(files.lists()))


def _label(name: str) -> str:
    return pretty_name(_NUMBERED.sub(r" \1 ", name).replace("-", " "))
