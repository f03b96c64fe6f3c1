"""The table of addresses: the buyer's basket and orders, the seller's goods and house, the operator's money and parties."""

from __future__ import annotations

from builders.cast import Cast
from builders.orders import NOW
from doors.routes import EVERYONE, Route, bare, public
from sogdia.apps.catalogue.models import ProductPhoto
from sogdia.apps.claims.models import Claim
from sogdia.apps.markets.models import Market
from sogdia.apps.parties.models import Invitation, Membership
from sogdia.apps.payments.models import Receipt, Refund, RefundFile
from sogdia.apps.settlement.models import PayoutBatch

HOUSE = frozenset({"support", "treasurer", "treasurer2"})
TREASURERS = frozenset({"treasurer", "treasurer2"})
SUPPORT = frozenset({"support"})
SELLING = frozenset({"owner", "seller"})
TEAM = SELLING | {"finance"}
BUYER = frozenset({"buyer"})
OTHER_SELLER = frozenset({"other_owner"})


def _order(cast: Cast) -> dict[str, object]:
    return {"ref": cast.order.ref}


def _quote(cast: Cast) -> dict[str, object]:
    return {"ref": cast.order.quote.ref}


def _goods(cast: Cast) -> dict[str, object]:
    return {"slug": cast.world.product.slug}


def _lot(cast: Cast) -> dict[str, object]:
    return {"ref": cast.world.lot.ref}


def _shipment_named(cast: Cast) -> dict[str, object]:
    return {"shipment": cast.shipment.ref}


def _withdrawals(cast: Cast) -> None:
    """Let the market's law give a fortnight to withdraw."""
    Market.objects.filter(pk=cast.world.market.pk).update(withdrawal_days=14)


def _departure(cast: Cast) -> dict[str, object]:
    return {"ref": cast.world.departure.ref}


def _photo(cast: Cast) -> dict[str, object]:
    row, _made = ProductPhoto.objects.get_or_create(
        product=cast.world.product,
        file="products/one",
        defaults={"width": 800, "height": 600},
    )
    return {"slug": cast.world.product.slug, "photo_id": row.pk}


def _member(cast: Cast) -> dict[str, object]:
    return {"member_id": Membership.objects.get(user=cast.users["seller"]).pk}


def _invitation(cast: Cast) -> dict[str, object]:
    row, _made = Invitation.objects.get_or_create(
        party=cast.world.seller,
        email="new@example.org",
        defaults={"role": "seller", "token_digest": "0" * 64, "expires_at": NOW},
    )
    return {"invitation_id": row.pk}


def _receipt(cast: Cast) -> dict[str, object]:
    row, _made = Receipt.objects.get_or_create(
        provider="bank-transfer", external_id="late-1", defaults={
            "currency": "EUR", "amount_minor": 500, "received_on": NOW.date(), "recorded_at": NOW, "reason": "late",
        },
    )  # fmt: skip
    return {"receipt_id": row.pk, "deed": "confirm"}


def _refund(cast: Cast) -> dict[str, object]:
    row, _made = Refund.objects.get_or_create(
        order=cast.order, kind="short", defaults={
            "currency": "EUR", "amount_minor": 100, "made_at": NOW, "state": "details-given", "by_bank": True,
        },
    )  # fmt: skip
    return {"uid": row.uid, "deed": "approve"}


def _refund_file(cast: Cast) -> dict[str, object]:
    row, _made = RefundFile.objects.get_or_create(
        ref="RF-1", defaults={"currency": "EUR", "made_by": 1, "made_at": NOW, "file": "papers/one.pdf"}
    )
    return {"ref": row.ref}


def _batch(cast: Cast) -> dict[str, object]:
    row, _made = PayoutBatch.objects.get_or_create(
        ref="PB-1", defaults={
            "currency": "CNY", "made_by": cast.users["treasurer2"].pk, "made_at": NOW, "file": "papers/one.pdf",
        },
    )  # fmt: skip
    payout = cast.payout()
    payout.batch, payout.state = row, "batched"
    payout.save()
    return {"ref": row.ref}


