"""Baskets and the prices promised until a time."""
