"""The settings of the site: stored with their history, changed by managing editors.

They are read by ``newsroom.lib.site_settings.current``, everywhere and by nothing else.
"""
