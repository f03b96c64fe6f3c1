"""Destination countries: currency, tax, exchange rates."""
