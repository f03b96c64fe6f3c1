"""The door for the clock: background work."""
