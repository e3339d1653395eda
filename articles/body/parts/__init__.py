"""The product's own parts of a body, by family. ``articles/registration.py`` registers them."""
