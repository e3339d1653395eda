"""A CDN that is purged by key through its API: a channel of the outbox."""
