"""The form of a video. A file that is refused is an error of its field."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.functional import lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from media.models import Video
from media.videos import containers, video_records, webvtt
from newsroom.accounts.models import User
from newsroom.editorial.admin.slugged import SluggedForm
from newsroom.editorial.refusals import Refused

from .image_field import ImagePickField


def _file_help() -> str:
    return gettext(
        "MP4 (H.264) or WebM, at most %(limit)d MB. The place and the camera are "
        "removed from the file."
    ) % {"limit": settings.VIDEO_MAX_MB}


class VideoForm(SluggedForm):
    named_by = "title"
    poster = ImagePickField(
        label=_("Poster"), help_text=_("The picture shown until somebody plays the video.")
    )
    file = forms.FileField(
        label=_("Our own file"),
        required=False,
        help_text=lazy(_file_help, str)(),
        widget=forms.FileInput(attrs={"accept": "video/mp4,video/webm"}),
    )
    captions_file = forms.FileField(
        label=_("Captions as a file"),
        required=False,
        help_text=_("WebVTT; it replaces the text below."),
        widget=forms.FileInput(attrs={"accept": ".vtt,text/vtt"}),
    )
    without_file = forms.BooleanField(
        label=_("Remove our own file"),
        required=False,
        help_text=_("Readers are sent to the address instead. All its old files are deleted."),
    )

    #: Who fills it in; set on the class by the admin.
    user: User | None = None

    class Meta:
        model = Video
        # The admin names the fields it shows.
        fields: list[str] = []
        widgets = {"url": forms.URLInput(attrs={"class": "vURLField"})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "poster" in self.fields:
            poster: Any = self.fields["poster"]
            poster.user, poster.held = self.user, self.instance.poster

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file:
            _or_error(containers.examine, file)
        return file

    def clean_captions_file(self):
        file = self.cleaned_data["captions_file"]
        if file:
            _or_error(video_records.read_captions, file)
        return file

    def clean_captions(self):
        return _or_error(webvtt.checked, self.cleaned_data["captions"])

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        if "url" not in self.fields:
            # Read-only for somebody who may change only the words.
            return cleaned
        url = cleaned.get("url") or ("url" in self.errors)
        is_given = cleaned.get("file") or ("file" in self.errors)
        stays = self.instance.file_name and not cleaned.get("without_file")
        if not (url or is_given or stays):
            self.add_error("url", _("Give the video's address, or upload its file."))
        if cleaned.get("without_file") and is_given:
            self.add_error("without_file", _("Upload a file or remove it, not both."))
        return cleaned

    def store(self, video: Video, *, by: User) -> None:
        """Save the video with the files of the form."""
        if self.cleaned_data.get("without_file"):
            video_records.remove_files(video, by=by)
            return
        video_records.save(
            video,
            by=by,
            file=self.cleaned_data.get("file") or None,
            captions=self.cleaned_data.get("captions_file") or None,
            changed=self.changed_data,
            began={name: self.initial[name] for name in self.changed_data if name in self.initial},
        )


def _or_error(read, given):
    """What ``read`` makes of it; a refusal is an error of the field."""
    try:
        return read(given)
    except Refused as refusal:
        raise ValidationError(refusal.message, code=refusal.code) from refusal
