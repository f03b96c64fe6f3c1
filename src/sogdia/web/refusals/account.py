"""Refusals of a person's own pages."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "kept-by-law": _("Tax law asks that this is kept until %(until)s."),
    "still-on-a-team": _(
        "You act for a house on this market. Leave its team first, then your data can be erased."
    ),
    "orders-under-way": _(
        "Goods or money are still on the way (%(orders)s). When these orders are done, your data can be erased."
    ),
}
