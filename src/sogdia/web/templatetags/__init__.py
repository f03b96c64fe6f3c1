<<<<<<< HEAD
"""Template tags."""
=======
"""Template tags of the pages."""
>>>>>>> 01b8d28 (Lay the front-end base: assets, style, components, formats)
