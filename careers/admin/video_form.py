"""The form of a video: every file is looked into, and what a file says of itself need not be typed."""

import re

from django import forms
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..media.captions import CaptionError, decoded
from ..media.containers import read_video
from ..media.posters import can_make_posters, kind_of_picture, make_poster
from ..media.reading import VideoFileError
from ..media.storing import name_by_content
from ..models import Caption

KINDS = ("webm", "mp4")
MEASURES = ("seconds", "width", "height")
MOST_BYTES_OF_CAPTIONS = 256 * 1024
MARK_IN_ADDRESS = re.compile(r"(?:[?&]v=|youtu\.be/|/embed/|/shorts/|vimeo\.com/(?:video/)?)([A-Za-z0-9_-]+)")


def content_of(file) -> bytes:
    """The whole content of an uploaded or stored file, which can be read again after this."""
    file.seek(0)
    content = file.read()
    file.seek(0)
    return content


def check_size(file, most: int):
    if file.size > most:
        words = {"size": filesizeformat(file.size), "most": filesizeformat(most)}
        raise forms.ValidationError(_("Dit bestand is %(size)s. Verwacht: hoogstens %(most)s.") % words)


class VideoForm(forms.ModelForm):
    platform_id = forms.CharField(
        label=gettext_lazy("Kenmerk van de video"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("Plak het adres van de video. De website bewaart daarvan alleen het kenmerk."),
        widget=forms.TextInput(attrs={"class": "vTextField"}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in set(MEASURES) & set(self.fields):
            self.fields[name].required = False

    def clean_platform_id(self):
        typed = self.cleaned_data["platform_id"].strip()
        found = MARK_IN_ADDRESS.search(typed)
        return found[1] if found else typed

    def clean_webm(self):
        return self.checked_video("webm")

    def clean_mp4(self):
        return self.checked_video("mp4")

    def checked_video(self, kind):
        """A new file is named after its content; a file that is there already was checked when it came."""
        file = self.cleaned_data[kind]
        if isinstance(file, UploadedFile):
            check_size(file, settings.MOST_BYTES_OF_VIDEO)
            content = content_of(file)
            read_video_in_a_form(content, kind)
            file.name = name_by_content(content, kind)
        return file

    def clean_poster(self):
        file = self.cleaned_data["poster"]
        if isinstance(file, UploadedFile):
            check_size(file, settings.MOST_BYTES_OF_POSTER)
            content = content_of(file)
            try:
                file.name = name_by_content(content, kind_of_picture(content))
            except VideoFileError as error:
                raise forms.ValidationError(str(error)) from error
        return file

    def clean(self):
        cleaned = super().clean()
        if not self.errors:
            contents = {kind: content_of(cleaned[kind]) for kind in KINDS if cleaned.get(kind)}
            self.take_measures(contents)
            if contents and not cleaned.get("poster"):
                self.take_poster(*next(iter(contents.items())))
        return cleaned

    def _post_clean(self):
        """What a video lacks as a whole is said once every field is right by itself."""
        if not self.errors:
            super()._post_clean()

    def take_measures(self, contents: dict[str, bytes]):
        """Length and size as the files say them; only of a video elsewhere does an editor type the length."""
        facts = [read_video_in_a_form(content, kind) for kind, content in contents.items()]
        if facts:
            self.cleaned_data |= {name: getattr(facts[0], name) for name in MEASURES}
            if abs(facts[0].seconds - facts[-1].seconds) > 1:
                self.add_error("mp4", _("WebM en MP4 duren niet even lang. Kies twee bestanden van dezelfde video."))
            return
        for name in MEASURES:
            self.cleaned_data[name] = self.cleaned_data.get(name) or self.fields[name].initial
        if self.cleaned_data["platform"] and not self.cleaned_data["seconds"]:
            self.add_error("seconds", _("Vul in hoeveel seconden de video duurt."))

    def take_poster(self, kind: str, content: bytes):
        """A still of the video itself, where no picture was chosen."""
        made = make_poster(content, self.cleaned_data["seconds"])
        if made:
            self.cleaned_data["poster"] = ContentFile(made, name=name_by_content(made, "jpg"))
        elif can_make_posters():
            self.add_error("poster", _("Uit deze video kon geen plaatje gemaakt worden. Kies zelf een plaatje."))
        else:
            self.add_error("poster", _("Kies een plaatje. Deze server kan er zelf geen maken: ffmpeg ontbreekt."))


def read_video_in_a_form(content: bytes, kind: str):
    try:
        return read_video(content, kind)
    except VideoFileError as error:
        raise forms.ValidationError(str(error)) from error


class CaptionForm(forms.ModelForm):
    """Captions as text, or from a file that takes the place of the text."""

    upload = forms.FileField(
        label=gettext_lazy("Bestand .vtt"),
        required=False,
        help_text=gettext_lazy("Kies een bestand, of schrijf de ondertitels hieronder. Een bestand gaat voor."),
    )

    class Meta:
        model = Caption
        fields = ("language", "upload", "text")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["text"].required = False

    def clean(self):
        cleaned = super().clean()
        file = cleaned.get("upload")
        text = self.text_of(file) if file else cleaned.get("text", "")
        # A browser sends other line ends than a file has; kept are those of files.
        cleaned["text"] = "\n".join([*text.splitlines(), ""])
        return cleaned

    def text_of(self, file) -> str:
        try:
            check_size(file, MOST_BYTES_OF_CAPTIONS)
            return decoded(file.read())
        except (CaptionError, forms.ValidationError) as error:
            raise forms.ValidationError({"upload": getattr(error, "messages", [str(error)])}) from error
