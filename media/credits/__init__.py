"""What is printed as the credit of a picture?

The line and its parts, agencies under all their names, house rules. May import ``models``.
"""
