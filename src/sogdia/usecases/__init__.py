"""Deeds: one file each, one transaction each."""
