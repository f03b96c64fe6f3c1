"""Orders, their shipments, and what was said about them."""
