"""A block for bodies: a moment of a timeline, with a date in words and what happened then."""
