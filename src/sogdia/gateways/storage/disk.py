"""Keep files in a folder: whole or not at all, and never one over another."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import re
import secrets
import shutil
from pathlib import Path, PurePosixPath

from django.conf import settings

from sogdia.domain.ports import Room, StorageFull

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})

#: Letters, digits, dot, dash and underscore between slashes; no part begins with a dot.
_SAFE = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]*(?:/[A-Za-z0-9_][A-Za-z0-9._-]*)*")
_LONGEST = 180


def safe_name(name: str) -> str:
    """
    Give ``name`` back if it is safe to keep under.

    :raises ValueError: when it could leave the folder, or holds anything but plain letters; doors never pass on
        the name of an upload, so this is a bug and no refusal.
    """
    if len(name) > _LONGEST or not _SAFE.fullmatch(name):
        raise ValueError(f"not a safe file name: {name!r}")
    return name


def other_name(name: str, content: bytes) -> str:
    """Give the name for ``content`` when ``name`` is taken by other content: the digest's start is added."""
    path = PurePosixPath(name)
    mark = hashlib.sha256(content).hexdigest()[:12]
    return str(path.with_name(f"{path.stem}-{mark}{path.suffix}"))


class DiskStore:
    """Files under one folder. The same name and content twice is one file; other content gets another name."""

    def __init__(self, root: Path | None = None) -> None:
        self._root = Path(root or settings.FILES_ROOT)

    def save(self, name: str, content: bytes) -> str:
        """
        Keep ``content`` and give the name it is kept under.

        :raises sogdia.domain.ports.StorageFull: and then nothing is kept, not even a part.
        """
        try:
            if self._keep(safe_name(name), content):
                return name
            other = safe_name(other_name(name, content))
            if not self._keep(other, content):
                raise FileExistsError(other)
            return other
        except OSError as error:
            if error.errno in _FULL:
                raise StorageFull(f"No room for {len(content)} bytes.", size=len(content)) from error
            raise

    def read(self, name: str) -> bytes:
        """Give the content; raises ``FileNotFoundError``."""
        return self._path(name).read_bytes()

    def exists(self, name: str) -> bool:
        """Whether there is such a file."""
        return self._path(name).is_file()

    def delete(self, name: str) -> None:
        """Remove it; nothing happens if it is gone."""
        self._path(name).unlink(missing_ok=True)

    def room(self) -> Room:
        """Say how much room is left."""
        self._root.mkdir(parents=True, exist_ok=True)
        usage = shutil.disk_usage(self._root)
        return Room(free=usage.free, total=usage.total)

    def _path(self, name: str) -> Path:
        return self._root / safe_name(name)

    def _keep(self, name: str, content: bytes) -> bool:
        target = self._path(name)
        target.parent.mkdir(parents=True, exist_ok=True)
        draft = target.with_name(f".{secrets.token_hex(8)}.part")
        try:
            with draft.open("xb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            # A rename would replace a file that is there; a link refuses, in one step, also between processes.
            with contextlib.suppress(FileExistsError):
                os.link(draft, target)
                return True
        finally:
            draft.unlink(missing_ok=True)
        return target.read_bytes() == content
