import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('editorial', '0001_initial'), ('editorial', '0002_mentions')]

    initial = True

    dependencies = [
        ('accounts', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='LedgerHead',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seq', models.BigIntegerField(default=0)),
                ('at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='LedgerEntry',
            fields=[
                ('seq', models.BigIntegerField(primary_key=True, serialize=False)),
                ('op', models.CharField(choices=[('upsert', 'Upsert'), ('remove', 'Remove')], max_length=6)),
                ('type', models.CharField(max_length=12)),
                ('uuid', models.UUIDField(default=uuid.uuid4)),
                ('at', models.DateTimeField()),
                ('cause', models.CharField(blank=True, max_length=20)),
                ('reason', models.CharField(blank=True, max_length=12)),
                ('note', models.TextField(blank=True)),
                ('into', models.UUIDField(null=True)),
                ('keys', models.JSONField(default=list)),
                ('newest', models.BooleanField(default=True)),
            ],
            options={
                'verbose_name_plural': 'ledger entries',
                'indexes': [models.Index(condition=models.Q(('newest', True)), fields=['seq'], name='ledger_newest')],
                'constraints': [models.UniqueConstraint(models.F('type'), models.F('uuid'), condition=models.Q(('newest', True)), name='ledger_one_newest')],
            },
        ),
        migrations.CreateModel(
            name='RecompileRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('item_type', models.CharField(max_length=12)),
                ('item_uuid', models.UUIDField()),
                ('cause', models.CharField(max_length=20)),
                ('requested_at', models.DateTimeField()),
                ('failures', models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                'indexes': [models.Index(fields=['item_uuid'], name='recompile_item')],
            },
        ),
        migrations.CreateModel(
            name='Correction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('item_type', models.CharField(max_length=12)),
                ('item_uuid', models.UUIDField()),
                ('kind', models.CharField(choices=[('correction', 'Correction'), ('clarification', 'Clarification'), ('update', 'Update'), ('editors_note', "Editor's note"), ('retraction', 'Retraction')], max_length=14)),
                ('text', models.TextField(verbose_name='public text')),
                ('placement', models.CharField(choices=[('top', 'Top'), ('bottom', 'Bottom')], default='bottom', max_length=6)),
                ('concerns', models.CharField(default='body', max_length=20, verbose_name='what it concerns')),
                ('at', models.DateTimeField()),
                ('reason', models.TextField(blank=True, verbose_name='internal reason')),
                ('reported_by', models.CharField(blank=True, max_length=200)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(models.OrderBy(models.F('at'), descending=True), models.OrderBy(models.F('id'), descending=True), name='correction_newest'), models.Index(fields=['item_uuid', 'at'], name='correction_item')],
            },
        ),
        migrations.CreateModel(
            name='LogEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('item_type', models.CharField(max_length=12)),
                ('item_uuid', models.UUIDField()),
                ('act', models.CharField(max_length=24)),
                ('from_state', models.CharField(blank=True, max_length=12)),
                ('to_state', models.CharField(blank=True, max_length=12)),
                ('revision_number', models.PositiveIntegerField(null=True)),
                ('note', models.TextField(blank=True)),
                ('data', models.JSONField(default=dict)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name_plural': 'log entries',
                'indexes': [models.Index(models.F('item_uuid'), models.OrderBy(models.F('id'), descending=True), name='log_item')],
            },
        ),
        migrations.CreateModel(
            name='Takedown',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('item_type', models.CharField(max_length=12)),
                ('item_uuid', models.UUIDField()),
                ('kind', models.CharField(choices=[('withdrawn', 'Withdrawn'), ('withheld', 'Withheld'), ('retracted', 'Killed: retracted'), ('legal', 'Killed: legal'), ('privacy', 'Killed: privacy'), ('duplicate', 'Killed: duplicate')], max_length=10)),
                ('starts_at', models.DateTimeField()),
                ('lifted_at', models.DateTimeField(null=True)),
                ('by_legal', models.BooleanField(default=False)),
                ('reason', models.TextField(blank=True, verbose_name='internal reason')),
                ('note', models.TextField(blank=True, verbose_name='public note')),
                ('revision_number', models.PositiveIntegerField(null=True)),
                ('into', models.UUIDField(null=True)),
                ('redirect_to', models.CharField(blank=True, max_length=500)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['item_uuid', 'starts_at'], name='takedown_item'), models.Index(fields=['item_type', 'kind', 'starts_at'], name='takedown_of_type')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('lifted_at', None)), fields=('item_uuid',), name='takedown_one_open'), models.CheckConstraint(condition=models.Q(('lifted_at', None), ('lifted_at__gte', models.F('starts_at')), _connector='OR'), name='takedown_lifted_after_it_began')],
            },
        ),
        migrations.CreateModel(
            name='Mention',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('item_type', models.CharField(max_length=12)),
                ('item_uuid', models.UUIDField()),
                ('target_type', models.CharField(max_length=12)),
                ('target_uuid', models.UUIDField()),
                ('in_draft', models.BooleanField()),
                ('last_revision', models.PositiveIntegerField()),
            ],
            options={
                'indexes': [models.Index(models.F('target_uuid'), models.F('in_draft'), models.OrderBy(models.F('id'), descending=True), name='mention_target')],
                'constraints': [models.UniqueConstraint(fields=('item_uuid', 'target_type', 'target_uuid'), name='mention_once')],
            },
        ),
    ]
