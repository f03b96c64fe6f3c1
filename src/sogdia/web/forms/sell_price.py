"""The form of a price: from the farm with its tiers, or to a market."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sogdia.apps.catalogue.seller_selectors import PackRow
from sogdia.apps.markets.selectors import MarketChoice
from sogdia.domain.money import exponent
from sogdia.usecases.set_price import TierAsked
from sogdia.web.forms.fields import MOST_UNITS, DecimalTextField, MoneyField, as_typed, read_decimal

TIERS = 3
MODES = (("farm", _("From the farm: your net stays, the delivered prices follow")),
         ("market", _("To a market: its delivered price stays, your net there follows")))  # fmt: skip


class PriceForm(forms.Form):
    """What a pack costs: the net from the farm with tiers, or the delivered price in one market."""

    mode = forms.ChoiceField(choices=MODES, widget=forms.RadioSelect, label=_("How the price is set"))

    def __init__(
        self, data: Any = None, *, pack: PackRow, markets: list[MarketChoice], fixed: dict[str, int]
    ) -> None:
        self.pack, self.markets = pack, {market.code: market for market in markets}
        scale = 10 ** exponent(pack.currency)
        initial: dict[str, Any] = {
            "mode": "farm",
            "net": as_typed(pack.net_minor, scale),
            "market": next(iter(fixed), markets[0].code if markets else ""),
        }
        for place, (from_packs, discount_bp) in enumerate(pack.tiers[:TIERS]):
            initial[f"from_{place}"] = from_packs
            initial[f"off_{place}"] = as_typed(discount_bp, 100)
        chosen = initial["market"]
        if chosen in fixed:
            initial["delivered"] = as_typed(fixed[chosen], 10 ** exponent(self.markets[chosen].currency))
        super().__init__(data, initial=initial)
        self.fields["net"] = MoneyField(
            currency=pack.currency, label=_("You receive for one pack, net"), required=False
        )
        self.fields["market"] = forms.ChoiceField(
            label=_("Market"),
            choices=[(m.code, f"{m.name}, {m.currency}") for m in markets],
            required=False,
        )
        self.fields["delivered"] = forms.CharField(
            label=_("Delivered price of one pack there"),
            max_length=20,
            required=False,
            help_text=_("Leave it empty to let the market follow your price from the farm again."),
            widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "dir": "ltr"}),
        )
        for place in range(TIERS):
            self.fields[f"from_{place}"] = forms.IntegerField(
                label=_("From packs"), required=False, min_value=2, max_value=100_000
            )
            self.fields[f"off_{place}"] = DecimalTextField(
                scale=100, most=10_000, label=_("Percent off your net"), required=False
            )

    def clean(self) -> dict[str, Any]:
        """Ask for what the chosen way needs; tiers come in pairs."""
        found = super().clean() or {}
        if found.get("mode") == "farm" and found.get("net") is None and "net" not in self.errors:
            self.add_error("net", _("Write what you want to receive for one pack."))
        if found.get("mode") == "market":
            found["delivered_minor"] = self._delivered(found)
        for place in range(TIERS):
            given = found.get(f"from_{place}"), found.get(f"off_{place}")
            if (given[0] is None) != (given[1] is None) and not (
                {f"from_{place}", f"off_{place}"} & set(self.errors)
            ):
                self.add_error(
                    f"from_{place}", _("A tier needs both: from how many packs, and how much off.")
                )
        return found

    def _delivered(self, found: dict[str, Any]) -> int | None:
        text = found.get("delivered") or ""
        if not text:
            return None
        market = self.markets.get(found.get("market", ""))
        value = read_decimal(text)
        minor = None if market is None or value is None else value * 10 ** exponent(market.currency)
        if minor is None or not 0 < minor <= MOST_UNITS or minor != minor.to_integral_value():
            self.add_error("delivered", _("Write a price in the market's currency, like 12.50."))
            return None
        return int(minor)

    @property
    def tiers(self) -> list[TierAsked]:
        """Give the tiers that were typed, in their order."""
        found = self.cleaned_data
        return [
            TierAsked(found[f"from_{place}"], found[f"off_{place}"])
            for place in range(TIERS)
            if found.get(f"from_{place}") and found.get(f"off_{place}")
        ]

    @property
    def tier_rows(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """Give the pairs of tier fields."""
        return [(self[f"from_{place}"], self[f"off_{place}"]) for place in range(TIERS)]
