"""Who is owed what, and sending it."""
