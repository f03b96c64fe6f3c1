"""Sogdia: a marketplace where the unit of commerce is a departure."""