def _paid_out(cast: Cast) -> dict[str, object]:
    return {"amount": "80.00", "currency": "EUR", "reference": "PAYOUT-1", "provider": "sandbox"}


def _claim(cast: Cast) -> dict[str, object]:
    Claim.objects.get_or_create(
        ref="CL-1", defaults={
            "line": cast.line, "shipment": cast.shipment, "reason": "damaged", "packs": 1, "currency": "EUR",
            "computed_minor": 700, "opened_at": NOW,
        },
    )  # fmt: skip
    return {"ref": "CL-1"}


def _mine(*, deed=lambda cast: {}, state: str = "", kwargs=_order, posts: bool = True) -> Route:
    return Route(kwargs, right=BUYER, deed=deed, state=state, posts=posts)


BUYING = {
    "checkout:basket": public(),
    "checkout:change": public(),
    "checkout:move": public(),
    "checkout:checkout": public(),
    "checkout:market": public(),
    "checkout:quote": Route(_quote, right=BUYER),
    "checkout:reckoning": Route(_quote, right=BUYER),
    "checkout:again": Route(_quote, right=BUYER),
    "checkout:return": Route(_order, right=BUYER | HOUSE, posts=False),
    "orders:list": Route(bare, right=BUYER, blind=EVERYONE - {"nobody", "buyer"}),
    "orders:track": public(),
    "orders:order": Route(_order, right=BUYER | HOUSE),
    "orders:reckoning": Route(_order, right=BUYER | HOUSE),
    "orders:paper": Route(lambda cast: {**_order(cast), "uid": cast.paper().uid}, right=BUYER | HOUSE),
    "orders:cancel": Route(_order, right=BUYER | HOUSE, deed=lambda cast: {"reason": "changed-mind"}),
    "orders:withdraw": Route(
        _order, right=BUYER | HOUSE, deed=_shipment_named, state="delivered", prepare=_withdrawals
    ),
    "orders:accept": _mine(deed=_shipment_named, state="delivered"),
    "orders:answer": _mine(deed=lambda cast: {"proposal": "1", "answer": "agree"}, posts=False),
    "orders:say": Route(
        _order, right=BUYER | HOUSE | TEAM | {"clerk"}, deed=lambda cast: {"text": "When does it come?"}
    ),
    "orders:claim": _mine(
        kwargs=lambda cast: {**_order(cast), "shipment": cast.shipment.ref},
        deed=lambda cast: {"line": cast.line.pk, "packs": "1", "reason": "damaged"},
        state="delivered",
    ),
}


def _of_house(right: frozenset[str], **more) -> Route:
    """Each seller sees and does this in their own house."""
    return Route(bare, right=right, blind=OTHER_SELLER, **more)


def _of_goods(right: frozenset[str] = SELLING, kwargs=_goods, **more) -> Route:
    return Route(kwargs, right=right, **more)


def _pack(cast: Cast) -> dict[str, object]:
    return {**_goods(cast), "code": cast.world.pack.code}


def _priced(cast: Cast) -> dict[str, object]:
    return {**_goods(cast), "pack_code": cast.world.pack.code}


