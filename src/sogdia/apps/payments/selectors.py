"""What the operator may know of receipts and refunds, and a buyer of the refund that waits for their details."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.core.paginator import Page

from sogdia.apps.orders.models import Order
from sogdia.apps.payments.models import BankStatement, PayerDetail, Receipt, Refund, RefundDetail, RefundFile
from sogdia.domain.refusals import NotFound
from sogdia.domain.viewer import OPERATOR_ROLES, Role, Viewer
from sogdia.plumbing.links import OrderLink
from sogdia.plumbing.listing import FIRST_PAGE, Asked, ordered, page_of

RECEIPT_COLUMNS = {
    "arrived": ("received_on",),
    "state": ("state", "received_on"),
    "order": ("payment__order__ref",),
    "amount": ("currency", "amount_minor"),
}
REFUND_COLUMNS = {
    "order": ("order__ref",),
    "kind": ("kind",),
    "state": ("state",),
    "made": ("made_at",),
    "amount": ("currency", "amount_minor"),
}


@dataclass(frozen=True, slots=True)
class ReceiptRow:
    """Money that arrived; ``proposed_*`` say what one person proposes and another may confirm."""

    id: int
    provider: str
    external_id: str
    amount_minor: int
    currency: str
    text: str
    payer: str
    received_on: date
    state: str
    reason: str
    order_ref: str
    proposed_order_ref: str
    proposed_reason: str
    proposed_by: int | None

    @property
    def is_proposed(self) -> bool:
        """Whether somebody proposed what to do with it."""
        return self.proposed_by is not None


@dataclass(frozen=True, slots=True)
class RefundRow:
    """Money owed back. ``account`` is where it goes by transfer, shown to treasurers only."""

    uid: str
    order_ref: str
    kind: str
    amount_minor: int
    currency: str
    state: str
    reason: str
    provider: str
    by_bank: bool
    holder: str
    account: str
    checked_by: int | None
    file_ref: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class FileRow:
    """A bank file of refunds."""

    ref: str
    currency: str
    made_at: datetime
    digest: str
    file: str


@dataclass(frozen=True, slots=True)
class StatementRow:
    """An imported statement."""

    format: str
    account: str
    imported_at: datetime
    line_count: int


@dataclass(frozen=True, slots=True)
class RefundToDetail:
    """What a buyer with a signed link sees of a refund that waits for bank details."""

    uid: str
    order_ref: str
    amount_minor: int
    currency: str
    state: str


def list_receipts(viewer: Viewer, *, state: str = "", asked: Asked = FIRST_PAGE) -> Page[ReceiptRow]:
    """Give money that arrived, newest first; those that wait come first when no state is named."""
    viewer.require(*OPERATOR_ROLES)
    rows = Receipt.objects.select_related("payment__order")
    if state:
        rows = rows.filter(state=state)
    found = page_of(ordered(rows, asked, RECEIPT_COLUMNS, otherwise=("-pk",)), asked)
    chosen = list(found.object_list)
    payers: dict[int, str] = {}
    if viewer.has_role(Role.TREASURER):
        details = PayerDetail.objects.filter(receipt__in=chosen)
        payers = {row.receipt_id: row.name or row.account for row in details}
    proposed = {row.proposal.get("order_id") for row in chosen if row.proposal}
    refs = dict(Order.objects.filter(pk__in=proposed - {None}).values_list("pk", "ref"))
    lines = [
        ReceiptRow(
            id=row.pk,
            provider=row.provider,
            external_id=row.external_id,
            amount_minor=row.amount_minor,
            currency=row.currency,
            text=row.reference_text,
            payer=payers.get(row.pk, ""),
            received_on=row.received_on,
            state=row.state,
            reason=row.reason,
            order_ref=row.payment.order.ref if row.payment else "",
            proposed_order_ref=refs.get(row.proposal.get("order_id"), ""),
            proposed_reason=row.proposal.get("reason", ""),
            proposed_by=row.proposal.get("by"),
        )
        for row in chosen
    ]
    return Page(lines, found.number, found.paginator)


def count_waiting(viewer: Viewer) -> int:
    """Give how many receipts wait for somebody to look."""
    viewer.require(*OPERATOR_ROLES)
    return Receipt.objects.filter(state="unallocated").count()


def list_refunds(viewer: Viewer, *, state: str = "", asked: Asked = FIRST_PAGE) -> Page[RefundRow]:
    """Give refunds, newest first."""
    viewer.require(*OPERATOR_ROLES)
    rows = Refund.objects.select_related("order", "payment", "bank_file")
    if state:
        rows = rows.filter(state=state)
    found = page_of(ordered(rows, asked, REFUND_COLUMNS, otherwise=("-pk",)), asked)
    chosen = list(found.object_list)
    places = _places(chosen) if viewer.has_role(Role.TREASURER) else {}
    lines = [
        RefundRow(
            uid=str(row.uid),
            order_ref=row.order.ref if row.order else "",
            kind=row.kind,
            amount_minor=row.amount_minor,
            currency=row.currency,
            state=row.state,
            reason=row.reason,
            provider=row.payment.provider if row.payment else "",
            by_bank=row.by_bank,
            holder=places.get(row.pk, ("", ""))[0],
            account=places.get(row.pk, ("", ""))[1],
            checked_by=row.checked_by,
            file_ref=row.bank_file.ref if row.bank_file else "",
            made_at=row.made_at,
        )
        for row in chosen
    ]
    return Page(lines, found.number, found.paginator)


def _places(rows: list[Refund]) -> dict[int, tuple[str, str]]:
    by_receipt = {
        row.receipt_id: (row.name, row.account)
        for row in PayerDetail.objects.filter(receipt__in=[r.receipt_id for r in rows if r.receipt_id])
    }
    given = {row.refund_id: (row.holder, row.account) for row in RefundDetail.objects.filter(refund__in=rows)}
    known = {
        row.pk: by_receipt[row.receipt_id] for row in rows if row.receipt_id in by_receipt and row.by_bank
    }
    return {**known, **given}


def currencies_approved(viewer: Viewer) -> list[str]:
    """Give the currencies in which refunds wait for a bank file."""
    viewer.require(*OPERATOR_ROLES)
    rows = Refund.objects.filter(state="approved", by_bank=True).values_list("currency", flat=True)
    return sorted(set(rows))


def list_files(viewer: Viewer, *, limit: int = 20) -> list[FileRow]:
    """Give the newest bank files of refunds; treasurers only."""
    viewer.require(Role.TREASURER)
    return [_file(row) for row in RefundFile.objects.order_by("-pk")[:limit]]


def get_file(viewer: Viewer, ref: str) -> FileRow:
    """
    Give one bank file of refunds.

    :raises sogdia.domain.refusals.NotAllowed: :raises sogdia.domain.refusals.NotFound:
    """
    viewer.require(Role.TREASURER)
    row = RefundFile.objects.filter(ref=ref).first()
    if row is None:
        raise NotFound(f"No file {ref}.")
    return _file(row)


def _file(row: RefundFile) -> FileRow:
    return FileRow(row.ref, row.currency, row.made_at, row.digest, row.file)


def list_statements(viewer: Viewer, *, limit: int = 20) -> list[StatementRow]:
    """Give the newest imported statements."""
    viewer.require(*OPERATOR_ROLES)
    return [
        StatementRow(row.format, row.account, row.imported_at, row.line_count)
        for row in BankStatement.objects.order_by("-pk")[:limit]
    ]


def find_order_id(viewer: Viewer, ref: str) -> int | None:
    """Give the id of an order by its reference, spaces and case aside."""
    viewer.require(*OPERATOR_ROLES)
    found: int | None = Order.objects.filter(ref__iexact=ref.strip()).values_list("pk", flat=True).first()
    return found


def order_refs(viewer: Viewer, ids: set[int]) -> dict[int, str]:
    """Give references by order id."""
    viewer.require(*OPERATOR_ROLES)
    return dict(Order.objects.filter(pk__in=ids).values_list("pk", "ref"))


def refunds_to_detail(viewer: Viewer, order_ref: str, *, link: OrderLink | None) -> list[RefundToDetail]:
    """
    Give the refunds of an order that wait for bank details: to its buyer, or to the holder of a link that stands.

    :raises sogdia.domain.refusals.NotFound: the same answer for wrong, absent, revoked and somebody else's.
    """
    order = Order.objects.filter(ref=order_ref).first()
    is_buyer = order is not None and order.buyer_id is not None and order.buyer_id == viewer.user_id
    holds = order is not None and link == OrderLink(order.pk, order.link_version)
    if order is None or not (is_buyer or holds):
        raise NotFound(f"No order {order_ref}.")
    rows = Refund.objects.filter(order=order, state__in=("needs-details", "details-given")).order_by("pk")
    return [
        RefundToDetail(str(row.uid), order.ref, row.amount_minor, row.currency, row.state) for row in rows
    ]
