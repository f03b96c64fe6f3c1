"""Forms: text becomes a value once."""
