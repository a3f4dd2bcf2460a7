import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('schools', '0001_initial'),
    ]

    operations = [
        migrations.AlterField(
            model_name='source',
            name='kind',
            field=models.CharField(choices=[('exams', 'examenkandidaten'), ('pupils', 'leerlingen'), ('confirmation', 'bevestiging'), ('register', 'register'), ('publication', 'publicatie')], max_length=12, verbose_name='soort'),
        ),
        migrations.CreateModel(
            name='ProfileModule',
            fields=[
                ('code', models.CharField(max_length=10, primary_key=True, serialize=False, verbose_name='code')),
                ('kind', models.CharField(choices=[('module', 'module van het profiel'), ('keuzevak', 'keuzevak')], max_length=8, verbose_name='soort')),
                ('name', models.CharField(max_length=80, verbose_name='officiële naam')),
                ('description', models.CharField(blank=True, max_length=160, verbose_name='wat leerlingen doen')),
                ('profile', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='modules', to='schools.vmboprofile', verbose_name='profiel')),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='schools.source', verbose_name='bron')),
            ],
            options={
                'verbose_name': 'onderdeel van een profiel',
                'verbose_name_plural': 'onderdelen van profielen',
                'ordering': ['code'],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind', 'keuzevak'), models.Q(('description', ''), _negated=True), _connector='OR'), name='a_module_is_told_in_our_own_words')],
            },
        ),
    ]
