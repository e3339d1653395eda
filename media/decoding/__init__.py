"""Is this an image we take, at what cost, and what are its pixels?

Looks at a file before anything is decoded. May import ``storage`` and ``models``.
"""
