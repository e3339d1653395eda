from django.contrib.admin.apps import AdminConfig


class NewsroomAdminConfig(AdminConfig):
    """The Django admin with the newsroom's own site: its desk, its order, its security policy."""

    default_site = "newsroom.editorial.admin.site.NewsroomAdminSite"
