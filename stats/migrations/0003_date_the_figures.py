from django.db import migrations


def date_figures(apps, schema_editor):
    """All figures until now are those of the report, final and published by the source of their indicator."""
    for observation in apps.get_model("stats", "Observation").objects.select_related("indicator"):
        observation.source_id = observation.indicator.source_id
        observation.save()


class Migration(migrations.Migration):
    dependencies = [("stats", "0002_periods_bounds_and_targets")]

    operations = [migrations.RunPython(date_figures, migrations.RunPython.noop)]
