"""Instants typed as the newsroom's clock shows them."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format, time_format
from django.utils.functional import lazy
from django.utils.translation import gettext as _

from newsroom.lib import local_times

#: Ends the name of the field that says which of two hours is meant, by its offset from UTC.
WHICH = "-which"


class InstantInput(forms.DateTimeInput):
    """The browser's own picker, in the newsroom's zone; seconds only where there are any.

    Where the clock shows a time twice, it asks which of the two is meant. Its value is text, with
    the offset once that is known: "2027-10-31T02:30+02:00".
    """

    input_type = "datetime-local"
    template_name = "editorial/instant_input.html"

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        typed, which = data.get(name), data.get(f"{name}{WHICH}")
        # The time may have been changed since the question was asked.
        meant = which in (offset for offset, _at in _asked(typed))
        return f"{typed}{which}" if meant else typed

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["which"] = f"{name}{WHICH}"
        text = self.format_value(value)
        context["widget"]["readings"] = [
            (offset, _reading(at, place), str(value).endswith(offset))
            for place, (offset, at) in enumerate(_asked(text))
        ]
        return context

    def format_value(self, value: Any) -> str:
        given = _read(value) if isinstance(value, str) else value
        if given is None:
            return str(value or "")
        form = "%Y-%m-%dT%H:%M:%S" if given.second else "%Y-%m-%dT%H:%M"
        return str(given.strftime(form))


def _zone_help() -> str:
    return _("Time zone: %(zone)s") % {"zone": timezone.get_default_timezone_name()}


#: "Time zone: Europe/Lisbon" — every time in the admin says which.
zone_help = lazy(_zone_help, str)


class InstantField(forms.DateTimeField):
    """An instant typed in the newsroom's zone, which the help text names; cleaned to UTC."""

    widget = InstantInput

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", zone_help())
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, datetime) or timezone.is_naive(value):
            return super().prepare_value(value)
        zone = timezone.get_current_timezone()
        local = timezone.make_naive(value, zone)
        if len(local_times.readings(local, zone)) < 2:
            return local
        return f"{local:%Y-%m-%dT%H:%M:%S}{local_times.offset_of(value, zone)}"

    def to_python(self, value: Any) -> datetime | None:
        if value in self.empty_values:
            return None
        given = value if isinstance(value, datetime) else _read(value)
        if given is None:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        if timezone.is_naive(given):
            return _the_one(given)
        # At the ends of the calendar there is no UTC for every local time.
        with suppress(OverflowError):
            return given.astimezone(UTC)
        raise ValidationError(self.error_messages["invalid"], code="invalid")

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compared in UTC: two times of one zone are equal whichever hour they mean."""
        if isinstance(initial, datetime):
            aware = timezone.make_aware(initial) if timezone.is_naive(initial) else initial
            initial = aware.astimezone(UTC).replace(microsecond=0)
        return super().has_changed(initial, data)


def _read(text: str) -> datetime | None:
    """The time in this text, with its offset where it names one; None for anything else."""
    with suppress(ValueError, OverflowError):
        return parse_datetime(text.strip())
    return None


def _the_one(local: datetime) -> datetime:
    """The instant at which the newsroom's clock shows this time; there must be just one."""
    zone = timezone.get_current_timezone()
    found = _readings(local)
    if len(found) == 1:
        return found[0]
    words = {"time": time_format(local), "day": date_format(local), "zone": str(zone)}
    if found:
        message = _(
            "%(time)s comes twice on %(day)s in %(zone)s. Choose which of the two you mean."
        )
        raise ValidationError(message % words, code="twice")
    message = _(
        "There is no %(time)s on %(day)s in %(zone)s: the clocks go forward then. Choose an "
        "earlier or a later time."
    )
    raise ValidationError(message % words, code="never")


def _readings(local: datetime) -> list[datetime]:
    # At the ends of the calendar there is no UTC for every local time.
    with suppress(OverflowError):
        return local_times.readings(local, timezone.get_current_timezone())
    return []


def _asked(text: Any) -> list[tuple[str, datetime]]:
    """The offset and the instant of each of two hours that a typed time may mean; else nothing."""
    local = _read(text) if isinstance(text, str) else None
    found = _readings(local) if local and timezone.is_naive(local) else []
    zone = timezone.get_current_timezone()
    return [(local_times.offset_of(at, zone), at) for at in found] if len(found) == 2 else []


def _reading(at: datetime, place: int) -> str:
    """ "the first 2:30 AM (CEST, UTC+02:00)"."""
    local = timezone.localtime(at)
    words = {"time": time_format(local), "zone": local.tzname(), "offset": local.isoformat()[-6:]}
    first = _("the first %(time)s (%(zone)s, UTC%(offset)s)")
    return (_("the second %(time)s (%(zone)s, UTC%(offset)s)") if place else first) % words
