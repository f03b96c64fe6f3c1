"""Lots: what happened to them and what they promise."""
