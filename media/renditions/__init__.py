"""Which files are made from an image, when, and what do they carry?

Sizes, drawing, the queue, metadata, previews. May import ``decoding``, ``videos`` and ``storage``.
"""
