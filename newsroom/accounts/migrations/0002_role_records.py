from django.db import migrations, models

ROLES = [
    "contributor", "reporter", "copy editor", "picture editor", "desk editor", "legal",
    "managing editor",
]  # fmt: skip


def remember_what_was_offered(apps, schema_editor):
    """Groups that exist were offered every permission that exists: the site has edited them since.

    Permissions of this release are made after all migrations, so they are not among these.
    """
    Group = apps.get_model("auth", "Group")
    Permission = apps.get_model("auth", "Permission")
    RoleRecord = apps.get_model("accounts", "RoleRecord")
    database = schema_editor.connection.alias
    names = Permission.objects.using(database).order_by("content_type__app_label", "codename")
    offered = [
        f"{app_label}.{codename}"
        for app_label, codename in names.values_list("content_type__app_label", "codename")
    ]
    for group in Group.objects.using(database).filter(name__in=ROLES):
        RoleRecord.objects.using(database).create(role=group.name, group=group, offered=offered)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        migrations.CreateModel(
            name="RoleRecord",
            fields=[
                ("id", models.BigAutoField(
                    auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("role", models.CharField(max_length=40, unique=True)),
                ("offered", models.JSONField(default=list)),
                ("group", models.OneToOneField(
                    blank=True, null=True, on_delete=models.SET_NULL, related_name="role_record",
                    to="auth.group")),
            ],
        ),
        migrations.RunPython(remember_what_was_offered, migrations.RunPython.noop),
    ]  # fmt: skip
