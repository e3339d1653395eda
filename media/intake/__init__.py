"""How does a file come into the library, and what does it say of itself?

Metadata, look-alikes, the row, the upload, another file in its place, files that nobody names.
May import every package of the library but ``admin``.
"""
