import django.db.models.deletion
import stats.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    """What an indicator answers, whose a figure is, targets and releases. Existing figures get theirs next."""

    dependencies = [
        ('schools', '0003_reports'),
        ('stats', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Release',
            fields=[
                ('code', models.SlugField(max_length=40, primary_key=True, serialize=False, verbose_name='code')),
                ('date', models.DateField(verbose_name='datum')),
                ('kind', models.CharField(choices=[('new', 'nieuwe cijfers'), ('revision', 'herziening'), ('erratum', 'verbetering van een fout')], max_length=8, verbose_name='soort')),
                ('title', models.CharField(max_length=160, verbose_name='titel')),
                ('text', models.TextField(verbose_name='wat er veranderde')),
            ],
            options={
                'verbose_name': 'wijziging van cijfers',
                'verbose_name_plural': 'wijzigingen van cijfers',
                'ordering': ['-date', 'code'],
            },
        ),
        migrations.CreateModel(
            name='Target',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('leerweg', models.CharField(blank=True, max_length=8, verbose_name='leerweg')),
                ('category', models.CharField(blank=True, max_length=30, verbose_name='categorie')),
                ('baseline_value', models.DecimalField(blank=True, decimal_places=3, max_digits=12, null=True, verbose_name='beginwaarde')),
                ('baseline_period', stats.fields.PeriodField(blank=True, max_length=10, verbose_name='periode van de beginwaarde')),
                ('decision', models.CharField(blank=True, help_text='De titel van het stuk.', max_length=160, verbose_name='besluit')),
                ('decision_url', models.URLField(blank=True, verbose_name='adres van het besluit')),
                ('decided_on', models.DateField(blank=True, null=True, verbose_name='datum van het besluit')),
                ('owner', models.CharField(help_text='De afdeling die het doel volgt.', max_length=120, verbose_name='eigenaar')),
                ('is_example', models.BooleanField(default=False, verbose_name='voorbeeld')),
            ],
            options={
                'verbose_name': 'doel',
                'verbose_name_plural': 'doelen',
                'ordering': ['indicator', 'region', 'profile__position', 'leerweg', 'category'],
            },
        ),
        migrations.CreateModel(
            name='TargetValue',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(verbose_name='jaar')),
                ('value', models.DecimalField(decimal_places=3, max_digits=12, verbose_name='waarde')),
            ],
            options={
                'verbose_name': 'waarde van een doel',
                'verbose_name_plural': 'waarden van doelen',
                'ordering': ['target', 'year'],
            },
        ),
        migrations.AlterModelOptions(
            name='indicator',
            options={'ordering': ['position', 'code'], 'verbose_name': 'indicator', 'verbose_name_plural': 'indicatoren'},
        ),
        migrations.AlterModelOptions(
            name='observation',
            options={'ordering': ['indicator', 'region', 'period_start', 'period_end', 'profile__position', 'leerweg', 'category'], 'verbose_name': 'cijfer', 'verbose_name_plural': 'cijfers'},
        ),
        migrations.RemoveConstraint(
            model_name='observation',
            name='one_observation_per_cell',
        ),
        migrations.RemoveConstraint(
            model_name='observation',
            name='one_observation_per_cell_without_profile',
        ),
        migrations.RemoveConstraint(
            model_name='observation',
            name='a_value_or_the_reason_why_it_is_missing',
        ),
        migrations.AddField(
            model_name='indicator',
            name='better',
            field=models.CharField(choices=[('higher', 'hoger is beter'), ('lower', 'lager is beter'), ('neither', 'niet beter of slechter')], default='neither', max_length=8, verbose_name='wat is beter'),
        ),
        migrations.AddField(
            model_name='indicator',
            name='decimals',
            field=models.PositiveSmallIntegerField(default=0, verbose_name='decimalen'),
        ),
        migrations.AddField(
            model_name='indicator',
            name='headline',
            field=models.CharField(blank=True, max_length=30, verbose_name='staat voor het geheel'),
        ),
        migrations.AddField(
            model_name='indicator',
            name='method',
            field=models.TextField(blank=True, verbose_name='hoe het is berekend'),
        ),
        migrations.AddField(
            model_name='indicator',
            name='position',
            field=models.PositiveSmallIntegerField(default=100, verbose_name='volgorde'),
        ),
        migrations.AddField(
            model_name='indicator',
            name='question',
            field=models.CharField(blank=True, max_length=160, verbose_name='vraag'),
        ),
        migrations.AddField(
            model_name='indicator',
            name='theme',
            field=models.CharField(choices=[('youth', 'Jongeren'), ('offer', 'Aanbod van het vmbo'), ('choice', 'Keuzes van leerlingen'), ('flow', 'Doorstroom naar het mbo'), ('travel', 'Reis naar het mbo'), ('mbo', 'Studenten in het mbo'), ('bbl', 'Werken en leren')], default='choice', max_length=8, verbose_name='thema'),
        ),
        migrations.AddField(
            model_name='observation',
            name='high',
            field=models.DecimalField(blank=True, decimal_places=3, max_digits=12, null=True, verbose_name='ten hoogste'),
        ),
        migrations.AddField(
            model_name='observation',
            name='import_run',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='observations', to='schools.importrun', verbose_name='import'),
        ),
        migrations.AddField(
            model_name='observation',
            name='low',
            field=models.DecimalField(blank=True, decimal_places=3, max_digits=12, null=True, verbose_name='ten minste'),
        ),
        migrations.AddField(
            model_name='observation',
            name='origin',
            field=models.CharField(choices=[('published', 'gepubliceerd'), ('calculated', 'hier berekend')], default='published', max_length=10, verbose_name='herkomst'),
        ),
        migrations.AddField(
            model_name='observation',
            name='period_end',
            field=stats.fields.PeriodDay(edge='end', editable=False, null=True, verbose_name='laatste dag'),
        ),
        migrations.AddField(
            model_name='observation',
            name='period_start',
            field=stats.fields.PeriodDay(edge='start', editable=False, null=True, verbose_name='eerste dag'),
        ),
        migrations.RenameField('observation', 'status', 'reason'),
        migrations.AlterField(
            model_name='observation',
            name='reason',
            field=models.CharField(blank=True, choices=[('', 'er is een cijfer'), ('nil', 'geen leerlingen'), ('withheld', 'niet getoond door de bron'), ('not-collected', 'niet geteld door de bron')], max_length=13, verbose_name='waarom het ontbreekt'),
        ),
        migrations.AddField(
            model_name='observation',
            name='source',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='observations', to='schools.source', verbose_name='bron'),
        ),
        migrations.AlterField(
            model_name='indicator',
            name='dimension',
            field=models.CharField(blank=True, choices=[('profile', 'per profiel'), ('leerweg', 'per leerweg'), ('sector', 'per sector'), ('category', 'per categorie')], max_length=8, verbose_name='uitgesplitst'),
        ),
        migrations.AlterField(
            model_name='observation',
            name='indicator',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to='stats.indicator', verbose_name='indicator'),
        ),
        migrations.AlterField(
            model_name='observation',
            name='period',
            field=stats.fields.PeriodField(max_length=10, verbose_name='periode'),
        ),
        migrations.AlterField(
            model_name='observation',
            name='profile',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='schools.vmboprofile', verbose_name='profiel'),
        ),
        migrations.AlterField(
            model_name='observation',
            name='region',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='schools.region', verbose_name='gebied'),
        ),
        migrations.AlterField(
            model_name='observation',
            name='report_table',
            field=models.CharField(blank=True, max_length=12, verbose_name='tabel in het rapport'),
        ),
        migrations.AddField(
            model_name='observation',
            name='status',
            field=models.CharField(choices=[('provisional', 'voorlopig'), ('revised', 'herzien'), ('final', 'definitief')], default='final', max_length=11, verbose_name='status'),
        ),
        migrations.AddField(
            model_name='release',
            name='indicators',
            field=models.ManyToManyField(blank=True, related_name='releases', to='stats.indicator', verbose_name='indicatoren'),
        ),
        migrations.AddField(
            model_name='target',
            name='indicator',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to='stats.indicator', verbose_name='indicator'),
        ),
        migrations.AddField(
            model_name='target',
            name='profile',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='schools.vmboprofile', verbose_name='profiel'),
        ),
        migrations.AddField(
            model_name='target',
            name='region',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='schools.region', verbose_name='gebied'),
        ),
        migrations.AddField(
            model_name='targetvalue',
            name='target',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='values', to='stats.target', verbose_name='doel'),
        ),
        migrations.AddIndex(
            model_name='target',
            index=models.Index(fields=['indicator', 'region'], name='targets_of_a_region'),
        ),
        migrations.AddConstraint(
            model_name='target',
            constraint=models.UniqueConstraint(condition=models.Q(('profile__isnull', False)), fields=('indicator', 'region', 'profile', 'leerweg', 'category'), name='one_target_per_cell'),
        ),
        migrations.AddConstraint(
            model_name='target',
            constraint=models.UniqueConstraint(condition=models.Q(('profile__isnull', True)), fields=('indicator', 'region', 'leerweg', 'category'), name='one_target_per_cell_without_profile'),
        ),
        migrations.AddConstraint(
            model_name='target',
            constraint=models.CheckConstraint(condition=models.Q(('is_example', True), models.Q(('decision', ''), _negated=True), _connector='OR'), name='a_target_names_its_decision_or_is_an_example'),
        ),
        migrations.AddConstraint(
            model_name='target',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('baseline_period', ''), ('baseline_value__isnull', True)), models.Q(('baseline_value__isnull', False), models.Q(('baseline_period', ''), _negated=True)), _connector='OR'), name='a_baseline_has_a_period'),
        ),
        migrations.AddConstraint(
            model_name='targetvalue',
            constraint=models.UniqueConstraint(fields=('target', 'year'), name='one_value_per_target_and_year'),
        ),
    ]
