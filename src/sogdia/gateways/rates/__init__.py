"""Reads the files in which central banks publish exchange rates."""

from sogdia.gateways.rates.files import RateFiles

__all__ = ["RateFiles"]
