"""Where are files kept, and how are readers and caches answered?

On disk or in a bucket; whether a file may be there at all. May import ``models``.
"""
