"""Deeds that take longer than a page may: begun by a person, done by the worker, watched on a page."""
