"""Papers with numbers that never repeat or gap."""
