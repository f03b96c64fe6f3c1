"""Which shipments travel together, and who pays for the vehicle."""
