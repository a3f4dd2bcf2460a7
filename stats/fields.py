"""Columns that hold a period: its text, and its first and last day for the database to sort by."""

from django.core.exceptions import ValidationError
from django.db import models

from .periods import Period, PeriodError


class PeriodField(models.CharField):
    """A Period, stored as its text ("2023/2024"). Texts are accepted wherever a Period is."""

    def __init__(self, *args, max_length=10, **kwargs):
        super().__init__(*args, max_length=max_length, **kwargs)

    def from_db_value(self, value, expression, connection):
        return Period.parse(value) if value else value

    def to_python(self, value):
        if isinstance(value, Period) or not value:
            return value
        try:
            return Period.parse(value)
        except PeriodError as error:
            raise ValidationError(str(error)) from error

    def get_prep_value(self, value):
        return str(value) if isinstance(value, Period) else value

    def run_validators(self, value):
        """Its length is that of its text."""
        super().run_validators(self.get_prep_value(value))

    def value_to_string(self, obj):
        return str(self.value_from_object(obj))


class PeriodDay(models.DateField):
    """The first (`edge="start"`) or last (`"end"`) day of the field `period` beside it, set when a row is saved."""

    def __init__(self, *args, edge="start", **kwargs):
        self.edge = edge
        super().__init__(*args, **{"editable": False, **kwargs})

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "edge": self.edge}

    def pre_save(self, model_instance, add):
        period = model_instance._meta.get_field("period").to_python(model_instance.period)
        day = getattr(period, self.edge)
        setattr(model_instance, self.attname, day)
        return day
