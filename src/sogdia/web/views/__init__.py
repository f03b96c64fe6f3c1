"""Views: load one page, render it."""
