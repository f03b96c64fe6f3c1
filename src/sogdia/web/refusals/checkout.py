"""Refusals between the basket and the end of an order."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "amount-too-large": _(
        "This is more than one order can be. Take some of it out of the basket, or order it in several parts."
    ),
    "basket-empty": _("Nothing lies in the basket."),
    "basket-has-closed-lines": _(
        "Some goods in the basket cannot be had as they are. Change them or take them out, then go on."
    ),
    "address-elsewhere": _("The address is in another country than the one that was priced."),
    "quote-expired": _("The time for which this price was promised is over. Nothing was paid."),
    "quote-without-address": _("An order needs the address it goes to."),
    "no-lot-fresh-enough": _("No lot keeps long enough after it arrives."),
    "lot-too-old": _("The lot does not keep long enough after it arrives."),
    "lot-not-equal": _("The other lot is not equal to the one that was quoted."),
    "market-price-too-low": _("At this fixed price nothing would be left for the grower."),
    "importer-not-named": _("Nobody imports goods into this market on this lane yet."),
    "too-late-to-cancel": _("Orders for the departure have closed, so it cannot be cancelled any more."),
    "nothing-to-cancel": _("There is nothing in this order that can still be cancelled."),
    "no-right-to-withdraw": _("There is no right to withdraw from this purchase (any more)."),
    "claim-too-late": _("The last day for a claim was %(last_day)s."),
    "claim-without-photo": _("A claim shows what is wrong: add at least one photograph."),
    "claim-too-many-photos": _("Send at most %(most)s photographs."),
    "more-packs-than-ordered": _("Only %(packs)s packs of this line can be claimed."),
    "proposal-closed": _("This question has been answered, or its time is over."),
    "too-many-tries": _("There were too many look-ups from here. Wait a quarter of an hour."),
    "reference-not-valid": _("This number is mistyped. Check it against the e-mail or the label."),
    "end-needs-fault": _("Say whose fault the seizure was."),
}
