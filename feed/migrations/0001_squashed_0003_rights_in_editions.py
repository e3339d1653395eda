import articles.fields
import django.db.models.deletion
import newsroom.editorial.models.intervals
import taggit.managers
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('feed', '0001_initial'), ('feed', '0002_authors_index'), ('feed', '0003_rights_in_editions')]

    initial = True

    dependencies = [
        ('accounts', '__first__'),
        ('articles', '0003_videos_index'),
        ('media', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Post',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('in_review', 'In review'), ('in_copyedit', 'In copy edit'), ('approved', 'Approved'), ('published', 'Published'), ('spiked', 'Spiked')], default='draft', max_length=12, verbose_name='state')),
                ('language', models.CharField(default='en', max_length=12, verbose_name='language')),
                ('revision', models.PositiveIntegerField(default=0, editable=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('saved_at', models.DateTimeField(editable=False, null=True)),
                ('embargo_until', models.DateTimeField(blank=True, editable=False, help_text='Nothing may be live before this time. It is a bar, not a plan.', null=True, verbose_name='embargo until')),
                ('ends_at', models.DateTimeField(editable=False, null=True)),
                ('published_at', models.DateTimeField(editable=False, null=True)),
                ('acted_at', models.DateTimeField(editable=False, null=True)),
                ('announced_edition', models.BigIntegerField(editable=False, null=True)),
                ('announced_compile', models.PositiveIntegerField(editable=False, null=True)),
                ('announced_removal', models.CharField(blank=True, editable=False, max_length=12)),
                ('version', models.BigIntegerField(default=0, editable=False)),
                ('next_due_at', models.DateTimeField(db_index=True, editable=False, null=True)),
                ('headline', models.CharField(max_length=300, verbose_name='headline')),
                ('body', articles.fields.BodyField(blank=True, verbose_name='text')),
                ('source_name', models.CharField(blank=True, max_length=120, verbose_name='source')),
                ('source_url', models.URLField(blank=True, max_length=500, verbose_name='address of the source')),
                ('is_pinned', models.BooleanField(default=False, verbose_name='pinned')),
                ('is_key_event', models.BooleanField(default=False, verbose_name='key event')),
                ('is_breaking', models.BooleanField(default=False, verbose_name='breaking')),
                ('article', models.ForeignKey(blank=True, help_text='The story this post points at.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='articles.article', verbose_name='article')),
                ('assigned_to', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='assigned to')),
                ('created_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('image', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='media.image', verbose_name='image')),
                ('saved_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-created_at'],
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'in_review', 'in_copyedit', 'approved', 'published', 'spiked'])), name='feed_post_known_state')],
            },
        ),
        migrations.CreateModel(
            name='ArticleEditionPost',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('published_at', models.DateTimeField()),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='embedded_posts', to='articles.articleedition')),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='articles.article')),
                ('post', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='embedded_by', to='feed.post')),
                ('is_shown', models.BooleanField(default=True)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='PostByline',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='post_bylines', to='articles.author')),
                ('post', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='bylines', to='feed.post')),
            ],
            options={
                'ordering': ['position', 'id'],
                'constraints': [models.UniqueConstraint(fields=('post', 'author'), name='post_author_once')],
            },
        ),
        migrations.CreateModel(
            name='PostRevision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('schema_number', models.PositiveSmallIntegerField(default=1)),
                ('snapshot', models.JSONField()),
                ('created_at', models.DateTimeField()),
                ('cause', models.CharField(default='saved', max_length=20)),
                ('note', models.TextField(blank=True)),
                ('created_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='revisions', to='feed.post')),
            ],
            options={
                'ordering': ['-number'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('item', 'number'), name='feed_postrevision_number_once')],
            },
        ),
        migrations.CreateModel(
            name='PostEdition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('live_from', models.DateTimeField()),
                ('live_until', models.DateTimeField(blank=True, null=True)),
                ('published_at', models.DateTimeField()),
                ('updated_at', models.DateTimeField()),
                ('change', models.CharField(choices=[('first', 'First publication'), ('minor', 'Minor: a typing error, no fact'), ('update', 'Update: something new'), ('substantive', 'Substantive: the story says something else'), ('correction', 'Correction: something was wrong'), ('restored', 'Restored after it was withheld'), ('imported', 'Brought in from elsewhere'), ('rights', "A picture's rights began or ended")], max_length=12)),
                ('card', models.JSONField()),
                ('body', models.JSONField()),
                ('compile_number', models.PositiveIntegerField(default=1)),
                ('schema_number', models.PositiveSmallIntegerField(default=1)),
                ('settings_hash', models.CharField(max_length=16)),
                ('superseded', models.BooleanField(default=False)),
                ('language', models.CharField(max_length=12)),
                ('is_pinned', models.BooleanField(default=False)),
                ('is_breaking', models.BooleanField(default=False)),
                ('corrected_at', models.DateTimeField(null=True)),
                ('created_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='editions', to='feed.post')),
                ('revision', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='feed.postrevision')),
                ('holds_until', models.DateTimeField(null=True)),
                ('is_following', models.BooleanField(default=False)),
            ],
            options={
                'abstract': False,
                'indexes': [models.Index(models.OrderBy(models.F('published_at'), descending=True), models.OrderBy(models.F('item_id'), descending=True), condition=models.Q(('superseded', False)), name='postedition_newest'), models.Index(models.OrderBy(models.F('updated_at'), descending=True), models.OrderBy(models.F('item_id'), descending=True), condition=models.Q(('superseded', False)), name='postedition_updated'), models.Index(fields=['item', 'live_from'], name='postedition_item'), models.Index(fields=['live_from'], name='postedition_starts'), models.Index(condition=models.Q(('live_until__isnull', False), ('superseded', False)), fields=['live_until'], name='postedition_ends'), models.Index(models.OrderBy(models.F('corrected_at'), descending=True), models.OrderBy(models.F('item_id'), descending=True), condition=models.Q(('corrected_at__isnull', False), ('superseded', False)), name='postedition_corrected'), models.Index(condition=models.Q(('is_pinned', True), ('superseded', False)), fields=['live_from'], name='postedition_pinned')],
                'constraints': [models.CheckConstraint(condition=models.Q(('live_until', None), ('live_until__gt', models.F('live_from')), _connector='OR'), name='feed_postedition_ends_after_it_begins'), models.CheckConstraint(condition=models.Q(('published_at__lte', models.F('live_from'))), name='feed_postedition_published_not_after_live')],
            },
        ),
        migrations.CreateModel(
            name='PostEditionAuthor',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('published_at', models.DateTimeField()),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='articles.author')),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to='feed.postedition')),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='feed.post')),
                ('is_shown', models.BooleanField(default=True)),
            ],
            options={
                'abstract': False,
                'indexes': [models.Index(models.F('author'), models.OrderBy(models.F('published_at'), descending=True), models.OrderBy(models.F('item_id'), descending=True), name='posteditionauthor_newest')],
            },
        ),
        migrations.CreateModel(
            name='PostEditionCard',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('published_at', models.DateTimeField()),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='carded_by_posts', to='articles.article')),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to='feed.postedition')),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='feed.post')),
                ('is_shown', models.BooleanField(default=True)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='PostEditionImage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('published_at', models.DateTimeField()),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to='feed.postedition')),
                ('image', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='media.image')),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='feed.post')),
                ('is_shown', models.BooleanField(default=True)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='PostEditionTag',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('published_at', models.DateTimeField()),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to='feed.postedition')),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='feed.post')),
                ('tag', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='articles.tag')),
                ('is_shown', models.BooleanField(default=True)),
            ],
            options={
                'indexes': [models.Index(models.F('tag'), models.OrderBy(models.F('published_at'), descending=True), models.OrderBy(models.F('item_id'), descending=True), name='posteditiontag_newest')],
            },
        ),
        migrations.CreateModel(
            name='PostTag',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('content_object', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='ordered_tags', to='feed.post')),
                ('tag', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='post_tags', to='articles.tag')),
            ],
            options={
                'ordering': ['position', 'id'],
                'constraints': [models.UniqueConstraint(fields=('content_object', 'tag'), name='post_tag_once')],
            },
        ),
        migrations.AddField(
            model_name='Post',
            name='authors',
            field=models.ManyToManyField(related_name='posts', through='feed.PostByline', to='articles.author'),
        ),
        migrations.AddField(
            model_name='Post',
            name='tags',
            field=taggit.managers.TaggableManager(blank=True, help_text='A comma-separated list of tags.', through='feed.PostTag', to='articles.Tag', verbose_name='tags'),
        ),
        newsroom.editorial.models.intervals.NoTwoLiveEditions(
            model_name='PostEdition',
        ),
    ]
