"""The form with what editors keep of a location: their own changes only, and nobody else's undone."""

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from ..models import EDITED_FIELDS, SchoolLocation
from ..phones import digits_of, spoken_number

MEANWHILE = _("Een collega wijzigde dit terwijl u bezig was. Er staat nu: %(now)s. Sla op als uw keuze klopt.")


class PhoneField(forms.CharField):
    """A Dutch number, shown in groups and kept as ten digits."""

    def prepare_value(self, value):
        return spoken_number(value or "")

    def to_python(self, value):
        text = super().to_python(value)
        digits = digits_of(text)
        if text and not digits:
            raise forms.ValidationError(_("Dit is geen Nederlands nummer van tien cijfers, zoals 010 484 84 00."))
        return digits

    def has_changed(self, initial, data):
        return super().has_changed(digits_of(initial or ""), data)


class WebField(forms.URLField):
    """The address of a website; without "https://" that is meant."""

    default_error_messages = {"invalid": _("Dit is geen webadres als https://www.school.nl.")}

    def __init__(self, **kwargs):
        super().__init__(assume_scheme="https", **kwargs)


class LocationForm(forms.ModelForm):
    """Each field remembers how it was when the page was opened. What is left like that is not written."""

    class Meta:
        model = SchoolLocation
        fields = EDITED_FIELDS
        field_classes = {"corrected_phone": PhoneField, "corrected_website": WebField}
        widgets = {
            "corrected_phone": forms.TelInput(attrs={"class": "vTextField"}),
            "corrected_website": forms.URLInput(attrs={"class": "vURLField"}),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.show_hidden_initial = True

    def seen(self, name):
        """The value with which the page was opened; for who sends no page, the stored one."""
        return self.data.get(self[name].html_initial_name, self.initial.get(name, ""))

    @cached_property
    def changed_data(self):
        sent = {name: field for name, field in self.fields.items() if self[name].html_name in self.data}
        return [name for name, field in sent.items() if field.has_changed(self.seen(name), self[name].data)]

    def clean(self):
        super().clean()
        for name in self.changed_data:
            field, now = self.fields[name], getattr(self.instance, name)
            if field.has_changed(now, self.seen(name)) and field.has_changed(now, self[name].data):
                self.tell_meanwhile(name, field.prepare_value(now))

    def tell_meanwhile(self, name, now):
        """Refused once: the page that comes back knows what stands there now."""
        self.add_error(name, forms.ValidationError(MEANWHILE, params={"now": now or _("niets")}))
        self.data = self.data.copy()
        self.data[self[name].html_initial_name] = now
