"""What we remember: one room per subject."""
