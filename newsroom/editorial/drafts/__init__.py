"""What does the draft say, what did it say, and who holds it?

Revisions, mentions, locks, the log. May import ``rules`` and what is below it.
"""
