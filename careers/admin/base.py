"""What the pages about occupations in the admin share. Every change here takes effect on the site at once."""

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminTextareaWidget
from django.db import models
from django.utils.translation import gettext_lazy as _

from schools.admin.base import NamedAdmin, without_links
from schools.models import Source
from schools.recalculation import change_data


class PlainFields:
    """Fields without the small icons that lead to other pages, and sources by their name."""

    formfield_overrides = {
        models.TextField: {"widget": AdminTextareaWidget(attrs={"rows": 4})},
        models.URLField: {"widget": forms.URLInput(attrs={"class": "vURLField"}), "assume_scheme": "https"},
        models.DateField: {"widget": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})},
    }

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        return without_links(super().formfield_for_dbfield(db_field, request, **kwargs))

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.remote_field.model is Source:
            kwargs["queryset"] = Source.objects.order_by("name")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        return super().formfield_for_manytomany(db_field, request, **{"widget": forms.CheckboxSelectMultiple, **kwargs})


class CareersAdmin(PlainFields, NamedAdmin):
    """A table that the editors own. What names a row is chosen once: addresses and links lead to it."""

    list_per_page = 50

    class Media:
        js = ["admin/js/jquery.init.js", "admin/js/autocomplete.js", "js/autocomplete.js"]

    def get_readonly_fields(self, request, obj=None):
        fixed = (self.opts.pk.name,) if obj and self.opts.pk.editable else ()
        return (*fixed, *super().get_readonly_fields(request, obj))

    def save_related(self, request, form, formsets, change):
        """The last step of a change, in its transaction: what visitors see is made anew from here."""
        change_data(lambda: super(CareersAdmin, self).save_related(request, form, formsets, change))

    def delete_model(self, request, obj):
        change_data(obj.delete)

    def delete_queryset(self, request, queryset):
        change_data(queryset.delete)


class FactInline(PlainFields):
    """Facts on the page of what they are about, with as many queries for one as for many."""

    extra = 0

    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        for field in formset.form.base_fields.values():
            if isinstance(field, forms.ModelChoiceField):
                field.choices = list(field.choices)
        return formset


class QuestionFilter(admin.SimpleListFilter):
    """One thing that editors look for; everything is shown as long as they do not ask for it."""

    answer = ""

    def lookups(self, request, model_admin):
        return [("ja", self.answer)]

    def queryset(self, request, queryset):
        return self.narrow(queryset) if self.value() == "ja" else queryset


class OutdatedFilter(QuestionFilter):
    title = _("leeftijd van de feiten")
    parameter_name = "verouderd"
    answer = _("feiten ouder dan twee jaar")

    def narrow(self, queryset):
        return queryset.outdated()


class UnconfirmedFilter(QuestionFilter):
    title = _("zekerheid")
    parameter_name = "onbevestigd"
    answer = _("niveau of leerweg nog niet bevestigd")

    def narrow(self, queryset):
        return queryset.unconfirmed()
