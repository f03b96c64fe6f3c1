"""Where files are kept: a folder on disk."""

from sogdia.gateways.storage.disk import DiskStore

__all__ = ["DiskStore"]
