"""Journal entries, postings, escrow."""
