"""Events: a kind of item with a date and a place, beside articles and posts."""
