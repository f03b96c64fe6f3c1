"""A file store in memory."""

from __future__ import annotations

from sogdia.domain.ports import Room, StorageFull
from sogdia.gateways.storage.disk import other_name, safe_name


class MemoryStore:
    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.is_full = False

    def save(self, name: str, content: bytes) -> str:
        if self.is_full:
            raise StorageFull(f"No room for {len(content)} bytes.", size=len(content))
        for candidate in (safe_name(name), other_name(name, content)):
            if self.files.setdefault(candidate, content) == content:
                return candidate
        raise FileExistsError(name)

    def read(self, name: str) -> bytes:
        if safe_name(name) not in self.files:
            raise FileNotFoundError(name)
        return self.files[name]

    def exists(self, name: str) -> bool:
        return safe_name(name) in self.files

    def delete(self, name: str) -> None:
        self.files.pop(safe_name(name), None)

    def room(self) -> Room:
        return Room(free=0 if self.is_full else 10**11, total=10**12)
