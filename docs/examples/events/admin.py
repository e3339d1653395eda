from django.contrib import admin

from newsroom.editorial.admin import ItemAdmin

from .models import Event


@admin.register(Event)
class EventAdmin(ItemAdmin):
    list_display = ["headline", "state_badge", "label_list", "takes_place_on", "place", "due"]
    list_filter = ["state"]
    search_fields = ["headline", "place"]
    ordering = ["-saved_at", "-pk"]
    groups = [("write", None, ("write",)), ("desk", "Desk", ("settings", "collapse"))]
