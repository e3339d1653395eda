"""Ghost: its JSON export, from version 0.x to 6, and the JSON of its Content API.

``export_file`` and ``bodies`` know the format and no models; ``import_run`` writes.
"""
