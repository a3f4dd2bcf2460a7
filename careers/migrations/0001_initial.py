import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('schools', '0002_profile_modules'),
    ]

    operations = [
        migrations.CreateModel(
            name='Occupation',
            fields=[
                ('slug', models.SlugField(max_length=40, primary_key=True, serialize=False)),
                ('title', models.CharField(max_length=80, verbose_name='titel')),
                ('cluster', models.CharField(max_length=40, verbose_name='cluster')),
                ('profiles', models.ManyToManyField(related_name='occupations', to='schools.vmboprofile', verbose_name='passende profielen')),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='schools.source', verbose_name='inschatting naar')),
            ],
            options={
                'verbose_name': 'beroep',
                'verbose_name_plural': 'beroepen',
                'ordering': ['title'],
            },
        ),
    ]
