"""Regions that joined, and under which agreement."""
