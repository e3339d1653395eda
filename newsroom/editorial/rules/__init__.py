"""Who may do what, and what do readers get at an instant?

The workflow, visibility, access, labels. Nothing here writes. May import ``registry``,
``refusals`` and ``models``.
"""
