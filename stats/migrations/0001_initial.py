import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('schools', '0002_profile_modules'),
    ]

    operations = [
        migrations.CreateModel(
            name='Indicator',
            fields=[
                ('code', models.SlugField(max_length=40, primary_key=True, serialize=False, verbose_name='code')),
                ('title', models.CharField(max_length=160, verbose_name='titel')),
                ('unit', models.CharField(choices=[('percentage', 'procent'), ('km', 'kilometer'), ('minuten', 'minuten'), ('aantal', 'aantal'), ('procentpunt', 'procentpunt')], max_length=12, verbose_name='eenheid')),
                ('dimension', models.CharField(blank=True, choices=[('profile', 'per profiel'), ('category', 'per categorie')], max_length=8, verbose_name='uitgesplitst')),
                ('origin', models.CharField(max_length=160, verbose_name='cijfers van')),
                ('definition', models.TextField(verbose_name='wat telt mee')),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='indicators', to='schools.source', verbose_name='bron')),
            ],
            options={
                'verbose_name': 'indicator',
                'verbose_name_plural': 'indicatoren',
                'ordering': ['code'],
            },
        ),
        migrations.CreateModel(
            name='Observation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('period', models.CharField(max_length=9, verbose_name='periode')),
                ('leerweg', models.CharField(blank=True, max_length=8, verbose_name='leerweg')),
                ('category', models.CharField(blank=True, max_length=30, verbose_name='categorie')),
                ('value', models.DecimalField(blank=True, decimal_places=3, max_digits=12, null=True, verbose_name='waarde')),
                ('decimals', models.PositiveSmallIntegerField(default=0, verbose_name='decimalen')),
                ('status', models.CharField(blank=True, choices=[('', 'gepubliceerd'), ('nil', 'geen leerlingen')], max_length=3, verbose_name='waarom het ontbreekt')),
                ('report_table', models.CharField(max_length=12, verbose_name='tabel in het rapport')),
                ('indicator', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='observations', to='stats.indicator', verbose_name='indicator')),
                ('profile', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='observations', to='schools.vmboprofile', verbose_name='profiel')),
                ('region', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='observations', to='schools.region', verbose_name='gebied')),
            ],
            options={
                'verbose_name': 'cijfer',
                'verbose_name_plural': 'cijfers',
                'ordering': ['indicator', 'region', 'period', 'profile__position', 'leerweg', 'category'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('profile__isnull', False)), fields=('indicator', 'region', 'period', 'profile', 'leerweg', 'category'), name='one_observation_per_cell'), models.UniqueConstraint(condition=models.Q(('profile__isnull', True)), fields=('indicator', 'region', 'period', 'leerweg', 'category'), name='one_observation_per_cell_without_profile'), models.CheckConstraint(condition=models.Q(models.Q(('status', ''), ('value__isnull', False)), models.Q(('value__isnull', True), models.Q(('status', ''), _negated=True)), _connector='OR'), name='a_value_or_the_reason_why_it_is_missing')],
            },
        ),
    ]
