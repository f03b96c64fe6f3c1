"""What may go otherwise: cancelled, claimed, withdrawn, lost; and costs that are paid before acceptance."""

from __future__ import annotations

from builders import way
from sogdia.apps.claims.models import Claim
from sogdia.apps.departures.models import Departure
from sogdia.apps.orders.models import Order, OrderLine, Shipment
from sogdia.domain.claims import ClaimReason
from sogdia.domain.ends import End
from sogdia.domain.ledger.bearing import Bearer
from sogdia.domain.pricing.parts import Part
from sogdia.usecases.accept_delivery import accept_delivery
from sogdia.usecases.cancel_order import cancel_order
from sogdia.usecases.decide_claim import Decision, decide_claim
from sogdia.usecases.end_shipment import end_shipment
from sogdia.usecases.open_claim import Said, open_claim
from sogdia.usecases.pay_costs import pay_costs
from sogdia.usecases.withdraw_order import withdraw_order
from stage.trading import Trading

ENDS = (End.FAILED, End.REFUSED_BY_BUYER, End.UNDELIVERABLE, End.LOST, End.SEIZED)
COSTS = (Part.DUTY, Part.VAT, Part.FREIGHT_SHARED, Part.FREIGHT_CAUSED, Part.CLEARING)


class Ends(Trading):
    """A trading world in which things also go wrong."""

    def _of(self, shipment: Shipment) -> dict[str, object]:
        order = Order.objects.get(pk=shipment.order_id)
        return {"viewer": self.buyer_of(order), "order_ref": order.ref, "at": self.at, "key": self.key()}

    def cancel(self, shipment: Shipment) -> None:
        """Let the buyer cancel a shipment."""
        cancel_order(shipment_ref=shipment.ref, **self._of(shipment))

    def accept(self, shipment: Shipment) -> None:
        """Let the buyer accept."""
        accept_delivery(shipment_ref=shipment.ref, **self._of(shipment))

    def withdraw(self, shipment: Shipment) -> None:
        """Let the buyer withdraw."""
        withdraw_order(shipment_ref=shipment.ref, **self._of(shipment))

    def claim(self, line: OrderLine, *, packs: int, reason: ClaimReason) -> None:
        """Let the buyer claim packs of a line."""
        shipment = Shipment.objects.get(pk=line.shipment_id)
        said = Said(
            reason, packs, "As the picture shows.", 4_000 if reason is ClaimReason.QUALITY else 10_000
        )
        open_claim(
            line_id=line.pk, said=said, photos=[b"photo"], pictures=way.FakePictures(), **self._of(shipment)
        )

    def decide(self, claim: Claim, *, grants: bool, bearer: Bearer | None) -> None:
        """Let the house decide a claim."""
        decide_claim(
            viewer=self.judge, claim_ref=claim.ref, at=self.at, key=self.key(),
            decision=Decision(grants, "Seen.", packs=claim.packs, lost_worth_bp=10_000, bearer=bearer),
        )  # fmt: skip

    def end(self, shipment: Shipment, end: End, at_fault: Bearer | None) -> None:
        """Let a shipment end otherwise."""
        end_shipment(
            viewer=self.judge, shipment_ref=shipment.ref, end=end, reason="As reported.", at=self.at,
            key=self.key(), at_fault=at_fault,
        )  # fmt: skip

    def pay_cost(self, departure: Departure, part: Part) -> None:
        """Pay one kind of cost before acceptance."""
        pay_costs(
            viewer=self.treasurers[0], departure_ref=departure.ref, part=part, at=self.at, key=self.key()
        )
