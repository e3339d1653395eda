"""What is printed as the credit of an image?

The line and its parts, agencies under all their names, house rules. May import ``models``.
"""
