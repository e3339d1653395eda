"""Where readers find events: /events/, its feeds, /events/{id}/ and /api/v1/events."""

from articles.public_kinds import PublicKind

EVENTS = PublicKind(
    item_type="event",
    place="events",
    title="Events",
    summary=lambda event: f"{event['takes_place_on']}, {event['place']}",
)
print_item = EVENTS.print_item
