"""The operator sends a house back with a reason; until it is verified again, its goods cannot be bought."""

from __future__ import annotations

from datetime import datetime

from sogdia.domain.viewer import Viewer
from sogdia.usecases.allocate_receipt import ReasonNeeded
from sogdia.usecases.verify_seller import move_seller


def send_back_seller(*, viewer: Viewer, code: str, reason: str, at: datetime, key: str) -> None:
    """
    Send a submitted or verified house back.

    :raises sogdia.domain.refusals.NotAllowed: for anybody but the operator's support. :raises ReasonNeeded:
    :raises sogdia.domain.refusals.NotFound: :raises sogdia.domain.machines.StepNotPossible:
    """
    if not reason.strip():
        raise ReasonNeeded("A house that is sent back is told why.")
    move_seller(
        viewer=viewer,
        code=code,
        event="send-back",
        reason=reason.strip(),
        topic="seller.sent-back",
        at=at,
        key=key,
    )
