"""Django helpers with no trade in them."""
