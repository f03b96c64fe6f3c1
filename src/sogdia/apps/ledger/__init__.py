"""Journal entries that are only ever added, and each order's escrow."""
