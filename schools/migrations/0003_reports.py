import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('schools', '0002_profile_modules'),
    ]

    operations = [
        migrations.CreateModel(
            name='Report',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('answers', models.JSONField(default=dict, verbose_name='profielen')),
                ('topics', models.CharField(blank=True, max_length=60, verbose_name='verder over')),
                ('text', models.TextField(verbose_name='wat er moet staan')),
                ('role', models.CharField(blank=True, choices=[('parent', 'ouder of verzorger'), ('pupil', 'leerling'), ('school', 'medewerker van een school'), ('other', 'iemand anders')], max_length=8, verbose_name='wie het meldt')),
                ('data_version', models.PositiveBigIntegerField(verbose_name='gegevensversie')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='gemeld op')),
                ('status', models.CharField(choices=[('new', 'nieuw'), ('seen', 'gezien'), ('done', 'klaar')], default='new', max_length=4, verbose_name='stand')),
                ('note', models.TextField(blank=True, help_text="Voor collega's. Dit komt niet op de website.", verbose_name='aantekening')),
                ('location', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reports', to='schools.schoollocation', verbose_name='locatie')),
            ],
            options={
                'verbose_name': 'melding',
                'verbose_name_plural': 'meldingen',
                'ordering': ['-created_at', '-pk'],
                'indexes': [models.Index(fields=['status', '-created_at'], name='reports_by_status')],
            },
        ),
    ]
