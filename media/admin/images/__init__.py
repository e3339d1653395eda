"""The images of the library in the admin: grid, forms, uploads, rights, bulk changes."""
