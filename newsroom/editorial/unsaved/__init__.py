"""What the admin answers when a save cannot be taken: a page that still holds what was typed.

``NewsroomAdminSite.admin_view`` sends every address of the admin through here, and ``edge`` catches
what is raised, so a new form is covered without knowing of it (docs/adr/0013).
"""
