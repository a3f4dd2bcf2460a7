"""The form with which a file of DUO comes in: chosen, or fetched from an address of DUO."""

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.text import get_valid_filename
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.fetching import MOST_BYTES, FetchError, Hosts, checked

from ..models import DuoFile, ImportRun

Series = ImportRun.Series
SERIES = (Series.LOCATIONS, Series.COORDINATES, Series.EXAMS, Series.PUPILS)
FIRST_YEAR = 2000


class DuoFileForm(forms.Form):
    """Either a file or an address, and what the file does not say itself."""

    file = forms.FileField(
        label=_("Bestand"),
        required=False,
        max_length=150,
        help_text=_("Een csv-bestand zoals DUO het publiceert, van ten hoogste 100 MB. Pak een zip-bestand eerst uit."),
        widget=forms.FileInput(attrs={"accept": ".csv"}),
        error_messages={
            "empty": _("Dit bestand is leeg."),
            "max_length": _("De naam van dit bestand is te lang. Geef het een naam van ten hoogste 150 tekens."),
        },
    )
    address = forms.CharField(
        label=_("Of: adres van het bestand"),
        required=False,
        max_length=500,
        widget=forms.URLInput(attrs={"class": "vURLField"}),
        help_text=_("Begint met https:// en staat bij DUO. Wij halen het bestand dan op."),
    )
    series = forms.ChoiceField(
        label=_("Soort bestand"),
        required=False,
        choices=[("", _("herken het aan de kolommen")), *((each.value, each.label) for each in SERIES)],
    )
    reference_date = forms.DateField(
        label=_("Peildatum"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Alleen voor vestigingen en coördinaten. Leeg: vandaag."),
    )
    school_year = forms.IntegerField(
        label=_("Schooljaar begint in"),
        required=False,
        min_value=FIRST_YEAR,
        help_text=_("Alleen als de naam van het bestand geen jaar noemt. 2023 betekent schooljaar 2023-2024."),
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file and file.size > MOST_BYTES:
            raise forms.ValidationError(gettext("Dit bestand is groter dan 100 MB."))
        return file

    def clean_address(self):
        address = self.cleaned_data["address"]
        try:
            return checked(address, Hosts(settings.DUO_HOSTS)).geturl() if address else ""
        except FetchError as error:
            raise forms.ValidationError(str(error)) from error

    def clean_reference_date(self):
        day = self.cleaned_data["reference_date"]
        if day and not FIRST_YEAR <= day.year <= timezone.localdate().year:
            raise forms.ValidationError(gettext("Geef een datum tussen 2000 en nu."))
        return day

    def clean(self):
        given = super().clean()
        if not self.errors and bool(given["file"]) == bool(given["address"]):
            self.add_error("file", gettext("Kies een bestand, of geef een adres: een van de twee."))
        return given

    def keep(self, author) -> DuoFile:
        """The file in its own folder; one with an address is still to be fetched."""
        names = ("address", "series", "reference_date", "school_year")
        given = {name: self.cleaned_data[name] for name in names}
        upload = self.cleaned_data["file"]
        name = get_valid_filename(upload.name) if upload else ""
        file = DuoFile.objects.create(file_name=name, author=author, **given)
        if upload:
            file.throw_away()  # what a database that was put back did not know of
            file.folder.mkdir(parents=True)
            with file.path.open("wb") as kept:
                for piece in upload.chunks():
                    kept.write(piece)
        return file
