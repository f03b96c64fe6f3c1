"""A person's own errands."""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sogdia.domain.refusals import NotFound
from sogdia.domain.viewer import Viewer
from sogdia.plumbing.errands.models import OPEN, Errand


@dataclass(frozen=True, slots=True)
class ErrandView:
    """How far an errand is; ``total`` is unknown until the deed has counted."""

    uid: UUID
    kind: str
    state: str
    done: int
    total: int | None
    made_at: datetime
    said: str
    asked: dict[str, Any]
    answer: dict[str, Any]
    file_name: str

    @property
    def is_open(self) -> bool:
        """Whether it waits or runs."""
        return self.state in OPEN


def get_errand(viewer: Viewer, uid: UUID) -> ErrandView:
    """
    Give an errand of one's own.

    :raises NotFound: there is none, or it is somebody else's.
    """
    row = Errand.objects.filter(uid=uid, user_id=viewer.user_id or 0).defer("content").first()
    if row is None:
        raise NotFound(f"No errand {uid}.")
    return ErrandView(
        row.uid,
        row.kind,
        row.state,
        row.done,
        row.total,
        row.made_at,
        row.said,
        row.asked,
        row.answer,
        row.file_name,
    )


def read_file(viewer: Viewer, uid: UUID) -> bytes:
    """
    Give the file that came of it.

    :raises NotFound: there is none, or it is somebody else's.
    """
    content = (
        Errand.objects.filter(uid=uid, user_id=viewer.user_id or 0, state="done")
        .values_list("content", flat=True)
        .first()
    )
    if content is None:
        raise NotFound(f"No file of errand {uid}.")
    return gzip.decompress(bytes(content))
