import django.db.models.deletion
import stats.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    """Nothing is left empty now, so the database can demand it."""

    dependencies = [
        ('schools', '0003_reports'),
        ('stats', '0003_date_the_figures'),
    ]

    operations = [
        migrations.AlterField(
            model_name='observation',
            name='source',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='observations', to='schools.source', verbose_name='bron'),
        ),
        migrations.AlterField(
            model_name='observation',
            name='period_start',
            field=stats.fields.PeriodDay(edge='start', editable=False, verbose_name='eerste dag'),
        ),
        migrations.AlterField(
            model_name='observation',
            name='period_end',
            field=stats.fields.PeriodDay(edge='end', editable=False, verbose_name='laatste dag'),
        ),
        migrations.AddIndex(
            model_name='observation',
            index=models.Index(fields=['indicator', 'region', 'category', 'profile', 'leerweg', 'origin', 'period_end'], name='observations_of_a_region'),
        ),
        migrations.AddIndex(
            model_name='observation',
            index=models.Index(fields=['indicator', 'category', 'profile', 'leerweg', 'origin', 'period_end', 'region'], name='observations_across_regions'),
        ),
        migrations.AddConstraint(
            model_name='observation',
            constraint=models.UniqueConstraint(condition=models.Q(('profile__isnull', False)), fields=('indicator', 'region', 'profile', 'leerweg', 'category', 'period', 'origin', 'source'), name='one_observation_per_cell_period_and_source'),
        ),
        migrations.AddConstraint(
            model_name='observation',
            constraint=models.UniqueConstraint(condition=models.Q(('profile__isnull', True)), fields=('indicator', 'region', 'leerweg', 'category', 'period', 'origin', 'source'), name='one_observation_per_cell_period_and_source_without_profile'),
        ),
        migrations.AddConstraint(
            model_name='observation',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('reason', ''), ('value__isnull', False)), models.Q(('value__isnull', True), models.Q(('reason', ''), _negated=True)), _connector='OR'), name='a_value_or_the_reason_why_it_is_missing'),
        ),
        migrations.AddConstraint(
            model_name='observation',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('high__isnull', True), ('low__isnull', True)), models.Q(('high__gte', models.F('value')), ('high__isnull', False), ('low__isnull', False), ('low__lte', models.F('value')), ('value__isnull', False)), _connector='OR'), name='bounds_stand_on_both_sides_of_the_value'),
        ),
    ]
