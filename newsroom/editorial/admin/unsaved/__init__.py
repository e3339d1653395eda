"""What the admin answers when a save cannot be taken: a page that still holds what was typed.

``NewsroomAdminSite.admin_view`` sends every admin address through here, and ``edge`` catches what
is raised, so a new form is covered without code of its own (docs/adr/0013).
"""
