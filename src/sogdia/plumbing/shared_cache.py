"""A quick cache of each process, but for what all processes must count together: that stands in the database."""

from __future__ import annotations

from typing import Any, Final

from django.core.cache import caches
from django.core.cache.backends.locmem import LocMemCache

#: What sign-in counts and remembers: throttles, and codes that were used.
SHARED_PREFIX: Final = "allauth"
#: Name of the cache in the database (``CACHES``).
SHARED: Final = "shared"


class HouseCache(LocMemCache):
    """Django's cache in memory; keys that begin with ``SHARED_PREFIX`` go to the database."""

    def add(self, key: Any, *args: Any, **kwargs: Any) -> bool:
        """Keep a value unless there is one."""
        if _is_shared(key):
            return bool(caches[SHARED].add(key, *args, **kwargs))
        return super().add(key, *args, **kwargs)

    def get(self, key: Any, *args: Any, **kwargs: Any) -> Any:
        """Give a value."""
        if _is_shared(key):
            return caches[SHARED].get(key, *args, **kwargs)
        return super().get(key, *args, **kwargs)

    def set(self, key: Any, *args: Any, **kwargs: Any) -> None:
        """Keep a value."""
        if _is_shared(key):
            caches[SHARED].set(key, *args, **kwargs)
        else:
            super().set(key, *args, **kwargs)

    def delete(self, key: Any, *args: Any, **kwargs: Any) -> bool:
        """Forget a value."""
        if _is_shared(key):
            return bool(caches[SHARED].delete(key, *args, **kwargs))
        return super().delete(key, *args, **kwargs)


def _is_shared(key: Any) -> bool:
    return isinstance(key, str) and key.startswith(SHARED_PREFIX)
