"""Delivered prices of whole catalogues, computed in columns."""

from sogdia.gateways.prices.engine import ColumnPrices

__all__ = ["ColumnPrices"]
