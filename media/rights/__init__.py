"""May readers see this image, when, and until when?

Leases and what they come to, what instructions say, the files of stories that were taken down.
May import ``renditions``, ``videos``, ``storage`` and what is below them.
"""
