"""What does the library know, who uses it, and how is it changed?

Editing, search, usage, collections, agencies, reports. May import ``rights``, ``credits`` and
``renditions``, and what is below them.
"""
