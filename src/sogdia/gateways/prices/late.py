"""The engine as others know it; numpy, which is large, comes with the first sheet that is priced."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sogdia.domain.pricing.sheets import GoodsSheet, MarketSheet, PricedSheet


class ColumnPrices:
    """Prices sheets with numpy; whatever it cannot hold exactly it leaves to the exact engine."""

    def price(self, goods: GoodsSheet, markets: Iterable[MarketSheet]) -> Iterator[PricedSheet]:
        """Give one priced sheet per market, in their order."""
        from sogdia.gateways.prices.engine import price

        return price(goods, markets)
