"""Delivered prices of whole catalogues, computed in columns."""

from sogdia.gateways.prices.late import ColumnPrices

__all__ = ["ColumnPrices"]
