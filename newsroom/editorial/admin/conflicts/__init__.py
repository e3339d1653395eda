"""Two people write in the same form: what differs, what is kept, what is asked."""
