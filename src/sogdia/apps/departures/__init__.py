"""Hubs, lanes, and the dated departures on them."""
