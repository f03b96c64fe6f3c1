"""Refusals of the hub's and the carrier's doors."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "departure-too-heavy": _(
        "The vehicle has not enough weight left. Move the shipment to another departure."
    ),
    "departure-too-full": _("The vehicle has not enough room left. Move the shipment to another departure."),
    "temperature-differs": _("This vehicle does not keep the temperature that these goods need."),
    "promise-broken": _(
        "That departure arrives later than the buyer was promised. Say that it may be late, and the buyer is asked."
    ),
    "paper-missing": _(
        "A paper or test is missing for lot %(lot)s, so it cannot be loaded. Add the paper, or leave it out."
    ),
    "weight-not-possible": _(
        "These figures do not go together: gross weighs at least as much as net, and packs weigh something."
    ),
    "line-cancelled": _("This line was cancelled. There is nothing to receive."),
    "buyer-not-answered": _("The buyer was asked about this shipment and can still answer."),
    "other-departure": _("This shipment travels with %(departure)s."),
    "departure-sealed": _("%(departure)s takes no more changes: its load and its papers stay as they are."),
    "shipment-already-there": _(
        "%(departure)s already carries a shipment of this seller for the same order."
    ),
    "another-lane": _("%(departure)s goes another way. A shipment stays on the lane it was priced for."),
    "goods-too-old-for-it": _("Lot %(lot)s would arrive too close to its best-before with %(departure)s."),
    "cut-off-not-reached": _(
        "Orders still come in until the cut-off. Say that you seal early, if you mean to."
    ),
    "nothing-loaded": _("Nothing is loaded. A departure without goods is cancelled, not sealed."),
    "below-least-load": _(
        "%(departure)s is loaded to %(now)s and leaves with %(least)s at least. The operator decides whether it "
        "leaves all the same."
    ),
    "unpaid-orders-aboard": _(
        "Somebody is paying for goods on this departure just now, and no later one takes them. Wait half an hour."
    ),
    "seal-number-missing": _("Write the number of the seal."),
    "units-not-possible": _(
        "Pallets and cases are labelled once, when goods are received, %(most)s at most for one shipment."
    ),
    "paper-number-missing": _("Write the number that stands on the paper."),
    "milestone-in-future": _("This lies in the future. Report what has happened."),
    "milestone-before-the-last": _("Something later was reported before. Check the day and the time."),
    "milestone-out-of-turn": _("This cannot follow what was reported so far."),
    "delay-out-of-range": _("A delay has 1 to %(most)s days."),
}
