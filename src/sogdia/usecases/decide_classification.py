"""A broker approves the code of a product in a customs territory, or says why not."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from sogdia.apps.catalogue.models import Classification
from sogdia.domain.refusals import NotFound, Refusal
from sogdia.domain.tariff.hs import HsCode
from sogdia.domain.viewer import Role, Viewer
from sogdia.plumbing.outbox import services as outbox

VAT_CLASSES = ("food", "standard")


class CodeElsewhere(Refusal):
    """A national code begins with the six world digits of the product."""

    code = "code-elsewhere"


class DecisionWithoutReason(Refusal):
    """A refusal, and a change of what was decided, says why."""

    code = "decision-without-reason"


class DecisionStandsAlready(Refusal):
    """The decision is the one that stands."""

    code = "decision-stands-already"


def decide_classification(
    *, viewer: Viewer, classification_id: int, is_approved: bool, code: str, vat_class: str, reason: str,
    at: datetime, key: str,
) -> int:  # fmt: skip
    """
    Approve a code with its VAT class, or refuse; a decision that stood is replaced, never changed. Gives the row's id.

    :raises sogdia.domain.refusals.NotAllowed: for whoever is no broker. :raises sogdia.domain.refusals.NotFound:
    :raises sogdia.domain.tariff.hs.HsCodeMalformed, CodeElsewhere, DecisionWithoutReason, DecisionStandsAlready:
    """
    viewer.require(Role.BROKER)
    reason = reason.strip()
    body = {"id": classification_id, "approved": is_approved, "code": code, "vat": vat_class, "why": reason}
    with transaction.atomic(durable=True):
        done = outbox.answer_of(scope="decide-classification", key=key, body=body)
        if done is not None:
            return int(done["id"])
        row = (
            Classification.objects.select_for_update(of=("self",))
            .select_related("product")
            .filter(pk=classification_id)
            .exclude(state="replaced")
            .first()
        )
        if row is None:
            raise NotFound(f"No standing classification {classification_id}.")
        national = HsCode.parse(code) if is_approved else HsCode(row.code)
        _check(row, national, is_approved=is_approved, vat_class=vat_class, reason=reason)
        decided = _write(
            row,
            national.code,
            vat_class if is_approved else row.vat_class,
            state="approved" if is_approved else "refused",
            reason=reason,
            user_id=viewer.user_id,
            at=at,
        )
        outbox.audit(
            "decide-classification", subject=f"{row.product.slug}:{row.territory}", at=at,
            by=viewer, reason=reason, code=decided.code, state=decided.state,
        )  # fmt: skip
        outbox.tell("classification.decided", at=at, classification_id=decided.pk)
        outbox.tell("product.changed", at=at, product_id=row.product_id)
        outbox.remember(scope="decide-classification", key=key, body=body, answer={"id": decided.pk}, at=at)
        return decided.pk


def _check(row: Classification, national: HsCode, *, is_approved: bool, vat_class: str, reason: str) -> None:
    if is_approved and (not national.code.startswith(row.product.hs6) or vat_class not in VAT_CLASSES):
        raise CodeElsewhere(national.code, hs6=row.product.hs6)
    if not reason and (not is_approved or row.state != "asked"):
        raise DecisionWithoutReason(row.product.slug)
    if row.state == ("approved" if is_approved else "refused") and (row.code, row.vat_class) == (
        national.code,
        vat_class if is_approved else row.vat_class,
    ):
        raise DecisionStandsAlready(row.product.slug)


def _write(
    row: Classification,
    code: str,
    vat_class: str,
    *,
    state: str,
    reason: str,
    user_id: int | None,
    at: datetime,
) -> Classification:
    if row.state != "asked":
        Classification.objects.filter(pk=row.pk).update(state="replaced")
        row = Classification(product=row.product, territory=row.territory, asked_at=row.asked_at)
    row.code, row.vat_class, row.state, row.reason = code, vat_class, state, reason[:500]
    row.decided_by, row.decided_at = user_id, at
    row.save()
    return row