GOODS = {
    "sell:products": _of_house(TEAM),
    "sell:product_new": _of_house(SELLING),
    "sell:commodities": _of_house(TEAM),
    "sell:product": _of_goods(TEAM),
    "sell:product_edit": _of_goods(),
    "sell:publish": _of_goods(),
    "sell:withdraw": _of_goods(),
    "sell:pack_new": _of_goods(),
    "sell:pack": _of_goods(kwargs=_pack),
    "sell:price": _of_goods(kwargs=_priced, deed=lambda cast: {"mode": "farm", "net": "41.00"}),
    "sell:photo_add": _of_goods(),
    "sell:photo": _of_goods(kwargs=_photo, deed=lambda cast: {"do": "describe", "alt": "Grapes"}),
    "sell:photo_restore": _of_goods(posts=False),
    "sell:lot_new": _of_goods(),
    "sell:lots": _of_house(TEAM),
    "sell:lot": _of_goods(TEAM, kwargs=_lot),
    "sell:lot_test": _of_goods(kwargs=_lot),
    "sell:lot_photo": _of_goods(kwargs=_lot),
    "sell:lot_withdraw": _of_goods(kwargs=_lot, deed=lambda cast: {"reason": "Hail."}),
}
OWNER = frozenset({"owner"})
JOINING = {
    "account:join": public(lambda cast: {"token": "no-such-invitation"}),
    "sell:join": public(),
    "sell:register": Route(bare, right=frozenset(), blind=EVERYONE - {"nobody"}),
    "sell:house": _of_house(OWNER),
    "sell:house_change": _of_house(OWNER),
    "sell:licence": _of_house(OWNER),
    "sell:bank": _of_house(OWNER),
    "sell:submit": _of_house(OWNER),
    "sell:team": _of_house(OWNER),
    "sell:invite": _of_house(OWNER),
    "sell:member": Route(_member, right=OWNER, deed=lambda cast: {"do": "remove"}),
    "sell:take_back": Route(_invitation, right=OWNER),
}


def _why(cast: Cast) -> dict[str, str]:
    return {"reason": "Held against its order."}


def _staff(kwargs=bare, right: frozenset[str] = HOUSE, **more) -> Route:
    return Route(kwargs, right=right, **more)


MONEY = {
    "operator:receipts": _staff(),
    "operator:provider_paid_out": _staff(right=TREASURERS, deed=_paid_out),
    "operator:receipt_deed": _staff(_receipt, TREASURERS),
    "operator:statement": _staff(right=TREASURERS),
    "operator:book_statement": _staff(right=TREASURERS, posts=False),
    "operator:refunds": _staff(),
    "operator:refund_file": _staff(right=TREASURERS),
    "operator:download_refund_file": _staff(_refund_file, TREASURERS),
    "operator:refund_deed": _staff(_refund, TREASURERS, deed=_why),
    "operator:payouts": _staff(),
    "operator:make_batch": _staff(right=TREASURERS, deed=lambda cast: {"currency": "CNY"}),
    "operator:batch": _staff(_batch),
    "operator:approve_batch": _staff(_batch, TREASURERS, deed=_why),
    "operator:download_batch": _staff(_batch, TREASURERS),
    "operator:payout_deed": _staff(lambda cast: {"ref": cast.payout().ref, "deed": "confirm"}, TREASURERS),
    "operator:freight": _staff(),
    "operator:freight_departure": _staff(_departure, state="departed"),
    "operator:pay_costs": _staff(lambda cast: {**_departure(cast), "part": "duty"}, TREASURERS),
    "operator:ledger": _staff(),
    "operator:ledger_account": _staff(lambda cast: {"code": "escrow", "currency": "EUR"}),
    "operator:journal": _staff(_order),
    "operator:audit": _staff(),
    "operator:claims": _staff(),
    "operator:claim": _staff(_claim, posts=False),
    "operator:sellers": _staff(),
    "operator:seller": _staff(lambda cast: {"code": cast.world.seller.code}),
    "operator:verify_seller": _staff(lambda cast: {"code": cast.world.seller.code}, SUPPORT),
    "operator:send_back_seller": _staff(
        lambda cast: {"code": cast.world.seller.code}, SUPPORT, deed=lambda cast: {"reason": "No licence."}
    ),
    "operator:regions": _staff(),
    "operator:move_agreement": _staff(
        lambda cast: {"code": cast.world.region.code}, SUPPORT, deed=lambda cast: {"event": "sign"}
    ),
}
TRADE: dict[str, Route] = {**BUYING, **GOODS, **JOINING, **MONEY}
