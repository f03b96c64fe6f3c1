"""Reads tariffs in the formats in which customs authorities publish them."""

from sogdia.gateways.tariffs.files import TariffFiles

__all__ = ["TariffFiles"]
